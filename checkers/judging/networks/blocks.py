"""What the blocks of task 5 compute, and from which outputs follow.

A block is a convolution without bias with strides of 2, then batch
normalisation, then relu; the decoder's convolutions are transposed.
"""
import collections
import itertools
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import common
from checkers.judging.evidence import Case, remembered
from checkers.judging.networks import seen
from checkers.judging.networks.deep import moved, pick
from checkers.judging.networks.pictures import (KEPT, MEAN_POOLED, POOLED,
                                                UPSAMPLED, Layer, Resizing)
from checkers.judging.networks.inference import chains, infer
from checkers.judging.networks.seen import (Convolution, Network,
                                            Normalisation, only, run)
from checkers.judging.networks.units import (SAVED, Unit, entries, grouped,
                                             is_right)
from checkers.judging.oracle import ACTIVATIONS, LINEAR, RELU, SIGMOID

EPSILONS = (1e-3, 1e-5, 1e-4, 1e-2)     # Keras' and other usual ones
CONVOLUTIONS = {'encoder': 'convolutions',
                'decoder': 'transposed convolutions'}
WAYS = 64               # to find the decoder's weights among the model's


class Explained(typing.NamedTuple):
    """How a part's outputs follow from its weights.

    Attributes:
        network: the part, as it was seen.
        mistake: what of it is wrong; '' for nothing.
    """

    network: Network
    mistake: str


class Block(typing.NamedTuple):
    """What is done with a convolution's weights and a normalisation's.

    Attributes:
        layer: the convolution, with all that the block does beside
            normalising.
        is_late: whether the normalisation comes after the activation.
    """

    layer: Layer
    is_late: bool = False


@dataclass(frozen=True)
class End(Normalisation):
    """A block's batch normalisation, and what becomes of the sides then."""

    resizing: Resizing = KEPT

    def run(self, x: Array, weights: Sequence[Array],
            is_training: bool = False) -> Array:
        """Return the layer's output."""
        return self.resizing.function(super().run(x, weights, is_training))


RIGHT = Block(Layer(strides=2))
VALID = (Block(Layer(strides=2, padding='valid')),
         'valid padding; expected same')
KEEPING = Block(Layer()), 'no strides; expected 2'
UPSAMPLING = 'upsampling in place of strides of 2'
# The known mistakes in what becomes of the sides.
SIZES = {
    'encoder': (
        VALID, KEEPING,
        (Block(Layer(resizing=POOLED)),
         'max pooling in place of strides of 2'),
        (Block(Layer(resizing=MEAN_POOLED)),
         'mean pooling in place of strides of 2')),
    'decoder': (
        VALID, KEEPING,
        (Block(Layer(resizing=UPSAMPLED)), UPSAMPLING),
        (Block(Layer(resizing=UPSAMPLED, resizes_first=True)), UPSAMPLING))}
# What more convolutions than asked for may do between the right ones.
BETWEEN = Block(Layer(activation=LINEAR)), Block(Layer())
MORE = Block(Layer(activation=SIGMOID)), *BETWEEN   # after them, or before


def arrangements(part: str, count: int, is_right: bool) -> \
        Iterator[tuple[list[Block], str]]:
    """Yield (blocks, mistake), the right ones first.

    Args:
        part: 'encoder' or 'decoder'.
        count: the number of blocks.
        is_right: whether these are the layers that are asked for.
    """
    changed = [
        *SIZES[part],
        (RIGHT._replace(is_late=True),
         'relu before batch normalisation; expected after'),
        *((Block(replace(RIGHT.layer, activation=other)),
           f'{other.name}; expected relu')
          for other in ACTIVATIONS if other != RELU)]
    what = CONVOLUTIONS[part]
    yield [RIGHT] * count, ''
    for other in () if is_right else MORE:
        yield [RIGHT] * (count - 1) + [other], ''
        yield [other] + [RIGHT] * (count - 1), ''
    for other in () if is_right else BETWEEN:
        yield ([RIGHT, other] * count)[:count], ''
        yield ([other, RIGHT] * count)[:count], ''
    for block, mistake in changed:
        yield [block] * count, f'the {what} have {mistake}'
    for place in range(count):
        for block, mistake in changed:
            one, more = [RIGHT] * count, [block] * count
            one[place], more[place] = block, RIGHT
            yield one, f'number {place + 1} of the {what} has {mistake}'
            yield more, (f'all but number {place + 1} of the {what} have '
                         f'{mistake}')


def built(way: Network, blocks: Iterable[Block], epsilon: float) -> Network:
    """Return a chain whose convolutions are those of blocks."""
    following, found = iter(blocks), list[seen.Layer]()
    block = RIGHT
    for layer, after in zip(way, (*way[1:], None)):
        if isinstance(layer, Convolution):
            block = next(following)
            own = replace(block.layer, shape=layer.shape, places=layer.places,
                          is_transposed=layer.is_transposed)
            if isinstance(after, Normalisation):
                own = replace(
                    own, activation=own.activation if block.is_late else
                    LINEAR,
                    resizing=own.resizing if own.resizes_first else KEPT)
            found.append(own)
        elif isinstance(layer, Normalisation):
            last = block.layer
            found.append(End(
                layer.shape, layer.places,
                LINEAR if block.is_late else last.activation, layer.has,
                epsilon, layer.axis,
                KEPT if last.resizes_first else last.resizing))
    return tuple(found)


def arranged(ways: Iterator[Network], part: str, is_right: bool) -> \
        Iterator[tuple[Network, str]]:
    """Yield what a part's layers may do, and what is wrong with it.

    Args:
        ways: how they may follow each other, the likeliest first.
        part, is_right: as arrangements.
    """
    for first in 1, None:
        some = list(itertools.islice(ways, first))
        for count in {len(only(way, Convolution)) for way in some}:
            for blocks, mistake in arrangements(part, count, is_right):
                for epsilon in EPSILONS[
                        :2 if mistake or not is_right else None]:
                    for way in some:
                        if len(only(way, Convolution)) == count:
                            yield built(way, blocks, epsilon), mistake


def rests(case: Case) -> Iterator[list[int]]:
    """Yield where in the model the decoder's weights may be.

    Where both parts have the same, the encoder's come first, or last, or else
    any may be it.
    """
    have = list(enumerate(entries(case, 'auto')))
    for turned in have, have[::-1]:
        left, rest = collections.Counter(entries(case, 'encoder')), []
        for place, entry in turned:
            if left[entry]:
                left[entry] -= 1
            else:
                rest.append(place)
        yield sorted(rest)
    own = collections.Counter(
        unit for unit, _ in grouped(entries(case, 'encoder')))
    alike: dict[Unit, list[list[int]]] = {}
    for unit, places in grouped(entries(case, 'auto')):
        alike.setdefault(unit, []).append(places)
    for way in itertools.islice(itertools.product(*(
            itertools.combinations(places, max(0, len(places) - own[unit]))
            for unit, places in alike.items())), WAYS):
        yield sorted(place for units in way for places in units
                     for place in places)


def ways(case: Case, part: str, start: Shape) -> Iterator[Network]:
    """Yield how the layers of a part may follow each other.

    Args:
        case, part: which part.
        start: the shape of what it is given.
    """
    def others(way: Network) -> int:
        return sum(layer.is_transposed is (part == 'encoder')
                   for layer in only(way, Convolution))

    model = SAVED[part][1]
    shapes, kinds = case.shapes(model), case.seen.kinds[model]
    for rest in [range(len(shapes))] if part == 'encoder' else rests(case):
        for axes in (-1,), (1, 2):      # of the channels, or of the sides
            found = [way for axis in axes for way in chains(
                pick(rest, shapes), pick(rest, kinds), start, axis=axis)
                if way and isinstance(way[0], Convolution) and
                {*map(type, way)} <= {Convolution, Normalisation}]
            for way in sorted(found, key=others):
                yield moved(way, rest)
            if found:
                break


def given_to(case: Case, part: str) -> Iterator[Array]:
    """Yield what a part may make its outputs of.

    The decoder is looked at from the code on: what comes before it is the
    encoder's matter. Where that is not shared the model has another code.
    """
    if part == 'encoder':
        yield case.input('code')
        return
    yield case.output('code')
    own = explain(case, 'encoder')
    shapes, weights = case.shapes('auto'), case.planted('auto', 'rebuilt')
    for rest in rests(case) if own else ():
        taken = [place for place in range(len(shapes)) if place not in rest]
        if own and pick(taken, shapes) == case.shapes('encoder'):
            yield run(own.network, case.input('rebuilt'),
                      pick(taken, weights))
            return


@remembered
def explain(case: Case, part: str) -> Explained | None:
    """Say from which network the recorded outputs of a part follow.

    Returns:
        None where they follow from none.
    """
    saved, model = SAVED[part]
    found, right = case.output(saved), is_right(case, part)
    if not right and not common.is_lively(found):
        return None
    mistakes: dict[Network, str] = {}

    def tried(start: Shape) -> Iterator[Network]:
        for network, mistake in arranged(ways(case, part, start), part,
                                         right):
            mistakes.setdefault(network, mistake)
            yield network

    for x in given_to(case, part):
        if x.ndim == found.ndim == 4:   # else no block made it
            own = infer(x, found, case.planted(model, saved),
                        tried(x.shape[1:]))
            if own:
                return Explained(own, mistakes[own])
    return None
