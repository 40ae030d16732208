"""How the rubric looks at convolutional encoders and decoders."""
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import common, oracle
from checkers.judging.checks import Wrong
from checkers.judging.evidence import OUTPUTS, Case, remembered
from checkers.judging.networks import layer_table
from checkers.judging.networks.dense import listed, unexplained
from checkers.judging.networks.seen import (Convolution, Network, chains,
                                            infer, run)
from checkers.judging.oracle import ACTIVATIONS, RELU, SIGMOID, Activation


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
                       lambda x: oracle.pool(x, reduce=np.mean))
UPSAMPLED = Resizing('upsampled', oracle.upsample)


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
            x = self.resizing.function(x)
        x = super().run(x, weights, is_training)
        return x if self.resizes_first else self.resizing.function(x)

    def __str__(self) -> str:
        """Return the layer as a table shows it."""
        words = [self.padding, self.activation.name]
        words.insert(0 if self.resizes_first else 2, self.resizing.name)
        return ', '.join(word for word in words if word)


Layers = list[Layer]


def filters(case: Case, model: str) -> list[int]:
    """Return the channels that the exercise asks of a model, input first."""
    dims, widths, latent = case.args
    channels: list[int] = [dims[-1], *widths]
    if model == 'encoder':
        return channels
    return [latent[-1], *channels[::-1]]


def shapes_of(channels: Sequence[int]) -> list[Shape]:
    """Return the weight shapes of 3 x 3 convolutions with these channels."""
    shapes: list[Shape] = []
    for inputs, outputs in zip(channels, channels[1:]):
        shapes += [(3, 3, inputs, outputs), (outputs,)]
    return shapes


def has_layers(case: Case, model: str) -> bool:
    """Tell whether a model's weights have the shapes that are asked for."""
    return sorted(case.shapes(model)) == sorted(
        shapes_of(filters(case, model)))


def check_filters(case: Case, model: str, function: str) -> None:
    """Raise Wrong where a model has other convolutions than asked for."""
    if has_layers(case, model):
        return
    want, shapes = filters(case, model), case.shapes(model)
    call = f"For {case.call(function)} the {model}'s convolutions"
    kernels = [shape for shape in shapes if len(shape) == 4]
    table = compare(case, model, map(kernel, shapes_of(want)[::2]),
                    map(kernel, kernels))
    for rows, columns, *_ in kernels:
        if (rows, columns) != (3, 3):
            raise Wrong(f'{call} have kernels of {rows} x {columns}; '
                        'expected 3 x 3.', table=table)
    found = [shape[-1] for shape in kernels]
    if model == 'decoder' and found[:-1] == list(case.args[1]):
        raise Wrong(f"{call} come in the encoder's order: {listed(found)} "
                    f'filters; expected {listed(want[1:])}.',
                    'In which order would you unpack what was packed last?',
                    table)
    if found == want[1:] and len(shapes) != 2 * len(kernels):
        raise Wrong(f'{call} have {len(shapes) - len(kernels)} biases; '
                    'expected one each.')
    raise Wrong(f'{call} have {listed(found) or "no"} filters; expected '
                f'{listed(want[1:])}.', table=table)


def kernel(shape: Shape) -> str:
    """Return a convolution's kernel as text."""
    rows, columns, inputs, outputs = shape
    return f'{rows} x {columns}, {inputs} to {outputs} channels'


def compare(case: Case, model: str, expected: Iterable[str],
            found: Iterable[str]) -> list[list[str]]:
    """Return the table of a model's convolutions: layer_table.rows."""
    last = [] if model == 'encoder' else ['last hidden', 'output']
    count = len(filters(case, model)) - 1 - len(last)
    names = layer_table.names(count, *last)
    return layer_table.rows(case, model, names, expected, found)


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
    for k, layer in enumerate(right):
        yield changed(same, k, replace(same[k], padding='valid')), (
            f'convolution {k + 1} of {count} has the valid padding that '
            'belongs to the last but one')
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


ARRANGEMENTS = {'encoder': encoders, 'decoder': decoders}


def arranged(case: Case, model: str) -> Iterator[Network]:
    """Yield what a model's convolutions may do, the likeliest first."""
    ways = list(chains(case.shapes(model), case.seen.kinds[model],
                       case.input(OUTPUTS[model]).shape[1:]))
    for count in dict.fromkeys(map(len, ways)):
        for layers, _ in ARRANGEMENTS[model](count):
            for way in ways:
                if {*map(type, way)} == {Convolution} and len(way) == count:
                    yield tuple(
                        replace(layer, shape=own.shape, places=own.places)
                        for layer, own in zip(layers, way))


@remembered
def explain(case: Case, model: str) -> Network | None:
    """Return the student's network as it was seen; as dense.network."""
    saved = OUTPUTS[model]
    found = case.output(saved)
    if not has_layers(case, model) and not common.is_lively(found):
        return None
    return infer(case.input(saved), found, case.planted(model, saved),
                 arranged(case, model))


def check_outputs(cases: Iterable[Case], model: str, function: str) -> None:
    """Raise Wrong where outputs differ from the oracle's."""
    for case in cases:
        own = explain(case, model)
        mistake, table = 'its outputs fit no known arrangement', []
        if own:
            bare = [replace(layer, shape=(), places=()) for layer in own]
            known = list(ARRANGEMENTS[model](len(own)))
            mistake = next(name for layers, name in known if layers == bare)
            table = compare(case, model, map(str, known[0][0]),
                            map(str, own))
        if mistake:
            raise Wrong(f'For {case.call(function)} the {model} gives '
                        f'{case.output(OUTPUTS[model]).shape[1:]} from '
                        f'{case.input(OUTPUTS[model]).shape[1:]}, and it '
                        f'seems that {mistake}.', table=table)


def follows(case: Case) -> bool:
    """Tell whether the outputs of both models follow from their weights."""
    return None not in (explain(case, 'encoder'), explain(case, 'decoder'))


def total(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array, loss: oracle.Loss = oracle.bce) -> float:
    """Return the loss of task 2 for these weights, by the oracle.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    y = x
    for model, weights in (('encoder', encoder), ('decoder', decoder)):
        own = explain(case, model)
        if own is None:
            raise unexplained(model)
        y = run(own, y, weights, is_training=True)
    return loss(x, y)


# What of the loss depends on either half.
PARTS = {'encoder': total, 'decoder': total}
