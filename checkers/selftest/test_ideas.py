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
    """The area of log(q / p) over q's values is the KL in its title."""
    ideas, figures = drawn
    x = np.linspace(-6, 8, 100001)
    q, p = ideas.density(x, mean, sigma), ideas.density(x, 0, 1)
    for density in (q, p):
        assert np.trapezoid(density, x) == pytest.approx(1, abs=0.001)
    want = (mean ** 2 + sigma ** 2 - 1) / 2 - math.log(sigma)
    share, ratio = ideas.log_ratio(mean, sigma)
    assert (share[0], share[-1]) == pytest.approx((0, 1), abs=0.002)
    assert np.trapezoid(ratio, share) == pytest.approx(want, abs=0.02)
    # What stands over a share is log(q / p) where q has that share.
    place = mean + sigma                # 84 % of q lie further left
    assert np.interp(0.8413447, share, ratio) == pytest.approx(
        np.interp(place, x, np.log(q + 1e-300) - np.log(p)), abs=0.01)
    ideas.divergence('kl.png', 'title', [('q', mean, sigma)])
    assert figures[0].axes[1].get_title() == f'area: KL = {want:.2f}'


def test_areas_can_be_compared(drawn: Drawn) -> None:
    """All panels of a row have one scale, so that more area is more KL."""
    ideas, figures = drawn
    ideas.divergence('kl.png', 'title', [('wide', 2, 1), ('narrow', 2, 0.1)])
    upper, lower = figures[0].axes[:2], figures[0].axes[2:]
    for row in upper, lower:
        assert row[0].get_xlim() == row[1].get_xlim()
        assert row[0].get_ylim() == row[1].get_ylim()


def test_silent_units_are_white(drawn: Drawn) -> None:
    """What is silent is white and counted, what speaks is not white."""
    ideas, figures = drawn
    code = np.array([[0, 0.002, 0.03, 3.], [0, 0, 0.03, 0], [0, 2, 0, 0]])
    ideas.codes('sparsity.png', 'title', np.array([7, 7, 2]), mine=code)
    axis = figures[0].axes[0]
    assert 'of 4 units 67 % are silent for a digit, 25 % for all' in \
        axis.get_title()
    # The 2 comes first, and so does the unit that speaks for it.
    assert [text.get_text() for text in axis.get_yticklabels()] == ['2', '7']
    shade = axis.images[0].get_array()
    assert (shade > 0).tolist() == [
        [False, True, False, False], [False, False, True, True],
        [False, False, True, False]]
    assert shade[1, 3] == 1 and shade[1, 2] > 0.1


def test_each_digit_has_its_place(drawn: Drawn) -> None:
    """A digit's name stands at the median of its points."""
    ideas, figures = drawn
    digits = np.repeat(np.arange(10), 3)
    points = np.stack([digits / 3., -digits / 3.], axis=1)
    ideas.latent_space('latent.png', 'title', points, digits)
    places = {text.get_text(): text.xy for text in figures[0].axes[0].texts}
    assert {int(name): tuple(place) for name, place in places.items()} == {
        digit: pytest.approx((digit / 3, -digit / 3)) for digit in range(10)}


def test_no_digits_name_covers_another(drawn: Drawn) -> None:
    """Names of digits that lie together are moved apart, others are not."""
    ideas, figures = drawn
    digits = np.repeat([3, 4, 5, 9], 4)
    points = np.repeat([[0., 0.], [0.1, 0.], [0., 0.1], [3., 3.]], 4, axis=0)
    ideas.latent_space('latent.png', 'title', points, digits)
    places = np.array([text.xyann for text in figures[0].axes[0].texts])
    distances = np.linalg.norm(places[:, None] - places, axis=-1)
    assert distances[np.triu_indices(4, 1)].min() > 0.6
    assert places[-1] == pytest.approx([3, 3], abs=0.001)
    assert np.abs(places[:3]).max() < 0.8
