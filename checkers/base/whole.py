"""Files that are written whole, or not at all."""
import contextlib
import os
import typing
from collections.abc import Iterator

from checkers.base.errors import Mistake


@contextlib.contextmanager
def beside(path: str) -> Iterator[str]:
    """Give a path to write to; when all is there, move it to its place.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    part = f'{path}.part'
    with contextlib.suppress(OSError):
        os.remove(part)         # left by a run that was killed, or a link
    try:
        yield part
        os.replace(part, path)
    finally:
        with contextlib.suppress(OSError):
            os.remove(part)


@contextlib.contextmanager
def whole(path: str) -> Iterator[typing.TextIO]:
    """Open a text file that takes its place when all of it is written.

    Raises:
        Mistake: it cannot be written; what was there is still there.
    """
    with mistakes(path), beside(path) as part, \
            open(part, 'w', encoding='utf-8', newline='') as file:
        yield file


@contextlib.contextmanager
def whole_bytes(path: str) -> Iterator[typing.BinaryIO]:
    """Open a file of bytes, as whole does a text."""
    with mistakes(path), beside(path) as part, open(part, 'wb') as file:
        yield file


def write_whole(path: str, data: str) -> None:
    """Write a text file, as whole does."""
    with whole(path) as file:
        file.write(data)


@contextlib.contextmanager
def mistakes(path: str) -> Iterator[None]:
    """Tell the user in one line that a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise Mistake(f'{path} cannot be written: {error.strerror}')
