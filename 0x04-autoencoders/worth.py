"""What each factor of a drawn face is worth, and whether a code tells it.

A factor that a code does not tell costs squared error: the face has to be
drawn as the mean over all values of that factor, all others being as they
are. A factor that it tells costs nats. A kind, one of n, costs ln n at most.
Of any other the code tells as much as pays: where the error is D without it
and beta weighs the nats, the error left is beta / 2 and ln(2 D / beta) / 2
nats are paid, and where 2 D is less than beta, nothing is told. (A normal
distribution's rate and distortion; the picture is taken to change evenly
with the factor.)
"""
import math

import numpy as np

import faces

STEPS = 10              # values of a factor that is no kind, five a side
SIDE = 128              # of the pictures that beta is stated for


def scaled(beta, size):
    """Return what weighs as much against the error of other pictures.

    The error is a sum over pixels, of which there are size * size.

    Args:
        beta: float, as it is stated, for pictures of SIDE * SIDE pixels.
        size: integer, the side of the pictures.
    """
    return beta * size ** 2 / SIDE ** 2


def values(name):
    """Return the values of a factor that stand for all of them."""
    of = faces.FACTORS[name]
    if isinstance(of, int):
        return np.arange(of)
    return np.linspace(*of, 2 * STEPS + 1)[1::2]


def renderings(name, factors, size):
    """Draw faces with one factor changed, once for each of its values.

    Args:
        name: the factor's.
        factors: structured array (count,) as faces.draw_factors gives it.
        size: integer, the side of the pictures.

    Yields:
        float32 arrays (count, size, size, 3) in [0, 1], one for each value.
    """
    for value in values(name):
        changed = factors.copy()
        changed[name] = value
        yield faces.draw_faces(changed, size) / np.float32(255)


def unknown(name, factors, size):
    """Return the mean squared error of faces drawn without a factor."""
    drawn = np.stack(list(renderings(name, factors, size)))
    return float(np.var(drawn, axis=0).sum() / len(factors))


def ranking(size, count=100):
    """Return what each factor is worth, the one that pays least first.

    Args:
        size: integer, the side of the pictures.
        count: integer, how many faces are drawn to measure it.

    Returns:
        Dictionary factor -> (error, nats, limit): the squared error that it
        costs if it is unknown, the nats that telling it costs at beta = 1,
        and the beta from which on it does not pay. Betas as they are stated.
    """
    factors = faces.draw_factors(count)
    found = {}
    for name, of in faces.FACTORS.items():
        error = unknown(name, factors, size)
        each = error / scaled(1, size)      # in units of a nat at beta = 1
        found[name] = (error, math.log(of), each / math.log(of)) \
            if isinstance(of, int) else (
                error, max(math.log(2 * each) / 2, 0), 2 * each)
    return dict(sorted(found.items(), key=lambda row: row[1][-1]))


def told(name, factors, *pictures):
    """Return which shares of pictures of faces tell a factor right.

    What a picture tells is the value of its nearest rendering, of all with
    that factor changed: the kind itself, or on which side of the middle the
    factor lies.

    Args:
        name: the factor's.
        factors: structured array (count,), what the faces were drawn from.
        pictures: arrays (count, size, size, 3) in [0, 1], what has become
            of them, once or several times.

    Returns:
        Array of a share for each time.
    """
    distances = [[np.sum((drawn - some) ** 2, axis=(1, 2, 3))
                  for some in pictures]
                 for drawn in renderings(name, factors, pictures[0].shape[1])]
    nearest = values(name)[np.argmin(distances, axis=0)]    # (times, count)
    of = faces.FACTORS[name]
    if isinstance(of, int):
        return np.mean(nearest == factors[name], axis=-1)
    middle = np.mean(of)
    return np.mean((nearest > middle) == (factors[name] > middle), axis=-1)
