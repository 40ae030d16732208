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

ARRAY_LIMIT = 4 << 20   # values in one array


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
        return {key: unpack(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [unpack(item, depth + 1) for item in value]
    return value


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


def check_value(value):
    """Check what one step recorded."""
    if isinstance(value, dict) and 'error' in value:
        check_failure(value['error'])
        require(value['error'] is not None, 'an error that is none')
    elif isinstance(value, dict):       # the step 'train'
        require(all(type(loss) is float for loss in value['losses'] +
                    [value['after']]), 'a loss that is no number')
        require(all(type(move) is float for moves in value['moves'].values()
                    for move in moves), 'a move that is no number')
    elif isinstance(value, list):
        require(all(isinstance(item, np.ndarray) for item in value) or
                all(isinstance(item, str) for item in value),
                'outputs that are no arrays')
    else:
        require(value is None or type(value) is float,
                'a value that is no number')


def check_case(case, expected):
    """Check the record of one case."""
    require(isinstance(case, dict) and case.get('name') == expected['name'],
            'a case that was not asked for')
    check_failure(case['error'])
    if case['error'] is not None:
        return
    require(isinstance(case['returned'], list) and
            all(isinstance(name, str) for name in case['returned']),
            'models without a type')
    require(set(case['weights']) <= set(expected['inputs']),
            'weights of a model that was not asked for')
    for shapes in case['weights'].values():
        require(all(isinstance(shape, list) and all(map(is_count, shape))
                    for shape in shapes), 'a weight without a shape')
    names = {step['save'] for step in expected['steps'] if 'save' in step}
    require(set(case['values']) <= names, 'a value that was not asked for')
    for value in case['values'].values():
        check_value(value)


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
            RecursionError) as error:
        raise Unreadable('%s: %s' % (type(error).__name__, error))
    return record


def is_finite(value):
    """Tell whether a number, or every value of an array, is finite."""
    if isinstance(value, np.ndarray):
        return bool(np.all(np.isfinite(value)))
    return math.isfinite(value)
