"""What may come back from the probe, and how it is checked.

The values are untrusted: somebody else's process wrote them. Every function
here raises Unreadable where a value is not what a step may return.
"""
import dataclasses
import math
import typing
from collections.abc import Mapping, Sequence

import numpy as np

from checkers.course.planting import Array

ARRAY_LIMIT = 4 << 20   # values in one array, or in a model's weights
WEIGHTS = 200           # weights of one model
SHORT = 50              # entries of a list of names or numbers

Shape = tuple[int, ...]
Weights = dict[str, list[Array]]        # model -> its weights


class Unreadable(ValueError):
    """Bytes that are no observation; the message says why."""


@dataclasses.dataclass(frozen=True)
class Failure:
    """An exception in the student's code.

    Attributes:
        type: the name of its class.
        message: what it said.
        line: the line of the student's file, or None.
        text: that line, or ''.
    """

    type: str
    message: str
    line: int | None
    text: str


@dataclasses.dataclass(frozen=True)
class Trained:
    """What a training step on a batch left.

    Attributes:
        loss: that of the batch.
        weights: the models' after the step.
    """

    loss: float
    weights: Weights


class Epoch(typing.NamedTuple):
    """What a callback saw of an epoch.

    Attributes:
        number: the epoch's, from 0.
        batches: how many it had.
        loss: that of the first batch.
    """

    number: float
    batches: float
    loss: float


@dataclasses.dataclass(frozen=True)
class Fitted:
    """What the train method of task 6 left.

    Attributes:
        losses: those of the history that it returned.
        weights: the models' after it.
        epochs: what the callback saw; none where it was not handed on.
        handed: the numbers among the arguments of Keras' fit, by name.
    """

    losses: list[float]
    weights: Weights
    epochs: list[Epoch]
    handed: Mapping[str, float]


@dataclasses.dataclass(frozen=True)
class Refusal:
    """What was raised where something must be refused.

    Attributes:
        classes: the names of the exception's classes; none for none.
        message: what it said.
    """

    classes: list[str]
    message: str


def require(condition: object, what: str) -> None:
    """Raise Unreadable where a condition does not hold."""
    if not condition:
        raise Unreadable(what)


def is_count(value: object) -> bool:
    """Tell whether a value is a whole number of at least 0."""
    return type(value) is int and value >= 0


def is_numbers(value: object) -> bool:
    """Tell whether a value is a short list of floats."""
    return isinstance(value, list) and len(value) < SHORT and all(
        type(number) is float for number in value)


def is_names(value: object) -> bool:
    """Tell whether a value is a short list of texts."""
    return isinstance(value, list) and len(value) < SHORT and all(
        isinstance(name, str) for name in value)


def failure(value: typing.Any) -> Failure | None:
    """Return the description of an exception, or None where there is none."""
    if value is None:
        return None
    require(isinstance(value, dict), 'an error that is no error')
    for key in ('type', 'message', 'text'):
        require(isinstance(value.get(key), str), 'an error without text')
    line = value.get('line')
    require(line is None or is_count(line), 'an error with an odd line')
    return Failure(value['type'], value['message'], line, value['text'])


def arrays(value: typing.Any) -> list[Array]:
    """Return what must be a short list of arrays, and not an empty one."""
    require(isinstance(value, list) and 0 < len(value) <= WEIGHTS and
            all(isinstance(item, np.ndarray) for item in value),
            'outputs that are no arrays')
    return list(value)


def weights(value: typing.Any, models: Sequence[str]) -> Weights:
    """Return the weights of the models that a step has trained."""
    require(set(value) == set(models),
            'weights of a model that was not asked for')
    return {model: items if items == [] else arrays(items)
            for model, items in value.items()}


def shapes(value: typing.Any) -> list[Shape]:
    """Return the shapes of weights, which must not be vast."""
    require(isinstance(value, list) and len(value) <= WEIGHTS,
            'too many weights')
    require(all(isinstance(shape, list) and len(shape) < 8 and
                all(map(is_count, shape)) for shape in value),
            'a weight without a shape')
    require(sum(map(math.prod, value)) <= ARRAY_LIMIT,
            'weights that are too large')
    return [tuple(shape) for shape in value]


def names(value: typing.Any, what: str) -> list[str]:
    """Return a short list of texts; `what` says what is wrong with another."""
    require(is_names(value), what)
    return list(value)


def epochs(value: typing.Any) -> list[Epoch]:
    """Return what a callback saw of a few epochs."""
    require(isinstance(value, list) and len(value) < SHORT and
            all(is_numbers(epoch) and len(epoch) == len(Epoch._fields)
                for epoch in value), 'epochs that are no numbers')
    return [Epoch(*epoch) for epoch in value]


def refusal(value: typing.Any) -> Refusal:
    """Return what was raised, if anything."""
    require(isinstance(value, dict) and isinstance(value['message'], str),
            'an exception without a message')
    return Refusal(names(value['classes'], 'an exception without a class'),
                   value['message'])


def numbers_by_name(value: typing.Any) -> Mapping[str, float]:
    """Return a short dictionary of floats."""
    require(isinstance(value, dict) and len(value) < SHORT and
            all(type(number) is float for number in value.values()),
            'metrics that are no numbers')
    return dict(value)
