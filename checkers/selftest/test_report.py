"""The report of `check`: what a student reads, in 80 columns."""
import io

import pytest
from msgspec.structs import asdict, replace
from rich.console import Console

from checkers.marks import report
from checkers.marks.document import (
    CheckMark, CheckStatus, Document, Runtime, TaskMark, TaskStatus)
from checkers.marks.marking import Marked

CHECK = CheckMark(
    id='layers', title='The layers are right', status=CheckStatus.FAILED,
    points=0, max_points=2, message='They are 3; expected 2.',
    hints=('Why?', 'Where?', 'There.'))
PASSED = replace(CHECK, status=CheckStatus.PASSED)
BLOCKED = replace(CHECK, status=CheckStatus.BLOCKED)


def shown(*checks: CheckMark, hints: int = 1, score: int = 23,
          status: TaskStatus = TaskStatus.FAILED) -> list[str]:
    """Return the lines of the report on one task with these checks."""
    task = TaskMark(
        number=0, file='0-vanilla.py', function='autoencoder',
        objective='To see.', line=None, status=status, score=score,
        max_score=25, checks=checks, integrity=())
    document = Document(
        schema=1, submission='mine', rubric='abc', seed=0, runtime=Runtime(
            python='3', tensorflow='2', keras='3', sandbox='none'),
        score=score, max_score=25, tasks=(task,))
    file = io.StringIO()
    marks = Marked(**asdict(document), graded=document, changes=())
    report.show(marks, hints, Console(file=file, width=80, highlight=False))
    lines = file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    return [line.rstrip() for line in lines]


def test_a_failed_check_comes_first() -> None:
    """It is told whole, the others by name on a line each."""
    lines = shown(replace(PASSED, id='first'), CHECK,
                  replace(BLOCKED, id='later'))
    assert lines[:10] == [
        'Task 0  0-vanilla.py  23 of 25 points  failed',
        '  Why: To see.',
        '  x layers  (0 of 2 points)',
        '    Expected  The layers are right.',
        '    Found     They are 3; expected 2.',
        '    Hint      Why?',
        '              2 more hints: --hints 2',
        '  - 1 waiting for these: later',
        '  + 1 passed: first',
        '']


@pytest.mark.parametrize('hints, said', [
    (0, ['              3 hints: --hints 1']),
    (2, ['    Hint      Why?', '    Hint      Where?',
         '              1 more hint: --hints 3']),
    (9, ['    Hint      Why?', '    Hint      Where?',
         '    Hint      There.'])])
def test_hints(hints: int, said: list[str]) -> None:
    """--hints N shows N hints, and how to get the next is said."""
    lines = shown(CHECK, hints=hints)
    assert [line for line in lines if 'int' in line and
            'points' not in line] == said


def test_passed_checks_fit_one_line() -> None:
    """Many names are cut rather than wrapped."""
    names = [replace(PASSED, id=f'a_long_name_{k}') for k in range(20)]
    lines = shown(*names)
    assert [line for line in lines if 'long_name' in line] == [lines[2]]
    assert lines[2].startswith('  + 20 passed: a_long_name_0')


def test_a_table_marks_what_differs() -> None:
    """Expected beside found; a column that says nothing is left out."""
    head = ('layer', 'expected', 'found', 'line')
    hidden = ('hidden 1', '4 -> 3', '4 -> 3', '')
    output = ('output', '3 -> 4', '3 -> 5')
    lines = shown(replace(CHECK, table=(head, hidden, (*output, ''))))
    assert [line.split() for line in lines[5:9] if '─' not in line] == [
        ['layer', 'expected', 'found'],
        ['hidden', '1', '4', '->', '3', '4', '->', '3'],
        ['x', 'output', '3', '->', '4', '3', '->', '5']]
    lines = shown(replace(CHECK, table=(head, hidden, (*output, '12'))))
    assert lines[8].endswith('3 -> 5  12')


def test_a_curve() -> None:
    """Losses are a row of bars, and numbers."""
    lines = shown(replace(CHECK, curve=(3., 2., 1.)))
    assert '    Losses    █▅▁  3.0000 2.0000 1.0000' in lines
    assert report.sparkline([1., 1.]) == '▁▁'
    assert report.sparkline([1., 8., 4.]) == '▁█▄'


def test_what_is_not_written_yet() -> None:
    """A task that was not attempted is one line, and what it is for."""
    lines = shown(BLOCKED, status=TaskStatus.NOT_ATTEMPTED, score=0)
    assert lines[:3] == [
        'Task 0  0-vanilla.py  0 of 25 points  not attempted',
        '  Why: To see.', '']


def test_what_is_right_needs_no_reason() -> None:
    """A task with all points is two lines."""
    lines = shown(PASSED, status=TaskStatus.PASSED, score=25)
    assert lines[:3] == ['Task 0  0-vanilla.py  25 of 25 points  passed',
                         '  + 1 passed: layers', '']
