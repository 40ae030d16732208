"""What is told of a file that is no Python, and of an exception."""
from pathlib import Path

import pytest

from checkers.course.curriculum import TASKS
from checkers.course.values import Failure
from checkers.judging import feedback
from checkers.judging.source import Source
from checkers.selftest.course import COURSE

TASK = TASKS[0]
TEXT = (COURSE / TASK.file).read_text()
FIRST = '#!/usr/bin/env python3'
FILES = {
    'Latin-1 that does not say so': (
        TEXT.replace('the loss', 'thé loss').replace(
            'The loss', 'Thé loss').encode('latin-1'),
        'is not in UTF-8, as Python expects'),
    'another encoding': (
        TEXT.replace('\n', '\n# coding: cp1252\n', 1).encode(),
        'it says that it is written in cp1252'),
    'a NUL': (TEXT.encode() + b'\0', 'it is not valid Python: source code'),
    'a syntax error': (TEXT.replace('def ', 'def def ', 1).encode(),
                       'is not valid Python: invalid syntax')}
WHY = 'the shapes do not agree'
EXCEPTIONS = {
    'a stop of its own': (f'{WHY}.', f'ValueError: {WHY}.'),
    'no stop': (WHY, f'ValueError: {WHY}.'),
    'a question': (f'{WHY}?', f'ValueError: {WHY}?'),
    'colours': (f'Called: [1m{WHY}[0m', f'ValueError: Called: {WHY}.'),
    'where it was in TensorFlow': (
        '{{function_node __wrapped__Sub_device_/job:localhost/device:CPU:0}} '
        f'{WHY} [Op:Sub] name: ', f'ValueError: {WHY}.'),
    'all that Keras was given': (
        f'{WHY}\n\nArguments received by Dense.call():\n  x=[1, 2]',
        f'ValueError: {WHY}.'),
    'nothing': ('', 'ValueError.')}


def failure(message: str) -> Failure:
    """Return an exception in a place that is not known."""
    return Failure('ValueError', message, None, '')


@pytest.mark.parametrize('name', FILES)
def test_a_file_that_is_not_run(name: str, tmp_path: Path) -> None:
    """It is said why; the first line is known all the same."""
    data, why = FILES[name]
    (tmp_path / TASK.file).write_bytes(data)
    source = Source(str(tmp_path), TASK)
    assert why in source.refused and 'None' not in source.refused
    assert source.text.split('\n')[0] == FIRST


@pytest.mark.parametrize('name', EXCEPTIONS)
def test_an_exception(name: str) -> None:
    """It is told without noise, and ends with one stop."""
    message, said = EXCEPTIONS[name]
    assert feedback.explain(failure(message)) == (said, '')


def test_a_long_exception() -> None:
    """It is cut between two words."""
    said, _ = feedback.explain(failure('shapes ' * 200))
    assert said.endswith('shapes [...]') and len(said) < 600
