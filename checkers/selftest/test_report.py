"""The report of `check`: what a student reads, in 80 columns."""
import io

import pytest
from rich.console import Console

from checkers.marks import report

CHECK = {'id': 'layers', 'title': 'The layers are right', 'status': 'failed',
         'points': 0, 'max_points': 2, 'message': 'They are 3; expected 2.',
         'hints': ['Why?', 'Where?', 'There.'], 'table': [], 'curve': []}


def check(**changes):
    """Return a check of a result document."""
    return dict(CHECK, **changes)


def shown(*checks, hints=1, **changes):
    """Return the lines of the report on one task with these checks."""
    task = dict({'number': 0, 'file': '0-vanilla.py', 'objective': 'To see.',
                 'status': 'failed', 'score': 23, 'max_score': 25,
                 'checks': checks}, **changes)
    document = {'tasks': [task], 'score': 23, 'max_score': 25, 'seed': 0,
                'rubric': 'abc', 'runtime': {
                    'python': '3', 'tensorflow': '2', 'keras': '3',
                    'sandbox': 'none'}}
    console = Console(file=io.StringIO(), width=80, highlight=False)
    report.show(document, hints, console)
    text = console.file.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    return [line.rstrip() for line in text.splitlines()]


def test_a_failed_check_comes_first():
    """It is told whole, the others by name on a line each."""
    lines = shown(check(id='first', status='passed'), check(),
                  check(id='later', status='blocked'))
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
def test_hints(hints, said):
    """--hints N opens N rungs, and the next is named."""
    lines = shown(check(), hints=hints)
    assert [line for line in lines if 'int' in line and
            'points' not in line] == said


def test_passed_checks_fit_one_line():
    """Many names are cut rather than wrapped."""
    names = [check(id='a_long_name_%d' % k, status='passed')
             for k in range(20)]
    lines = shown(*names)
    assert [line for line in lines if 'long_name' in line] == [lines[2]]
    assert lines[2].startswith('  + 20 passed: a_long_name_0')


def test_a_table_marks_what_differs():
    """Expected beside found; a column that says nothing is left out."""
    rows = [['layer', 'expected', 'found', 'line'],
            ['hidden 1', '4 -> 3', '4 -> 3', ''],
            ['output', '3 -> 4', '3 -> 5', '']]
    lines = shown(check(table=rows))
    assert [line.split() for line in lines[5:9] if '─' not in line] == [
        ['layer', 'expected', 'found'],
        ['hidden', '1', '4', '->', '3', '4', '->', '3'],
        ['x', 'output', '3', '->', '4', '3', '->', '5']]
    rows[2][3] = '12'
    assert shown(check(table=rows))[8].endswith('3 -> 5  12')


def test_a_curve():
    """Losses are a row of bars, and numbers."""
    lines = shown(check(curve=[3., 2., 1.]))
    assert '    Losses    █▅▁  3.0000 2.0000 1.0000' in lines
    assert report.sparkline([1., 1.]) == '▁▁'
    assert report.sparkline([1., 8., 4.]) == '▁█▄'


def test_what_is_not_written_yet():
    """A task that was not attempted is a line, and what it is for."""
    lines = shown(check(status='blocked'), status='not attempted', score=0)
    assert lines[:3] == [
        'Task 0  0-vanilla.py  0 of 25 points  not attempted',
        '  Why: To see.', '']


def test_what_is_right_needs_no_reason():
    """A task with all points is two lines."""
    lines = shown(check(status='passed'), status='passed', score=25)
    assert lines[:3] == ['Task 0  0-vanilla.py  25 of 25 points  passed',
                         '  + 1 passed: layers', '']
