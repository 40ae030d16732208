"""A class of two students and two tasks, whose marks add up by hand.

Each task has three checks: layers (2 points), loss and run_bit (1 each). Ada
passes all of task 0 and the layers of task 1; Bob passes the run bit of task
0 and nothing else.
"""
import pathlib
from collections.abc import Collection

from checkers.marks.document import (CheckMark, CheckStatus, Document,
                                     Runtime, TaskMark, TaskStatus, to_json)
from checkers.marks.grades import file_name

POINTS = {'layers': 2, 'loss': 1, 'run_bit': 1}
FILES = ('0-vanilla.py', '1-sparse.py')
ADA, BOB = 'Ada Lovelace_12', 'Böb, "the" <b>'
GOT: dict[str, tuple[Collection[str], ...]] = {
    ADA: (POINTS, {'layers'}), BOB: ({'run_bit'}, ())}
ONE_EACH = f'''
tasks = [0, 1]

[points]
run_bit = 0
1.loss = 3

[[correction]]
student = "{ADA}"
task = 1
check = "loss"
points = 2
reason = "Right but for the sign."

[[correction]]
student = "{file_name(BOB)}"
task = 0
points = 3
reason = "It came by mail;=1 & late."

[[correction]]
student = "{ADA}"
percent = -10
reason = "A day late."
'''


def task(number: int, passed: Collection[str]) -> TaskMark:
    """Return a task of which these checks passed."""
    checks = tuple(CheckMark(
        id=check, title=f'Of {check}', max_points=points,
        status=CheckStatus.PASSED if check in passed else CheckStatus.FAILED,
        points=points if check in passed else 0,
        message='' if check in passed else 'It is wrong.')
        for check, points in POINTS.items())
    score = sum(check.points for check in checks)
    return TaskMark(
        number=number, file=FILES[number], function='', score=score,
        max_score=4, checks=checks, integrity=(),
        status=TaskStatus.PASSED if score == 4 else TaskStatus.FAILED)


def document(name: str, *got: Collection[str]) -> Document:
    """Return the result document of a student: by default, what is in GOT."""
    tasks = tuple(task(number, passed)
                  for number, passed in enumerate(got or GOT[name]))
    return Document(
        schema=1, submission=name, rubric='', seed=0, max_score=8,
        runtime=Runtime(python='', tensorflow='', keras='', sandbox=''),
        score=sum(task.score for task in tasks), tasks=tasks)


def write(folder: pathlib.Path) -> pathlib.Path:
    """Write the class as `grade` does; return the folder."""
    (folder / 'results').mkdir(parents=True)
    for name in GOT:
        (folder / 'results' / f'{file_name(name)}.json').write_text(
            to_json(document(name)))
    return folder


def assign(folder: pathlib.Path, text: str) -> str:
    """Write an assignment; return its path."""
    path = folder / 'assignment.toml'
    path.write_text(text, encoding='utf-8')
    return str(path)
