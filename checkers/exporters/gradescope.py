"""results.json as Gradescope's autograder platform reads it."""
import json
import typing

import msgspec

from checkers.exporters import explain, one_each
from checkers.marks.document import CheckStatus
from checkers.marks.grades import Grades
from checkers.marks.marking import Marked


def export(grades: Grades, out: str) -> None:
    """Write results.json for one document; NAME.json each for a class."""
    one_each(grades, out, '.json',
             lambda document: json.dumps(results(document)) + '\n')


def results(document: Marked) -> dict[str, typing.Any]:
    """Return the results of one document as JSON; a test per check.

    The notes on integrity are in extra_data, which students do not see:
    where one test is hidden, Gradescope hides the total as well. There is no
    execution_time: the same submission gives the same bytes.
    """
    return {
        'score': document.score,
        'output': said(document),
        'output_format': 'text', 'test_output_format': 'text',
        'visibility': 'visible', 'stdout_visibility': 'hidden',
        'extra_data': {
            'rubric': document.rubric,
            'runtime': msgspec.to_builtins(document.runtime),
            'integrity': {task.file: task.integrity
                          for task in document.tasks if task.integrity}},
        'tests': [{
            'score': check.points, 'max_score': check.max_points,
            'status': 'passed' if check.status is CheckStatus.PASSED
                      else 'failed',
            'name': f'{task.file}: {check.title}',
            'number': f'{task.number}.{place}',
            'output': explain(check), 'output_format': 'text',
            'tags': [task.file], 'visibility': 'visible'}
            for task in document.tasks
            for place, check in enumerate(task.checks, start=1)]}


def said(document: Marked) -> str:
    """Return the lines above the tests: how each task stands, and why."""
    return '\n'.join([
        f'{document.score} of {document.max_score} points',
        *(f'{task.file}: {task.score} of {task.max_score}, {task.status}'
          for task in document.tasks), *document.told])
