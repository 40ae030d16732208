"""How the rubric looks at task 7: convolutions that halve and double sides.

The encoder's convolutions and the decoder's transposed ones are 3 x 3, with
same padding and strides of 2; the decoder's last has strides of 1.
"""
import functools

import numpy as np

from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.networks import convolution, dense


def small(case):
    """Return (height, width, filters) of the encoder's last picture."""
    (height, width, _), filters = case.args[:2]
    step = 2 ** len(filters)
    return height // step, width // step, filters[-1]


def encoder_shapes(case):
    """Return the weight shapes of the encoder's convolutions."""
    return convolution.shapes_of([case.args[0][-1]] + list(case.args[1]))


def decoder_shapes(case):
    """Return the weight shapes of the decoder; kernels have outputs first."""
    dims, filters, latents = case.args[:3]
    shapes = dense.shapes_of([latents, int(np.prod(small(case)))])
    widths = [filters[-1]] + list(filters)[::-1] + [dims[-1]]
    for inputs, outputs in zip(widths, widths[1:]):
        shapes += [(3, 3, outputs, inputs), (outputs,)]
    return shapes


def encode(x, layers, activations):
    """Return the flattened output (batch, values) of the convolutions."""
    for (kernel, bias), activation in zip(layers, activations):
        x = activation(
            oracle.convolve(x, kernel, bias, strides=2))
    return x.reshape(len(x), -1)


def decode(case, z, layers, activations):
    """Return a decoder's pictures for z (batch, latents)."""
    x = oracle.stack(z, layers[:1], activations)
    x = x.reshape(len(z), *small(case))
    for place, ((kernel, bias), activation) in enumerate(
            zip(layers[1:], activations[1:])):
        x = activation(oracle.transpose(
            x, kernel, bias, 2 if place < len(case.args[1]) else 1))
    return x


def ways(count):
    """Yield activations of the decoder's layers, as dense.patterns does."""
    yield from dense.patterns(count, oracle.SIGMOID)
    for name in oracle.ACTIVATIONS:
        yield [oracle.RELU] + [name] * (count - 2) + [oracle.SIGMOID], (
            'the transposed convolutions that double are %s' % name.name)


@functools.lru_cache(maxsize=64)
def explain(case, model='decoder'):
    """Say which activations the decoder's outputs follow from.

    Returns:
        As dense.explain.
    """
    z, found = case.input('decoded'), case.output('decoded')
    weights, want = case.planted(model, 'decoded'), decoder_shapes(case)
    for names, mistake in ways(len(want) // 2):
        for order in oracle.orders(case.shapes(model), want):
            layers = oracle.layers(weights, order)
            # One picture tells most arrangements apart; then all of them.
            if all(dense.near(found[:count], decode(
                    case, z[:count], layers, names))
                    for count in (1, len(z))):
                return order, names, mistake
    return None


def check_layers(case, function):
    """Raise Wrong where the decoder has other layers than asked for."""
    want, shapes = decoder_shapes(case), case.shapes('decoder')
    if sorted(shapes) == sorted(want):
        return
    call = 'For %s the decoder' % case.call(function)
    kernels = [shape for shape in shapes if len(shape) == 4]
    if [shape[2] for shape in kernels[:-1]] == list(case.args[1]):
        raise Wrong("%s's filters come in the encoder's order." % call,
                    'In which order would you unpack what was packed last?')
    raise Wrong("%s's weights have the shapes %s; expected %s." % (
        call, dense.brief(shapes), dense.brief(want)))


def check_activations(cases, function):
    """Raise Wrong where the decoder's outputs differ from the oracle's."""
    cases = [case for case in cases if sorted(
        case.shapes('decoder')) == sorted(decoder_shapes(case))]
    if not cases:
        raise Blocked("the decoder's layers are not the right ones")
    for case in cases:
        found = explain(case)
        mistake = found[2] if found else 'its outputs fit no known ' \
            'arrangement of these layers'
        if mistake:
            raise Wrong('For %s the decoder gives %s from %s, and it seems '
                        'that %s.' % (case.call(function),
                                      case.output('decoded').shape[1:],
                                      case.input('decoded').shape[1:],
                                      mistake))


def forward(case, decoder, z):
    """Return the decoder's output for other weights than the planted ones.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    found = explain(case)
    if found is None:
        raise Blocked("the decoder's outputs do not follow from its weights")
    return decode(case, z, oracle.layers(decoder, found[0]), found[1])
