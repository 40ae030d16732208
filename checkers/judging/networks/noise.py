"""Statistics of the noise in z, with the bounds of chance.py."""
import math
from collections.abc import Sequence

import numpy as np

from checkers.course.planting import Array
from checkers.judging.checks import Wrong, expect
from checkers.judging.networks.chance import (ECHOES, KOLMOGOROV, REACH,
                                              SIGMAS)

SHAPE = 'Of which shape is epsilon?'
PLACE = ('Where is epsilon drawn: in what runs once, or in what runs at every '
         'call?')


def check(calls: Sequence[Array], mean: Array, log_var: Array,
          what: str) -> None:
    """Raise Wrong where z is not drawn from N(mean, exp(log_var)).

    Args:
        calls: (n, latents) each: z of n copies of one input, in one or two
            calls.
        mean, log_var: (latents,).
        what: the sentence's subject: 'z' or 'the z that auto decodes'.
    """
    sigma, said = np.exp(log_var / 2), what.replace('the z', 'The z')
    for z in calls:
        expect(np.all(np.isfinite(z)), f'{said} is not a number everywhere.')
        if np.ptp(z, axis=0).max() < 1e-3 * sigma.min():
            raise without_noise(z[0], mean, log_var, said)
    if len(calls) == 2 and np.allclose(calls[0], calls[1]):
        raise Wrong(f'{said} has the same noise in every call; expected it '
                    'afresh.', PLACE)
    z = np.concatenate(calls)
    e = (z - mean) / sigma                              # (n, latents)
    n = len(e)
    off = np.abs(e.mean(axis=0)) * math.sqrt(n)
    spread = e.std(axis=0)
    if np.max(np.abs(spread ** 2 - 1)) * math.sqrt(n / 2) > SIGMAS:
        raise Wrong(wrong_scale(z.std(axis=0), log_var, spread, said),
                    'How is a standard deviation made from log_var?')
    if off.max() > SIGMAS:
        raise Wrong(f'{said} does not lie around the mean: its distance is '
                    f'{off.max() / n ** 0.5:.2g} standard deviations.',
                    'What is z where epsilon is 0?')
    correlation = np.atleast_2d(np.corrcoef(e.T))
    np.fill_diagonal(correlation, 0)
    if np.abs(correlation).max() * math.sqrt(n) > SIGMAS:
        raise Wrong(f'{said} has the same noise in several latent '
                    'dimensions; expected it independent.', SHAPE)
    for own in np.split(e, len(calls)):
        follow = np.mean(own[1:] * own[:-1], axis=0)
        if np.abs(follow).max() * math.sqrt(len(own)) > SIGMAS or \
                echo(own) > ECHOES:
            raise Wrong(f'The noise of {what} hangs together between '
                        'samples; expected it independent.', SHAPE)
    if len(calls) == 2:
        half = len(calls[0])
        between = np.mean(e[:half] * e[half:], axis=0)
        if np.abs(between).max() * math.sqrt(half) > SIGMAS:
            raise Wrong(f'The noise of {what} hangs together between calls; '
                        'expected it afresh.', PLACE)
    if kolmogorov(e.ravel()) > KOLMOGOROV:
        raise Wrong(f'The noise of {what} is not normally distributed.',
                    'From which distribution is epsilon drawn?')
    farthest = float(np.max(np.abs(e)))
    if farthest < REACH:
        raise Wrong(f'The noise of {what} never goes beyond {farthest:.2g} '
                    f'standard deviations; of {e.size} normal numbers some '
                    'do.', 'From which distribution is epsilon drawn?')


def without_noise(z: Array, mean: Array, log_var: Array, what: str) -> Wrong:
    """Say what a z without noise within a call is."""
    for name, value in (('the mean', mean), ('log_var', log_var)):
        if np.allclose(z, value, atol=1e-3):
            return Wrong(f'{what} is {name} itself: it has no noise.',
                         "Which of the encoder's outputs is drawn, and does "
                         'it go on?')
    return Wrong(f'{what} has the same noise for all samples of a batch; '
                 'expected it afresh for each.', SHAPE)


def wrong_scale(found: Array, log_var: Array, spread: Array,
                what: str) -> str:
    """Say which standard deviation z has instead of exp(log_var / 2).

    Args:
        found: (latents,), the standard deviation of z.
        log_var: (latents,).
        spread: (latents,), how often found is the right one.
        what: as check.
    """
    names = {'exp(log_var): the half is missing': np.exp(log_var),
             '1: the noise is not scaled': np.ones_like(log_var),
             'log_var': np.abs(log_var),
             'a tenth of exp(log_var / 2)': 0.1 * np.exp(log_var / 2),
             'exp(-log_var / 2): the sign is wrong': np.exp(-log_var / 2),
             'exp(log_var / 4)': np.exp(log_var / 4),
             'exp(2 * log_var)': np.exp(2 * log_var)}
    for name, value in names.items():
        if np.allclose(found, value, rtol=0.1):
            return (f'{what} has the standard deviation {name}; expected '
                    'exp(log_var / 2).')
    times = ', '.join(f'{value:.2g}' for value in spread)
    return (f'{what} has a standard deviation of {times} times '
            'exp(log_var / 2); expected 1.')


def echo(e: Array) -> float:
    """Return how much rows hang together that lie apart, at any distance.

    Args: e is (n, latents), standard normal.

    Returns:
        The greatest sum of products of rows that are 1 to n / 2 apart, over
        its standard deviation.
    """
    n = len(e)
    spectrum = np.abs(np.fft.rfft(e, 2 * n, axis=0)) ** 2
    apart = np.arange(1, n // 2 + 1)
    sums = np.fft.irfft(spectrum, axis=0)[apart]
    return float(np.max(np.abs(sums) / np.sqrt(n - apart)[:, np.newaxis]))


def kolmogorov(e: Array) -> float:
    """Return the Kolmogorov-Smirnov statistic of e against N(0, 1).

    Scaled by sqrt(n); P(statistic > t) < 2 exp(-2 t**2).
    """
    e = np.sort(e)
    normal = 0.5 * (1 + np.vectorize(math.erf)(e / math.sqrt(2)))
    steps = np.arange(len(e) + 1) / len(e)
    return math.sqrt(len(e)) * float(max(np.max(steps[1:] - normal),
                                         np.max(normal - steps[:-1])))
