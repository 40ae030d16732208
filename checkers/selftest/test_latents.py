"""The measures of task 7, against latents whose numbers are known."""
import numpy as np
import pytest

from checkers.selftest import course

latents = course.module('latents')


def test_divergences() -> None:
    """N(2, 1) is 2 nats from N(0, 1); N(0, e) is (e - 2) / 2; it is none."""
    mean = np.array([[2., 0., 0.], [2., 0., 0.]])
    log_var = np.array([[0., 1., 0.], [0., 1., 0.]])
    assert latents.divergences(mean, log_var) == pytest.approx(
        [2, (np.e - 2) / 2, 0])


def test_active() -> None:
    """A latent is active where its mean varies by more than 0.01."""
    line = np.linspace(-1, 1, 100)          # a variance of about 1 / 3
    mean = np.stack([line, 0.1 * line, 0.2 * line, 0 * line], axis=1)
    assert latents.active(mean) == 2


def test_gaps() -> None:
    """1 for a factor with a latent of its own, 0 for one in two latents."""
    rng = np.random.default_rng(0)
    kinds = np.dtype([('own', 'f4'), ('twice', 'i4'), ('none', 'f4')])
    factors = np.empty(20000, kinds)
    factors['own'] = rng.random(20000)
    factors['twice'] = rng.integers(0, 4, 20000)
    factors['none'] = rng.random(20000)
    mean = np.stack([factors['own'] * 3 - 1, factors['twice'],
                     -factors['twice'], rng.normal(size=20000)], axis=1)
    found = latents.gaps(mean, factors)
    assert found['own'] == pytest.approx(1, abs=0.02)
    assert found['twice'] == pytest.approx(0, abs=0.001)
    assert found['none'] == pytest.approx(0, abs=0.02)


def test_information() -> None:
    """ln 2 of a coin and its copy, nothing of two coins."""
    coin, other = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert latents.information(coin, coin) == pytest.approx(np.log(2))
    assert latents.information(coin, other) == pytest.approx(0)


def test_predicted() -> None:
    """A number by a line, squared correlation; a kind by thresholds."""
    line = np.linspace(-1, 1, 1001)
    mean = np.stack([3 * line, line ** 2, 0 * line], axis=1)
    assert latents.predicted(mean, np.float32(line)) == pytest.approx(
        [1, 0, 0], abs=1e-6)
    # E[x^4]^2 / (E[x^2] E[x^6]) = (1 / 5)^2 / (1 / 3 * 1 / 7)
    assert latents.predicted(-mean[:, :1] ** 3, np.float32(line)) == \
        pytest.approx([21 / 25], abs=0.01)
    # One of ten is of kind 1: guessing 0 for all would be right for 90 %.
    kind = np.int32(line > 0.8)
    first, second, third = latents.predicted(mean, kind)
    assert first == pytest.approx(1, abs=0.02)
    # Of the 0s a ninth lies where the square is larger than 0.64.
    assert second == pytest.approx((1 + 8 / 9) / 2, abs=0.03)
    assert third == pytest.approx(0.5)
    factors = kind.astype([('kind', 'i4')])
    assert latents.gaps(mean, factors, latents.predicted) == {
        'kind': pytest.approx(first - second)}
