"""The network as it was seen: layers that explain what a model computes.

A network is a tuple of layers, in the order in which data goes through them.
What the exercise asks for is one, and what a student has built is another:
`chains` says in which ways the shapes of the weights fit end to end, and
`infer` finds the one from which outputs under planted weights follow. Outputs
that follow from none are not believed.
"""
import contextlib
import functools
import itertools
import math
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checkers.course.planting import KINDS, Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.networks.units import Unit, grouped
from checkers.judging.oracle import (ACTIVATIONS, LINEAR, RELU, SIGMOID,
                                     SOFTMAX, Activation)

TOLERANCE = 1e-4        # float32 against float64, through a few layers
# Of one model: how many units are looked at, in how many steps they are put
# together, how many networks are tried, and with how many multiplications.
UNITS, STEPS, TRIES, PRODUCTS = 40, 4000, 4000, 5e8
# So many ways to put layers together are tried first, with so many patterns.
LIKELY, ONCE = 8, 64
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


def made(width: int, rank: int, kind: str, shape: Shape,
         grid: tuple[int, ...]) -> Iterator[tuple[Layer, int]]:
    """Yield the layers that a unit may be the kernel of, and their widths.

    Args:
        width, rank: of what goes in: 2 for vectors, 4 for pictures.
        kind, shape: the unit's.
        grid: as chains.
    """
    if not kind and grid and (rank, len(shape)) == (2, 4) and \
            width % math.prod(grid) == 0:
        width, rank = width // math.prod(grid), 4
    if kind or len(shape) not in (2, rank):
        return
    if shape[-2] == width or rank > len(shape) and shape[0] % width == 0:
        yield (Dense(shape) if len(shape) == 2 else
               Convolution(shape, grid=grid)), shape[-1]
    if rank == len(shape) == 4 and shape[3] == width:
        yield Convolution(shape, grid=grid, is_transposed=True), shape[2]


def chains(shapes: Sequence[Shape], kinds: Sequence[str], start: Shape,
           last: int | None = None, grid: tuple[int, ...] = (),
           axis: int = -1) -> Iterator[Network]:
    """Yield the ways in which a model's layers may follow each other.

    What the layers do is not known yet. A layer may lack a bias, and a batch
    normalisation may follow it.

    Args:
        shapes, kinds: of the weights, as the evidence has them.
        start: the shape of an input.
        last: the width of the last layer; then not all of the weights need
            be used.
        grid: the sides of the picture that a vector is reshaped to.
        axis: that of the normalisations. How long another than the last one
            is nobody knows here; `infer` leaves out what does not fit.
    """
    units = grouped(map(Unit, kinds, shapes))
    if len(units) > UNITS:
        return
    steps = iter(range(STEPS))

    def follow(width: int, rank: int, free: list[
            tuple[Unit, list[int]]]) -> Iterator[Network]:
        if width == last or last is None and not free:
            yield ()
        for (kind, shape), places in free:
            if next(steps, None) is None:
                return
            rest = [unit for unit in free if unit[1] is not places]
            if kind.startswith('normalisation') and (
                    axis != -1 or shape == (width,)):
                has = tuple(one for one in KINDS if one in kind)
                for tail in follow(width, rank, rest):
                    yield Normalisation(shape, tuple(places), LINEAR,
                                        has or KINDS, axis=axis), *tail
            for layer, end in made(width, rank, kind, shape, grid):
                for bias in [*(own for unit, own in rest
                               if unit == Unit('', (end,))), []]:
                    own = replace(layer, places=(*places, *bias))
                    for tail in follow(end, len(shape), [
                            unit for unit in rest if unit[1] is not bias]):
                        yield own, *tail

    yield from follow(start[-1], len(start) + 1, units)


@functools.cache
def patterns(count: int, last: Activation) -> list[tuple[Activation, ...]]:
    """Return activations of count layers, the right ones first.

    Then every mistake that one decision makes: all hidden layers, the last
    layer, all, or one layer with another activation; then those of two.
    """
    hidden = [RELU] * (count - 1)
    found = [[*hidden, last]]
    for other in ACTIVATIONS:
        found += [[other] * (count - 1) + [last], [*hidden, other],
                  [other] * count]
        found += [[*hidden[:place], other, *hidden[place + 1:], last]
                  for place in range(count - 1)]
    found += [[one] * (count - 1) + [other]
              for one in ACTIVATIONS for other in ACTIVATIONS]
    return list(dict.fromkeys(map(tuple, found)))


def mistaken(found: Sequence[Activation], last: Activation) -> str:
    """Say which activations are not the right ones; '' where all are."""
    hidden, own = set(found[:-1]), found[-1]
    if len(hidden) == 1 and hidden != {RELU}:
        name = found[0].name
        if own == last:
            return f'the hidden layers are {name}'
        if own == found[0]:
            return f'all layers are {name}'
    wrong = [f'layer {place} is {activation.name}'
             for place, activation in enumerate(found[:-1], 1)
             if activation != RELU]
    if own != last:
        wrong.append(f'the last layer is {own.name}')
    return ' and '.join(wrong)


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


def normalised(network: Network) -> Iterator[Network]:
    """Yield a network, then one that is normalised before its activations."""
    yield network
    late = list(network)
    for place, (one, other) in enumerate(itertools.pairwise(network)):
        if isinstance(other, Normalisation):
            late[place] = replace(one, activation=LINEAR)
            late[place + 1] = replace(other, activation=one.activation)
    if late != list(network):
        yield tuple(late)


def candidates(ways: Iterable[Network], last: Activation) -> \
        Iterator[Network]:
    """Yield what networks of these layers may do, the likeliest first."""
    tried = [(way, patterns(count, last)) for way in ways
             if (count := len(activations(way)))]
    likely = [(way, found[:ONCE]) for way, found in tried[:LIKELY]]
    for some in likely, tried:
        for turn in itertools.zip_longest(*(found for _, found in some)):
            for (way, _), pattern in zip(some, turn):
                if pattern:
                    yield from normalised(activated(way, pattern))


def infer(x: Array, found: Array, weights: Sequence[Array],
          networks: Iterable[Network]) -> Network | None:
    """Return the first network from which outputs follow, or None.

    Networks that begin alike are computed once as far as they are alike, and
    one row tells most apart; then all of them.

    Args:
        x, found: inputs and outputs, a row each.
        weights: all of the model's.
        networks: what to try.
    """
    if not all(np.all(np.isfinite(array)) for array in (x, found)):
        return None

    @functools.lru_cache(256)
    def after(network: Network) -> Array:
        return network[-1].run(after(network[:-1]), weights) \
            if network else x[:1]

    # Along the way pictures are smaller than the largest.
    pixels = max(math.prod(side.shape[1:-1]) for side in (x, found))
    size = 1 + sum(weight.size for weight in weights) * max(1, pixels // 2)
    tries = TRIES if pixels == 1 else TRIES // 3
    with np.errstate(all='ignore'):
        for network in itertools.islice(
                networks, int(min(tries, PRODUCTS / size))):
            with contextlib.suppress(ValueError):   # shapes that do not fit
                if near(found[:1], after(network)) and near(
                        found, run(network, x, weights)):
                    return network
    return None


def only(network: Network, kind: type[Kind]) -> list[Kind]:
    """Return the layers of one kind."""
    return [layer for layer in network if isinstance(layer, kind)]
