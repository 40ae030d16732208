"""How the rubric looks at tasks 3 and 7: heads, z, and what auto decodes."""
import functools
import math

import numpy as np

from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.networks import dense, layer_table, noise, strided

HEADS = [oracle.LINEAR] + [activation for activation in oracle.ACTIVATIONS
                           if activation != oracle.LINEAR]


def sees_pictures(case):
    """Tell whether the models are task 7's, of convolutions."""
    return isinstance(case.args[0], tuple)


def shapes_of(case):
    """Return the encoder's weight shapes: hidden layers, then two heads."""
    dims, hidden, latents = case.args[:3]
    if sees_pictures(case):
        shapes, width = strided.encoder_shapes(case), int(np.prod(
            strided.small(case)))
    else:
        shapes, width = dense.shapes_of([dims] + list(hidden)), hidden[-1]
    return shapes + 2 * [(width, latents), (latents,)]


def hidden_of(case, x, layers, names):
    """Return what the heads are given: the last hidden layer, flat."""
    if sees_pictures(case):
        return strided.encode(x, layers, names)
    return oracle.stack(x, layers, names)


def check_layers(case, function):
    """Raise Wrong where the encoder has other layers than asked for."""
    want, shapes = shapes_of(case), case.shapes('encoder')
    if sorted(want) == sorted(shapes):
        return
    if sorted(shapes) == sorted(want[:-2]):
        raise Wrong('For %s mean and log_var come from one and the same '
                    'layer; expected a layer for each.' % case.call(function))
    raise Wrong("For %s the encoder's weights have the shapes %s; expected "
                '%s.' % (case.call(function), dense.brief(shapes),
                         dense.brief(want)), table=compare(case, *(
                             [' x '.join(map(str, shape[:-1]))
                              + ' -> %d' % shape[-1]
                              for shape in kernels if len(shape) > 1]
                             for kernels in (want, shapes))))


def compare(case, expected, found):
    """Return the table of the encoder's layers: layer_table.rows."""
    names = layer_table.names(len(case.args[1]), 'mean', 'log_var')
    return layer_table.rows(case, 'encoder', names, expected, found)


def activations(case, heads):
    """Return the same with the activations that read_heads has found."""
    _, mean, log_var, _, hidden = heads
    return compare(case, ['relu'] * len(hidden) + ['linear'] * 2, [
        activation.name for activation in [*hidden, mean, log_var]])


def forwards(case):
    """Yield what the planted encoder's heads give without activation.

    Yields:
        (mistake, names, order, outputs): the hidden layers' activations and
        what is wrong with them, a way to read the weights, and the outputs
        of mean and log_var.
    """
    x, count = case.input('code'), len(case.args[1])
    weights = case.planted('encoder', 'code')
    orders = list(oracle.orders(case.shapes('encoder'), shapes_of(case)))
    for names, mistake in dense.patterns(count + 1, oracle.LINEAR):
        if mistake.startswith(('the last', 'all')):
            continue            # the heads' activations are tried below
        for order in orders:
            layers = oracle.layers(weights, order)
            hidden = hidden_of(case, x, layers[:count], names[:count])
            yield mistake, names[:count], order, [
                oracle.dense(hidden, *layer) for layer in layers[count:]]


@functools.lru_cache(maxsize=64)
def read_heads(case, place):
    """Say how mean and log_var arise from the planted weights.

    Args:
        case: evidence.Case.
        place: which of the encoder's outputs is z.

    Returns:
        (mistake of the hidden layers, activation of the mean, of log_var,
        order of the weights, activations of the hidden layers), or None
        where nothing explains the outputs.

    Raises:
        Blocked: the encoder's layers are not the right ones.
    """
    outputs = case.value('code')
    if sorted(case.shapes('encoder')) != sorted(shapes_of(case)):
        raise Blocked("the encoder's layers are not the right ones")
    found = [array for other, array in enumerate(outputs) if other != place]
    for mistake, hidden, order, linear in forwards(case):
        heads = [next((name for name in HEADS if dense.near(
            array, name(head))), None)
                 for array, head in zip(found[-2:], linear)]
        if all(heads):
            return mistake, *heads, order, hidden
    return None


def noisy_place(seen):
    """Return the place of the encoder's output that is random: 0 if none."""
    for case in seen.with_values('noise 0'):
        spread = [np.ptp(array, axis=0).max()
                  for array in case.value('noise 0')]
        if max(spread) > 1e-3:
            return int(np.argmax(spread))
    return 0


def check_believed(seen):
    """Raise Blocked where mean and log_var do not follow from the weights."""
    for case in seen.with_values('code'):
        if len(case.value('code')) == 3 and read_heads(
                case, noisy_place(seen)) is None:
            raise Blocked("the encoder's outputs do not follow from its "
                          'weights')


def check_hidden(seen):
    """Raise Wrong where a hidden layer of the encoder is not relu."""
    for case in seen.with_values('code'):
        if len(case.value('code')) != 3:
            raise Blocked('the encoder does not return three outputs')
        heads = read_heads(case, noisy_place(seen))
        if heads is None:
            raise Wrong('For %s the mean and log_var of known weights fit no '
                        'known activation of the hidden layers.' %
                        case.call(seen.function))
        if heads[0]:
            raise Wrong('For %s the hidden layers of the encoder should have '
                        'relu; it seems that %s.' % (
                            case.call(seen.function), heads[0]),
                        table=activations(case, heads))


def check_heads(seen):
    """Raise Wrong where mean or log_var is not linear, or out of order."""
    for case in seen.with_values('code'):
        call = 'For %s the encoder' % case.call(seen.function)
        count = len(case.value('code'))
        if count != 3:
            raise Wrong('%s returns %d outputs; expected three: z, mean, '
                        'log_var.' % (call, count))
        place = noisy_place(seen)
        if place:
            raise Wrong('%s returns the random z as output %d; expected z, '
                        'mean, log_var.' % (call, place + 1))
        if case.has('noise 0') and exchanged(case):
            raise Wrong('%s returns mean and log_var exchanged: z lies '
                        'around the third output; expected z, mean, '
                        'log_var.' % call)
        heads = read_heads(case, place)
        if heads is None:
            raise Blocked('the hidden layers are not the right ones')
        for name, activation in zip(('mean', 'log_var'), heads[1:3]):
            if activation != oracle.LINEAR:
                raise Wrong("%s's %s has %s; expected no activation." % (
                    call, name, activation.name),
                    table=activations(case, heads))


def exchanged(case):
    """Tell whether z lies around the third output and not the second."""
    z, mean, log_var = case.value('noise 0')
    centre = z.mean(axis=0)
    if np.ptp(z, axis=0).max() < 1e-3:
        return False            # z without noise is the sampling's matter

    def distance(one, other):
        return np.max(np.abs(centre - one[0]) / np.exp(other[0] / 2))
    bound = noise.SIGMAS / math.sqrt(len(z))
    return distance(mean, log_var) > bound >= distance(log_var, mean)


def check_sampling(seen):
    """Raise Wrong where the encoder's z is not N(mean, exp(log_var))."""
    for case in seen.with_values('noise 0', 'noise 1'):
        if len(case.value('noise 0')) != 3 or noisy_place(seen) or \
                exchanged(case):
            raise Blocked('which output is z is not clear')
        _, mean, log_var = case.value('noise 0')
        noise.check([case.output('noise 0'), case.output('noise 1')],
                    mean[0], log_var[0], 'z')


def decoder_shapes(case):
    """Return the weight shapes that the exercise asks of the decoder."""
    if sees_pictures(case):
        return strided.decoder_shapes(case)
    return dense.shapes_of(dense.widths(case, 'decoder'))


def logits_of(case, z, layers, names):
    """Return a decoder's output (batch, values) for these activations."""
    if sees_pictures(case):
        return strided.decode(case, z, layers, names).reshape(len(z), -1)
    return oracle.stack(z, layers, names)


def check_decoded(seen):
    """Raise Wrong where auto does not decode the encoder's z."""
    grounded = False
    for case in seen.with_values('noise 0', 'decoded noise'):
        if len(case.value('noise 0')) != 3 or noisy_place(seen):
            raise Blocked('which output is z is not clear')
        decoded = case.output('decoded noise')
        order = next(oracle.orders(case.shapes('decoder'),
                                   decoder_shapes(case)), None)
        if order is None or decoded.shape[1:] != case.input(
                'decoded noise').shape[1:]:
            continue
        grounded = True
        layers = oracle.layers(case.planted('decoder', 'decoded noise'),
                               order)
        # No unit is cut off: the logits are z @ slope + offset.
        identity = np.eye(case.args[2])
        names = [oracle.LINEAR] * len(layers)
        offset = logits_of(case, 0 * identity[:1], layers, names)
        slope = logits_of(case, identity, layers, names) - offset
        clipped = np.clip(decoded.reshape(len(decoded), -1), 1e-7, 1 - 1e-7)
        logits = np.log(clipped / (1 - clipped)) - offset
        z = np.linalg.lstsq(slope.T, logits.T, rcond=None)[0].T
        if np.max(np.abs(z @ slope - logits)) > 1e-3:
            raise Wrong('For %s known weights were put into encoder and '
                        'decoder, but auto gives what the decoder cannot '
                        'give: it does not share their weights.' %
                        case.call(seen.function))
        _, mean, log_var = case.value('noise 0')
        noise.check([z], mean[0], log_var[0], 'the z that auto decodes')
    if not grounded:
        raise Blocked("the decoder's layers are not the right ones")


def total(case, encoder, decoder, x, loss=None):
    """Return the loss of task 3 or 7 for these weights, by the oracle.

    The decoder is given the mean: training starts with a decoder that is cut
    off from z, and three small steps hardly change that.
    """
    found = read_heads(case, 0)
    if found is None:
        raise Blocked("the encoder's outputs do not follow from its weights")
    _, *heads, order, names = found
    layers, count = oracle.layers(encoder, order), len(case.args[1])
    hidden = hidden_of(case, x, layers[:count], names)
    mean, log_var = (
        name(oracle.dense(hidden, *layer))
        for name, layer in zip(heads, layers[count:]))
    if sees_pictures(case):
        y, loss, beta = (strided.forward(case, decoder, mean),
                         loss or oracle.mse, case.args[3])
    else:
        y, loss, beta = (dense.forward(case, 'decoder', decoder, mean),
                         loss or oracle.bce, 1)
    return x[0].size * loss(x, y) + beta * oracle.kl(mean, log_var)
