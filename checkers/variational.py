"""How the rubric looks at task 3: the heads, the noise and the loss."""
import functools
import math

import numpy as np

from checkers import dense, oracle
from checkers.rubric import Blocked, Wrong

# With 6 standard deviations a right answer fails one test in 5e8, and the
# bound on the Kolmogorov-Smirnov statistic holds but for 3e-8. A submission
# takes fewer than 120 such tests: under 1e-6 false alarms in all.
SIGMAS, KOLMOGOROV = 6., 3.
HEADS = ['linear'] + [name for name in oracle.ACTIVATIONS
                      if name != 'linear']


def shapes_of(case):
    """Return the encoder's weight shapes: hidden layers, then two heads."""
    dims, hidden, latents = case.args
    head = [(hidden[-1], latents), (latents,)]
    return dense.shapes_of([dims] + list(hidden)) + head + head


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
                         dense.brief(want)))


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
    for names, mistake in dense.patterns(count + 1, 'linear'):
        if mistake.startswith(('the last', 'all')):
            continue            # the heads' activations are tried below
        for order in orders:
            layers = oracle.layers(weights, order)
            hidden = oracle.stack(x, layers[:count], names[:count])
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
            array, oracle.ACTIVATIONS[name](head))), None)
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
                        case.call(seen.record['function']))
        if heads[0]:
            raise Wrong('For %s the hidden layers of the encoder should have '
                        'relu; it seems that %s.' % (
                            case.call(seen.record['function']), heads[0]))


def check_heads(seen):
    """Raise Wrong where mean or log_var is not linear, or out of order."""
    for case in seen.with_values('code'):
        call = 'For %s the encoder' % case.call(seen.record['function'])
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
            if activation != 'linear':
                raise Wrong("%s's %s has %s; expected no activation." % (
                    call, name, activation.strip()),
                    'Which values may a mean or a logarithm take?')


def exchanged(case):
    """Tell whether z lies around the third output and not the second."""
    z, mean, log_var = case.value('noise 0')
    centre = z.mean(axis=0)
    if np.ptp(z, axis=0).max() < 1e-3:
        return False            # z without noise is the sampling's matter

    def distance(one, other):
        return np.max(np.abs(centre - one[0]) / np.exp(other[0] / 2))
    bound = SIGMAS / math.sqrt(len(z))
    return distance(mean, log_var) > bound >= distance(log_var, mean)


def check_noise(calls, mean, log_var, what):
    """Raise Wrong where z is not drawn from N(mean, exp(log_var)).

    Args:
        calls: list of arrays (n, latents), z of n copies of one input in
            one or two calls.
        mean, log_var: arrays (latents,).
        what: the sentence's subject: 'z' or 'the z that auto decodes'.
    """
    sigma = np.exp(log_var / 2)
    for z in calls:
        if np.ptp(z, axis=0).max() < 1e-3 * sigma.min():
            raise Wrong(without_noise(z[0], mean, log_var, what))
    if len(calls) == 2 and np.allclose(calls[0], calls[1]):
        raise Wrong('%s has the same noise in every call; expected it '
                    'afresh.' % what)
    z = np.concatenate(calls)
    e = (z - mean) / sigma                              # (n, latents)
    n = len(e)
    off = np.abs(e.mean(axis=0)) * math.sqrt(n)
    spread = e.std(axis=0)
    if np.max(np.abs(spread ** 2 - 1)) * math.sqrt(n / 2) > SIGMAS:
        raise Wrong(wrong_scale(z.std(axis=0), log_var, spread, what))
    if off.max() > SIGMAS:
        raise Wrong('%s does not lie around the mean: its distance is %.2g '
                    'standard deviations.' % (what, off.max() / n ** 0.5))
    correlation = np.corrcoef(e.T)
    np.fill_diagonal(correlation, 0)
    if np.abs(correlation).max() * math.sqrt(n) > SIGMAS:
        raise Wrong('%s has the same noise in several latent dimensions; '
                    'expected it independent.' % what)
    for z in calls:
        follow = np.mean(e[1:len(z)] * e[:len(z) - 1], axis=0)
        if np.abs(follow).max() * math.sqrt(len(z)) > SIGMAS:
            raise Wrong('the noise of %s hangs together between samples; '
                        'expected it independent.' % what)
    if len(calls) == 2:
        half = len(calls[0])
        between = np.mean(e[:half] * e[half:], axis=0)
        if np.abs(between).max() * math.sqrt(half) > SIGMAS:
            raise Wrong('the noise of %s hangs together between calls; '
                        'expected it afresh.' % what)
    if kolmogorov(e.ravel()) > KOLMOGOROV:
        raise Wrong('the noise of %s is not normally distributed.' % what,
                    'From which distribution is epsilon drawn?')


def without_noise(z, mean, log_var, what):
    """Say what a z without noise within a call is."""
    for name, value in (('the mean', mean), ('log_var', log_var)):
        if np.allclose(z, value, atol=1e-3):
            return '%s is %s itself: it has no noise.' % (what, name)
    return ('%s has the same noise for all samples of a batch; expected it '
            'afresh for each.' % what)


def wrong_scale(found, log_var, spread, what):
    """Say which standard deviation z has instead of exp(log_var / 2)."""
    names = {'exp(log_var): the half is missing': np.exp(log_var),
             '1: the noise is not scaled': np.ones_like(log_var),
             'log_var': np.abs(log_var),
             'a tenth of exp(log_var / 2)': 0.1 * np.exp(log_var / 2),
             'exp(log_var / 4)': np.exp(log_var / 4),
             'exp(2 * log_var)': np.exp(2 * log_var)}
    for name, value in names.items():
        if np.allclose(found, value, rtol=0.1):
            return ('%s has the standard deviation %s; expected '
                    'exp(log_var / 2).' % (what, name))
    return ('%s has a standard deviation of %s times exp(log_var / 2); '
            'expected 1.' % (what, dense.listed(
                '%.2g' % value for value in spread)))


def kolmogorov(e):
    """Return the Kolmogorov-Smirnov statistic of e against N(0, 1).

    Scaled by sqrt(n); P(statistic > t) < 2 exp(-2 t**2).
    """
    e = np.sort(e)
    normal = 0.5 * (1 + np.vectorize(math.erf)(e / math.sqrt(2)))
    steps = np.arange(len(e) + 1) / len(e)
    return math.sqrt(len(e)) * max(np.max(steps[1:] - normal),
                                   np.max(normal - steps[:-1]))


def check_sampling(seen):
    """Raise Wrong where the encoder's z is not N(mean, exp(log_var))."""
    for case in seen.with_values('noise 0', 'noise 1'):
        if len(case.value('noise 0')) != 3 or noisy_place(seen) or \
                exchanged(case):
            raise Blocked('which output is z is not clear')
        _, mean, log_var = case.value('noise 0')
        check_noise([case.output('noise 0'), case.output('noise 1')],
                    mean[0], log_var[0], 'z')


def check_decoded(seen):
    """Raise Wrong where auto does not decode the encoder's z."""
    grounded = False
    for case in seen.with_values('noise 0', 'decoded noise'):
        if len(case.value('noise 0')) != 3 or noisy_place(seen):
            raise Blocked('which output is z is not clear')
        decoded = case.output('decoded noise')
        order = next(oracle.orders(case.shapes('decoder'), dense.shapes_of(
            dense.widths(case, 'decoder'))), None)
        if order is None or decoded.ndim != 2:
            continue
        grounded = True
        layers = oracle.layers(case.planted('decoder', 'decoded noise'),
                               order)
        # No unit is cut off: the logits are z @ slope + offset.
        identity = np.eye(case.args[2])
        names = ['linear'] * len(layers)
        offset = oracle.stack(0 * identity[:1], layers, names)
        slope = oracle.stack(identity, layers, names) - offset
        clipped = np.clip(decoded, 1e-7, 1 - 1e-7)
        logits = np.log(clipped / (1 - clipped)) - offset
        z = np.linalg.lstsq(slope.T, logits.T, rcond=None)[0].T
        if np.max(np.abs(z @ slope - logits)) > 1e-3:
            raise Wrong('For %s known weights were put into encoder and '
                        'decoder, but auto gives what the decoder cannot '
                        'give: it does not share their weights.' %
                        case.call(seen.record['function']))
        _, mean, log_var = case.value('noise 0')
        check_noise([z], mean[0], log_var[0], 'the z that auto decodes')
    if not grounded:
        raise Blocked("the decoder's layers are not the right ones")


def total(case, encoder, decoder, x):
    """Return the loss of task 3 for these weights, by the oracle.

    The decoder is given the mean: training starts with a decoder that is cut
    off from z, and three small steps hardly change that.
    """
    found = read_heads(case, 0)
    if found is None:
        raise Blocked("the encoder's outputs do not follow from its weights")
    _, *heads, order, names = found
    layers, count = oracle.layers(encoder, order), len(case.args[1])
    hidden = oracle.stack(x, layers[:count], names)
    mean, log_var = (
        oracle.ACTIVATIONS[name](oracle.dense(hidden, *layer))
        for name, layer in zip(heads, layers[count:]))
    return x.shape[1] * oracle.bce(x, dense.forward(
        case, 'decoder', decoder, mean)) + oracle.kl(mean, log_var)
