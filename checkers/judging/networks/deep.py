"""How the rubric looks at task 4: a flat model and what is cut out of it.

There is no decoder, and weights are planted in auto alone. Halves shows a
case as dense.py, common.py and learning.py look at the other tasks: auto's
layers up to the code stand for the encoder, the others for the decoder.
"""
import copy
import functools

from checkers.judging import oracle
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import Case
from checkers.judging.networks import dense

# What of a recording stands for the outputs of the two halves.
RECORDED = {'code': 'shared', 'code again': 'shared again',
            'decoded': 'rebuilt', 'decoded again': 'rebuilt again'}


class Halves(Case):
    """A case with auto's halves in the places of encoder and decoder.

    Args:
        case: evidence.Case.
        places: half -> the places of its weights among auto's.
        code: array, what the second half is given.
    """

    def __init__(self, case, places, code):
        """Rename what was recorded, and part what belongs to both."""
        vars(self).update(vars(case))
        self.places, self.code = places, code
        values = {name: value for name, value in
                  case.record['values'].items() if name not in RECORDED}
        values.update({name: values[recorded] for name, recorded in
                       RECORDED.items() if recorded in values})
        if case.has('train'):
            values['train'] = {'losses': values['train']['losses'], **{
                when: {half: self.pick(half, values['train'][when]['auto'])
                       for half in places} for when in ('first', 'last')}}
        self.record = dict(case.record, values=values)
        self.steps = [dict(step, models=list(places))
                      if step['do'] == 'train' else step
                      for step in case.steps]

    def pick(self, half, weights):
        """Return those of auto's weights that belong to a half."""
        return [weights[place] for place in self.places[half]
                if place < len(weights)]

    def step(self, name):
        """Return the step that saved a value, by the name of the halves."""
        return super().step(RECORDED.get(name, name))

    def shapes(self, model):
        """Return the weight shapes of a half, or of auto."""
        shapes = super().shapes('auto')
        return shapes if model == 'auto' else self.pick(model, shapes)

    def planted(self, model, name):
        """Return the weights that a half had when a value was saved."""
        return self.pick(model, super().planted('auto', name))

    def input(self, name):
        """Return the input of a step; that of the second half is the code.

        Raises:
            Blocked: nothing is known of the code.
        """
        if name != 'decoded':
            return super().input(name)
        if self.code is None:
            raise Blocked('the code that auto decodes is not known')
        return self.code


def shapes_of_half(case, half):
    """Return the weight shapes that the exercise asks of a half."""
    return dense.shapes_of(dense.widths(case, half))


def splits(case):
    """Yield the ways to part auto's weights into those of two halves.

    Biases of one length stand in both halves, and which is which is seen
    from the outputs alone. Where the weights are not those asked for, what
    is not the encoder's is the decoder's.
    """
    have = case.shapes('auto')
    wanted = shapes_of_half(case, 'encoder')
    fits = False
    for order in oracle.orders(
            have, wanted + shapes_of_half(case, 'decoder')):
        fits = True
        yield {'encoder': order[:len(wanted)], 'decoder': order[len(wanted):]}
    if not fits:
        taken = taken_by(wanted, have)
        if len(taken) < len(wanted):
            taken = taken_by(case.shapes('encoder'), have)
        yield {'encoder': taken, 'decoder': [
            place for place in range(len(have)) if place not in taken]}


def taken_by(shapes, have):
    """Return the first places of these shapes among those that are there."""
    free = list(range(len(have)))
    taken = []
    for shape in shapes:
        place = next((place for place in free if have[place] == shape), None)
        if place is not None:
            free.remove(place)
            taken.append(place)
    return taken


def codes(case, places):
    """Yield what the second half may have been given.

    The encoder's output, as recorded; where the encoder does not share
    auto's weights, what its layers, or the right ones, make of them.
    """
    latents = case.args[2]
    if case.has('shared') and case.output('shared').shape[1:] == (latents,):
        yield case.output('shared')
    layers = [case.planted('auto', 'rebuilt')[place]
              for place in places['encoder']]
    if [weight.shape for weight in layers] != shapes_of_half(case, 'encoder'):
        return
    layers = list(zip(layers[::2], layers[1::2]))
    own = dense.explain(case, 'encoder')
    for activations in ([own[1]] if own else []) + [['relu'] * len(layers)]:
        yield oracle.stack(case.input('rebuilt'), layers, activations)


@functools.lru_cache(maxsize=64)
def halve(case):
    """Return the Halves of a case from which auto's output follows.

    Where it follows from none, any of them.
    """
    halves = None
    for places in splits(case):
        for code in codes(case, places):
            halves = Halves(case, places, code)
            if dense.explain(halves, 'decoder'):
                return halves
    return halves or Halves(case, places, None)


def by_halves(seen):
    """Return the evidence with Halves for its built cases."""
    shown = copy.copy(seen)
    shown.cases = [halve(case) for case in seen.built]
    return shown


def check_order(seen):
    """Raise Wrong where the two models are returned the other way round."""
    for case in seen.with_values('code', 'rebuilt'):
        dims, _, latents = case.args
        widths = [case.output(name).shape[1:] for name in ('code', 'rebuilt')]
        expect(widths != [(dims,), (latents,)], 'For %s the first model gives '
               '%d values and the second %d; expected encoder, auto.' % (
                   case.call(seen.function), dims, latents))


def check_layer_names(seen):
    """Raise Wrong where auto's layers are not found by the seed's names.

    Of a name the weights' shapes tell whether it is at its place. That of
    the input is left out: a Sequential model does not list its input.
    """
    for case in seen.with_values('layers'):
        found = case.value('layers')
        shapes = shapes_of_half(case, 'encoder') + \
            shapes_of_half(case, 'decoder')
        call = case.call(seen.function)
        for name, kernel, bias in zip(found, shapes[::2], shapes[1::2]):
            expect(found[name] is not None, 'For %s auto has no layer that '
                   'is called %s.' % (call, name))
            there = sorted(map(tuple, found[name]))
            expect(there == sorted([kernel, bias]),
                   "For %s auto's layer %s has weights of the shapes %s; "
                   'expected %s.' % (call, name, dense.brief(there),
                                     dense.brief([kernel, bias])))


def check_sharing(seen):
    """Raise Wrong where the encoder does not follow auto's weights."""
    for case in by_halves(seen).with_values('code', 'decoded'):
        if not dense.explain(case, 'decoder'):
            raise Blocked("auto's outputs do not follow from its weights")
        expect(dense.explain(case, 'encoder'),
               'For %s known weights were put into auto, but encoder gives '
               'something else than they make of its input: it does not '
               'share them.' % case.call(seen.function))
