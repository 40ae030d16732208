"""The rates at which chance refuses a right answer, and their sum."""
import math
from collections.abc import Callable

import numpy as np
import pytest

from checkers.base.paths import CHECKERS
from checkers.judging.networks import chance
from checkers.selftest import chance as summed

ROWS, DRAWS = 800, 400_000


def test_the_readme_has_the_sum() -> None:
    """What it promises is what the list adds up to."""
    total = summed.total(summed.worst())
    with open(f'{CHECKERS}/README.md', encoding='utf-8') as file:
        assert f' {total * 1e6:.2f} in a million' in ' '.join(
            file.read().split())
    assert total < 1e-6


@pytest.mark.parametrize('rate, drawn', [
    (lambda sigmas: chance.mean(sigmas),
     lambda rng: rng.normal(size=DRAWS)),
    (lambda sigmas: chance.variance(ROWS, sigmas),
     lambda rng: (rng.chisquare(ROWS, DRAWS) / ROWS - 1)
     * math.sqrt(ROWS / 2)),
    # A product is the difference of two squares.
    (lambda sigmas: chance.product(ROWS, sigmas),
     lambda rng: (rng.chisquare(ROWS, DRAWS) - rng.chisquare(ROWS, DRAWS))
     / (2 * math.sqrt(ROWS)))], ids=['mean', 'variance', 'product'])
def test_a_rate_is_how_often_it_happens(
        rate: Callable[[float], float],
        drawn: Callable[[np.random.Generator], np.ndarray]) -> None:
    """So often draws are beyond two and three standard deviations."""
    draws = np.abs(drawn(np.random.default_rng(0)))
    for sigmas in 2., 3.:
        found = float(np.mean(draws > sigmas))
        noise = 5 * math.sqrt(found / DRAWS)
        assert found - noise < rate(sigmas) < 1.1 * found + noise
