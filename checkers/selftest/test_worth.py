"""What a factor is worth, and whether a picture tells it: by closed forms."""
import math

import numpy as np
import pytest

from checkers.selftest import course

worth = course.module('worth')
FACTORS = worth.faces.FACTORS


def test_beta_keeps_its_weight() -> None:
    """Half the side is a quarter of the pixels and of beta."""
    assert worth.scaled(2, worth.SIDE) == 2
    assert worth.scaled(2, worth.SIDE // 2) == 0.5
    assert worth.scaled(2, worth.SIDE * 2) == 8


def test_values_are_spread_over_the_range() -> None:
    """Kinds are all there; of others as many on each side of the middle."""
    assert list(worth.values('glasses')) == [0, 1, 2]
    gaze = worth.values('gaze')
    assert gaze == pytest.approx(-gaze[::-1])
    assert np.diff(gaze) == pytest.approx(2 / len(gaze))


def test_a_known_picture_is_worth_its_variance(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """One value that follows gaze: 1 / 3, that of a uniform factor.

    As a picture of SIDE * SIDE pixels that pays 2 / 3 at most.
    """
    def drawn(factors: np.ndarray, size: int) -> np.ndarray:
        pictures = np.zeros((len(factors), size, size, 3))
        pictures[:, 0, 0, 0] = 255 * factors['gaze']
        pictures[:, 1, 1, 1] = 255 * (factors['glasses'] == 2)
        return pictures

    monkeypatch.setattr(worth.faces, 'draw_faces', drawn)
    found = worth.ranking(worth.SIDE, count=3)
    steps = len(worth.values('gaze'))
    third = (1 - 1 / steps ** 2) / 3        # of that many steps
    assert found['gaze'] == pytest.approx((third, 0, 2 * third), abs=0.2)
    assert found['gaze'][0] == pytest.approx(third)
    assert found['glasses'] == pytest.approx(
        (2 / 9, math.log(3), 2 / 9 / math.log(3)))
    assert list(found)[-2:] == ['glasses', 'gaze']
    # A quarter of the pixels, the same error: four times beta.
    assert worth.ranking(worth.SIDE // 2, count=3)['gaze'] == pytest.approx(
        (third, math.log(8 * third) / 2, 8 * third))


@pytest.mark.parametrize('name', ['glasses', 'gaze', 'smile', 'hair_style'])
def test_a_face_tells_all_and_another_nothing(name: str) -> None:
    """Drawn as it is, a face tells a factor right; with another, wrong."""
    factors = worth.faces.draw_factors(40)
    changed = factors.copy()
    of = FACTORS[name]
    if isinstance(of, int):
        changed[name] = (factors[name] + 1) % of
    else:
        changed[name] = -factors[name]
    drawn = np.stack([worth.faces.draw_faces(some, 64) / np.float32(255)
                      for some in (factors, changed)])
    right, wrong = worth.told(name, factors, *drawn)
    # Near the middle a side may be taken for the other.
    assert right >= 0.95 and wrong <= 0.05
