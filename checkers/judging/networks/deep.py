"""How the rubric looks at task 4: a flat model and what is cut out of it.

There is no decoder, and weights are planted in auto alone. Halves shows a
case as dense.py, common.py and learning.py look at the other tasks: auto's
layers up to the code stand for the encoder, the others for the decoder.
"""
import dataclasses
import typing
from collections.abc import Iterable, Iterator, Sequence

from checkers.course.plans import HALVES, SLOPES
from checkers.course.planting import Array
from checkers.course.steps import Step
from checkers.course.values import Shape, Trained
from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong, expect
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.networks import dense
from checkers.judging.oracle import RELU
from checkers.runner.observation import Seen

Places = dict[str, list[int]]       # half -> where in auto its weights are
T = typing.TypeVar('T')

# What of a recording stands for the outputs of the two halves.
RECORDED = {'code': 'shared', 'code again': 'shared again',
            'decoded': 'rebuilt', 'decoded again': 'rebuilt again'}


class Halves(Case):
    """A case with auto's halves in the places of encoder and decoder.

    Attributes:
        places: where the halves' weights are.
        code: what the second half is given, or None where it is not known.
    """

    def __init__(self, case: Case, places: Places,
                 code: Array | None) -> None:
        """Show a case by its halves."""
        super().__init__(case.asked, by_half(case, places), case.lines)
        self.places, self.code = places, code

    def asks(self, *names: str) -> bool:
        """Tell the same by the names of the halves."""
        return super().asks(*(RECORDED.get(name, name) for name in names))

    def step(self, name: str) -> Step:
        """Return the step that saved a value, by the name of the halves."""
        return super().step(RECORDED.get(name, name))

    def shapes(self, model: str) -> list[Shape]:
        """Return the weight shapes of a half, or of auto."""
        shapes = super().shapes('auto')
        return shapes if model == 'auto' else pick(self.places[model], shapes)

    def planted(self, model: str, name: str) -> list[Array]:
        """Return the weights that a half had when a value was saved."""
        return pick(self.places[model], super().planted('auto', name))

    def input(self, name: str) -> Array:
        """Return the input of a step; that of the second half is the code.

        Raises:
            Blocked: nothing is known of the code.
        """
        if name != 'decoded':
            return super().input(name)
        if self.code is None:
            raise Blocked('the code that auto decodes is not known')
        return self.code


def pick(places: Iterable[int], weights: Sequence[T]) -> list[T]:
    """Return the weights at these places, as far as there are any."""
    return [weights[place] for place in places if place < len(weights)]


def by_half(case: Case, places: Places) -> Seen:
    """Rename what was recorded, and part what belongs to both halves."""
    recorded = case.seen.values
    values = {name: value for name, value in recorded.items()
              if name not in RECORDED}
    for name, source in RECORDED.items():
        if source in recorded:
            values[name] = recorded[source]
    for name in filter(case.has, SLOPES):
        trained = case.training(name)
        values[name] = Trained(trained.loss, {
            half: pick(places[half], trained.weights['auto'])
            for half in HALVES})
    return dataclasses.replace(case.seen, values=values)


def shapes_of_half(case: Case, half: str) -> list[Shape]:
    """Return the weight shapes that the exercise asks of a half."""
    return dense.shapes_of(dense.widths(case, half))


def splits(case: Case) -> Iterator[Places]:
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


def taken_by(shapes: Iterable[Shape], have: Sequence[Shape]) -> list[int]:
    """Return the first places of these shapes among those that are there."""
    free = list(range(len(have)))
    taken = []
    for shape in shapes:
        place = next((place for place in free if have[place] == shape), None)
        if place is not None:
            free.remove(place)
            taken.append(place)
    return taken


def codes(case: Case, places: Places) -> Iterator[Array]:
    """Yield what the second half may have been given.

    The encoder's output, as recorded; where the encoder does not share
    auto's weights, what its layers, or the right ones, make of them.
    """
    latents = case.args[2]
    if case.output('shared').shape[1:] == (latents,):
        yield case.output('shared')
    if pick(places['encoder'], case.shapes('auto')) != shapes_of_half(
            case, 'encoder'):
        return
    x = case.input('rebuilt')
    layers = oracle.layers(case.planted('auto', 'rebuilt'), places['encoder'])
    own = dense.explain(case, 'encoder')
    if own:
        yield oracle.stack(x, layers, own.layers)
    yield oracle.stack(x, layers, [RELU] * len(layers))


@remembered
def halve(case: Case) -> Halves:
    """Return the Halves of a case from which auto's output follows.

    Where it follows from none, any of them.
    """
    halved = None
    for places in splits(case):
        for code in codes(case, places):
            halved = Halves(case, places, code)
            if dense.explain(halved, 'decoder'):
                return halved
    return halved or Halves(case, places, None)


def by_halves(seen: Evidence) -> Evidence:
    """Return the evidence with Halves for its built cases."""
    return dataclasses.replace(seen, cases=halves(seen))


def halves(seen: Evidence) -> list[Case]:
    """Return Halves of the built cases; raises as with_values."""
    return [halve(case) for case in seen.with_values('shared')]


def check_order(seen: Evidence) -> None:
    """Raise Wrong where the two models are returned the other way round."""
    for case in seen.with_values('code', 'rebuilt'):
        dims, _, latents = case.args
        widths = [case.output(name).shape[1:] for name in ('code', 'rebuilt')]
        expect(widths != [(dims,), (latents,)],
               f'For {case.call(seen.function)} the first model gives {dims} '
               f'values and the second {latents}; expected encoder, auto.')


def check_layer_names(seen: Evidence) -> None:
    """Raise Wrong where auto's layers are not found by the original's names.

    Of a name the weights' shapes tell whether it is at its place. That of
    the input is left out: a Sequential model does not list its input.
    """
    for case in seen.with_values('layers'):
        found: dict[str, list[Shape] | None] = case.value('layers')
        shapes = shapes_of_half(case, 'encoder') + \
            shapes_of_half(case, 'decoder')
        call = case.call(seen.function)
        for place, (name, there) in enumerate(found.items()):
            if there is None:
                raise Wrong(f'For {call} auto has no layer that is called '
                            f'{name}.')
            want = shapes[2 * place:2 * place + 2]      # kernel and bias
            expect(sorted(there) == sorted(want),
                   f"For {call} auto's layer {name} has weights of the "
                   f'shapes {dense.brief(sorted(there))}; expected '
                   f'{dense.brief(want)}.')


def check_sharing(seen: Evidence) -> None:
    """Raise Wrong where the encoder does not follow auto's weights."""
    for case in by_halves(seen).with_values('code', 'decoded'):
        if not dense.explain(case, 'decoder'):
            raise Blocked("auto's outputs do not follow from its weights")
        expect(dense.explain(case, 'encoder'),
               f'For {case.call(seen.function)} known weights were put into '
               'auto, but encoder gives something else than they make of its '
               'input: it does not share them.')
