"""How the rubric looks at task 7: convolutions that halve and double sides.

The encoder's convolutions and the decoder's transposed ones are 3 x 3, with
same padding and strides of 2; the decoder's last has strides of 1.
"""
import math
import typing
from collections.abc import Iterable, Iterator, Sequence

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, remembered
from checkers.judging.networks import convolution, dense
from checkers.judging.networks.seen import mistaken, near, patterns
from checkers.judging.oracle import Activation

Kind = typing.TypeVar('Kind')


class Explained(typing.NamedTuple, typing.Generic[Kind]):
    """How a model's outputs follow from its weights.

    Attributes:
        order: which weight plays which part, as oracle.orders gives it.
        layers: what each layer does; of a dense one its activation says so.
        mistake: what of it is wrong; '' for nothing.
    """

    order: list[int]
    layers: list[Kind]
    mistake: str


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


def decode(case: Case, z: Array, layers: Sequence[oracle.Layer],
           activations: Sequence[Activation]) -> Array:
    """Return a decoder's pictures for z (batch, latents)."""
    x = oracle.stack(z, layers[:1], activations)
    x = x.reshape(len(z), *small(case))
    for place, ((kernel, bias), activation) in enumerate(
            zip(layers[1:], activations[1:])):
        strides = 2 if place < len(case.args[1]) else 1
        x = activation(oracle.transpose(x, kernel, bias, strides))
    return x


def ways(count: int) -> Iterator[tuple[list[Activation], str]]:
    """Yield activations of the decoder's layers, the right ones first."""
    for found in patterns(count, oracle.SIGMOID):
        yield list(found), mistaken(found, oracle.SIGMOID)
    for other in oracle.ACTIVATIONS:
        yield [oracle.RELU] + [other] * (count - 2) + [oracle.SIGMOID], (
            f'the transposed convolutions that double are {other.name}')


@remembered
def explain(case: Case, model: str = 'decoder') -> \
        Explained[Activation] | None:
    """Say which activations the decoder's outputs follow from.

    Returns:
        None where the layers, or the outputs, fit nothing.
    """
    z, found = case.input('decoded'), case.output('decoded')
    weights, want = case.planted(model, 'decoded'), decoder_shapes(case)
    for activations, mistake in ways(len(want) // 2):
        for order in oracle.orders(case.shapes(model), want):
            layers = oracle.layers(weights, order)
            # One picture tells most arrangements apart; then all of them.
            if all(near(found[:count], decode(
                    case, z[:count], layers, activations))
                    for count in (1, len(z))):
                return Explained(order, activations, mistake)
    return None


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
    cases = [case for case in cases if has_layers(case)]
    if not cases:
        raise Blocked("the decoder's layers are not the right ones")
    for case in cases:
        found = explain(case)
        mistake = found.mistake if found else \
            'its outputs fit no known arrangement of these layers'
        if mistake:
            raise Wrong(f'For {case.call(function)} the decoder gives '
                        f'{case.output("decoded").shape[1:]} from '
                        f'{case.input("decoded").shape[1:]}, and it seems '
                        f'that {mistake}.')


def forward(case: Case, decoder: Sequence[Array], z: Array) -> Array:
    """Return the decoder's output for other weights than the planted ones.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    found = explain(case)
    if found is None:
        raise dense.unexplained('decoder')
    return decode(case, z, oracle.layers(decoder, found.order), found.layers)
