"""What the blocks of task 5 compute, right ones and known mistakes.

A block is a convolution without bias with strides of 2, then batch
normalisation, then relu; the decoder's convolutions are transposed.
"""
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from checkers.course.planting import Array
from checkers.judging import oracle
from checkers.judging.oracle import ACTIVATIONS, RELU, Activation

EPSILONS = (1e-3, 1e-5, 1e-4, 1e-2)     # Keras' and other usual ones
CONVOLUTIONS = {'encoder': 'convolutions',
                'decoder': 'transposed convolutions'}


class Weights(typing.NamedTuple):
    """The weights of a block.

    Attributes:
        kernel: the convolution's.
        four: the batch normalisation's, in the order of planting.KINDS.
    """

    kernel: Array
    four: list[Array]


@dataclass(frozen=True)
class Block:
    """What is done with a kernel and a batch normalisation.

    Attributes:
        convolve: function of the input and the kernel.
        activation: what is done with the sums.
        is_late: whether the normalisation comes after the activation.
        resize: function of the output, or None.
    """

    convolve: Callable[[Array, Array], Array]
    activation: Activation = RELU
    is_late: bool = False
    resize: Callable[[Array], Array] | None = None

    def before(self, x: Array, kernel: Array) -> Array:
        """Return what the batch normalisation is given."""
        x = self.convolve(x, kernel)
        return self.activation(x) if self.is_late else x

    def run(self, x: Array, weights: Weights, epsilon: float,
            is_training: bool) -> Array:
        """Return the block's output."""
        x = self.before(x, weights.kernel)
        gamma, beta, mean, variance = weights.four
        if is_training:
            mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
        x = oracle.normalize(x, gamma, beta, mean, variance, epsilon)
        if not self.is_late:
            x = self.activation(x)
        return self.resize(x) if self.resize else x


def run(x: Array, layers: Iterable[Weights], blocks: Iterable[Block],
        epsilon: float, is_training: bool = False) -> Array:
    """Return the output of blocks with these weights."""
    for weights, block in zip(layers, blocks):
        x = block.run(x, weights, epsilon, is_training)
    return x


def down(strides: int = 2, padding: str = 'same') -> \
        Callable[[Array, Array], Array]:
    """Return the function that convolves."""
    return lambda x, kernel: oracle.convolve(x, kernel, 0, padding, strides)


def up(strides: int = 2, padding: str = 'same') -> \
        Callable[[Array, Array], Array]:
    """Return the function that convolves transposed."""
    return lambda x, kernel: oracle.transpose(x, kernel, 0, strides, padding)


# The right block of each part.
RIGHT = {'encoder': Block(down()), 'decoder': Block(up())}
# Then the known mistakes in what becomes of the sides.
SIZES = {
    'encoder': (
        (Block(down(padding='valid')), 'valid padding; expected same'),
        (Block(down(1)), 'no strides; expected 2'),
        (Block(down(1), resize=oracle.pool),
         'max pooling in place of strides of 2'),
        (Block(down(1), resize=lambda x: oracle.pool(x, reduce=np.nanmean)),
         'mean pooling in place of strides of 2')),
    'decoder': (
        (Block(up(padding='valid')), 'valid padding; expected same'),
        (Block(up(1)), 'no strides; expected 2'),
        (Block(up(1), resize=oracle.upsample),
         'upsampling in place of strides of 2'),
        (Block(lambda x, kernel: oracle.transpose(
            oracle.upsample(x), kernel, 0)),
         'upsampling in place of strides of 2'))}


def arrangements(part: str, count: int) -> Iterator[tuple[list[Block], str]]:
    """Yield (blocks, mistake), the right ones first.

    Args:
        part: 'encoder' or 'decoder'.
        count: the number of blocks.
    """
    right = RIGHT[part]
    changed = [
        *SIZES[part],
        (replace(right, is_late=True),
         'relu before batch normalisation; expected after'),
        *((replace(right, activation=other), f'{other.name}; expected relu')
          for other in ACTIVATIONS if other != RELU)]
    what = CONVOLUTIONS[part]
    yield [right] * count, ''
    for block, mistake in changed:
        yield [block] * count, f'the {what} have {mistake}'
    for place in range(count):
        for block, mistake in changed:
            yield ([right] * place + [block] + [right] * (count - place - 1),
                   f'number {place + 1} of the {what} has {mistake}')
