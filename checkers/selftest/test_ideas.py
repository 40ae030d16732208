"""The figures of ideas show the numbers that they claim to show."""
import math
import types
import typing

import matplotlib
import numpy as np
import pytest

from checkers.selftest import course

# The module ideas, and the figures that it has drawn so far.
Drawn = tuple[types.ModuleType, list[typing.Any]]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Return the module, ready to draw, and the empty list."""
    matplotlib.use('Agg')
    ideas = course.module('ideas')
    figures: list[typing.Any] = []
    monkeypatch.setattr(ideas.figures, 'finish',
                        lambda figure, name: figures.append(figure))
    return ideas, figures


@pytest.mark.parametrize('mean, sigma', [(0, 1), (2, 1), (1.79, 0.087)])
def test_divergence_is_the_area(drawn: Drawn, mean: float,
                                sigma: float) -> None:
    """The area under q log(q / p) is the KL divergence in its title."""
    ideas, figures = drawn
    x, q, p, part = ideas.density_ratio(mean, sigma)
    for density in (q, p):
        assert np.trapezoid(density, x) == pytest.approx(1, abs=0.01)
    want = (mean ** 2 + sigma ** 2 - 1) / 2 - math.log(sigma)
    # 2.5 sigma of N(2, 1) are inside the picture.
    assert np.trapezoid(part, x) == pytest.approx(want, abs=0.06)
    ideas.divergence('kl.png', 'title', [('q', mean, sigma)])
    assert figures[0].axes[1].get_title() == f'area: KL = {want:.2f}'


def test_silent_units_are_white(drawn: Drawn) -> None:
    """What is silent is white and counted, what speaks is not white."""
    ideas, figures = drawn
    code = np.array([[0, 1e-4, 0.002, 3.]])
    ideas.codes('sparsity.png', 'title', mine=code)
    axis = figures[0].axes[0]
    assert 'mine: 50 %' in axis.get_title()
    shade = axis.images[0].get_array()[0]
    assert shade[:2].tolist() == [0, 0] and shade[2] > 0.1
    assert shade[3] == 1


def test_each_digit_has_its_place(drawn: Drawn) -> None:
    """A digit's name stands at the median of its points."""
    ideas, figures = drawn
    digits = np.repeat(np.arange(10), 3)
    points = np.stack([digits / 3., -digits / 3.], axis=1)
    ideas.latent_space('latent.png', 'title', points, digits)
    places = {text.get_text(): text.xy for text in figures[0].axes[0].texts}
    assert {int(name): tuple(place) for name, place in places.items()} == {
        digit: pytest.approx((digit / 3, -digit / 3)) for digit in range(10)}
