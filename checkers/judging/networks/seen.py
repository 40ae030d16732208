"""The network as it was seen: layers that explain what a model computes.

A network is a tuple of layers, in the order in which data goes through them.
What the exercise asks for is one, and what a student has built is another,
which inference.py finds.
"""
import itertools
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checkers.course.planting import KINDS, Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.oracle import (LINEAR, RELU, SIGMOID, SOFTMAX,
                                     Activation)

TOLERANCE = 1e-4        # float32 against float64, through a few layers
KEPT = 16               # layers whose outputs Varied keeps


@dataclass(frozen=True)
class Layer:
    """A layer that has weights.

    Attributes:
        shape: the kernel's, or that of a normalisation's four.
        places: of its weights among the model's: kernel, then bias if any.
        activation: what is done with the sums.
    """

    shape: Shape = ()
    places: tuple[int, ...] = ()
    activation: Activation = RELU

    def run(self, x: Array, weights: Sequence[Array],
            is_training: bool = False) -> Array:
        """Return the layer's output.

        Args:
            x: (batch, ...).
            weights: all of the model's.
            is_training: whether batches are normalised by what they hold.
        """
        own = [weights[place] for place in self.places]
        return self.activation(self.sums(x, own, is_training))

    def sums(self, x: Array, weights: Sequence[Array],
             is_training: bool) -> Array:
        """Return what the activation is given, for the layer's weights.

        Raises:
            ValueError: the shapes do not fit.
        """
        raise NotImplementedError


Network = tuple[Layer, ...]
Kind = typing.TypeVar('Kind', bound=Layer)


@dataclass(frozen=True)
class Dense(Layer):
    """A fully connected layer; its shape is (inputs, outputs).

    Pictures are flattened before it.
    """

    def sums(self, x: Array, weights: Sequence[Array],
             is_training: bool) -> Array:
        """Return x @ kernel + bias."""
        kernel, *bias = weights
        return sum(bias, x.reshape(len(x), -1) @ kernel)

    def __str__(self) -> str:
        """Return the layer as a table shows it."""
        bias = '' if len(self.places) > 1 else ', no bias'
        return f'{self.shape[0]} -> {self.shape[1]}{bias}'


@dataclass(frozen=True)
class Convolution(Layer):
    """A convolution; its shape is (rows, columns, inputs, outputs).

    Attributes:
        padding: 'same' or 'valid'.
        strides: the step of the kernel in both directions.
        is_transposed: whether it is the adjoint; its shape has outputs before
            inputs.
        grid: the sides of the picture that a vector is reshaped to.
        is_channels_first: whether the channels come before them there.
    """

    padding: str = 'same'
    strides: int = 1
    is_transposed: bool = False
    grid: tuple[int, ...] = ()
    is_channels_first: bool = False

    def picture(self, x: Array) -> Array:
        """Return pictures, those that vectors are reshaped to."""
        if x.ndim > 2:
            return x
        if self.is_channels_first:
            return x.reshape(len(x), -1, *self.grid).transpose(0, 2, 3, 1)
        return x.reshape(len(x), *self.grid, -1)

    def sums(self, x: Array, weights: Sequence[Array],
             is_training: bool) -> Array:
        """Return the convolution of x."""
        kernel, *bias = weights
        x = self.picture(x)
        if self.is_transposed:
            return sum(bias, oracle.transpose(x, kernel, 0, self.strides,
                                              self.padding))
        return sum(bias, oracle.convolve(x, kernel, 0, self.padding,
                                         self.strides))

    def __str__(self) -> str:
        """Return the layer as a table shows it."""
        bias = '' if len(self.places) > 1 else ', no bias'
        return (f'{" x ".join(map(str, self.shape[:-1]))} -> '
                f'{self.shape[-1]}{bias}')


@dataclass(frozen=True)
class Normalisation(Layer):
    """A batch normalisation.

    Attributes:
        has: which of KINDS its weights are; it may have no scale or shift.
        epsilon: what is added to the variance.
        axis: along which each number has a scale, a shift and a mean of its
            own; the channels' is the last.
    """

    has: tuple[str, ...] = KINDS
    epsilon: float = 1e-3
    axis: int = -1

    def sums(self, x: Array, weights: Sequence[Array],
             is_training: bool) -> Array:
        """Return x, normalised."""
        known: dict[str, Array | float] = dict(zip(self.has, weights))
        gamma, beta, mean, variance = (known.get(kind, usual) for kind, usual
                                       in zip(KINDS, (1., 0., 0., 1.)))
        if is_training:
            axes = self.others(x)
            mean, variance = x.mean(axes), x.var(axes)
        x = np.moveaxis(x, self.axis, -1)
        return np.moveaxis(oracle.normalize(
            x, gamma, beta, mean, variance, self.epsilon), -1, self.axis)

    def others(self, x: Array) -> tuple[int, ...]:
        """Return the axes of x over which a mean is taken."""
        return tuple(axis for axis in range(x.ndim)
                     if axis != self.axis % x.ndim)

    def __str__(self) -> str:
        """Return the layer as a table shows it."""
        return 'batch normalisation'


def dense(widths: Sequence[int], last: Activation) -> Network:
    """Return dense layers of these widths, relu in all but the last."""
    count = len(widths) - 1
    return tuple(Dense(pair, (2 * nth, 2 * nth + 1),
                       last if nth == count - 1 else RELU)
                 for nth, pair in enumerate(itertools.pairwise(widths)))


class Varied(list[Array]):
    """A model's weights, of which one after the other is put for a moment.

    What layers have given first is kept: before the weight that varies all
    is as it was. No array may be changed in place.
    """

    def __init__(self, weights: Iterable[Array]) -> None:
        """Keep nothing yet."""
        super().__init__(weights)
        self.known: dict[object, tuple[list[Array], Array]] = {}

    def after(self, layer: Layer, x: Array, is_training: bool) -> Array:
        """Return what a layer gives; as Layer.run."""
        own = [x, *(self[place] for place in layer.places)]
        key = layer, is_training, *map(id, own)
        if key in self.known:
            return self.known[key][1]
        y = layer.run(x, self, is_training)
        if len(self.known) < KEPT:
            self.known[key] = own, y    # while they are kept, ids are theirs
        return y


def run(network: Iterable[Layer], x: Array, weights: Sequence[Array],
        is_training: bool = False) -> Array:
    """Return a network's output for a model's weights."""
    for layer in network:
        x = weights.after(layer, x, is_training) if isinstance(
            weights, Varied) else layer.run(x, weights, is_training)
    return x


def compared(network: Network, loss: oracle.Loss | None) -> Network:
    """Return a network that gives what a loss compares with the input.

    That is its output; but of a softmax the cross-entropies of Keras take
    the sums, as a sigmoid's.
    """
    *body, last = network
    if last.activation != SOFTMAX or loss not in oracle.OF_SUMS:
        return network
    return *body, replace(last, activation=SIGMOID)


def near(found: Array, expected: Array) -> bool:
    """Tell whether outputs agree in shape and value."""
    return found.shape == expected.shape and bool(
        np.all(np.abs(found - expected) < TOLERANCE))


def activations(network: Network) -> list[Activation]:
    """Return those of the layers; one may come after a normalisation."""
    found: list[Activation] = []
    for layer in network:
        if isinstance(layer, Normalisation) and found:
            if found[-1] == LINEAR:
                found[-1] = layer.activation
        else:
            found.append(layer.activation)
    return found


def activated(network: Network, pattern: Iterable[Activation]) -> Network:
    """Return a network with other activations."""
    following = iter(pattern)
    return tuple(
        layer if isinstance(layer, Normalisation) else
        replace(layer, activation=next(following)) for layer in network)


def only(network: Network, kind: type[Kind]) -> list[Kind]:
    """Return the layers of one kind."""
    return [layer for layer in network if isinstance(layer, kind)]
