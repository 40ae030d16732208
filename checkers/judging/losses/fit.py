"""How often a term is in what was measured."""
import typing

import numpy as np

from checkers.course.planting import Array


class Fit(typing.NamedTuple):
    """A term's part in what was measured.

    Attributes:
        off: the most that factor * term leaves unexplained.
        factor: how often the term is in what was measured.
    """

    off: float
    factor: float


def best_fit(term: Array, measured: Array, tolerance: float) -> Fit | None:
    """Return the best factor of a term, or None where it does not explain.

    Args:
        term: (plantings,), the term's values.
        measured: (plantings,), what factor * term should be.
        tolerance: `off` must be below this.
    """
    if not np.any(term):
        return None
    factor = term @ measured / (term @ term)
    off = np.max(np.abs(measured - factor * term))
    return Fit(float(off), float(factor)) if off < tolerance else None
