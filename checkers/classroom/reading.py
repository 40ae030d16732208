"""Submissions, read in a child with limits (base/confined.py).

The process that grades a class opens no archive and lists no folder of a
student's: what it gets is a list of names, and files as bytes.
"""
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from checkers.base import confined
from checkers.base.errors import Mistake
from checkers.classroom import find
from checkers.classroom.files import Submission, Unreadable
from checkers.classroom.find import Found

SECONDS = 120           # of processor time, to open what holds a class
RECORD = 128 << 20      # bytes of a list, or of a submission, as JSON
HERE = 'checkers.classroom.reading'


class Listed(msgspec.Struct):
    """What find.submissions returns."""

    found: list[Found]
    odd: list[str]


def submissions(paths: Iterable[str], without: str | None = None
                ) -> tuple[list[Found], list[str]]:
    """Return the submissions in folders and archives.

    Args, Returns: as find.submissions.

    Raises:
        Mistake: a path cannot be read.
    """
    job = {'paths': list(paths), 'without': without}
    try:
        record, = confined.run(f'{HERE}:listing', job, SECONDS, most=RECORD)
    except confined.Broken as broken:
        raise Mistake(f'the class cannot be read: {broken.said("list")}')
    listed = msgspec.convert(json.loads(record), Listed)
    return listed.found, listed.odd


def listing(job: confined.Job, handed: Sequence[int],
            write: Callable[[bytes], None]) -> None:
    """In the child: find the submissions, and write a Listed."""
    try:
        found = Listed(*find.submissions(job['paths'], job['without']))
    except (OSError, Unreadable) as error:
        raise Mistake(str(error))
    write(json.dumps(msgspec.to_builtins(found)).encode())


def load(found: Iterable[Found]) -> Iterator[Submission]:
    """Read submissions, one when the one before was taken.

    Where a child breaks a limit over one, that one says so, and another
    child reads the rest.
    """
    left = list(found)[::-1]
    while left:
        job = {'found': msgspec.to_builtins(left[::-1]),
               'seconds': confined.SECONDS}
        try:
            for record in confined.run(f'{HERE}:loading', job, SECONDS,
                                       most=RECORD):
                yield msgspec.convert(json.loads(record), Submission)
                left.pop()
        except confined.Broken as broken:
            yield Submission(left.pop().name, refused=broken.said('read'))


def loading(job: confined.Job, handed: Sequence[int],
            write: Callable[[bytes], None]) -> None:
    """In the child: read the submissions, and write each."""
    for one in msgspec.convert(job['found'], list[Found]):
        confined.allow(SECONDS)
        one.open()
        confined.allow(job['seconds'])
        write(json.dumps(msgspec.to_builtins(one.load())).encode())
