"""How the rubric looks at convolutional encoders and decoders."""
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from checkers.course.planting import KINDS, Array
from checkers.course.values import Shape
from checkers.judging import common, oracle
from checkers.judging.checks import Wrong
from checkers.judging.evidence import OUTPUTS, Case, remembered
from checkers.judging.networks import layer_table
from checkers.judging.networks.dense import listed, unexplained
from checkers.judging.networks.pictures import ARRANGEMENTS, Layer
from checkers.judging.networks.inference import ONCE, chains, infer, normalised
from checkers.judging.networks.seen import (Convolution, Network,
                                            Normalisation, activations,
                                            compared, only, run)


def filters(case: Case, model: str) -> list[int]:
    """Return the channels that the exercise asks of a model, input first."""
    dims, widths, latent = case.args
    channels: list[int] = [dims[-1], *widths]
    if model == 'encoder':
        return channels
    return [latent[-1], *channels[::-1]]


def shapes_of(channels: Sequence[int]) -> list[Shape]:
    """Return the weight shapes of 3 x 3 convolutions with these channels."""
    shapes: list[Shape] = []
    for inputs, outputs in zip(channels, channels[1:]):
        shapes += [(3, 3, inputs, outputs), (outputs,)]
    return shapes


def has_layers(case: Case, model: str) -> bool:
    """Tell whether a model's weights have the shapes that are asked for."""
    return sorted(case.shapes(model)) == sorted(
        shapes_of(filters(case, model)))


def check_filters(case: Case, model: str, function: str) -> None:
    """Raise Wrong where a model has other convolutions than asked for."""
    if has_layers(case, model):
        return
    want, shapes = filters(case, model), case.shapes(model)
    call = f"For {case.call(function)} the {model}'s convolutions"
    kernels = [shape for shape in shapes if len(shape) == 4]
    table = compare(case, model, map(kernel, shapes_of(want)[::2]),
                    map(kernel, kernels))
    own = explain(case, model) or ()
    mirrored = [str(nth) for nth, layer in enumerate(only(own, Convolution), 1)
                if layer.is_transposed]
    if mirrored:
        raise Wrong(f'For {case.call(function)} of the {model}\'s '
                    'convolutions these are transposed: '
                    f'{", ".join(mirrored)}; expected none.',
                    'What does Conv2DTranspose do that Conv2D does not?')
    full = sum(len(shape) == 2 for shape in shapes)
    if full:
        raise Wrong(f'{call} stand beside {full} dense '
                    f'layer{"s" * (full > 1)}; expected convolutions alone.',
                    'Which layers does the task name?')
    for rows, columns, *_ in kernels:
        if (rows, columns) != (3, 3):
            raise Wrong(f'{call} have kernels of {rows} x {columns}; '
                        'expected 3 x 3.', table=table)
    found = [shape[-1] for shape in kernels]
    if model == 'decoder' and found[:-1] == list(case.args[1]):
        raise Wrong(f"{call} come in the encoder's order: {listed(found)} "
                    f'filters; expected {listed(want[1:])}.',
                    'In which order would you unpack what was packed last?',
                    table)
    count = case.seen.kinds[model].count(KINDS[0])
    if count:
        raise Wrong(f'{call} are followed by {count} batch normalisations; '
                    'expected none.')
    if found == want[1:] and len(shapes) != 2 * len(kernels):
        count = len(shapes) - len(kernels)
        raise Wrong(f'{call} have {count} bias{"es" * (count != 1)}; '
                    'expected one each.')
    raise Wrong(f'{call} have {listed(found) or "no"} filters; expected '
                f'{listed(want[1:])}.', table=table)


def kernel(shape: Shape) -> str:
    """Return a convolution's kernel as text."""
    rows, columns, inputs, outputs = shape
    return f'{rows} x {columns}, {inputs} to {outputs} channels'


def compare(case: Case, model: str, expected: Iterable[str],
            found: Iterable[str]) -> list[list[str]]:
    """Return the table of a model's convolutions: layer_table.rows."""
    last = [] if model == 'encoder' else ['last hidden', 'output']
    count = len(filters(case, model)) - 1 - len(last)
    names = layer_table.names(count, *last)
    return layer_table.rows(case, model, names, expected, found)


def arranged(chains: Iterable[Network], model: str) -> Iterator[Network]:
    """Yield what the layers of chains may do, the likeliest first.

    Either they do what is asked for, in whatever order they follow each
    other, or most follow each other as they were made.
    """
    possible = (way for way in chains
                if {*map(type, way)} <= {Convolution, Normalisation})
    begin = list(itertools.islice(possible, 1))
    for way in begin:       # if it is that, the others are never made
        layers, _ = next(ARRANGEMENTS[model](len(only(way, Convolution))))
        yield from normalised(resized(way, layers))
    ways = [*begin, *possible]
    for count in {len(only(way, Convolution)) for way in ways}:
        known = [layers for layers, _ in ARRANGEMENTS[model](count)]
        own = [way for way in ways if len(only(way, Convolution)) == count]
        for some, those in ((known[:1], own[:ONCE]), (known[1:], own[:1]),
                            (known[:1], own[ONCE:]), (known[1:], own[1:])):
            for layers, way in itertools.product(some, those):
                yield from normalised(resized(way, layers))


def resized(way: Network, layers: Iterable[Layer]) -> Network:
    """Return a network whose convolutions do what these layers do."""
    following = iter(layers)
    return tuple(
        replace(next(following), shape=own.shape, places=own.places,
                is_transposed=own.is_transposed)
        if isinstance(own, Convolution) else own for own in way)


@remembered
def explain(case: Case, model: str) -> Network | None:
    """Return the student's network as it was seen; as dense.network."""
    saved = OUTPUTS[model]
    x, (found, *_) = case.look(saved)
    if not has_layers(case, model) and not common.is_lively(found):
        return None
    return infer(x, found, case.planted(model, saved), arranged(chains(
        case.shapes(model), case.seen.kinds[model], x.shape[1:]), model))


def check_outputs(cases: Iterable[Case], model: str, function: str) -> None:
    """Raise Wrong where outputs differ from the oracle's."""
    for case in cases:
        own = explain(case, model)
        mistake, table = 'its outputs fit no known arrangement', []
        if own:
            bare = [replace(layer, shape=(), places=(), is_transposed=False,
                            activation=activation)
                    for layer, activation in zip(
                        only(own, Layer), activations(own))]
            known = list(ARRANGEMENTS[model](len(bare)))
            right, _ = known[0]
            mistake = next(name for layers, name in known if layers == bare)
            table = compare(case, model, map(str, right), map(str, bare))
            if len(bare) != len(filters(case, model)) - 1 and [
                    replace(layer, resizing=other.resizing)
                    for layer, other in zip(bare, right)] == right:
                continue        # too many layers have no resizing
        if mistake:
            raise Wrong(f'For {case.call(function)} the {model} gives '
                        f'{case.output(OUTPUTS[model]).shape[1:]} from '
                        f'{case.input(OUTPUTS[model]).shape[1:]}, and it '
                        f'seems that {mistake}.', table=table)


def follows(case: Case) -> bool:
    """Tell whether the outputs of both models follow from their weights."""
    return None not in (explain(case, 'encoder'), explain(case, 'decoder'))


def total(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array, loss: oracle.Loss = oracle.bce) -> float:
    """Return the loss of task 2 for these weights, by the oracle.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    y = x
    for model, weights in (('encoder', encoder), ('decoder', decoder)):
        own = explain(case, model)
        if own is None:
            raise unexplained(model)
        y = run(compared(own, loss), y, weights, is_training=True)
    return loss(x, y)


# What of the loss depends on either half.
PARTS = {'encoder': total, 'decoder': total}
