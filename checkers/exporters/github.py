"""The result that GitHub Classroom's grading reporter reads."""
import base64
import json
import typing

from checkers.exporters import explain, one_each
from checkers.marks.document import CheckStatus, Document
from checkers.marks.grades import Grades

# Linux hands a program no text larger than 128 KiB, and the reporter gets
# the result as an environment variable.
LIMIT = 120 << 10
NOTHING = {'name': 'grading', 'status': 'error', 'score': 0,
           'message': 'nothing was graded', 'test_code': '', 'filename': '',
           'line_no': 0, 'duration': 0}


def export(grades: Grades, out: str) -> None:
    """Write the base64 text of one document; NAME.txt each for a class."""
    one_each(grades, out, '.txt', encoded)


def encoded(document: Document) -> str:
    """Return base64 of compact JSON; messages are cut until it fits."""
    longest = max((len(check.message) for task in document.tasks
                   for check in task.checks), default=0)
    while True:
        text = json.dumps(result(document, longest), separators=(',', ':'))
        data = base64.b64encode(text.encode()).decode()
        if len(data) <= LIMIT or not longest:
            return data
        longest //= 2


def result(document: Document, longest: int) -> dict[str, typing.Any]:
    """Return the result of one document as JSON; a test per check.

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
    return {'version': 1, 'status': 'pass' if passed else 'fail',
            'max_score': document.max_score, 'tests': tests or [NOTHING]}
