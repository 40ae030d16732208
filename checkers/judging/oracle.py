"""The judging side's own forward passes and losses, in NumPy.

From planted weights they say what a right answer must output. Everything is
computed in float64; a model in float32 agrees to about 1e-5.
"""
import dataclasses
import math
from collections.abc import Callable, Sequence

import numpy as np

from checkers.course.planting import Array, fitted

# Keras clips probabilities to [1e-7, 1 - 1e-7]; these are float32.
CLIPPED = 1e-7, 1 - 2. ** -23

Layer = tuple[Array, Array]             # kernel and bias
Loss = Callable[[Array, Array], float]  # of an input and its reconstruction


@dataclasses.dataclass(frozen=True, eq=False)
class Activation:
    """What a layer does with its sums; each is equal to itself alone.

    Attributes:
        name: what students know it by; leaky relus of several slopes have
            one name.
        function: it, from array to array.
    """

    name: str
    function: Callable[[Array], Array]

    def __call__(self, x: Array) -> Array:
        """Return the function's value."""
        return self.function(x)


def leaky(slope: float) -> Activation:
    """Return a leaky relu of that slope."""
    return Activation('leaky relu', lambda x: np.where(x > 0, x, slope * x))


def softmax(x: Array) -> Array:
    """Return exp(x) over its sum along the last axis."""
    powers: Array = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


RELU = Activation('relu', lambda x: np.maximum(x, 0))
LINEAR = Activation('linear', lambda x: x)
SIGMOID = Activation('sigmoid', lambda x: 1 / (1 + np.exp(
    -np.maximum(x, -700))))             # e ** 700 is still a number
TANH = Activation('tanh', np.tanh)
SOFTMAX = Activation('softmax', softmax)
# A mistake is named by the first that explains it, so the likely come first.
ACTIVATIONS = (
    RELU, LINEAR, SIGMOID, TANH,
    Activation('elu', lambda x: np.where(
        x > 0, x, np.expm1(np.minimum(x, 0)))),
    Activation('relu6', lambda x: np.clip(x, 0, 6)),
    SOFTMAX,
    Activation('softplus', lambda x: np.logaddexp(x, 0)),
    leaky(0.2), leaky(0.3), leaky(0.01),
    Activation('selu', lambda x: 1.0507009873554805 * np.where(
        x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))),
    Activation('swish', lambda x: x * SIGMOID(x)),
    Activation('gelu', lambda x: 0.5 * x * (
        1 + np.vectorize(math.erf)(x / 2 ** 0.5))),
    Activation('softsign', lambda x: x / (1 + np.abs(x))),
    Activation('exponential', lambda x: np.exp(np.minimum(x, 50))),
    Activation('mish', lambda x: x * np.tanh(np.logaddexp(x, 0))),
    Activation('hard sigmoid', lambda x: np.clip(x / 6 + 0.5, 0, 1)),
    Activation('relu cut off at 1', lambda x: np.clip(x, 0, 1)))


def dense(x: Array, kernel: Array, bias: Array) -> Array:
    """Return x @ kernel + bias; x is (batch, inputs)."""
    return x @ kernel + bias


def stack(x: Array, layers: Sequence[Layer],
          activations: Sequence[Activation]) -> Array:
    """Return the output of dense layers, in order."""
    for (kernel, bias), activation in zip(layers, activations):
        x = activation(dense(x, kernel, bias))
    return x


def same_pads(size: int, kernel: int, strides: int) -> tuple[int, int]:
    """Return the zeros that same padding puts before and after a side."""
    total = max((math.ceil(size / strides) - 1) * strides + kernel - size, 0)
    return total // 2, total - total // 2


def padded(x: Array, rows: tuple[int, int], columns: tuple[int, int],
           value: float = 0.) -> Array:
    """Return x (batch, h, w, channels) with what stands around its sides.

    Args:
        rows, columns: how many before and after. np.pad does the same, ten
            times as slowly.
        value: what is put there.
    """
    batch, height, width, channels = x.shape
    (top, bottom), (left, right) = rows, columns
    found = np.full((batch, top + height + bottom, left + width + right,
                     channels), value)
    found[:, top:top + height, left:left + width] = x
    return found


def convolve(x: Array, kernel: Array, bias: Array | float = 0.,
             padding: str = 'same', strides: int = 1) -> Array:
    """Return the convolution of x (batch, h, w, in), as Keras computes it.

    Args:
        kernel: (rows, columns, in, out).
        bias: (out,); 0 for none.
        padding: 'same' or 'valid'.
        strides: the step of the kernel in both directions.
    """
    if padding == 'same':
        rows, columns = (same_pads(size, width, strides) for size, width in
                         zip(x.shape[1:3], kernel.shape))
        x = padded(x, rows, columns)
    x = np.ascontiguousarray(x)
    batch, *sides, _ = x.shape
    sides = [(side - width) // strides + 1
             for side, width in zip(sides, kernel.shape)]
    if min(sides) < 1 or x.shape[3] != kernel.shape[2]:
        raise ValueError('a kernel that does not fit the picture')
    # What the kernel is put on, a row for each place: (batch, h, w, rows,
    # columns, in), as a view, then copied.
    far, down, right, deep = x.strides
    windows: Array = np.ndarray(
        (batch, *sides, *kernel.shape[:3]), x.dtype, x, 0, (
            far, strides * down, strides * right, down, right, deep))
    summed: Array = windows.reshape(batch * math.prod(sides), -1) @ \
        kernel.reshape(-1, kernel.shape[3])
    return summed.reshape(batch, *sides, -1) + bias


def transpose(x: Array, kernel: Array, bias: Array | float = 0.,
              strides: int = 1, padding: str = 'same') -> Array:
    """Return the transposed convolution of x (batch, h, w, in).

    It is the adjoint of convolve with these strides; with same padding it
    multiplies the sides by them.

    Args:
        kernel: (rows, columns, out, in), no narrower than the strides where
            the padding is valid.
        bias: (out,); 0 for none.
        padding: 'same' or 'valid'.
    """
    batch, height, width, _ = x.shape
    rows, columns, channels = kernel.shape[:3]
    # With room for a kernel that is narrower than the strides.
    full = np.zeros((batch, height * strides + rows,
                     width * strides + columns, channels))
    # What every pixel adds: (batch, h, w, rows, columns, out).
    parts = (x @ kernel.reshape(-1, kernel.shape[3]).T).reshape(
        *x.shape[:3], *kernel.shape[:3])
    for i in range(rows):
        for j in range(columns):
            full[:, i:i + (height - 1) * strides + 1:strides,
                 j:j + (width - 1) * strides + 1:strides] += \
                parts[:, :, :, i, j]
    if padding == 'valid':
        return full[:, :-strides, :-strides] + bias
    sides = height * strides, width * strides
    top, left = (same_pads(size, kernel_side, strides)[0] for size,
                 kernel_side in zip(sides, kernel.shape))
    return full[:, top:top + sides[0], left:left + sides[1]] + bias


def normalize(x: Array, gamma: Array | float, beta: Array | float,
              mean: Array | float, variance: Array | float,
              epsilon: float = 1e-3) -> Array:
    """Return the batch normalisation of x with its moving statistics.

    Source: Ioffe and Szegedy, "Batch Normalization", ICML (2015).
    """
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


def pool(x: Array, padding: str = 'same',
         reduce: Callable[..., Array] = np.fmax.reduce,
         size: int = 2) -> Array:
    """Return the pooling of x with strides of 2: the largest values.

    Args:
        padding: 'same' or 'valid'; what pads is no number.
        reduce: mean_of_numbers for the mean.
        size: the sides of the windows.
    """
    if padding == 'same':
        x = padded(x, same_pads(x.shape[1], size, 2),
                   same_pads(x.shape[2], size, 2), np.nan)
    rows, columns = ((side - size) // 2 + 1 for side in x.shape[1:3])
    pooled: Array = reduce(np.stack([
        x[:, i:i + 2 * rows - 1:2, j:j + 2 * columns - 1:2]
        for i in range(size) for j in range(size)]), axis=0)
    return pooled


def mean_of_numbers(x: Array, axis: int) -> Array:
    """Return the mean of what is a number; NaN where nothing is."""
    numbers = ~np.isnan(x)
    with np.errstate(invalid='ignore'):
        mean: Array = np.where(numbers, x, 0).sum(axis) / numbers.sum(axis)
    return mean


def upsample(x: Array, rows: int = 2, columns: int = 2) -> Array:
    """Return x with every pixel repeated rows x columns times."""
    return x.repeat(rows, axis=1).repeat(columns, axis=2)


def upsample_linearly(x: Array) -> Array:
    """Return x with twice the sides, interpolated between pixel centres."""
    for axis in (1, 2):
        sides = [(0, 0)] * x.ndim
        sides[axis] = 1, 1
        padded, count = np.pad(x, sides, mode='edge'), x.shape[axis]
        before, after = (np.take(padded, range(first, first + count), axis)
                         for first in (0, 2))
        pairs = np.stack([0.75 * x + 0.25 * before,
                          0.75 * x + 0.25 * after], axis + 1)
        x = pairs.reshape(*x.shape[:axis], 2 * count, *x.shape[axis + 1:])
    return x


def bce(x: Array, y: Array) -> float:
    """Return the mean binary cross-entropy of reconstruction y of x.

    Where y has another shape, x is its target as the probe fits it; so it is
    in the other losses.
    """
    x, y = fitted(x, y.shape), np.clip(y, *CLIPPED)
    return -float(np.mean(x * np.log(y) + (1 - x) * np.log(1 - y)))


def mse(x: Array, y: Array) -> float:
    """Return the mean squared error."""
    return float(np.mean((fitted(x, y.shape) - y) ** 2))


def mae(x: Array, y: Array) -> float:
    """Return the mean absolute error."""
    return float(np.mean(np.abs(fitted(x, y.shape) - y)))


def focal(x: Array, y: Array) -> float:
    """Return the mean focal cross-entropy, as Keras has it by default.

    Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV (2017).
    """
    x, y = fitted(x, y.shape), np.clip(y, *CLIPPED)
    missed = x * (1 - y) + (1 - x) * y
    return -float(np.mean(missed ** 2 * (
        x * np.log(y) + (1 - x) * np.log(1 - y))))


def categorical(x: Array, y: Array) -> float:
    """Return the categorical cross-entropy.

    Where y is a sigmoid, Keras 3 takes the softmax of its logits.
    """
    x, y = fitted(x, y.shape), np.clip(y, *CLIPPED)
    shares = softmax(np.log(y / (1 - y)))
    return -float(np.mean(np.sum(x * np.log(shares), axis=-1)))


def trained_categorical(x: Array, y: Array) -> float:
    """Return what is trained where the categorical cross-entropy is shown.

    TensorFlow's gradient of it by the logits is softmax(logits) - x, as if
    the values of x had the sum 1; of that gradient this is the loss.
    """
    x, y = fitted(x, y.shape), np.clip(y, *CLIPPED)
    logits = np.log(y / (1 - y))
    return float(np.mean(np.logaddexp.reduce(logits, axis=-1) -
                         np.sum(x * logits, axis=-1)))


def smoothed(x: Array, y: Array) -> float:
    """Return the cross-entropy of labels that are smoothed by 0.1."""
    return bce(0.9 * x + 0.05, y)


# Of an input and its reconstruction, by the names that a message gives them.
LOSSES: dict[str, Loss] = {
    'binary cross-entropy': bce, 'squared error': mse, 'absolute error': mae,
    'focal cross-entropy': focal, 'categorical cross-entropy': categorical,
    'cross-entropy of smoothed labels': smoothed,
    'error of the fourth power': lambda x, y: float(np.mean(
        (fitted(x, y.shape) - y) ** 4))}
# Those whose gradient is another one's.
TRAINED: dict[Loss, Loss] = {categorical: trained_categorical}
# Where the output is a softmax, Keras gives these the sums before it.
OF_SUMS = bce, smoothed, categorical, trained_categorical


def kl(mean: Array, log_var: Array) -> float:
    """Return KL(N(mean, exp(log_var)) || N(0, 1)).

    Summed over the latent dimensions, averaged over the batch.
    """
    return -0.5 * float(np.mean(np.sum(
        1 + log_var - mean ** 2 - np.exp(log_var), axis=-1)))


def layers(weights: Sequence[Array], order: Sequence[int]) -> list[Layer]:
    """Return (kernel, bias) pairs: a model's weights in the layers' order."""
    chosen = [weights[place] for place in order]
    return list(zip(chosen[::2], chosen[1::2]))
