"""How the rubric looks at task 7: convolutions that halve and double sides.

The encoder's convolutions and the decoder's transposed ones are 3 x 3, with
same padding and strides of 2; the decoder's last has strides of 1.
"""
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from checkers.course.values import Shape
from checkers.judging import common
from checkers.judging.checks import Wrong
from checkers.judging.evidence import Case, remembered
from checkers.judging.networks import convolution, dense
from checkers.judging.networks.pictures import (MEAN_POOLED, PADDED, POOLED,
                                                UPSAMPLED, Layer)
from checkers.judging.networks.inference import (candidates, chains, infer,
                                                 mistaken, usual)
from checkers.judging.networks.seen import (Convolution, Network, activated,
                                            activations, only)
from checkers.judging.oracle import (ACTIVATIONS, LINEAR, RELU, SIGMOID,
                                     Activation)

# How sides may be halved, or doubled, and what is wrong with that.
RIGHT = Layer(strides=2)
HALVING = {
    RIGHT: '',
    Layer(resizing=POOLED): 'pooling stands in place of strides of 2',
    Layer(resizing=MEAN_POOLED): 'pooling stands in place of strides of 2',
    Layer(resizing=POOLED, resizes_first=True):
    'pooling stands in place of strides of 2',
    Layer(): 'the convolutions have no strides',
    replace(RIGHT, padding='valid'): 'the convolutions have valid padding',
    replace(RIGHT, padding='valid', resizing=PADDED, resizes_first=True):
    'zeros stand before the first row and column, where same padding has '
    'them after the last'}
DOUBLING = {
    RIGHT: '',
    Layer(resizing=UPSAMPLED): 'upsampling stands in place of strides of 2',
    Layer(resizing=UPSAMPLED, resizes_first=True):
    'upsampling stands in place of strides of 2',
    replace(RIGHT, is_channels_first=True):
    'the picture that the dense layer gives has its channels first'}


def small(case: Case) -> Shape:
    """Return (height, width, filters) of the encoder's last picture."""
    (height, width, _), filters = case.args[:2]
    step = 2 ** len(filters)
    return height // step, width // step, filters[-1]


def encoder_shapes(case: Case) -> list[Shape]:
    """Return the weight shapes of the encoder's convolutions."""
    dims, filters = case.args[:2]
    return convolution.shapes_of([dims[-1], *filters])


def decoder_shapes(case: Case) -> list[Shape]:
    """Return the weight shapes of the decoder; kernels have outputs first."""
    dims, filters, latents = case.args[:3]
    shapes = dense.shapes_of([latents, math.prod(small(case))])
    widths = [filters[-1], *filters[::-1], dims[-1]]
    for inputs, outputs in zip(widths, widths[1:]):
        shapes += [(3, 3, outputs, inputs), (outputs,)]
    return shapes


def has_layers(case: Case) -> bool:
    """Tell whether the decoder's weights have the shapes asked for."""
    return sorted(case.shapes('decoder')) == sorted(decoder_shapes(case))


def arranged(case: Case) -> Iterator[Network]:
    """Yield what a case's decoder may do, the right ones first.

    How large the picture is that the dense layer gives is seen from how
    often it is doubled.
    """
    sides, count = case.output('decoded').shape[1:-1], len(case.args[1])
    return decoders(
        way for doubled in dict.fromkeys([count, *range(2 * count + 1)])
        if not any(side % 2 ** doubled for side in sides)
        for way in chains(
            case.shapes('decoder'), case.seen.kinds['decoder'],
            case.input('decoded').shape[1:],
            grid=tuple(side // 2 ** doubled for side in sides)))


def decoders(ways: Iterable[Network]) -> Iterator[Network]:
    """Yield what a decoder's layers may do, the right ones first.

    Args:
        ways: how they may follow each other.
    """
    ways = list(ways)

    def every() -> Iterator[list[Network]]:
        return ([(*resizing(way[:-1], doubling), replace(last, strides=end))
                 for way in ways for last in only(way[-1:], Convolution)]
                for doubling in DOUBLING for end in (1, 2))

    yield from likeliest(every(), SIGMOID)
    for some in every():
        yield from candidates(some, SIGMOID)
        for other in ACTIVATIONS:       # the doubling ones, not the dense
            yield from (activated(way, [RELU] + [other] * (len(only(
                way, Convolution)) - 1) + [SIGMOID]) for way in some)


def encoders(ways: Iterable[Network]) -> Iterator[Network]:
    """Yield the same of an encoder up to one of its heads."""
    ways = list(ways)

    def every() -> Iterator[list[Network]]:
        return ([resizing(way, halving) for way in ways]
                for halving in HALVING)

    yield from likeliest(every(), LINEAR)
    for some in every():
        yield from candidates(some, LINEAR)


def likeliest(every: Iterable[Sequence[Network]],
              last: Activation) -> Iterator[Network]:
    """Yield the networks of each list with the right activations."""
    for way in itertools.chain.from_iterable(every):
        yield from usual(way, last)


def resizing(network: Network, pattern: Layer) -> Network:
    """Return a network whose convolutions resize as a pattern does."""
    return tuple(patterned(layer, pattern)
                 if isinstance(layer, Convolution) else layer
                 for layer in network)


def patterned(layer: Convolution, pattern: Layer) -> Layer:
    """Return a convolution that does what a pattern does."""
    return replace(pattern, shape=layer.shape, places=layer.places,
                   activation=layer.activation, grid=layer.grid,
                   is_transposed=layer.is_transposed)


def resized(network: Network, patterns: Mapping[Layer, str]) -> str:
    """Say what is wrong with the sides of pictures; '' for nothing.

    Args:
        network: as it was seen.
        patterns: what is known to be wrong.
    """
    return next((name for layer in only(network, Layer)
                 for pattern, name in patterns.items()
                 if patterned(layer, pattern) == layer), '')


@remembered
def explain(case: Case, model: str = 'decoder') -> Network | None:
    """Return the student's decoder as it was seen; as dense.network."""
    x, (found, *_) = case.look('decoded')
    if found.ndim != 4 or not has_layers(case) and not common.is_lively(
            found):
        return None
    return infer(x, found, case.planted(
        model, 'decoded'), arranged(case))


def check_layers(case: Case, function: str) -> None:
    """Raise Wrong where the decoder has other layers than asked for."""
    if has_layers(case):
        return
    shapes = case.shapes('decoder')
    call = f'For {case.call(function)} the decoder'
    kernels = [shape for shape in shapes if len(shape) == 4]
    if [shape[2] for shape in kernels[:-1]] == list(case.args[1]):
        raise Wrong(f"{call}'s filters come in the encoder's order.",
                    'In which order would you unpack what was packed last?')
    raise Wrong(f"{call}'s weights have the shapes {dense.brief(shapes)}; "
                f'expected {dense.brief(decoder_shapes(case))}.')


def check_activations(cases: Iterable[Case], function: str) -> None:
    """Raise Wrong where the decoder's outputs differ from the oracle's."""
    for case in cases:
        own = explain(case)
        mistake = 'its outputs fit no known arrangement of these layers'
        if own:
            mistake = mistaken(activations(own), SIGMOID) or resized(
                own, DOUBLING)
            sides = case.output('decoded').shape[1:-1]
            if not mistake and sides != case.args[0][:-1] and \
                    only(own, Convolution)[-1].strides > 1:
                mistake = 'the last one has strides of 2 too'
        if mistake:
            raise Wrong(f'For {case.call(function)} the decoder gives '
                        f'{case.output("decoded").shape[1:]} from '
                        f'{case.input("decoded").shape[1:]}, and it seems '
                        f'that {mistake}.')
