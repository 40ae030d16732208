"""What the blocks of task 5 compute, right ones and known mistakes.

A block is a convolution without bias with strides of 2, then batch
normalisation, then relu; the decoder's convolutions are transposed.
"""
import dataclasses

import numpy as np

from checkers.judging import oracle

EPSILONS = (1e-3, 1e-5, 1e-4, 1e-2)     # Keras' and other usual ones
CONVOLUTIONS = {'encoder': 'convolutions',
                'decoder': 'transposed convolutions'}


@dataclasses.dataclass(frozen=True)
class Block:
    """What is done with a kernel and a batch normalisation.

    Attributes:
        convolve: function of the input and the kernel.
        activation: name in oracle.ACTIVATIONS.
        is_late: whether the normalisation comes after the activation.
        resize: function of the output, or None.
    """

    convolve: object
    activation: str = 'relu'
    is_late: bool = False
    resize: object = None

    def before(self, x, kernel):
        """Return what the batch normalisation is given."""
        x = self.convolve(x, kernel)
        return oracle.ACTIVATIONS[self.activation](x) if self.is_late else x

    def run(self, x, kernel, four, epsilon, is_training):
        """Return the block's output."""
        x = self.before(x, kernel)
        if is_training:
            four = four[:2] + [x.mean((0, 1, 2)), x.var((0, 1, 2))]
        x = oracle.normalize(x, *four, epsilon)
        if not self.is_late:
            x = oracle.ACTIVATIONS[self.activation](x)
        return self.resize(x) if self.resize else x


def run(x, layers, blocks, epsilon, is_training=False):
    """Return the output of blocks; layers holds (kernel, four) for each."""
    for (kernel, four), block in zip(layers, blocks):
        x = block.run(x, kernel, four, epsilon, is_training)
    return x


def down(strides=2, padding='same'):
    """Return the function that convolves."""
    return lambda x, kernel: oracle.convolve(x, kernel, 0, padding, strides)


def up(strides=2, padding='same'):
    """Return the function that convolves transposed."""
    return lambda x, kernel: oracle.transpose(x, kernel, 0, strides, padding)


# The right block first, then the known mistakes in what becomes of the sides.
SIZES = {
    'encoder': (
        (Block(down()), ''),
        (Block(down(padding='valid')), 'valid padding; expected same'),
        (Block(down(1)), 'no strides; expected 2'),
        (Block(down(1), resize=oracle.pool),
         'max pooling in place of strides of 2'),
        (Block(down(1), resize=lambda x: oracle.pool(x, reduce=np.mean)),
         'mean pooling in place of strides of 2')),
    'decoder': (
        (Block(up()), ''),
        (Block(up(padding='valid')), 'valid padding; expected same'),
        (Block(up(1)), 'no strides; expected 2'),
        (Block(up(1), resize=oracle.upsample),
         'upsampling in place of strides of 2'),
        (Block(lambda x, kernel: oracle.transpose(
            oracle.upsample(x), kernel, 0)),
         'upsampling in place of strides of 2'))}


def arrangements(part, count):
    """Yield (blocks, mistake), the right ones first.

    Args:
        part: 'encoder' or 'decoder'.
        count: integer, the number of blocks.
    """
    (right, _), *changed = SIZES[part]
    changed.append((dataclasses.replace(right, is_late=True),
                    'relu before batch normalisation; expected after'))
    changed += [(dataclasses.replace(right, activation=name),
                 '%s; expected relu' % name.strip())
                for name in oracle.ACTIVATIONS if name != 'relu']
    what = CONVOLUTIONS[part]
    yield [right] * count, ''
    for block, mistake in changed:
        yield [block] * count, 'the %s have %s' % (what, mistake)
    for place in range(count):
        for block, mistake in changed:
            yield ([right] * place + [block] + [right] * (count - place - 1),
                   'number %d of the %s has %s' % (place + 1, what, mistake))
