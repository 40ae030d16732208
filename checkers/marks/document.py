"""The result document: what a submission got, check by check, and why.

It is defined here and nowhere else: judging/ makes it, and whatever shows
marks reads it. It holds no time and no host name, so that the same files,
rubric, seed and versions give the same bytes. What has a default is missing
in the oldest documents. To change a part, use msgspec.structs.replace.
"""
import enum
import hashlib
import json
import typing

import msgspec

from checkers.base.text import harmless
from checkers.course.cases import PUBLIC


class CheckStatus(enum.StrEnum):
    """How a check ended."""

    PASSED = 'passed'       # all its points
    FAILED = 'failed'       # none; the message says what is wrong
    BLOCKED = 'blocked'     # none; the message says what comes first


class TaskStatus(enum.StrEnum):
    """How a task ended."""

    PASSED = 'passed'
    FAILED = 'failed'
    NOT_ATTEMPTED = 'not attempted'     # no file, or still the stub
    ERROR = 'error'                     # it could not be run


class CheckMark(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found.

    Attributes:
        id: the check's name in the rubric, without test_.
        title: what it asks for, one line.
        status: how it ended.
        points: what it earned, of max_points.
        message: what was expected and found; '' where it passed.
        hints: all there are, in the order in which to give them.
        table: a row per layer, what was expected beside what was found, with
            the line of the file that makes it where that is known; the first
            row is the head. Empty where the mistake is not about layers.
        curve: the loss of each step of a training; empty where the check
            is not about training.
    """

    id: str
    title: str
    status: CheckStatus
    points: int
    max_points: int
    message: str
    hints: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    curve: tuple[float, ...] = ()


class TaskMark(msgspec.Struct, frozen=True, kw_only=True):
    """What one task got.

    Attributes:
        number: the task's.
        file: the student's file.
        function: what the task asks for first.
        objective: what the student learns, one line.
        line: where the function begins, or where the file stops being
            Python; None where neither is known.
        status: how it ended.
        score: the points of its checks, of max_score.
        checks: in the rubric's order.
        integrity: notes for the teacher, on what in the submission is no
            answer to the task.
    """

    number: int
    file: str
    function: str
    objective: str = ''
    line: int | None = None
    status: TaskStatus
    score: int
    max_score: int
    checks: tuple[CheckMark, ...]
    integrity: tuple[str, ...]


class Runtime(msgspec.Struct, frozen=True, kw_only=True):
    """The versions that the submission ran in.

    Attributes:
        python, tensorflow, keras: version numbers.
        sandbox: 'bubblewrap' or 'none'.
    """

    python: str
    tensorflow: str
    keras: str
    sandbox: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What one submission got.

    Attributes:
        schema: the version of this definition.
        submission: the name of its folder.
        rubric: a hash of the code that decided.
        seed: 0 where the cases are the public ones; else what `told` tells
            of the random seed that they were drawn from.
        runtime: the versions it ran in.
        score: the points of its tasks, of max_score.
        tasks: those that were graded.
    """

    schema: typing.Literal[1]
    submission: str
    rubric: str
    seed: int | str
    runtime: Runtime
    score: int
    max_score: int
    tasks: tuple[TaskMark, ...]


def told(seed: int) -> int | str:
    """Return what a document tells of the random seed.

    A student may read it before others are graded: it tells one seed from
    another, and does not say what it is. The public one is no secret.
    """
    if seed == PUBLIC:
        return seed
    return hashlib.sha256(f'{seed}'.encode()).hexdigest()[:16]


def to_json(document: Document) -> str:
    """Return a document as text: ASCII, indented by one, keys in order."""
    return json.dumps(cleaned(msgspec.to_builtins(document)), indent=1) + '\n'


def from_json(text: str | bytes) -> Document:
    """Return the document in a text; its strings are made harmless.

    Raises:
        ValueError: it is no result document of this schema.
    """
    try:
        return msgspec.convert(cleaned(msgspec.json.decode(text)), Document)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from None


def cleaned(value: object) -> object:
    """Return a JSON value with its texts made harmless."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, (list, tuple)):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    return value
