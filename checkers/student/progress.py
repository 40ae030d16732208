"""What a student has finished, kept in their folder between sessions.

An entry holds as long as the file, the interpreter and the rubric are the
same; then the work need not be checked again. The rubric's hash covers only
the code that decides on marks (grading.rubric_hash): a new colour on the
screen leaves an entry as it is, a new check does not.
"""
import hashlib
import json
import os
import typing

import msgspec

from checkers.base import strangers
from checkers.base.text import one_line
from checkers.base.whole import mistakes
from checkers.course.curriculum import Task
from checkers.judging.source import Source

NAME = '.progress.json'
LIMIT = 1 << 16         # bytes of the file

Points = typing.Annotated[int, msgspec.Meta(ge=0, le=100)]


class Finished(msgspec.Struct, array_like=True):
    """A finished task: what its marks depended on, and its points."""

    key: str
    points: Points


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


def load(folder: str) -> tuple[dict[str, Finished], str]:
    """Return what was finished, by the name of the student's file.

    What is no plain small file of this kind is set aside: it gets another
    name, and nothing is finished.

    Returns:
        What was finished; and a word on what was set aside, or ''.
    """
    try:
        data = strangers.read(folder, NAME, LIMIT)
        return msgspec.json.decode(data, type=Progress).finished, ''
    except FileNotFoundError:
        return {}, ''
    except OSError as error:
        reason = error.strerror
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        reason = 'it is not what watch writes'
    try:
        aside = strangers.set_aside(folder, NAME)
    except OSError as error:
        return {}, f'{NAME} was not read ({reason}): {one_line(error)}'
    return {}, f'{NAME} was not read ({reason}); it is now {aside}'


def save(folder: str, finished: dict[str, Finished]) -> None:
    """Keep what is finished, for load.

    Raises:
        Mistake: the file cannot be written.
    """
    text = json.dumps(msgspec.to_builtins(Progress(finished)), indent=1)
    with mistakes(os.path.join(folder, NAME)):
        strangers.write(folder, NAME, f'{text}\n'.encode())
