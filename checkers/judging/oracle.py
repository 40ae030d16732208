"""The judging side's own forward passes and losses, in NumPy.

From planted weights they say what a right answer must output. Everything is
computed in float64; a model in float32 agrees to about 1e-5.
"""
import itertools
import math

import numpy as np

EPSILON = 1e-7          # Keras clips probabilities to [1e-7, 1 - 1e-7]


def relu(x):
    """Return max(x, 0)."""
    return np.maximum(x, 0)


def linear(x):
    """Return x."""
    return x


def sigmoid(x):
    """Return 1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def elu(x):
    """Return x, or exp(x) - 1 where x is negative."""
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def leaky(slope):
    """Return a leaky relu of that slope."""
    return lambda x: np.where(x > 0, x, slope * x)


def softmax(x):
    """Return exp(x) over its sum along the last axis."""
    x = np.exp(x - x.max(axis=-1, keepdims=True))
    return x / x.sum(axis=-1, keepdims=True)


ACTIVATIONS = {
    'relu': relu, 'linear': linear, 'sigmoid': sigmoid, 'tanh': np.tanh,
    'elu': elu, 'softmax': softmax, 'softplus': lambda x: np.logaddexp(x, 0),
    'leaky relu': leaky(0.2), 'leaky relu ': leaky(0.3),
    'leaky relu  ': leaky(0.01),
    'selu': lambda x: 1.0507009873554805 * np.where(
        x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0))),
    'swish': lambda x: x * sigmoid(x),
    'gelu': lambda x: 0.5 * x * (1 + np.vectorize(math.erf)(x / 2 ** 0.5)),
    'softsign': lambda x: x / (1 + np.abs(x)),
    'exponential': lambda x: np.exp(np.minimum(x, 50)),
    'mish': lambda x: x * np.tanh(np.logaddexp(x, 0)),
    'hard sigmoid': lambda x: np.clip(x / 6 + 0.5, 0, 1),
    'relu6': lambda x: np.clip(x, 0, 6)}


def dense(x, kernel, bias):
    """Return x @ kernel + bias; x is (batch, inputs)."""
    return x @ kernel + bias


def stack(x, layers, activations):
    """Return the output of dense layers: (kernel, bias) pairs, in order."""
    for (kernel, bias), activation in zip(layers, activations):
        x = ACTIVATIONS[activation](dense(x, kernel, bias))
    return x


def same_pads(size, kernel, strides):
    """Return the zeros that same padding puts before and after a side."""
    total = max((math.ceil(size / strides) - 1) * strides + kernel - size, 0)
    return total // 2, total - total // 2


def convolve(x, kernel, bias, padding='same', strides=1):
    """Return the convolution of x (batch, h, w, in), as Keras computes it.

    Args:
        kernel: (rows, columns, in, out).
        bias: (out,), or 0 for none.
        padding: 'same' or 'valid'.
        strides: integer, the step of the kernel in both directions.
    """
    if padding == 'same':
        x = np.pad(x, [(0, 0)] + [
            same_pads(size, width, strides) for size, width in
            zip(x.shape[1:3], kernel.shape)] + [(0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(
        x, kernel.shape[:2], axis=(1, 2))   # (batch, h, w, in, rows, columns)
    return np.einsum('bhwcij,ijco->bhwo', windows[:, ::strides, ::strides],
                     kernel, optimize=True) + bias


def transpose(x, kernel, bias, strides=1, padding='same'):
    """Return the transposed convolution of x (batch, h, w, in).

    It is the adjoint of convolve with these strides; with same padding it
    multiplies the sides by them.

    Args:
        kernel: (rows, columns, out, in), no narrower than the strides where
            the padding is valid.
        bias: (out,), or 0 for none.
        strides: integer.
        padding: 'same' or 'valid'.
    """
    batch, height, width, _ = x.shape
    rows, columns, channels = kernel.shape[:3]
    full = np.zeros((batch, (height - 1) * strides + rows,
                     (width - 1) * strides + columns, channels))
    for i in range(rows):
        for j in range(columns):
            full[:, i:i + (height - 1) * strides + 1:strides,
                 j:j + (width - 1) * strides + 1:strides] += \
                x @ kernel[i, j].T
    if padding == 'valid':
        return full + bias
    sides = height * strides, width * strides
    top, left = (same_pads(size, kernel_side, strides)[0] for size,
                 kernel_side in zip(sides, kernel.shape))
    full = np.pad(full, [(0, 0)] + [
        (0, strides)] * 2 + [(0, 0)])   # a kernel narrower than the strides
    return full[:, top:top + sides[0], left:left + sides[1]] + bias


def normalize(x, gamma, beta, mean, variance, epsilon=1e-3):
    """Return the batch normalisation of x with its moving statistics.

    Source: Ioffe and Szegedy, "Batch Normalization", ICML (2015).
    """
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


def pool(x, padding='same', reduce=np.max):
    """Return the pooling of x by 2 x 2: the largest values, or the mean."""
    batch, height, width, channels = x.shape
    if padding == 'same':       # odd sides get a row that never wins
        x = np.pad(x, [(0, 0), (0, height % 2), (0, width % 2), (0, 0)],
                   constant_values=-np.inf if reduce is np.max else 0)
    x = x[:, :x.shape[1] // 2 * 2, :x.shape[2] // 2 * 2]
    x = x.reshape(batch, x.shape[1] // 2, 2, x.shape[2] // 2, 2, channels)
    return reduce(x, axis=(2, 4))


def upsample(x):
    """Return x with every pixel repeated 2 x 2."""
    return x.repeat(2, axis=1).repeat(2, axis=2)


def bce(x, y):
    """Return the mean binary cross-entropy of reconstruction y of x."""
    y = np.clip(y, EPSILON, 1 - EPSILON)
    return -np.mean(x * np.log(y) + (1 - x) * np.log(1 - y))


def mse(x, y):
    """Return the mean squared error."""
    return np.mean((x - y) ** 2)


def mae(x, y):
    """Return the mean absolute error."""
    return np.mean(np.abs(x - y))


def kl(mean, log_var):
    """Return KL(N(mean, exp(log_var)) || N(0, 1)).

    Summed over the latent dimensions, averaged over the batch.
    """
    return -0.5 * np.mean(np.sum(
        1 + log_var - mean ** 2 - np.exp(log_var), axis=-1))


def orders(have, want):
    """Say in which ways a model's weights can play the layers' parts.

    Args:
        have: list of tuples, the shapes of the model's weights.
        want: list of tuples, the shapes that the exercise asks for, in the
            layers' order.

    Yields:
        Lists of places in `have`, in the order of `want`: one where all
        shapes differ, more where some repeat; none where they do not fit.
    """
    want = [tuple(shape) for shape in want]
    if sorted(have) != sorted(want):
        return
    kinds = sorted(set(have))
    groups = [[place for place, shape in enumerate(have) if shape == kind]
              for kind in kinds]
    for ways in itertools.product(*map(itertools.permutations, groups)):
        queues = {kind: iter(way) for kind, way in zip(kinds, ways)}
        yield [next(queues[shape]) for shape in want]


def layers(weights, order):
    """Return (kernel, bias) pairs: a model's weights in the layers' order."""
    chosen = [weights[place] for place in order]
    return list(zip(chosen[::2], chosen[1::2]))
