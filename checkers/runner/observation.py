"""What crosses from the student's process to the judging one.

The bytes of a child are untrusted. They are read as JSON and .npy arrays
(never pickled), checked, and only then believed to be numbers; whether the
numbers are right is for the rubric to say. What each step may have recorded
stands in course/steps.py.
"""
import base64
import dataclasses
import json
import math
import re
import typing

import numpy as np

from checkers.base.text import clean
from checkers.course import values
from checkers.course.curriculum import Definition
from checkers.course.planting import Array
from checkers.course.values import (ARRAY_LIMIT, Failure, Shape, Unreadable,
                                    is_names, require)
from checkers.runner.job import Asked, Job

# The head of an array as NumPy writes it. NumPy's own reader takes any
# literal of Python there, and ten times as long.
NPY = re.compile(
    rb"\x93NUMPY\x01\x00..{'descr': '<f([48])', 'fortran_order': "
    rb"(True|False), 'shape': \(((?:\d{1,9}, ?){0,7}\d{0,9})\), } *\n",
    re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Found:
    """A definition as it stands in the student's file.

    Attributes:
        name: what it is called there.
        parameters: the names of its parameters.
        by_position, by_name: whether it takes the arguments in that way.
    """

    name: str
    parameters: list[str]
    by_position: bool
    by_name: bool


@dataclasses.dataclass(frozen=True)
class Seen:
    """What was seen of one case.

    Attributes:
        error: the exception while the models were made, or None.
        returned: the types' names of what was returned.
        held: 'dict' where it was returned in one, else ''.
        places: where among these each model was, as far as it was there.
        args_after: the arguments after the call, as JSON.
        weights: model -> the shapes of its weights. Where an exception came
            before all models were returned, these are those that were
            finished by then.
        kinds: model -> what each weight is; see probe/plant.py.
        values: what the steps recorded, by name; a Failure where one raised.
    """

    error: Failure | None
    returned: list[str] = dataclasses.field(default_factory=list)
    held: str = ''
    places: dict[str, int | None] = dataclasses.field(default_factory=dict)
    args_after: list[typing.Any] = dataclasses.field(default_factory=list)
    weights: dict[str, list[Shape]] = dataclasses.field(default_factory=dict)
    kinds: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    values: dict[str, typing.Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Observation:
    """What was seen of one task of a submission.

    Attributes:
        ended: why nothing was seen, as a sentence's end; '' otherwise.
        error: the exception while the file was imported, or None.
        definitions: for each that was asked for, what was found, or None.
        cases: for each that was asked for, what was seen; None where it was
            not needed.
    """

    ended: str = ''
    error: Failure | None = None
    definitions: list[Found | None] = dataclasses.field(default_factory=list)
    cases: list[Seen | None] = dataclasses.field(default_factory=list)


def unpack(value: typing.Any, depth: int = 0) -> typing.Any:
    """Return a JSON value with its arrays decoded and its texts cleaned."""
    require(depth < 12, 'nested too deeply')
    if isinstance(value, dict):
        if set(value) == {'npy'}:
            return decode(value['npy'])
        return {clean(key): unpack(item, depth + 1)
                for key, item in value.items()}
    if isinstance(value, list):
        return [unpack(item, depth + 1) for item in value]
    return clean(value) if isinstance(value, str) else value


def decode(text: typing.Any) -> Array:
    """Return the array in base64 of the .npy format."""
    require(isinstance(text, str), 'an array that is not text')
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Unreadable(f'an array that cannot be read: {error}')
    head = NPY.match(data)
    if not head:
        raise Unreadable('an array that is not of floats')
    digits, fortran, sides = (part.decode() for part in head.groups())
    shape = [int(side) for side in sides.split(',') if side.strip()]
    numbers, size = data[head.end():], math.prod(shape)
    # Without values too: NumPy knows no sides beyond what memory could hold.
    require(math.prod(side or 1 for side in shape) <= ARRAY_LIMIT,
            'an array that is too large')
    require(len(numbers) == size * int(digits),
            'an array of another size than it says')
    floats: Array = np.frombuffer(numbers, f'<f{digits}').astype(
        np.float64).reshape(shape, order='F' if fortran == 'True' else 'C')
    return floats


def read_definition(found: typing.Any, asked: Definition) -> Found | None:
    """Return what was recorded of a function or class; None if missing."""
    if found is None:
        return None
    require(found['name'] in asked.names,
            'a definition that was not asked for')
    ways = [found['binds'][way] for way in ('position', 'name')]
    require(all(type(way) is bool for way in ways), 'no calling convention')
    require(is_names(found['parameters']), 'parameters without names')
    return Found(found['name'], found['parameters'], *ways)


def read_weights(case: typing.Any, models: typing.Iterable[str]) -> \
        dict[str, list[Shape]]:
    """Return the shapes of the models' weights; check their kinds."""
    weights, kinds = case['weights'], case['kinds']
    require(set(weights) == set(kinds) and set(weights) <= set(models),
            'weights of a model that was not asked for')
    read = {}
    for model, shapes in weights.items():
        read[model] = values.shapes(shapes)
        require(len(kinds[model]) == len(shapes) and
                all(isinstance(kind, str) for kind in kinds[model]),
                'weights of no kind')
    return read


def read_case(case: typing.Any, asked: Asked) -> Seen | None:
    """Return what was seen of one case; None where it was not needed."""
    if case is None and asked.case.instead_of:
        return None
    require(isinstance(case, dict) and case.get('name') == asked.case.name,
            'a case that was not asked for')
    error = values.failure(case['error'])
    require(is_names(case['returned']) and is_names([case['held']]),
            'models without a type')
    require(len(case['args_after']) == len(asked.case.args),
            'another number of arguments')
    weights = read_weights(case, asked.maps)
    places = case['places']
    require(set(places) <= set(weights) and all(
        place is None or values.is_count(place) for place in
        places.values()), 'models in no places')
    steps = {step.save: step for step in asked.steps if step.save is not None}
    require(set(case['values']) <= set(steps),
            'a value that was not asked for')
    recorded: dict[str, typing.Any] = {}
    for name, value in case['values'].items():
        if isinstance(value, dict) and set(value) == {'error'}:
            recorded[name] = values.failure(value['error'])
            require(recorded[name] is not None, 'an error that is none')
        else:
            recorded[name] = steps[name].read(value)
    return Seen(error, case['returned'], case['held'], places,
                case['args_after'], weights, case['kinds'], recorded)


def read(data: bytes, job: Job) -> Observation:
    """Return the observation in a child's bytes.

    Args:
        data: one frame's content.
        job: the job that the child was given.

    Raises:
        Unreadable: the bytes are not an answer to this job.
    """
    try:
        record = unpack(json.loads(data.decode('utf-8')))
        require(isinstance(record, dict), 'no record')
        require(record['nonce'] == job.nonce and
                record['task'] == job.task.number, 'an answer to another job')
        failure = values.failure(record['error'])
        if failure is not None:
            return Observation(error=failure)
        for name, asked in (('definitions', job.task.definitions),
                            ('cases', job.cases)):
            require(len(record[name]) == len(asked),
                    f'a wrong number of {name}')
        return Observation(
            definitions=list(map(read_definition, record['definitions'],
                                 job.task.definitions)),
            cases=list(map(read_case, record['cases'], job.cases)))
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError,
            RecursionError, OverflowError) as error:
        raise Unreadable(f'{type(error).__name__}: {error}')
