"""From a folder to the result document.

A child with limits judges (judge.py); this side adds up what it writes, and
goes on where it has broken a limit or the probe has died.
"""
import collections
import hashlib
import json
import os
import pathlib
from collections.abc import Sequence

import msgspec

from checkers.base import confined
from checkers.base.errors import Mistake
from checkers.base.paths import CHECKERS
from checkers.base.text import clean
from checkers.course.curriculum import TASKS, Task
from checkers.judging.judge import DIED, Order, RESERVED
from checkers.marks.document import Document, Runtime, TaskMark, told
from checkers.runner import zygote
from checkers.runner.zygote import Zygote

# What decides on marks, beside the rubric files.
DECIDES = ('course', 'judging', 'probe', 'runner')
JUDGE = 'checkers.judging.judge:marks'
RECORD = 4 << 20        # bytes of the marks of one task
TRIES = 2               # of a task that stops the probe


def grade(folder: str, warm: Zygote, seed: int = 0,
          tasks: Sequence[Task] = TASKS,
          seconds: int = zygote.SECONDS) -> Document:
    """Grade one submission.

    Args:
        folder: path of the submission.
        warm: a running probe, in whose interpreter it is run.
        seed: the random seed of inputs and weights.
        tasks: the tasks to look at.
        seconds: the time limit of a task.

    Returns:
        The result document, the same for the same files, rubric, seed and
        versions.

    Raises:
        Mistake: the rubric is broken, or cannot be run here.
    """
    marks = judged(folder, warm, seed, tasks, seconds)
    return Document(
        schema=1, submission=clean(os.path.basename(os.path.abspath(folder))),
        rubric=rubric_hash(), seed=told(seed),
        runtime=msgspec.convert(warm.runtime, Runtime),
        score=sum(task.score for task in marks),
        max_score=sum(task.max_score for task in marks), tasks=marks)


def prepare() -> None:
    """Make the judge ready in the background, while a probe starts."""
    confined.prepare(JUDGE)


def judged(folder: str, warm: Zygote, seed: int, tasks: Sequence[Task],
           seconds: int) -> tuple[TaskMark, ...]:
    """Return what each task got. Args: as grade.

    A child that breaks a limit costs the task that it was at; another one
    judges the rest. Together they have the processor time of one.
    """
    found: list[TaskMark] = []
    tries: collections.Counter[int] = collections.Counter()
    lost: dict[int, str] = {}
    left = [task.number for task in tasks]
    spent = 0.
    while left:
        time = max(confined.SECONDS - spent, RESERVED * len(left))
        order = Order(
            folder=os.path.join(os.getcwd(), folder), seed=seed,
            tasks=left, lost=lost, seconds=seconds, time=time,
            runtime=warm.runtime, known=warm.known, stopped=[
                number for number in left if tries[number] == TRIES])
        job = msgspec.to_builtins(order, str_keys=True)
        try:
            for record in confined.run(JUDGE, job, time, seconds, RECORD,
                                       [warm.socket.fileno()]):
                if record == DIED:
                    tries[left[0]] += 1
                    warm.restart()
                    break
                found.append(msgspec.convert(json.loads(record), TaskMark))
                left = left[1:]
        except confined.Broken as broken:
            if not left or left[0] in lost:     # over an empty file
                raise Mistake('the grader does not run here: ' +
                              broken.said('run'))
            lost[left[0]] = broken.said('judge')
            spent += broken.seconds
    return tuple(found)


def rubric_hash(root: str = CHECKERS) -> str:
    """Return a short hash of all the code that decides on marks.

    That is the rubric files and the packages in DECIDES.

    Args:
        root: path of the grader's folder.
    """
    top = pathlib.Path(root)
    files = [*top.glob('test_*.py'), *(
        path for package in DECIDES
        for path in (top / package).rglob('*.py'))]
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(top).as_posix(), path)
                             for path in files):
        digest.update(name.encode() + b'\0' + path.read_bytes())
    return digest.hexdigest()[:16]
