"""The statistics that chance could fail, and how often it does.

z is drawn at random, and so are the first weights of a layer. What is measured
of them is bounded so that hardly any right answer is beyond. Every bound has
its place in this list; selftest/chance.py adds it up.

The rates are those of normal numbers, by the rate functions of their means
(Daniels, "Saddlepoint Approximations in Statistics", 1954): He's first
weights, which are uniform or cut off at two standard deviations, stray less.
"""
import math
import typing
from collections.abc import Iterable

from checkers.course.cases import LAYERS, SHAPE, Case
from checkers.course.plans_variational import COPIES
from checkers.judging.networks import units

# How many standard deviations a statistic may be off, and how large the one of
# Kolmogorov and Smirnov may be.
SIGMAS, KOLMOGOROV = 6., 3.
# Of rows that are any distance apart, for there are many distances.
ECHOES = 9.
REACH = 2.8             # standard deviations that some of z must go beyond


class Statistic(typing.NamedTuple):
    """Numbers that are bounded alike.

    Attributes:
        what: they.
        times: how many.
        rate: how often one of them is out of bounds in a right answer.
    """

    what: str
    times: int
    rate: float


def statistics(case: Case) -> list[Statistic]:
    """Return the statistics of a case: those of z, or of first weights."""
    found = []
    if case.noise:
        latents = case.args[2]
        # z of two calls, and the z of one that auto has decoded.
        found = [*of_z(latents, 2), *of_z(latents, 1),
                 Statistic('which output is the mean', latents, mean())]
    if case.builder == 'composable' and not case.args:
        found += [Statistic(f'mean square of {size} weights', 1,
                            variance(size)) for size in kernels()]
    return found


def of_z(latents: int, calls: int) -> list[Statistic]:
    """Return the statistics of z: noise.check bounds them, in this order."""
    rows = calls * COPIES
    between = [Statistic('product of two calls', latents, product(COPIES))]
    return [
        Statistic('variance of z', latents, variance(rows)),
        Statistic('mean of z', latents, mean()),
        Statistic('product of two dimensions', math.comb(latents, 2),
                  product(rows)),
        Statistic('product of two rows', calls * latents,
                  product(COPIES - 1)),
        Statistic('product of rows that lie apart',
                  calls * latents * COPIES // 2,
                  product(COPIES // 2, ECHOES)),
        *between[:calls - 1],
        Statistic('all numbers near the mean', 1,
                  math.erf(REACH / math.sqrt(2)) ** (rows * latents)),
        Statistic('Kolmogorov-Smirnov', 1, 2 * math.exp(-2 * KOLMOGOROV ** 2))]


def kernels() -> list[int]:
    """Return how many weights each kernel of task 5's default model has."""
    channels = SHAPE[-1]
    return [9 * inputs * outputs for part in ('encoder', 'decoder')
            for inputs, outputs in units.ends_of(part, LAYERS, channels)]


def beyond(exponents: Iterable[float]) -> float:
    """Return how often a mean is out of bounds, on one side or another.

    Args: exponents is for each side how fast that becomes rare: as fast as
    exp(-exponent).
    """
    return sum(math.erfc(math.sqrt(exponent)) / 2 for exponent in exponents)


def mean(sigmas: float = SIGMAS) -> float:
    """Return how often a mean of normal numbers is out of bounds."""
    return beyond(2 * [sigmas ** 2 / 2])


def variance(n: int, sigmas: float = SIGMAS) -> float:
    """Return the same for the mean square of n normal numbers."""
    off = sigmas * math.sqrt(2 / n)
    return beyond(n / 2 * (side - math.log1p(side)) for side in (off, -off))


def product(n: int, sigmas: float = SIGMAS) -> float:
    """Return the same for the mean of n products of two of them."""
    off = sigmas / math.sqrt(n)
    tilt = (math.sqrt(1 + 4 * off ** 2) - 1) / (2 * off)
    return beyond(2 * [n * (tilt * off + math.log1p(-tilt ** 2) / 2)])
