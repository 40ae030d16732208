"""The judging side's own forward passes and losses, in NumPy.

From planted weights they say what a right answer must output. Everything is
computed in float64; a model in float32 agrees to about 1e-5.
"""
import itertools

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
    'swish': lambda x: x * sigmoid(x)}


def dense(x, kernel, bias):
    """Return x @ kernel + bias; x is (batch, inputs)."""
    return x @ kernel + bias


def stack(x, layers, activations):
    """Return the output of dense layers: (kernel, bias) pairs, in order."""
    for (kernel, bias), activation in zip(layers, activations):
        x = ACTIVATIONS[activation](dense(x, kernel, bias))
    return x


def convolve(x, kernel, bias, padding='same'):
    """Return the convolution of x (batch, h, w, in), as Keras computes it.

    Args:
        kernel: (rows, columns, in, out).
        bias: (out,).
        padding: 'same' or 'valid'.
    """
    rows, columns = kernel.shape[:2]
    if padding == 'same':
        x = np.pad(x, [(0, 0), ((rows - 1) // 2, rows // 2),
                       ((columns - 1) // 2, columns // 2), (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(
        x, (rows, columns), axis=(1, 2))    # (batch, h, w, in, rows, columns)
    return np.einsum('bhwcij,ijco->bhwo', windows, kernel,
                     optimize=True) + bias


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


def assignments(weights, shapes):
    """Say in which ways a model's weights can play the layers' parts.

    Args:
        weights: list of arrays, in the model's own order.
        shapes: list of tuples, the weights that the exercise asks for, in
            the layers' order.

    Yields:
        Lists of arrays in the order of shapes: one where all shapes differ,
        more where some repeat; none where the shapes do not fit.
    """
    have = sorted(weight.shape for weight in weights)
    if have != sorted(tuple(shape) for shape in shapes):
        return
    kinds = sorted(set(have))
    groups = [[weight for weight in weights if weight.shape == kind]
              for kind in kinds]
    for orders in itertools.product(*map(itertools.permutations, groups)):
        queues = {kind: iter(order) for kind, order in zip(kinds, orders)}
        yield [next(queues[tuple(shape)]) for shape in shapes]
