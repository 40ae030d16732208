"""Known numbers: the inputs and weights that both sides can compute.

The probe plants them in the student's interpreter, the oracle computes with
them in the judging process; so this module runs on Python 3.6 too.
"""
import zlib

import numpy as np

# Weights that are planted by what they are, not by their shape alone.
KINDS = ('gamma', 'beta', 'moving_mean', 'moving_variance')
# To make one takes 80 times as long as to seed it.
STREAM = np.random.RandomState(0)


def uniform(shape, seed, low=0., high=1.):
    """Return a float32 array, uniform in [low, high), the same everywhere.

    RandomState's stream is frozen by NumPy, so that every version agrees.
    """
    STREAM.seed(seed % 2 ** 32)
    values = STREAM.random_sample([int(size) for size in shape])
    values *= high - low
    values += low
    return values.astype(np.float32)


def fitted(x, shape):
    """Return x; where it has another shape, its values over and over.

    So a model that gives another shape than it takes has a target.
    """
    return x if x.shape == tuple(shape) else np.resize(x, shape)


def planted(shapes, seed, gain=1., fixed=(), kinds=None):
    """Return known weights for a model's list of weight shapes.

    A weight depends on its shape and on how many of that shape came before
    it, not on its place in the list: layers that create their bias first
    get the same weights. Kernels are uniform with the variance 2 / fan_in,
    which keeps the signal's size through relu layers; biases are uniform
    within 0.3.

    Args:
        shapes: list of tuples, the weights' shapes in the model's order.
        seed: integer.
        gain: float, a factor on the kernels.
        kinds: list of texts, what a weight is where its shape does not say:
            'gamma', 'beta', 'moving_mean' or 'moving_variance' of a batch
            normalisation, otherwise ''. Each kind is counted by itself;
            gamma and moving_variance lie within 0.5 of 1.
        fixed: list of [shape, nth, value]: the nth weight of that shape is
            filled with the value instead; None stands for any nth, and in
            a shape for any size. Later entries go before earlier ones.
    """
    weights, counts = [], {}
    for shape, kind in zip(shapes, kinds or [''] * len(shapes)):
        shape = tuple(int(size) for size in shape)
        name = (shape, kind) if kind else (shape,)
        nth = counts.get(name, 0)
        counts[name] = nth + 1
        key = zlib.crc32(repr((seed,) + name + (nth,)).encode())
        if len(shape) > 1:
            bound = gain * (6. / np.prod(shape[:-1])) ** 0.5
        else:
            bound = 0.3
        weight = uniform(shape, key, -bound, bound)
        if kind in ('gamma', 'moving_variance'):
            weight = 1 + weight / 0.6
        for other, place, value in fixed:
            if place in (None, nth) and len(other) == len(shape) and all(
                    size in (None, own) for size, own in zip(other, shape)):
                weight = np.full(shape, value, np.float32)
        weights.append(weight)
    return weights
