"""How the rubric looks at fully connected encoders and decoders."""
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import OUTPUTS, Case, remembered
from checkers.judging.networks import layer_table
from checkers.judging.oracle import (ACTIVATIONS, RELU, SIGMOID, Activation,
                                     Loss)

LAST = {'encoder': RELU, 'decoder': SIGMOID}
WANTED = {'encoder': 'relu in every layer',
          'decoder': 'relu in every layer but the last, which has sigmoid'}
TOLERANCE = 1e-4        # float32 against float64, through a few layers
Layer = typing.TypeVar('Layer')


class Explained(typing.NamedTuple, typing.Generic[Layer]):
    """How a model's outputs follow from its weights.

    Attributes:
        order: which weight plays which part, as oracle.orders gives it.
        layers: what each layer does; of a dense one its activation says so.
        mistake: what of it is wrong; '' for nothing.
    """

    order: list[int]
    layers: list[Layer]
    mistake: str


def widths(case: Case, model: str) -> list[int]:
    """Return the widths that the exercise asks of a model, input first."""
    dims, hidden, latents = case.args[:3]
    widths: list[int] = [dims, *hidden, latents]
    return widths if model == 'encoder' else widths[::-1]


def shapes_of(widths: Sequence[int]) -> list[Shape]:
    """Return the weight shapes of dense layers of these widths."""
    shapes: list[Shape] = []
    for inputs, outputs in zip(widths, widths[1:]):
        shapes += [(inputs, outputs), (outputs,)]
    return shapes


def has_layers(case: Case, model: str) -> bool:
    """Tell whether a model's weights have the shapes that are asked for."""
    return sorted(case.shapes(model)) == sorted(
        shapes_of(widths(case, model)))


def chain(shapes: Iterable[Shape], start: int) -> list[int] | None:
    """Return the widths along a model's kernels, or None where they fork."""
    kernels = [shape for shape in shapes if len(shape) == 2]
    path = [start]
    while kernels:
        following = [shape for shape in kernels if shape[0] == path[-1]]
        if len(set(following)) != 1:
            return None
        kernels.remove(following[0])
        path.append(following[0][1])
    return path


def arrow(widths: Iterable[int]) -> str:
    """Return widths as text: 784-128-64."""
    return '-'.join(map(str, widths))


def check_layers(case: Case, model: str, function: str) -> None:
    """Raise Wrong where a dense model has other layers than asked for."""
    if has_layers(case, model):
        return
    want, shapes = widths(case, model), case.shapes(model)
    call = f'For {case.call(function)} the {model}'
    found = chain(shapes, want[0])
    table = compare(case, model, [
        step(*shape) for shape in shapes if len(shape) == 2])
    if found is None:
        raise Wrong(f"{call}'s weights have the shapes {brief(shapes)}; "
                    f'expected {brief(shapes_of(want))}.', table=table)
    if found == want:
        biases = sum(len(shape) == 1 for shape in shapes)
        raise Wrong(f"{call}'s layers are right in width, but have {biases} "
                    'biases; expected one for each of the '
                    f'{len(want) - 1} layers.')
    table = compare(case, model, steps(found))
    hidden = list(case.args[1])
    if model == 'decoder' and found == [want[0]] + hidden + [want[-1]]:
        raise Wrong(f"{call}'s hidden layers come in the encoder's order: "
                    f'{listed(hidden)}; expected {listed(hidden[::-1])}.',
                    'In which order would you unpack what was packed last?',
                    table)
    note = ''
    if len(found) > len(want):
        note = ': a layer too many'
    elif len(found) < len(want):
        note = ': a layer is missing'
    raise Wrong(f"{call}'s widths are {arrow(found)}; expected "
                f'{arrow(want)}{note}.', table=table)


def step(inputs: int, outputs: int) -> str:
    """Return a layer as text."""
    return f'{inputs} -> {outputs}'


def steps(widths: Sequence[int]) -> list[str]:
    """Return a text for each of the layers with these widths."""
    return list(map(step, widths, widths[1:]))


def compare(case: Case, model: str, found: Iterable[str],
            expected: Iterable[str] | None = None) -> list[list[str]]:
    """Return the table of a dense model's layers: layer_table.rows.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        found: texts, a layer each.
        expected: the same; the widths by default.
    """
    last = 'code' if model == 'encoder' else 'output'
    names = layer_table.names(len(case.args[1]), last)
    return layer_table.rows(case, model, names, expected or steps(
        widths(case, model)), found)


def brief(shapes: Iterable[Shape]) -> str:
    """Return shapes as text."""
    return ', '.join(map(str, shapes)) or 'none'


def listed(values: Iterable[object]) -> str:
    """Return values as text: 128, 64."""
    return ', '.join(map(str, values))


def near(found: Array, expected: Array) -> bool:
    """Tell whether outputs agree in shape and value."""
    return found.shape == expected.shape and bool(
        np.all(np.abs(found - expected) < TOLERANCE))


def patterns(count: int, last: Activation) -> \
        Iterator[tuple[list[Activation], str]]:
    """Yield activations of count layers, the right ones first.

    Then every mistake that one decision makes: all hidden layers, the last
    layer, or one layer with another activation. With each comes its name.
    """
    hidden = [RELU] * (count - 1)
    yield hidden + [last], ''
    for other in ACTIVATIONS:
        yield [other] * (count - 1) + [last], (
            f'the hidden layers are {other.name}')
        yield hidden + [other], f'the last layer is {other.name}'
        yield [other] * count, f'all layers are {other.name}'
        for place in range(count - 1):
            changed = hidden + [last]
            changed[place] = other
            yield changed, f'layer {place + 1} is {other.name}'


@remembered
def explain(case: Case, model: str) -> Explained[Activation] | None:
    """Say which activations a model's recorded outputs follow from.

    Returns:
        None where the layers, or the outputs, fit nothing.
    """
    saved, last = OUTPUTS[model], LAST[model]
    x, found = case.input(saved), case.output(saved)
    weights = case.planted(model, saved)
    ways = list(oracle.orders(case.shapes(model),
                              shapes_of(widths(case, model))))
    for activations, mistake in patterns(len(widths(case, model)) - 1, last):
        for order in ways:
            if near(found, oracle.stack(x, oracle.layers(weights, order),
                                        activations)):
                return Explained(order, activations, mistake)
    return None


def check_believed(
        cases: Iterable[Case], model: str,
        explain: Callable[[Case, str], object] = explain) -> None:
    """Raise Blocked where outputs do not follow from the planted weights.

    Layers are believed by what they compute, not by what they are called.
    """
    if not all(explain(case, model) for case in cases):
        raise unexplained(model)


def unexplained(model: str) -> Blocked:
    """Return what blocks a check that stands on a model's layers."""
    return Blocked(f"the {model}'s outputs do not follow from its weights")


def check_activations(cases: Iterable[Case], model: str,
                      function: str) -> None:
    """Raise Wrong where outputs differ from the oracle's.

    Args:
        cases: the cases to look at; those with other layers say nothing.
        model: 'encoder' or 'decoder'.
        function: the student's function's name.
    """
    cases = [case for case in cases if has_layers(case, model)]
    if not cases:
        raise Blocked(f"the {model}'s layers are not the right ones")
    for case in cases:
        found = explain(case, model)
        mistake = found.mistake if found else \
            'its outputs fit no known activation'
        if mistake:
            right = [RELU] * len(case.args[1]) + [LAST[model]]
            table = compare(case, model, named(found.layers),
                            named(right)) if found else ()
            raise Wrong(f'For {case.call(function)} the {model} should have '
                        f'{WANTED[model]}; it seems that {mistake}.',
                        table=table)


def named(activations: Iterable[Activation]) -> list[str]:
    """Return the names of activations."""
    return [activation.name for activation in activations]


def total(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array, loss: Loss = oracle.bce) -> float:
    """Return the loss of task 0 for these weights, by the oracle."""
    return loss(x, forward(case, 'decoder', decoder, forward(
        case, 'encoder', encoder, x)))


# What of the loss depends on either half.
PARTS = {'encoder': total, 'decoder': total}


def forward(case: Case, model: str, weights: Sequence[Array],
            x: Array) -> Array:
    """Return a model's output for other weights than the planted ones.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    found = explain(case, model)
    if found is None:
        raise unexplained(model)
    return oracle.stack(x, oracle.layers(weights, found.order), found.layers)


def follows(case: Case) -> bool:
    """Tell whether the outputs of both models follow from their weights."""
    return None not in (explain(case, 'encoder'), explain(case, 'decoder'))
