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

ARRAY_LIMIT = 4 << 20   # values in one array, or in a model's weights
WEIGHTS = 200           # weights of one model
TEXT_LIMIT = 4000       # characters of one text


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


def clean(text):
    """Return a student's text, short and without control characters."""
    return ''.join(character if character.isprintable() else ' '
                   for character in text[:TEXT_LIMIT])


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
    elif step['do'] == 'loss':
        require(type(value) is float, 'a loss that is no number')
    elif step['do'] == 'optimizer':
        require(isinstance(value, list) and 0 < len(value) < 50 and
                all(isinstance(name, str) for name in value),
                'an optimizer without a name')
    else:
        require(step['do'] == 'train' and
                len(value['losses']) == step['steps'] and
                all(type(loss) is float for loss in value['losses']),
                'training without losses')
        for when in ('first', 'last'):
            require(set(value[when]) == {'encoder', 'decoder'},
                    'weights of a model that was not asked for')
            for arrays in value[when].values():
                check_arrays(arrays)


def check_weights(weights, models):
    """Check the shapes of the models' weights, and that they are not vast."""
    require(set(weights) in (set(), set(models)),
            'weights of a model that was not asked for')
    for shapes in weights.values():
        require(isinstance(shapes, list) and len(shapes) <= WEIGHTS,
                'too many weights')
        require(all(isinstance(shape, list) and len(shape) < 8 and
                    all(map(is_count, shape)) for shape in shapes),
                'a weight without a shape')
        require(sum(map(math.prod, shapes)) <= ARRAY_LIMIT,
                'weights that are too large')


def check_case(case, expected):
    """Check the record of one case."""
    require(isinstance(case, dict) and case.get('name') == expected['name'],
            'a case that was not asked for')
    check_failure(case['error'])
    if case['error'] is not None:
        return
    require(isinstance(case['returned'], list) and
            len(case['returned']) < 50 and
            all(isinstance(name, str) for name in case['returned']),
            'models without a type')
    require(len(case['args_after']) == len(expected['args']),
            'another number of arguments')
    check_weights(case['weights'], expected['inputs'])
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
        if record['error'] is None and record['function'] is not None:
            require(record['function'] in job['functions'],
                    'a function that was not asked for')
            ways = [record['binds'][way] for way in ('position', 'name')]
            require(all(type(way) is bool for way in ways),
                    'no calling convention')
            require(all(isinstance(name, str)
                        for name in record['parameters']),
                    'parameters without names')
            require(len(record['cases']) == any(ways) * len(job['cases']),
                    'a wrong number of cases')
            for case, expected in zip(record['cases'], job['cases']):
                check_case(case, expected)
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError,
            RecursionError, OverflowError) as error:
        raise Unreadable('%s: %s' % (type(error).__name__, error))
    return record
