"""Which network a model is: the one from which its outputs follow.

`chains` says in which ways the shapes of the weights fit end to end, and
`infer` finds the one from which outputs under planted weights follow. Outputs
that follow from none are not believed.
"""
import contextlib
import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from checkers.course.planting import KINDS, Array
from checkers.course.values import Shape
from checkers.judging.networks.seen import (Convolution, Dense, Layer,
                                            Network, Normalisation, activated,
                                            activations, near, run)
from checkers.judging.networks.units import Unit, grouped
from checkers.judging.oracle import ACTIVATIONS, LINEAR, RELU, Activation

# Of one model: how many units are looked at, in how many steps they are put
# together, how many networks are tried, and with how many multiplications.
UNITS, STEPS, TRIES, PRODUCTS = 40, 4000, 4000, 5e8
# So many ways to put layers together are tried first, with so many patterns.
LIKELY, ONCE = 8, 72
# Along the way a picture has at most so many times the pixels of the larger
# of input and output: layers that double its sides could fill the memory.
LARGER = 4


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


def usual(network: Network, last: Activation) -> Iterator[Network]:
    """Yield a network with the right activations, as normalised does."""
    count = len(activations(network))
    if count:
        yield from normalised(activated(network, patterns(count, last)[0]))


def candidates(ways: Iterable[Network], last: Activation) -> \
        Iterator[Network]:
    """Yield what networks of these layers may do, the likeliest first."""
    ways = iter(ways)
    begin = list(itertools.islice(ways, 1))
    for way in begin:       # if it is that, the others are never made
        yield from usual(way, last)
    tried = [(way, patterns(count, last))
             for way in itertools.chain(begin, ways)
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
    pixels = max(math.prod(side.shape[1:-1]) for side in (x, found))

    @functools.lru_cache(256)
    def after(network: Network) -> Array:
        if not network:
            return x[:1]
        y = network[-1].run(after(network[:-1]), weights)
        if math.prod(y.shape[1:-1]) > LARGER * pixels:
            raise ValueError('a picture larger than any that was seen')
        return y

    # Most pictures along the way are smaller than the largest.
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
