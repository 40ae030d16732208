"""Networks are inferred from outputs, whatever the order of the weights."""
import dataclasses
import typing
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from checkers.course import planting
from checkers.course.planting import KINDS, Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.networks import convolution, pictures, seen, strided
from checkers.judging.networks.inference import (LARGER, candidates, chains,
                                                 infer, mistaken, patterns)
from checkers.judging.oracle import (ACTIVATIONS, LINEAR, RELU, SIGMOID,
                                     TANH, Activation)

SEEDS = range(12)
ELU = ACTIVATIONS[4]


@dataclasses.dataclass(frozen=True)
class Made:
    """A layer that a student may have written.

    Attributes:
        width: of its output.
        activation: its own.
        bias: whether it has one.
        normalised: whether a batch normalisation follows it.
    """

    width: int
    activation: Activation = RELU
    bias: bool = True
    normalised: bool = False


class Model(typing.NamedTuple):
    """A model in NumPy.

    Attributes:
        shapes, kinds, weights: the model's, in any order.
        outputs: what it gives.
        again: what it gives with other weights of these shapes.
        others: these.
    """

    shapes: list[Shape]
    kinds: list[str]
    weights: list[Array]
    outputs: Array
    again: Array
    others: list[Array]


def model(x: Array, layers: Sequence[Made], seed: int) -> Model:
    """Return the model of these layers, with its weights in any order."""
    width, listed = x.shape[1], list[tuple[Shape, str]]()
    for layer in layers:
        listed.append(((width, layer.width), ''))
        width = layer.width
        listed += [((width,), '')] * layer.bias
        listed += [((width,), kind) for kind in KINDS * layer.normalised]
    order = list(np.random.RandomState(seed).permutation(len(listed)))
    shapes, kinds = ([listed[place][nth] for place in order]
                     for nth in (0, 1))
    weights, others = (planting.planted(shapes, number, kinds=kinds)
                       for number in (seed, seed + 1000))
    outputs, again = (run(x, layers, [
        planted[order.index(place)] for place in range(len(listed))])
        for planted in (weights, others))
    return Model(shapes, kinds, weights, outputs, again, others)


def run(x: Array, layers: Sequence[Made], weights: Sequence[Array]) -> Array:
    """Return the outputs of layers whose weights stand in their order."""
    following = iter(weights)
    for layer in layers:
        x = x @ next(following) + (next(following) if layer.bias else 0)
        x = layer.activation(x)
        if layer.normalised:
            gamma, beta, mean, variance = (next(following) for _ in KINDS)
            x = gamma * (x - mean) / (variance + 0.001) ** 0.5 + beta
    return x


def inferred(x: Array, made: Model, last: Activation) -> seen.Network | None:
    """Return what is seen of a model."""
    return infer(x, made.outputs, made.weights, candidates(
        chains(made.shapes, made.kinds, x.shape[1:]), last))


def stack(*widths: int, last: Activation = SIGMOID,
          **others: typing.Any) -> list[Made]:
    """Return layers with relu, but for the last."""
    *hidden, end = (Made(width, **others) for width in widths)
    return [*hidden, dataclasses.replace(end, activation=last)]


def other(place: int, **changes: typing.Any) -> list[Made]:
    """Return three layers, one of which is another."""
    layers = stack(13, 17, 11)
    layers[place] = dataclasses.replace(layers[place], **changes)
    return layers


KNOWN = {
    'as asked for': stack(13, 17, 11),
    'a layer alone': stack(11),
    'a layer too many': stack(13, 17, 19, 11),
    'a layer twice': stack(13, 13, 17, 11),
    'all of one width': stack(9, 9, 9),
    'another width': stack(13, 8, 11),
    'hidden layers in the other order': stack(17, 13, 11),
    'no bias anywhere': stack(13, 17, 11, bias=False),
    'no first bias': other(0, bias=False),
    'no last bias': other(2, bias=False),
    'a width twice, one without bias': [
        Made(13, bias=False), Made(13), Made(11, SIGMOID)],
    'another last activation': stack(13, 17, 11, last=TANH),
    'linear at the end': stack(13, 17, 11, last=LINEAR),
    'all tanh': stack(13, 17, 11, activation=TANH, last=TANH),
    'hidden layers elu': stack(13, 17, 11, activation=ELU),
    'hidden layers elu, linear at the end': stack(
        13, 17, 11, activation=ELU, last=LINEAR),
    'one layer tanh': other(1, activation=TANH),
    'normalised': other(0, normalised=True),
    'each hidden layer normalised': [
        Made(13, normalised=True), Made(17, normalised=True),
        Made(11, SIGMOID)],
}


@pytest.mark.parametrize('layers', KNOWN.values(), ids=KNOWN)
def test_a_network_is_inferred(layers: list[Made]) -> None:
    """What is inferred is what was made, at every seed, in any order."""
    for seed in SEEDS:
        x = planting.uniform([4, 9], seed)
        made = model(x, layers, seed)
        found = inferred(x, made, SIGMOID)
        assert found, seed
        assert [str(layer) for layer in found] == [
            line for place, layer in enumerate(layers) for line in [
                f'{layers[place - 1].width if place else 9} -> {layer.width}'
                + ('' if layer.bias else ', no bias')
            ] + ['batch normalisation'] * layer.normalised]
        assert seen.activations(found) == [
            layer.activation for layer in layers]


@pytest.mark.parametrize('layers', KNOWN.values(), ids=KNOWN)
def test_other_weights_give_what_the_network_says(
        layers: list[Made]) -> None:
    """Of two biases of one length it is known whose is which."""
    for seed in SEEDS:
        x = planting.uniform([4, 9], seed)
        made = model(x, layers, seed)
        found = inferred(x, made, SIGMOID)
        assert found
        assert sorted(place for layer in found for place in layer.places) == \
            list(range(len(made.shapes)))
        assert seen.near(seen.run(found, x, made.others), made.again)


def test_what_follows_from_nothing_is_not_inferred() -> None:
    """Outputs of other weights, or of the input alone, are not explained."""
    for seed in SEEDS[:8]:
        x = planting.uniform([4, 9], seed)
        made = model(x, stack(13, 17, 9), seed)
        for outputs in (x, 1 - x, made.outputs[::-1], made.outputs + 0.001,
                        model(x, stack(13, 17, 9), seed + 1).outputs):
            assert inferred(
                x, made._replace(outputs=outputs), SIGMOID) is None
    assert infer(x, x, [], candidates(
        chains([], [], (9,)), SIGMOID)) is None


def test_too_much_is_given_up() -> None:
    """Layers that fit together in too many ways end the search."""
    shapes: list[Shape] = [(9, 9), (9,)] * 18
    x, kinds = np.ones((4, 9)), [''] * len(shapes)
    assert infer(x, x, planting.planted(shapes, 1), candidates(
        chains(shapes, kinds, (9,)), SIGMOID)) is None
    assert not list(chains(shapes * 2, [''] * 72, (9,)))


def test_sides_that_double_again_and_again_are_given_up() -> None:
    """No picture along the way grows far beyond what was seen."""
    sizes = []

    @dataclasses.dataclass(frozen=True)
    class Watched(pictures.Layer):
        """A layer that doubles the sides, and says what it makes of them."""

        def run(self, x: Array, weights: Sequence[Array],
                is_training: bool = False) -> Array:
            """Return the layer's output."""
            y = super().run(x, weights, is_training)
            sizes.append(y.size)
            return y

    x = planting.uniform([2, 8, 8, 1], 0)
    layer = Watched((3, 3, 1, 1), (0,), strides=2, is_transposed=True)
    assert infer(x, x, planting.planted([(3, 3, 1, 1)], 1),
                 [(layer,) * 6]) is None
    assert sizes and max(sizes) <= 4 * LARGER * 8 * 8


@pytest.mark.parametrize('last', [RELU, SIGMOID])
def test_mistakes_have_names(last: Activation) -> None:
    """What is right has no name, and every mistake has one."""
    names = [mistaken(found, last) for found in patterns(4, last)]
    assert names[0] == '' and all(names[1:])
    assert mistaken([TANH, TANH, last], last) == (
        'the hidden layers are tanh')
    assert mistaken([RELU, TANH, last], last) == 'layer 2 is tanh'
    assert mistaken([RELU, RELU, TANH], last) == 'the last layer is tanh'
    assert mistaken([TANH, TANH, TANH], last) == 'all layers are tanh'


@pytest.mark.parametrize('model', pictures.ARRANGEMENTS)
def test_an_arrangement_of_pictures_is_inferred(model: str) -> None:
    """Other weights give the same by the network that was inferred."""
    channels = [2, 7, 5, 3]
    for seed, (layers, _) in enumerate([
            *pictures.ARRANGEMENTS[model](3)][::4]):
        listed = [shape for pair in zip(channels, channels[1:])
                  for shape in ((3, 3, *pair), pair[1:])]
        order = list(np.random.RandomState(seed).permutation(len(listed)))
        shapes: list[Shape] = [listed[place] for place in order]
        weights, others = (planting.planted(shapes, number)
                           for number in (seed, seed + 1000))
        network = tuple(
            dataclasses.replace(layer, shape=listed[2 * nth], places=(
                order.index(2 * nth), order.index(2 * nth + 1)))
            for nth, layer in enumerate(layers))
        x = planting.uniform([2, 11, 14, 2], seed)
        try:
            outputs = seen.run(network, x, weights)
        except ValueError:              # nothing is left of the sides
            continue
        found = infer(x, outputs, weights, convolution.arranged(
            chains(shapes, [''] * len(shapes), x.shape[1:]), model))
        assert found, layers
        assert seen.near(seen.run(found, x, others),
                         seen.run(network, x, others)), layers


@pytest.mark.parametrize('axis', [1, 2])
def test_a_normalisation_of_the_sides_is_inferred(axis: int) -> None:
    """Each row, or column, has a mean of its own; other weights tell which."""
    for seed in SEEDS:
        x, sides = planting.uniform([2, 7, 9, 2], seed), [0, 7, 9]
        listed: list[tuple[Shape, str]] = [
            ((3, 3, 2, 5), ''), *(((sides[axis],), kind) for kind in KINDS)]
        order = list(np.random.RandomState(seed).permutation(len(listed)))
        shapes, kinds = ([listed[place][nth] for place in order]
                         for nth in (0, 1))
        weights, others = (planting.planted(shapes, number, kinds=kinds)
                           for number in (seed, seed + 1000))

        def outputs(planted: Sequence[Array]) -> Array:
            kernel, *own = (planted[order.index(place)]
                            for place in range(len(listed)))
            gamma, beta, mean, variance = (weight.reshape(
                [-1 if place == axis else 1 for place in range(4)])
                for weight in own)
            y = oracle.convolve(x, kernel, 0, 'same')
            return gamma * (y - mean) / (variance + 0.001) ** 0.5 + beta

        assert not list(chains(shapes, kinds, x.shape[1:]))
        found = infer(x, outputs(weights), weights, (
            seen.activated(way, [LINEAR]) for side in (1, 2)
            for way in chains(shapes, kinds, x.shape[1:], axis=side)))
        assert found
        assert seen.near(seen.run(found, x, others), outputs(others))


@pytest.mark.parametrize('pattern', strided.HALVING)
def test_how_sides_are_halved_is_inferred(pattern: pictures.Layer) -> None:
    """Other weights give the same, whatever halves the sides."""
    x = planting.uniform([2, 8, 12, 2], 1)
    shapes: list[Shape] = [(3, 3, 2, 7), (7,), (3, 3, 7, 5), (5,)]
    layers: seen.Network = tuple(
        dataclasses.replace(pattern, shape=shapes[2 * nth],
                            places=(2 * nth, 2 * nth + 1)) for nth in (0, 1))
    width = seen.run(layers, x, planting.planted(shapes, 1))[0].size
    shapes += [(width, 4), (4,)]
    same(x, (*layers, seen.Dense((width, 4), (4, 5), LINEAR)), shapes,
         strided.encoders, strided.HALVING[pattern])


@pytest.mark.parametrize('pattern', strided.DOUBLING)
@pytest.mark.parametrize('end', [1, 2])
def test_how_sides_are_doubled_is_inferred(pattern: pictures.Layer,
                                           end: int) -> None:
    """The same of a decoder."""
    shapes: list[Shape] = [(4, 30), (30,), (3, 3, 7, 5), (7,), (3, 3, 2, 7),
                           (2,)]
    same(planting.uniform([2, 4], 1), (
        seen.Dense((4, 30), (0, 1)), dataclasses.replace(
            pattern, shape=shapes[2], places=(2, 3), is_transposed=True,
            grid=(2, 3)),
        seen.Convolution(shapes[4], (4, 5), SIGMOID, strides=end,
                         is_transposed=True)), shapes,
         strided.decoders, strided.DOUBLING[pattern], (2, 3))


def same(x: Array, network: seen.Network, listed: Sequence[Shape],
         ways: Callable[[Iterator[seen.Network]], Iterator[seen.Network]],
         told: str, grid: tuple[int, ...] = ()) -> None:
    """Assert that a network is inferred, with its weights in any order."""
    for seed in SEEDS[:3]:
        order = list(np.random.RandomState(seed).permutation(len(listed)))
        shapes = [listed[place] for place in order]
        weights, others = (planting.planted(shapes, number)
                           for number in (seed, seed + 1000))
        own = tuple(dataclasses.replace(layer, places=tuple(
            order.index(place) for place in layer.places))
            for layer in network)
        found = infer(x, seen.run(own, x, weights), weights, ways(
            chains(shapes, [''] * len(shapes), x.shape[1:], grid=grid)))
        assert found
        assert strided.resized(found, strided.HALVING | strided.DOUBLING) == \
            told
        assert seen.near(seen.run(found, x, others), seen.run(own, x, others))


def test_a_weight_that_is_put_for_a_moment_counts() -> None:
    """What is kept of the layers before it never hides it."""
    random = np.random.RandomState(0)
    network, x = seen.dense([3, 5, 4, 2], SIGMOID), random.rand(6, 3)
    weights = [random.randn(*shape) for layer in network
               for shape in (layer.shape, layer.shape[1:])]
    varied = seen.Varied(weights)
    first = seen.run(network, x, varied)
    for place, weight in enumerate(weights):
        other = [*weights[:place], weight + 1, *weights[place + 1:]]
        varied[place] = other[place]
        np.testing.assert_array_equal(seen.run(network, x, varied),
                                      seen.run(network, x, other))
        varied[place] = weight
        np.testing.assert_array_equal(seen.run(network, x, varied), first)
    assert not np.array_equal(seen.run(network, x, weights),
                              seen.run(network, x + 1, varied))
