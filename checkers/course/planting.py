"""The inputs and weights that both sides compute: probe/plant.py, loaded.

The probe is a program of its own, of which nothing is imported; this one
file of it is run here too, so that both sides draw the same numbers.
"""
import importlib.util
import os
import typing
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from checkers.base.paths import CHECKERS

Array = npt.NDArray[np.float64]


def probe_module(name: str) -> typing.Any:
    """Return a module of the probe's, loaded from its file."""
    spec = importlib.util.spec_from_file_location(
        name, os.path.join(CHECKERS, 'probe', name + '.py'))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PLANT = probe_module('plant')
KINDS: tuple[str, ...] = PLANT.KINDS


def uniform(shape: Sequence[int], seed: int, low: float = 0.,
            high: float = 1.) -> Array:
    """Return the probe's float32 numbers as float64; see probe/plant.py."""
    drawn: Array = PLANT.uniform(shape, seed, low, high).astype(np.float64)
    return drawn


def fitted(x: Array, shape: Sequence[int]) -> Array:
    """Return x, or its values in another shape; see probe/plant.py."""
    filled: Array = PLANT.fitted(x, shape)
    return filled


def planted(shapes: Sequence[Sequence[int]], seed: int, gain: float = 1.,
            fixed: Sequence[Sequence[typing.Any]] = (),
            kinds: Sequence[str] | None = None) -> list[Array]:
    """Return the weights that the probe plants; see probe/plant.py."""
    return [weight.astype(np.float64) for weight in
            PLANT.planted(shapes, seed, gain, fixed, kinds)]
