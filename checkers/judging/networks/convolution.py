"""How the rubric looks at convolutional encoders and decoders."""
import functools

import numpy as np

from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import OUTPUTS
from checkers.judging.networks import layer_table
from checkers.judging.networks.dense import listed, near


def filters(case, model):
    """Return the channels that the exercise asks of a model, input first."""
    dims, widths, latent = case.args
    if model == 'encoder':
        return [dims[-1]] + list(widths)
    return [latent[-1]] + list(widths)[::-1] + [dims[-1]]


def shapes_of(channels):
    """Return the weight shapes of 3 x 3 convolutions with these channels."""
    shapes = []
    for inputs, outputs in zip(channels, channels[1:]):
        shapes += [(3, 3, inputs, outputs), (outputs,)]
    return shapes


def check_filters(case, model, function):
    """Raise Wrong where a model has other convolutions than asked for."""
    want, shapes = filters(case, model), case.shapes(model)
    if sorted(shapes) == sorted(shapes_of(want)):
        return
    call = "For %s the %s's convolutions" % (case.call(function), model)
    kernels = [shape for shape in shapes if len(shape) == 4]
    odd = [shape for shape in kernels if shape[:2] != (3, 3)]
    table = compare(case, model, map(kernel, shapes_of(want)[::2]),
                    map(kernel, kernels))
    if odd:
        raise Wrong('%s have kernels of %d x %d; expected 3 x 3.' % (
            (call,) + odd[0][:2]), table=table)
    found = [shape[-1] for shape in kernels]
    if model == 'decoder' and found[:-1] == list(case.args[1]):
        raise Wrong("%s come in the encoder's order: %s filters; expected "
                    '%s.' % (call, listed(found), listed(want[1:])),
                    'In which order would you unpack what was packed last?',
                    table)
    if found == want[1:] and len(shapes) != 2 * len(kernels):
        raise Wrong('%s have %d biases; expected one each.' % (
            call, len(shapes) - len(kernels)))
    raise Wrong('%s have %s filters; expected %s.' % (
        call, listed(found) or 'no', listed(want[1:])), table=table)


def kernel(shape):
    """Return a convolution's kernel as text."""
    return '%d x %d, %d to %d channels' % shape


def compare(case, model, expected, found):
    """Return the table of a model's convolutions: layer_table.rows."""
    last = [] if model == 'encoder' else ['last hidden', 'output']
    count = len(filters(case, model)) - 1 - len(last)
    names = layer_table.names(count, *last)
    return layer_table.rows(case, model, names, expected, found)


def encode(x, layers, paddings, activations, pools):
    """Return an encoder's output; pools holds a function per layer."""
    for (kernel, bias), padding, activation, pool in zip(
            layers, paddings, activations, pools):
        x = oracle.convolve(x, kernel, bias, padding)
        x = pool(oracle.ACTIVATIONS[activation](x))
    return x


def encoders(count):
    """Yield (arguments of encode, mistake), the right ones first."""
    def same(x):
        return x

    def average(x):
        return oracle.pool(x, reduce=np.mean)

    def valid(x):
        return oracle.pool(x, 'valid')

    right = (['same'] * count, ['relu'] * count, [oracle.pool] * count)
    yield right, ''
    yield (right[:2] + ([valid] * count,),
           'the poolings have valid padding: an odd side loses a row')
    yield right[:2] + ([average] * count,), 'the poolings take the mean'
    yield ((['valid'] * count,) + right[1:],
           'the convolutions have valid padding; expected same')
    for name in oracle.ACTIVATIONS:
        yield ((right[0], [name] * count, right[2]),
               'the convolutions have %s; expected relu' % name.strip())
    for k in range(count):
        pools = list(right[2])
        pools[k] = same
        yield right[:2] + (pools,), 'pooling %d is missing' % (k + 1)
        for name in oracle.ACTIVATIONS:
            activations = list(right[1])
            activations[k] = name
            yield ((right[0], activations, right[2]),
                   'convolution %d has %s; expected relu' % (
                       k + 1, name.strip()))
        paddings = list(right[0])
        paddings[k] = 'valid'
        yield ((paddings,) + right[1:], 'convolution %d has valid padding; '
               'expected same' % (k + 1))


def decode(x, layers, paddings, activations, ups, first=False):
    """Return a decoder's output; first puts upsampling before convolving."""
    for (kernel, bias), padding, activation, up in zip(
            layers, paddings, activations, ups):
        if up and first:
            x = oracle.upsample(x)
        x = oracle.ACTIVATIONS[activation](
            oracle.convolve(x, kernel, bias, padding))
        if up and not first:
            x = oracle.upsample(x)
    return x


def decoders(count):
    """Yield (arguments of decode, mistake), the right ones first.

    Args:
        count: integer, the number of convolutions; the last but one is the
            valid one, the last has sigmoid and no upsampling.
    """
    right = (['same'] * (count - 2) + ['valid', 'same'],
             ['relu'] * (count - 1) + ['sigmoid'],
             [True] * (count - 1) + [False])
    yield right, ''
    yield ((['same'] * count,) + right[1:], 'every convolution has same '
           'padding; the last but one should have valid')
    yield right + (True,), 'each upsampling comes before its convolution'
    for k in range(count):
        paddings = ['same'] * count
        paddings[k] = 'valid'
        yield ((paddings,) + right[1:], 'convolution %d of %d has the valid '
               'padding that belongs to the last but one' % (k + 1, count))
        ups = list(right[2])
        ups[k] = not ups[k]
        what = 'the upsampling after convolution %d is missing' % (k + 1)
        if k == count - 1:
            what = 'an upsampling follows the last convolution'
        yield right[:2] + (ups,), what
        for name in oracle.ACTIVATIONS:
            activations = list(right[1])
            activations[k] = name
            yield ((right[0], activations, right[2]),
                   'convolution %d has %s; expected %s' % (
                       k + 1, name.strip(), right[1][k]))
    yield right[:2] + ([True] * (count - 2) + [False, True],), (
        'the last upsampling comes after the last convolution')
    yield (['valid'] * count,) + right[1:], 'every convolution is valid'
    for name in oracle.ACTIVATIONS:
        yield ((right[0], [name] * (count - 1) + ['sigmoid'], right[2]),
               'the hidden convolutions have %s; expected relu'
               % name.strip())


@functools.lru_cache(maxsize=64)
def explain(case, model):
    """Say which arrangement of layers the recorded outputs follow from.

    Returns:
        (order, arguments, mistake): which weight plays which part, the
        arguments of encode or decode, and what of them is wrong ('' for
        nothing); or None where the layers, or the outputs, fit nothing.
    """
    forward, ways_of = FORWARD[model]
    x, found = case.input(OUTPUTS[model]), case.output(OUTPUTS[model])
    weights = case.planted(model, OUTPUTS[model])
    channels = filters(case, model)
    ways = list(oracle.orders(case.shapes(model), shapes_of(channels)))
    for arguments, mistake in ways_of(len(channels) - 1):
        for order in ways:
            layers = oracle.layers(weights, order)
            # One picture tells most arrangements apart; then all of them.
            if all(fits(forward, x[:count], layers, arguments, found[:count])
                   for count in (1, len(x))):
                return order, arguments, mistake
    return None


def check_outputs(cases, model, function):
    """Raise Wrong where outputs differ from the oracle's."""
    cases = [case for case in cases if sorted(case.shapes(model)) == sorted(
        shapes_of(filters(case, model)))]
    if not cases:
        raise Blocked("the %s's convolutions are not the right ones" % model)
    for case in cases:
        found = explain(case, model)
        mistake = found[2] if found else \
            'its outputs fit no known arrangement'
        if mistake:
            right = next(FORWARD[model][1](len(filters(case, model)) - 1))[0]
            raise Wrong('For %s the %s gives %s from %s, and it seems that '
                        '%s.' % (case.call(function), model,
                                 case.output(OUTPUTS[model]).shape[1:],
                                 case.input(OUTPUTS[model]).shape[1:],
                                 mistake),
                        table=compare(case, model, described(*right),
                                      described(*found[1])) if found else ())


def described(paddings, activations, sizes, first=False):
    """Return texts that say what each layer of encode or decode does.

    Args: as encode or decode; sizes are its pools or ups.
    """
    words = {'pool': 'pooled', 'same': '', 'valid': 'valid pooled',
             'average': 'mean pooled', True: 'upsampled', False: ''}
    rows = []
    for padding, activation, size in zip(paddings, activations, sizes):
        parts = [padding, activation.strip()]
        parts.insert(0 if first else 2,
                     words[getattr(size, '__name__', size)])
        rows.append(', '.join(filter(None, parts)))
    return rows


def follows(case):
    """Tell whether the outputs of both models follow from their weights."""
    return None not in (explain(case, 'encoder'), explain(case, 'decoder'))


def total(case, encoder, decoder, x, loss=oracle.bce):
    """Return the loss of task 2 for these weights, by the oracle.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    y = x
    for model, weights in (('encoder', encoder), ('decoder', decoder)):
        found = explain(case, model)
        if found is None:
            raise Blocked("the %s's outputs do not follow from its weights"
                          % model)
        y = FORWARD[model][0](y, oracle.layers(weights, found[0]), *found[1])
    return loss(x, y)


def fits(forward, x, layers, arguments, found):
    """Tell whether an arrangement of layers gives the outputs found."""
    try:
        return near(found, forward(x, layers, *arguments))
    except ValueError:          # a valid convolution of a side below 3
        return False


FORWARD = {'encoder': (encode, encoders), 'decoder': (decode, decoders)}
