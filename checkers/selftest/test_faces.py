"""Drawn faces: the same by seed, in range, and each factor is to be seen."""
import types

import numpy as np
import pytest

from checkers.selftest import course

FACTORS = course.module('faces').FACTORS


@pytest.fixture(scope='module')
def faces() -> types.ModuleType:
    """Load the module that draws."""
    return course.module('faces')


def test_same_seed_same_faces() -> None:
    """A seed gives the same faces again, another seed others."""
    load = course.module('datasets').load_faces
    images, factors = load(20, size=32, seed=3)
    again, same = load(20, size=32, seed=3)
    assert np.array_equal(images, again) and np.array_equal(factors, same)
    assert not np.array_equal(images, load(20, size=32, seed=4)[0])


def test_images_and_factors_have_their_form() -> None:
    """Images are float32 in [0, 1]; a face's factors are in their ranges."""
    images, factors = course.module('datasets').load_faces(300, size=48)
    assert images.shape == (300, 48, 48, 3) and images.dtype == np.float32
    assert 0 <= images.min() < 0.2 and 0.8 < images.max() <= 1
    assert factors.shape == (300,)
    assert factors.dtype.names == tuple(FACTORS)
    for name, values in FACTORS.items():
        if isinstance(values, int):
            assert set(factors[name]) == set(range(values))
        else:
            low, high = values
            assert low <= factors[name].min() <= factors[name].max() <= high


def test_more_faces_begin_with_the_same(faces: types.ModuleType) -> None:
    """A longer draw begins with the shorter, at every place in a batch."""
    few, many = faces.draw_factors(5), faces.draw_factors(40)
    assert np.array_equal(few, many[:5])
    drawn = faces.draw_faces(many, 32)
    assert np.array_equal(faces.draw_faces(few, 32), drawn[:5])
    assert np.array_equal(faces.draw_faces(many[17:18], 32), drawn[17:18])


@pytest.mark.parametrize('name', FACTORS)
def test_each_factor_is_to_be_seen(faces: types.ModuleType, name: str) -> None:
    """Where one factor alone changes, so do pixels; where none, none does."""
    factors = faces.draw_factors(8)
    factors['hair_style'] = 1
    changed = factors.copy()
    values = FACTORS[name]
    if isinstance(values, int):
        changed[name] = (factors[name] + 1) % values
    else:
        changed[name] = np.where(factors[name] < np.mean(values), values[1],
                                 values[0])
    before, after = (np.int16(faces.draw_faces(some, 64))
                     for some in (factors, changed))
    strong = np.abs(before - after).max(axis=(1, 2, 3))
    assert np.all(strong > 20)


def test_edges_are_smooth(faces: types.ModuleType) -> None:
    """A small face is nearly a large one shrunk: no pixel is all or none."""
    factors = faces.draw_factors(12)
    large = np.float32(faces.draw_faces(factors, 128))
    shrunk = large.reshape(12, 32, 4, 32, 4, 3).mean(axis=(2, 4))
    error = np.abs(shrunk - faces.draw_faces(factors, 32))
    assert error.mean() < 3
