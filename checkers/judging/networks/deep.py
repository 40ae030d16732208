"""How the rubric looks at task 4: a flat model and what is cut out of it.

There is no decoder, and weights are planted in auto alone. Halves shows a
case as dense.py, common.py and learning.py look at the other tasks: auto's
layers up to the code stand for the encoder, the others for the decoder.
"""
import dataclasses
import itertools
import typing
from collections.abc import Iterable, Iterator, Sequence

from checkers.course.plans import HALVES, SLOPES, far
from checkers.course.planting import Array
from checkers.course.steps import Step
from checkers.course.values import Shape, Trained
from checkers.judging.checks import Blocked, Wrong, expect
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.networks import dense
from checkers.judging.networks.inference import candidates, chains, infer
from checkers.judging.networks.seen import Dense, Network, near, only, run
from checkers.runner.observation import Seen

Places = dict[str, list[int]]       # half -> where in auto its weights are
T = typing.TypeVar('T')
WAYS = 64               # to find encoder's weights among auto's
# What a layer of that name gives, its activation too.
GIVES = {'code_layer': 'code', 'output_layer': 'output'}
GOES_ON = ('How are the layers after the code called, and does the number go '
           'on there?')

# What of a recording stands for the outputs of the two halves.
RECORDED = {'code': 'shared', 'code again': 'shared again',
            'decoded': 'rebuilt', 'decoded again': 'rebuilt again',
            far('decoded'): far('rebuilt')}


class Halves(Case):
    """A case with auto's halves in the places of encoder and decoder.

    Attributes:
        places: where the halves' weights are.
        code: what the second half is given at both looks, or None where it
            is not known.
    """

    def __init__(self, case: Case, places: Places,
                 code: Array | None) -> None:
        """Show a case by its halves."""
        super().__init__(case.asked, by_half(case, places, code), case.lines)
        self.places, self.code = places, code

    def asks(self, *names: str) -> bool:
        """Tell the same by the names of the halves."""
        return super().asks(*(RECORDED.get(name, name) for name in names))

    def step(self, name: str) -> Step:
        """Return the step that saved a value, by the name of the halves."""
        return super().step(RECORDED.get(name, name))

    def planted(self, model: str, name: str) -> list[Array]:
        """Return the weights that a half had when a value was saved."""
        return pick(self.places[model], super().planted('auto', name))

    def input(self, name: str) -> Array:
        """Return the input of a step; that of the second half is the code.

        Raises:
            Blocked: nothing is known of the code.
        """
        if not name.startswith('decoded'):
            return super().input(name)
        if self.code is None:
            raise Blocked('the code that auto decodes is not known')
        rows = len(super().input(name))
        return self.code[:rows] if name == 'decoded' else self.code[rows:]


def pick(places: Iterable[int], weights: Sequence[T]) -> list[T]:
    """Return the weights at these places, as far as there are any."""
    return [weights[place] for place in places if place < len(weights)]


def by_half(case: Case, places: Places, code: Array | None) -> Seen:
    """Rename what was recorded, and part what belongs to both halves."""
    recorded, seen = case.seen.values, case.seen
    values = {name: value for name, value in recorded.items()
              if name not in RECORDED}
    for name, source in RECORDED.items():
        if source in recorded:
            values[name] = recorded[source]
    if code is not None:
        code = code[:len(case.input('rebuilt'))]
    if code is not None and not (case.runs('encoder') and
                                 near(case.output('shared'), code)):
        # The encoder gives something else than auto's layers up to the code,
        # or there is none.
        values |= {name: [code] for name in ('code', 'code again')
                   if name == 'code' or case.has(RECORDED[name])}
    for name in filter(case.has, SLOPES):
        trained = case.training(name)
        values[name] = Trained(trained.loss, {
            half: pick(places[half], trained.weights['auto'])
            for half in HALVES})
    if case.has('frozen'):
        flags = case.value('frozen')['auto']
        values['frozen'] = {half: pick(places[half], flags)
                            for half in HALVES}
    return dataclasses.replace(
        seen, values=values, weights=seen.weights | {
            half: pick(places[half], case.shapes('auto')) for half in HALVES},
        kinds=seen.kinds | {
            half: pick(places[half], seen.kinds['auto']) for half in HALVES})


def firsts(case: Case) -> Iterator[Network]:
    """Yield in which ways auto's first layers may be those of encoder.

    Two biases of one length stand in both halves. What encoder gives under
    auto's weights tells which is which; where it gives something else, any
    may be. Its own layers come first, then those that are asked for.
    """
    right = dense.wanted(case, 'encoder')
    have = list(zip(case.shapes('auto'), case.seen.kinds['auto']))
    found = [(dense.network(case, 'encoder'),
              list(zip(case.shapes('encoder'), case.seen.kinds['encoder'])))
             ] if case.runs('encoder') else []
    for own, mine in (*found, (right, [
            (shape, '') for shape in dense.shapes_of(
                dense.widths(case, 'encoder'))])):
        kinds = list(dict.fromkeys(mine))
        for way in itertools.islice(itertools.product(*(
                itertools.permutations([place for place, other in enumerate(
                    have) if other == kind], mine.count(kind))
                for kind in kinds)), WAYS):
            chosen = dict(zip(kinds, map(iter, way)))
            where = [next(chosen[kind]) for kind in mine]
            if own:
                yield moved(own, where)


def moved(network: Network, places: Sequence[int]) -> Network:
    """Return a network whose weights are at other places."""
    return tuple(dataclasses.replace(layer, places=tuple(
        places[place] for place in layer.places)) for layer in network)


@remembered
def network(case: Case) -> Network | None:
    """Return auto's network as it was seen: encoder's layers, then others."""
    x, (found, *_) = case.look('rebuilt')
    weights = case.planted('auto', 'rebuilt')
    shapes, kinds = case.shapes('auto'), case.seen.kinds['auto']
    heads = list(firsts(case))
    head = infer(case.input('shared'), case.output('shared'), weights,
                 heads) if case.runs('encoder') else None
    for first in [head] if head else heads:
        code, taken = run(first, x, weights), places(first)
        rest = [place for place in range(len(shapes)) if place not in taken]
        tail = infer(code, found, pick(rest, weights),
                     candidates(chains(pick(rest, shapes), pick(rest, kinds),
                                       code.shape[1:]),
                                dense.LAST['decoder']))
        if tail:
            return first + moved(tail, rest)
    return None


def places(network: Network) -> list[int]:
    """Return where a network's weights are, layer by layer."""
    return [place for layer in network for place in layer.places]


def parts(case: Case) -> tuple[Network, Network] | None:
    """Return auto's layers up to the code, and those behind it.

    Where the exercise's layers do not come first, what encoder consists of
    says where the code is.
    """
    whole, wanted = network(case), dense.wanted(case, 'encoder')
    if whole is None:
        return None
    first = whole[:len(wanted)]
    own = case.runs('encoder') and dense.network(case, 'encoder')
    if own and dense.steps(first) != dense.steps(wanted):
        first = whole[:len(own)]
    return first, whole[len(first):]


@remembered
def halve(case: Case) -> Halves:
    """Return the Halves of a case.

    Where auto's outputs follow from nothing, its weights are parted by their
    shapes.
    """
    known = parts(case)
    if known:
        x, _ = case.look('rebuilt')
        weights = case.planted('auto', 'rebuilt')
        return Halves(case, dict(zip(HALVES, map(places, known))),
                      run(known[0], x, weights))
    have = case.shapes('auto')
    free = list(range(len(have)))
    for shape in dense.shapes_of(dense.widths(case, 'encoder')):
        taken = next((place for place in free if have[place] == shape), None)
        free = [place for place in free if place != taken]
    return Halves(case, {
        'encoder': [place for place in range(len(have)) if place not in free],
        'decoder': free}, None)


def by_halves(seen: Evidence) -> Evidence:
    """Return the evidence with Halves for its built cases."""
    return dataclasses.replace(seen, cases=halves(seen))


def halves(seen: Evidence) -> list[Case]:
    """Return Halves of the cases in which auto runs."""
    return [halve(case) for case in seen.running('auto')]


def of_both(seen: Evidence) -> Evidence:
    """Return the same; the evidence as it is where no encoder runs."""
    if any(case.runs('encoder') for case in seen.cases):
        return by_halves(seen)
    return seen


def encoders(seen: Evidence) -> list[Case]:
    """Return the cases in which the encoder runs.

    Where it runs in none, auto's first half stands for it.
    """
    if any(case.runs('encoder') for case in seen.cases):
        return seen.running('encoder')
    return halves(seen)


def check_layer_names(seen: Evidence) -> None:
    """Raise Wrong where auto's layers are not found by the original's names.

    Whether a name is at its place its weights' shapes tell, or what it gives
    where it has none: relu may be a layer of its own and bear the name. Of
    code_layer and output_layer both must hold. Where auto has more layers, or
    fewer, as many names as there can be are looked for, in order.
    """
    for case in seen.with_values('layers', 'named'):
        found: dict[str, list[Shape] | None] = dict(case.value('layers'))
        call = case.call(seen.function)
        entry = found.pop('input_layer')
        expect(any(there is not None for there in found.values()),
               f'For {call} none of auto\'s own layers is called '
               'hidden_layer_1, code_layer and so on: is it one flat model, '
               'with no model inside it?')
        expect(entry is not None,
               f"For {call} auto's input is not called input_layer.")
        known = parts(case)
        layers = [layer for half in known or (
            dense.wanted(case, half) for half in HALVES)
            for layer in only(half, Dense)]
        given = outputs(case) if known else []
        named: dict[str, Array] = case.value('named')
        missing = [name for name, there in found.items() if there is None]
        expect(len(missing) <= max(0, len(found) - len(layers)),
               f'For {call} auto has no layer that is called '
               f'{"".join(missing[:1])}.', numbering(missing, list(found)))
        following = iter(range(len(layers)))
        for name, there in found.items():
            if there is None:
                continue
            for nth in following:
                layer = layers[nth]
                want = [layer.shape, layer.shape[1:]][:len(layer.places)]
                if sorted(there) == sorted(want) or not there and any(
                        near(named[name], output) for output in
                        given[nth:nth + 1] if name in named):
                    break
                expect(len(layers) > len(found),
                       f"For {call} auto's layer {name} has weights of the "
                       f'shapes {dense.brief(sorted(there))}; expected '
                       f'{dense.brief(want)}.', GOES_ON)
            else:
                raise Wrong(f"For {call} auto's layer {name} does not stand "
                            'where its name says.', GOES_ON)
            if name in GIVES and name in named and given:
                expect(near(named[name], given[nth]),
                       f"For {call} auto's layer {name} gives something else "
                       f'than the {GIVES[name]}.',
                       f'Which layer gives the {GIVES[name]}, after its '
                       'activation?')


def numbering(missing: Sequence[str], names: Sequence[str]) -> str:
    """Ask about the numbers where those after the code are missing."""
    after = names[names.index('code_layer') + 1:-1]
    return GOES_ON if missing and missing[0] in after else ''


def outputs(case: Case) -> list[Array]:
    """Return what each of auto's dense layers gives, relu and all."""
    whole, found = network(case) or (), []
    y, weights = case.input('rebuilt'), case.planted('auto', 'rebuilt')
    for layer in whole:
        y = run([layer], y, weights)
        if isinstance(layer, Dense):
            found.append(y)
    return found


def check_sharing(seen: Evidence) -> None:
    """Raise Wrong where the encoder does not follow auto's weights."""
    for case in seen.with_values('shared', 'rebuilt'):
        whole, x = network(case), case.input('rebuilt')
        if whole is None:
            raise Blocked("auto's outputs do not follow from its weights")
        weights = case.planted('auto', 'rebuilt')
        expect(any(near(case.output('shared'), run(whole[:depth], x, weights))
                   for depth in range(1, len(whole))),
               f'For {case.call(seen.function)} known weights were put into '
               'auto, but encoder gives something else than they make of its '
               'input: it does not share them.')
