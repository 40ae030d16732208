"""What a student has finished, kept in their folder between sessions.

An entry holds as long as the file, the interpreter and the rubric are the
same; then the work need not be checked again. The rubric's hash covers only
the code that decides on marks (grading.rubric_hash): a new colour on the
screen leaves an entry as it is, a new check does not.
"""
import hashlib
import json
import os

import msgspec

from checkers.base.whole import write_whole
from checkers.course.curriculum import Task
from checkers.judging.source import Source

NAME = '.progress.json'


class Finished(msgspec.Struct, array_like=True):
    """A finished task: what its marks depended on, and its points."""

    key: str
    points: int


class Progress(msgspec.Struct):
    """The file: the finished tasks, by the name of the student's file."""

    finished: dict[str, Finished]


def key(folder: str, task: Task, context: str) -> str:
    """Return a hash of all that a task's marks depend on.

    Args:
        folder: path of the submission.
        task: the task.
        context: what else its marks depend on: rubric and interpreter.
    """
    source = Source(folder, task)
    about = repr((source.data, source.executable, source.has_readme, context))
    return hashlib.sha256(about.encode()).hexdigest()


def load(folder: str) -> dict[str, Finished]:
    """Return what was finished, by the name of the student's file.

    Where nothing was kept, or it cannot be read, nothing is finished.
    """
    try:
        with open(os.path.join(folder, NAME), 'rb') as file:
            return msgspec.json.decode(file.read(), type=Progress).finished
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def save(folder: str, finished: dict[str, Finished]) -> None:
    """Keep what is finished, for load.

    Raises:
        Mistake: the file cannot be written.
    """
    kept = msgspec.to_builtins(Progress(finished))
    write_whole(os.path.join(folder, NAME), json.dumps(kept, indent=1) + '\n')
