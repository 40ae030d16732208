"""How the layers of task 2 may be arranged: right ones and known mistakes.

Beside its convolution a layer has an activation, and something becomes of
the picture's sides.
"""
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checkers.course.planting import Array
from checkers.judging import oracle
from checkers.judging.networks.seen import Convolution
from checkers.judging.oracle import ACTIVATIONS, SIGMOID


@dataclass(frozen=True)
class Resizing:
    """What becomes of a picture's sides beside the convolution.

    Attributes:
        name: what a table calls it.
        function: it, from pictures to pictures.
    """

    name: str
    function: Callable[[Array], Array]


KEPT = Resizing('', lambda x: x)
POOLED = Resizing('pooled', oracle.pool)
VALID_POOLED = Resizing('valid pooled', lambda x: oracle.pool(x, 'valid'))
MEAN_POOLED = Resizing('mean pooled',
                       lambda x: oracle.pool(
                           x, reduce=oracle.mean_of_numbers))
POOLED_BY_3 = Resizing('pooled by 3', lambda x: oracle.pool(x, size=3))
PADDED = Resizing('padded before', lambda x: np.pad(
    x, [(0, 0), (1, 0), (1, 0), (0, 0)]))
UPSAMPLED = Resizing('upsampled', oracle.upsample)
OTHERWISE_UPSAMPLED = (
    Resizing('upsampled bilinearly', oracle.upsample_linearly),
    Resizing('upsampled in height alone',
             lambda x: oracle.upsample(x, columns=1)),
    Resizing('upsampled in width alone',
             lambda x: oracle.upsample(x, rows=1)))


@dataclass(frozen=True)
class Layer(Convolution):
    """A convolution, its activation, and what becomes of the sides.

    Attributes:
        resizing: what becomes of the sides.
        resizes_first: whether that comes before the convolution.
    """

    resizing: Resizing = KEPT
    resizes_first: bool = False

    def run(self, x: Array, weights: Sequence[Array],
            is_training: bool = False) -> Array:
        """Return the layer's output."""
        if self.resizes_first:
            x = self.resizing.function(self.picture(x))
        x = super().run(x, weights, is_training)
        return x if self.resizes_first else self.resizing.function(x)

    def __str__(self) -> str:
        """Return the layer as a table shows it."""
        words = [self.padding, self.activation.name]
        if self.strides > 1:
            words.insert(0, f'strides of {self.strides}')
        words.insert(0 if self.resizes_first else 2, self.resizing.name)
        return ', '.join(word for word in words if word)


Layers = list[Layer]


def encoders(count: int) -> Iterator[tuple[Layers, str]]:
    """Yield (layers, mistake) of an encoder, the right ones first."""
    def every(layer: Layer) -> Layers:
        return [layer] * count

    def one(place: int, layer: Layer) -> Layers:
        return changed(right, place, layer)

    right = every(Layer(resizing=POOLED))
    yield right, ''
    yield every(Layer(resizing=VALID_POOLED)), (
        'the poolings have valid padding: an odd side loses a row')
    yield every(Layer(resizing=MEAN_POOLED)), 'the poolings take the mean'
    yield every(Layer(resizing=POOLED_BY_3)), (
        'the poolings are by 3 x 3; expected 2 x 2')
    yield every(Layer(resizing=POOLED, resizes_first=True)), (
        'each pooling comes before its convolution')
    yield every(Layer(strides=2)), (
        'strides of 2 stand in place of the poolings')
    yield ([Layer(), Layer(resizing=POOLED)] * count)[:count], (
        'every second convolution has no pooling')
    yield every(Layer(padding='valid', resizing=POOLED)), (
        'the convolutions have valid padding; expected same')
    for other in ACTIVATIONS:
        yield every(Layer(activation=other, resizing=POOLED)), (
            f'the convolutions have {other.name}; expected relu')
    for k in range(count):
        yield one(k, Layer()), f'pooling {k + 1} is missing'
        for other in ACTIVATIONS:
            yield one(k, Layer(activation=other, resizing=POOLED)), (
                f'convolution {k + 1} has {other.name}; expected relu')
        yield one(k, Layer(padding='valid', resizing=POOLED)), (
            f'convolution {k + 1} has valid padding; expected same')


def changed(layers: Layers, place: int, layer: Layer) -> Layers:
    """Return layers with another one at a place."""
    return layers[:place] + [layer] + layers[place + 1:]


def decoders(count: int) -> Iterator[tuple[Layers, str]]:
    """Yield (layers, mistake) of a decoder, the right ones first.

    The last but one has valid padding, the last has sigmoid and no
    upsampling.
    """
    hidden, last = Layer(resizing=UPSAMPLED), Layer(activation=SIGMOID)
    valid = replace(hidden, padding='valid')
    same = [hidden] * (count - 1) + [last]
    right = [*[hidden] * (count - 2), valid, last][-count:]
    yield right, ''
    yield same, ('every convolution has same padding; the last but one '
                 'should have valid')
    yield [replace(layer, resizes_first=True) for layer in right], (
        'each upsampling comes before its convolution')
    yield [replace(hidden, resizes_first=True)] * (
        count - 2) + right[-2:], (
        'each upsampling but the last comes before its convolution')
    strided = Layer(strides=2)      # of transposed ones, else it halves
    for layers in ([strided] * (count - 2) + right[-2:],
                   [strided] * (count - 1) + [last]):
        yield layers, 'strides of 2 stand in place of the upsampling'
    for resizing in OTHERWISE_UPSAMPLED:
        yield [layer if layer is last else replace(layer, resizing=resizing)
               for layer in right], f'the layers are {resizing.name}'
        yield [replace(hidden, resizing=resizing)] * (
            count - 2) + right[-2:], (
            f'the layers but the last two are {resizing.name}')
        for k in range(count - 1):
            yield changed(right, k, replace(right[k], resizing=resizing)), (
                f'convolution {k + 1} is {resizing.name}')
    for k, layer in enumerate(right):
        yield changed(same, k, replace(same[k], padding='valid')), (
            f'convolution {k + 1} of {count} has the valid padding that '
            'belongs to the last but one')
        yield changed(right, k, replace(layer, padding='valid')), (
            f'convolution {k + 1} of {count} has valid padding; expected '
            'same')
        if layer is last:
            yield changed(right, k, replace(last, resizing=UPSAMPLED)), (
                'an upsampling follows the last convolution')
        else:
            yield changed(right, k, replace(layer, resizing=KEPT)), (
                f'the upsampling after convolution {k + 1} is missing')
        for other in ACTIVATIONS:
            yield changed(right, k, replace(layer, activation=other)), (
                f'convolution {k + 1} has {other.name}; expected '
                f'{layer.activation.name}')
    if count > 1:
        yield [hidden] * (count - 2) + [
            replace(valid, resizing=KEPT),
            replace(last, resizing=UPSAMPLED)], (
            'the last upsampling comes after the last convolution')
    yield [replace(layer, padding='valid') for layer in right], (
        'every convolution is valid')
    for other in ACTIVATIONS:
        yield [replace(layer, activation=other)
               for layer in right[:-1]] + [last], (
            f'the hidden convolutions have {other.name}; expected relu')
        yield [replace(hidden, activation=other)] * (
            count - 2) + right[-2:], (
            f'the convolutions but the last two have {other.name}; '
            'expected relu')


ARRANGEMENTS = {'encoder': encoders, 'decoder': decoders}
