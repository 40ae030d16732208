"""What a worker does: grade one submission in its own warm probe.

A worker is a process on this machine (executors.py) or a Dask worker on
another. That one has this project too, but not the class' files: they come
with the work. The probe starts with the first submission and is kept.
"""
import atexit
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import typing
from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from checkers.base.text import clean
from checkers.classroom import files
from checkers.course import curriculum
from checkers.judging import grading, judge
from checkers.marks.document import Document, Runtime, TaskMark, to_json
from checkers.runner import zygote

# (interpreter, fence) -> this process' warm probe.
PROBES: dict[tuple[str | None, bool | None], zygote.Zygote] = {}
# The folder of the submission that is graded now.
SCRATCH: list[tempfile.TemporaryDirectory[str]] = []
# Dask may give a process several threads; a probe serves one at a time.
AT_WORK = threading.Lock()


class About(typing.NamedTuple):
    """What a worker grades with.

    Attributes:
        rubric: the rubric's hash.
        runtime: the versions that submissions run in.
        warning: what the teacher must know of a missing sandbox, or ''.
    """

    rubric: str
    runtime: Runtime
    warning: str


def probe(python: str | None, fence: bool | None) -> zygote.Zygote:
    """Return this process' warm probe; one that has ended is replaced."""
    warm = PROBES.pop((python, fence), None)
    if warm is None:
        grading.prepare()
        warm = zygote.Zygote(python or sys.executable, fence)
    elif not warm.is_alive:
        warm.restart()
    PROBES[python, fence] = warm
    return warm


@atexit.register
def close() -> None:
    """End the probes and remove the folder of the submission."""
    while PROBES:
        PROBES.popitem()[1].close()
    while SCRATCH:
        SCRATCH.pop().cleanup()


def leave(*signal_and_frame: object) -> typing.NoReturn:
    """End this process and all that it started, at once."""
    close()
    os._exit(1)


def attend() -> None:
    """Make this process a worker that ends when its parent does.

    It ignores the keyboard's interrupt, which the parent answers.
    """
    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent:
            parent.join()
        leave()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, leave)
    threading.Thread(target=watch, daemon=True).start()


def examine(python: str | None = None, fence: bool | None = None) -> About:
    """Return what a worker would grade with.

    Args:
        python: path of the students' interpreter; None for the worker's own.
        fence: as for zygote.Zygote.
    """
    with AT_WORK:
        warm = probe(python, fence)
        return About(grading.rubric_hash(),
                     msgspec.convert(warm.runtime, Runtime), warm.warning)


def grade(submission: files.Submission, numbers: Collection[int],
          seed: int = 0, python: str | None = None,
          fence: bool | None = None) -> Document:
    """Grade a submission.

    Args:
        submission: its files.
        numbers: the tasks' numbers.
        seed: the random seed, as for grading.grade.
        python, fence: as for examine.
    """
    tasks = [task for task in curriculum.TASKS if task.number in numbers]
    with AT_WORK:
        SCRATCH.append(tempfile.TemporaryDirectory(prefix='checkers-'))
        try:
            files.lay_out(submission, SCRATCH[-1].name)
            document = grading.grade(SCRATCH[-1].name, probe(python, fence),
                                     seed, tasks)
        finally:
            SCRATCH.pop().cleanup()
    return replace(document, submission=clean(submission.name), tasks=tuple(
        annotated(task, submission) for task in document.tasks))


def send(submission: files.Submission, numbers: Collection[int],
         seed: int = 0, python: str | None = None,
         fence: bool | None = None) -> bytes:
    """Grade a submission, as grade; return its document as text.

    Who asked for it reads it as a stranger's: see trust.py.
    """
    return to_json(grade(submission, numbers, seed, python, fence)).encode()


def annotated(task: TaskMark, submission: files.Submission) -> TaskMark:
    """Return a task's marks with what is known of the whole submission."""
    notes = {*task.integrity, *map(clean, submission.notes)}
    task = replace(task, integrity=tuple(sorted(notes)))
    return judge.refused(task, submission.refused) if submission.refused \
        else task
