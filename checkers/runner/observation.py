"""What crosses from the student's process to the judging one.

The bytes of a child are untrusted. They are read as JSON and .npy arrays
(never pickled), checked against the schema below, and only then believed to
be numbers; whether the numbers are right is for the rubric to say.
"""
import base64
import io
import json
import math

import numpy as np

from checkers.base.text import clean

ARRAY_LIMIT = 4 << 20   # values in one array, or in a model's weights
WEIGHTS = 200           # weights of one model


class Unreadable(ValueError):
    """Bytes that are no observation; the message says why."""


def require(condition, what):
    """Raise Unreadable where a condition does not hold."""
    if not condition:
        raise Unreadable(what)


def is_count(value):
    """Tell whether a value is a whole number of at least 0."""
    return type(value) is int and value >= 0


def unpack(value, depth=0):
    """Return a JSON value with its arrays decoded and its floats finite."""
    require(depth < 12, 'nested too deeply')
    if isinstance(value, dict):
        if set(value) == {'npy'}:
            return decode(value['npy'])
        return {clean(key): unpack(item, depth + 1)
                for key, item in value.items()}
    if isinstance(value, list):
        return [unpack(item, depth + 1) for item in value]
    return clean(value) if isinstance(value, str) else value


def decode(text):
    """Return the array in base64 of the .npy format."""
    require(isinstance(text, str), 'an array that is not text')
    try:
        data = io.BytesIO(base64.b64decode(text, validate=True))
        array = np.load(data, allow_pickle=False)
    except Exception as error:          # NumPy's readers raise of all kinds
        raise Unreadable('an array that cannot be read: %s' % error)
    require(isinstance(array, np.ndarray) and array.dtype.kind == 'f',
            'an array that is not of floats')
    require(array.size <= ARRAY_LIMIT, 'an array that is too large')
    return array.astype(np.float64)


def check_failure(value):
    """Check the description of an exception, or None."""
    if value is not None:
        require(isinstance(value, dict), 'an error that is no error')
        for key in ('type', 'message', 'text'):
            require(isinstance(value.get(key), str), 'an error without text')
        require(value.get('line') is None or is_count(value['line']),
                'an error with an odd line')


def check_arrays(value):
    """Check what must be a short list of arrays, and not an empty one."""
    require(isinstance(value, list) and 0 < len(value) <= WEIGHTS and
            all(isinstance(item, np.ndarray) for item in value),
            'outputs that are no arrays')


def check_value(value, step):
    """Check what one step recorded."""
    if isinstance(value, dict) and set(value) == {'error'}:
        check_failure(value['error'])
        require(value['error'] is not None, 'an error that is none')
    elif step['do'] == 'plant_again':
        require(value is None, 'a second call that left something')
    elif step['do'] == 'predict':
        check_arrays(value)
        require(all(array.ndim for array in value), 'an output without rows')
    elif step['do'] in ('compile', 'join', 'take', 'read',
                        'revive'):
        require(value is None, 'a %s that left something' % step['do'])
    elif step['do'] == 'loss':
        require(type(value) is float, 'a loss that is no number')
    elif step['do'] == 'metrics':
        require(isinstance(value, dict) and len(value) < 50 and
                all(type(number) is float for number in value.values()),
                'metrics that are no numbers')
    elif step['do'] == 'optimizer':
        require(is_names(value) and value, 'an optimizer without a name')
    elif step['do'] in ('raises', 'refuses'):
        require(is_names(value), 'an exception without a class')
    elif step['do'] == 'write':
        require(is_names(value), 'files without names')
    elif step['do'] == 'fit':
        require(is_numbers(value['losses']), 'a history of no numbers')
        check_trained(value['weights'], step)
    elif step['do'] == 'layers':
        require(isinstance(value, dict) and
                list(value) == step['names'], 'layers of other names')
        for shapes in value.values():
            check_shapes([] if shapes is None else shapes)
    else:
        require(step['do'] == 'train' and
                len(value['losses']) == step['steps'] and
                is_numbers(value['losses']), 'training without losses')
        for when in ('first', 'last'):
            check_trained(value[when], step)


def check_trained(weights, step):
    """Check the weights of the models that a step has trained."""
    require(set(weights) == set(step['models']),
            'weights of a model that was not asked for')
    for arrays in weights.values():
        check_arrays(arrays)


def is_numbers(value):
    """Tell whether a value is a short list of floats."""
    return isinstance(value, list) and len(value) < 50 and all(
        type(number) is float for number in value)


def is_names(value):
    """Tell whether a value is a short list of texts."""
    return isinstance(value, list) and len(value) < 50 and all(
        isinstance(name, str) for name in value)


def check_shapes(shapes):
    """Check the shapes of weights, and that they are not vast."""
    require(isinstance(shapes, list) and len(shapes) <= WEIGHTS,
            'too many weights')
    require(all(isinstance(shape, list) and len(shape) < 8 and
                all(map(is_count, shape)) for shape in shapes),
            'a weight without a shape')
    require(sum(map(math.prod, shapes)) <= ARRAY_LIMIT,
            'weights that are too large')


def check_weights(case, models):
    """Check the shapes and the kinds of the models' weights."""
    weights, kinds = case['weights'], case['kinds']
    require(set(weights) == set(kinds) and
            set(weights) in (set(), set(models)),
            'weights of a model that was not asked for')
    for model, shapes in weights.items():
        check_shapes(shapes)
        require(len(kinds[model]) == len(shapes) and
                all(isinstance(kind, str) for kind in kinds[model]),
                'weights of no kind')


def check_definition(found, asked):
    """Check what was recorded of a function or class; None if missing."""
    if found is None:
        return
    require(found['name'] in asked['names'],
            'a definition that was not asked for')
    require(all(type(found['binds'][way]) is bool
                for way in ('position', 'name')), 'no calling convention')
    require(is_names(found['parameters']), 'parameters without names')


def check_case(case, expected):
    """Check the record of one case."""
    require(isinstance(case, dict) and case.get('name') == expected['name'],
            'a case that was not asked for')
    check_failure(case['error'])
    if case['error'] is not None:
        return
    require(is_names(case['returned']), 'models without a type')
    require(len(case['args_after']) == len(expected['args']),
            'another number of arguments')
    check_weights(case, expected['inputs'])
    steps = {step['save']: step for step in expected['steps']
             if 'save' in step}
    require(set(case['values']) <= set(steps),
            'a value that was not asked for')
    for name, value in case['values'].items():
        check_value(value, steps[name])


def read(data, job):
    """Return the observation in a child's bytes.

    Args:
        data: bytes, one frame's content.
        job: the job that the child was given.

    Raises:
        Unreadable: the bytes are not an answer to this job.
    """
    try:
        record = unpack(json.loads(data.decode('utf-8')))
        require(isinstance(record, dict), 'no record')
        require(record['nonce'] == job['nonce'] and
                record['task'] == job['task'], 'an answer to another job')
        check_failure(record['error'])
        if record['error'] is None:
            for name in ('definitions', 'cases'):
                require(len(record[name]) == len(job[name]),
                        'a wrong number of ' + name)
            for found, asked in zip(record['definitions'],
                                    job['definitions']):
                check_definition(found, asked)
            for case, expected in zip(record['cases'], job['cases']):
                check_case(case, expected)
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError,
            RecursionError, OverflowError) as error:
        raise Unreadable('%s: %s' % (type(error).__name__, error))
    return record
