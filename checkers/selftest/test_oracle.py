"""The oracle against closed forms, and the probe's numbers on any version."""
import base64
import io
import math
import typing
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from checkers.course import planting
from checkers.course.values import Unreadable
from checkers.judging import oracle
from checkers.judging.checks import Wrong
from checkers.judging.losses import divergences
from checkers.judging.networks import noise as noise_check
from checkers.judging.networks.inference import chains
from checkers.judging.networks.seen import compared, dense, run
from checkers.runner import observation


def test_losses_have_their_closed_forms() -> None:
    """Cross-entropy of 1/2 is ln 2; KL of N(m, s^2) is the textbook's."""
    x = np.array([[0., 1., 0.3]])
    assert oracle.bce(x, np.full((1, 3), 0.5)) == pytest.approx(math.log(2))
    mean, sigma = 1.5, 0.4
    textbook = (sigma ** 2 + mean ** 2 - 1) / 2 - math.log(sigma)
    assert oracle.kl(np.full((7, 3), mean), np.full(
        (7, 3), 2 * math.log(sigma))) == pytest.approx(3 * textbook)
    assert oracle.kl(np.zeros((2, 5)), np.zeros((2, 5))) == 0


def test_what_is_trained_has_the_gradient() -> None:
    """By the logits it is softmax(logits) - x, whatever the sum of x is."""
    random = np.random.RandomState(0)
    x, logits = random.rand(2, 5), random.randn(2, 5)

    def loss(moved: NDArray[np.float64]) -> float:
        return oracle.trained_categorical(x, 1 / (1 + np.exp(-moved)))

    for row, place in np.ndindex(2, 5):
        step = np.zeros((2, 5))
        step[row, place] = 1e-6
        slope = (loss(logits + step) - loss(logits - step)) / 2e-6
        want = np.exp(logits[row]) / np.exp(logits[row]).sum() - x[row]
        assert slope == pytest.approx(want[place] / 2, abs=1e-6)


def test_a_cross_entropy_takes_the_sums_of_a_softmax() -> None:
    """It is softplus(sum) - x * sum there; a squared error is as it is."""
    kernel, x = np.array([[2., -1.]]), np.array([[0.3, 0.9]])
    own = dense((1, 2), oracle.SOFTMAX)
    y = run(compared(own, oracle.bce), np.ones((1, 1)), [kernel, np.zeros(2)])
    assert oracle.bce(x, y) == pytest.approx(float(np.mean(
        np.log1p(np.exp(kernel)) - x * kernel)))
    assert compared(own, oracle.mse) == own


def test_what_is_off_the_scale_is_clipped_as_float32() -> None:
    """An output of 1 or more is 1 - 2^-23, the float32 next to 1 - 1e-7."""
    assert oracle.CLIPPED[1] == np.float32(1 - 1e-7)
    assert oracle.bce(np.zeros((1, 2)), np.array([[1., 7.]])) == \
        pytest.approx(23 * math.log(2))


def test_convolution_counts_its_window() -> None:
    """Ones convolved with ones count the pixels under the kernel."""
    x, kernel = np.ones((1, 4, 5, 2)), np.ones((3, 3, 2, 1))
    same = oracle.convolve(x, kernel, np.zeros(1))[0, :, :, 0]
    assert same[0, 0] == 2 * 4 and same[0, 2] == 2 * 6 and same[1, 1] == 18
    valid = oracle.convolve(x, kernel, np.full(1, 5.), 'valid')
    assert valid.shape == (1, 2, 3, 1) and np.all(valid == 23)


def test_convolution_is_not_flipped() -> None:
    """A kernel with one 1 in its corner shifts the picture."""
    x = np.arange(9.).reshape(1, 3, 3, 1)
    kernel = np.zeros((3, 3, 1, 1))
    kernel[0, 0] = 1                    # looks up and to the left
    shifted = oracle.convolve(x, kernel, np.zeros(1))[0, :, :, 0]
    assert shifted.tolist() == [[0, 0, 0], [0, 0, 1], [0, 3, 4]]


def test_strides_skip_positions() -> None:
    """Same padding of an even side puts its zero after it, as Keras does."""
    x = np.arange(24.).reshape(1, 4, 6, 1)
    kernel = np.zeros((3, 3, 1, 1))
    kernel[0, 0] = 1
    strided = oracle.convolve(x, kernel, 0, strides=2)
    assert np.array_equal(strided, x[:, ::2, ::2])
    kernel = np.ones((3, 3, 1, 1))
    ones = oracle.convolve(np.ones((1, 4, 6, 1)), kernel, 0, strides=2)
    assert ones[0, :, :, 0].tolist() == [[9, 9, 6], [6, 6, 4]]


@pytest.mark.parametrize('strides, padding, sides', [
    (1, 'same', (4, 6)), (2, 'same', (4, 6)), (2, 'valid', (5, 7))])
def test_transposed_convolution_is_the_adjoint(
        strides: int, padding: str, sides: tuple[int, int]) -> None:
    """<convolve(x), y> = <x, transpose(y)> for every x and y."""
    random = np.random.default_rng(strides)
    x, kernel = random.normal(size=(2,) + sides + (3,)), random.normal(
        size=(3, 3, 3, 5))
    forth = oracle.convolve(x, kernel, 0, padding, strides)
    y = random.normal(size=forth.shape)
    back = oracle.transpose(y, kernel, 0, strides, padding)
    assert back.shape == x.shape
    assert np.sum(forth * y) == pytest.approx(np.sum(x * back))


def test_batch_normalisation_undoes_mean_and_variance() -> None:
    """Numbers with the moving statistics come to beta and gamma."""
    x = np.random.default_rng(0).normal(3., 2., size=(50, 1))
    y = oracle.normalize(x, 5., 7., x.mean(), x.var(), epsilon=0.)
    assert y.mean() == pytest.approx(7.) and y.std() == pytest.approx(5.)


def test_pooling_and_upsampling() -> None:
    """Odd sides round up; each pixel becomes four."""
    x = -np.arange(1., 10.).reshape(1, 3, 3, 1)
    assert oracle.pool(x)[0, :, :, 0].tolist() == [[-1, -3], [-7, -9]]
    assert oracle.pool(x, 'valid').shape == (1, 1, 1, 1)
    assert oracle.upsample(x)[0, :2, :2, 0].tolist() == [[-1, -1], [-1, -1]]


def test_planted_weights_do_not_depend_on_the_order() -> None:
    """A bias created before its kernel gets the same numbers."""
    shapes = [(5, 3), (3,), (3, 2), (2,)]
    weights = dict(zip(shapes, planting.planted(shapes, 7)))
    for shape, weight in zip(shapes[::-1], planting.planted(shapes[::-1], 7)):
        assert np.array_equal(weight, weights[shape])
    first, second = planting.planted([(4,), (4,)], 7)
    assert not np.array_equal(first, second)


def test_variances_are_planted_above_zero() -> None:
    """A batch normalisation's weights are known by what they are."""
    kinds = ['gamma', 'beta', 'moving_mean', 'moving_variance']
    values = planting.planted([(99,)] * 4, 7, kinds=kinds)
    for value, centre in zip(values, (1, 0, 0, 1)):
        assert 0.25 < np.max(np.abs(value - centre)) <= 0.5
    turned = planting.planted([(99,)] * 4, 7, kinds=kinds[::-1])
    assert all(map(np.array_equal, values, turned[::-1]))


def test_inputs_are_the_same_everywhere() -> None:
    """RandomState(0)'s first numbers are published in NumPy's manual."""
    assert planting.uniform([3], 0) == pytest.approx(
        [0.5488135, 0.71518937, 0.60276338])


def test_a_target_has_the_shape_of_what_it_is_compared_with() -> None:
    """Its values are taken over and over; where shapes agree it is x."""
    x = np.arange(6.).reshape(1, 2, 3)
    assert planting.fitted(x, x.shape) is x
    assert planting.fitted(x, (1, 4, 2)).ravel().tolist() == [
        0, 1, 2, 3, 4, 5, 0, 1]
    assert oracle.mse(x, np.zeros((1, 2))) == pytest.approx(0.5)


Array = NDArray[np.float64]


def noise(seed: int, latents: int = 5,
          n: int = 2048) -> tuple[list[Array], Array, Array]:
    """Return two calls' right draws with their mean and log_var."""
    random = np.random.default_rng(seed)
    mean, log_var = random.normal(size=(2, latents))
    e = random.normal(size=(2, n, latents))
    return list(mean + np.exp(log_var / 2) * e), mean, log_var


def test_right_noise_is_never_refused() -> None:
    """500 right answers pass; the bounds promise one false alarm in 1e6."""
    for seed in range(500):
        noise_check.check(*noise(seed), 'z')


@pytest.mark.parametrize('factor', [0.9, 1.1])
def test_noise_of_another_scale_is_refused(factor: float) -> None:
    """A standard deviation off by a tenth is seen."""
    for seed in range(20):
        calls, mean, log_var = noise(seed)
        calls = [mean + factor * (z - mean) for z in calls]
        with pytest.raises(Wrong):
            noise_check.check(calls, mean, log_var, 'z')


def test_kolmogorov_statistic_of_perfect_quantiles() -> None:
    """Points in the middle of n equal shares are 1 / (2 n) away at most."""
    n = 100
    points = np.array([NormalDist().inv_cdf((k + 0.5) / n)
                       for k in range(n)])
    assert noise_check.kolmogorov(points) == pytest.approx(
        math.sqrt(n) / (2 * n))


def test_divergence_forms_are_all_different() -> None:
    """No two forms of the KL term are multiples of each other."""
    random = np.random.default_rng(0)
    pairs = random.normal(size=(6, 2, 8, 3))
    values = [np.array([form(mean, log_var) for mean, log_var in pairs])
              for form in divergences.DIVERGENCES.values()]
    for place, one in enumerate(values):
        for other in values[place + 1:]:
            cosine = one @ other / np.sqrt(one @ one * (other @ other))
            assert abs(cosine) < 1 - 1e-6


def test_chain_reads_the_widths_off_the_kernels() -> None:
    """Kernels that fit end to end give the widths, others nothing."""
    [way] = chains([(9, 5), (5,), (5, 2), (2,)], [''] * 4, (9,))
    assert list(map(str, way)) == ['9 -> 5', '5 -> 2']
    assert not list(chains([(9, 5), (9, 4)], [''] * 2, (9,)))


def test_arrays_cross_and_pickles_do_not() -> None:
    """What pack writes unpack reads; an object array is refused."""
    values: dict[str, list[typing.Any]] = {
        'a': [np.arange(6, dtype=np.float32).reshape(2, 3), 1.5]}
    wire = planting.probe_module('wire')
    back = observation.unpack(wire.pack(values))
    assert np.array_equal(back['a'][0], values['a'][0])
    assert back['a'][1] == 1.5
    data = io.BytesIO()
    np.save(data, np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(Unreadable):
        observation.decode(base64.b64encode(data.getvalue()).decode())


@pytest.mark.parametrize('shape, held', [
    ('999999999, 999999999, 0', 0), ('1048577, ' * 5 + '0', 0),
    ('999999999, ' * 7, 0), ('9, ' * 70, 0), ('1, ' * 9, 1), ('2, 3', 5),
    ('', 0)])
def test_heads_that_lie_are_refused(shape: str, held: int) -> None:
    """Sides beyond all memory, too many of them, or other values than said."""
    head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}"
    data = b'\x93NUMPY\x01\x00v\x00' + head.encode() + b'  \n'
    with pytest.raises(Unreadable):
        observation.decode(base64.b64encode(
            data + bytes(4 * held)).decode())
