"""Files that are written whole, or not at all."""
import contextlib
import os
import typing
from collections.abc import Iterator

from checkers.base.errors import Mistake


@contextlib.contextmanager
def whole(path: str) -> Iterator[typing.TextIO]:
    """Open a text file beside its place; when all is there, move it.

    Raises:
        Mistake: it cannot be written; what was there is still there.
    """
    with moved(path) as part, open(part, 'w', encoding='utf-8',
                                   newline='') as file:
        yield file


@contextlib.contextmanager
def whole_bytes(path: str) -> Iterator[typing.BinaryIO]:
    """Open a file of bytes beside its place, as whole does for text."""
    with moved(path) as part, open(part, 'wb') as file:
        yield file


@contextlib.contextmanager
def moved(path: str) -> Iterator[str]:
    """Give a path to write to, and move what is written to its place.

    Raises:
        Mistake: as whole.
    """
    part = path + '.part'
    try:
        yield part
        os.replace(part, path)
    except OSError as error:
        raise Mistake(f'{path} cannot be written: {error.strerror}')
    finally:
        with contextlib.suppress(OSError):
            os.remove(part)


def write_whole(path: str, data: str) -> None:
    """Write a text file beside its place, then move it there.

    Raises:
        Mistake: as whole.
    """
    with whole(path) as file:
        file.write(data)
