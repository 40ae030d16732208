"""The KL term of a variational loss, and what it is mistaken for."""
from collections.abc import Callable

import numpy as np

from checkers.course.planting import Array
from checkers.judging import oracle

Divergence = Callable[[Array, Array], float]    # of mean and log_var


def form(one: float = 1., linear: float = 1., square: float = 1.,
         exponent: float = 1., scale: float = 1.) -> Divergence:
    """Return a function like oracle.kl with other coefficients.

    It is -1/2 * sum(one + linear * log_var - square * mean**2 - exponent *
    exp(scale * log_var)).
    """
    def divergence(mean: Array, log_var: Array) -> float:
        return -0.5 * float(np.mean(np.sum(
            one + linear * log_var - square * mean ** 2 -
            exponent * np.exp(scale * log_var), axis=-1)))
    return divergence


def half(values: Array) -> float:
    """Return half the sum over the latent dimensions, on average."""
    return 0.5 * float(np.mean(np.sum(values, axis=-1)))


# What is wrong in the KL term -> that term; '' is the right one.
DIVERGENCES: dict[str, Divergence] = {
    '': oracle.kl,
    'the square of the mean is missing': form(square=0),
    'the mean is not squared': lambda mean, log_var:
        form(square=0)(mean, log_var) + half(mean),
    'the square of the mean has the wrong sign': form(square=-1),
    'exp(log_var) is missing': form(exponent=0),
    'exp(log_var) has the wrong sign': form(exponent=-1),
    'log_var itself is missing': form(linear=0),
    'log_var has the wrong sign': form(linear=-1),
    'log_var is squared where exp(log_var) should stand':
        lambda mean, log_var:
        form(exponent=0)(mean, log_var) + half(log_var ** 2),
    'log_var is taken for the logarithm of sigma':
        form(linear=2, scale=2),
    'exp(log_var) is squared': form(scale=2),
    'exp(log_var / 2) stands where exp(log_var) should':
        form(scale=0.5),
    'log_var is used where its exponential should be':
        lambda mean, log_var:
        form(exponent=0)(mean, log_var) + half(log_var)}
