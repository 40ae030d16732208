"""The result that GitHub Classroom's grading reporter reads."""
import base64
import json
import typing

from checkers.exporters import explain, one_each
from checkers.marks.document import CheckStatus
from checkers.marks.grades import Grades
from checkers.marks.marking import Marked

# Linux hands a program no text larger than 128 KiB, and the reporter gets
# the result as an environment variable.
LIMIT = 120 << 10
NOTHING: dict[str, typing.Any] = {
    'name': 'grading', 'status': 'error', 'score': 0,
    'message': 'nothing was graded', 'test_code': '', 'filename': '',
    'line_no': 0, 'duration': 0}


def export(grades: Grades, out: str) -> None:
    """Write the base64 text of one document; NAME.txt each for a class."""
    one_each(grades, out, '.txt', encoded)


def encoded(document: Marked) -> str:
    """Return base64 of compact JSON; messages are cut until it fits."""
    texts = [check.message for task in document.tasks
             for check in task.checks] + document.told
    longest = max(map(len, texts), default=0)
    while True:
        text = json.dumps(result(document, longest), separators=(',', ':'))
        data = base64.b64encode(text.encode()).decode()
        if len(data) <= LIMIT or not longest:
            return data
        longest //= 2


def result(document: Marked, longest: int) -> dict[str, typing.Any]:
    """Return the result of one document as JSON; a test per check.

    The reporter adds up the points of the tests. So what corrects a task or
    the whole is a test of its own, with the points that it adds.

    Args:
        document: the result document.
        longest: how many characters of an explanation to keep.
    """
    passed = document.score == document.max_score > 0
    tests = [{'name': f'{task.file}: {check.title}',
              'status': 'pass' if check.status is CheckStatus.PASSED
                        else 'fail',
              'score': check.points,
              'message': explain(check)[:longest], 'test_code': check.id,
              'filename': task.file, 'line_no': 0, 'duration': 0}
             for task in document.tasks for check in task.checks]
    tests += [{**NOTHING, 'name': f'Corrected: {change.what}',
               'status': 'pass', 'score': change.after - change.before,
               'message': str(change)[:longest]}
              for change in document.changes if not change.is_check]
    return {'version': 1, 'status': 'pass' if passed else 'fail',
            'max_score': document.max_score, 'tests': tests or [NOTHING]}
