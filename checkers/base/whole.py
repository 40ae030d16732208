"""Files that are written whole, or not at all."""
import contextlib
import io
import os
import secrets
import typing
from collections.abc import Iterator

from checkers.base.errors import Mistake


@contextlib.contextmanager
def beside(path: str, folder: int | None = None, mode: int = 0o666
           ) -> Iterator[typing.BinaryIO]:
    """Open a file to write to; when all is there, move it to its place.

    Until then it has a name of its own that nobody could know before, so that
    it is no link or pipe that somebody has put there.

    Args:
        path: the place.
        folder: the descriptor of the folder that it is relative to.
        mode: its permission bits, before the umask.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    part = os.path.join(os.path.dirname(path),
                        f'.{secrets.token_hex(8)}.part')
    file = open(part, 'xb', opener=lambda name, flags: os.open(
        name, flags, mode, dir_fd=folder))
    try:
        with file:
            yield file
        os.replace(part, path, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(part, dir_fd=folder)
        raise


@contextlib.contextmanager
def whole(path: str, mode: int = 0o666) -> Iterator[typing.TextIO]:
    """Open a text file that takes its place when all of it is written.

    Raises:
        Mistake: it cannot be written; what was there is still there.
    """
    with whole_bytes(path, mode) as file, io.TextIOWrapper(
            file, encoding='utf-8', newline='') as text:
        yield text


@contextlib.contextmanager
def whole_bytes(path: str, mode: int = 0o666
                ) -> Iterator[typing.BinaryIO]:
    """Open a file of bytes, as whole does a text."""
    with mistakes(path), beside(path, mode=mode) as file:
        yield file


def write_whole(path: str, data: str, mode: int = 0o666) -> None:
    """Write a text file, as whole does; mode is that of beside."""
    with whole(path, mode) as file:
        file.write(data)


@contextlib.contextmanager
def mistakes(path: str) -> Iterator[None]:
    """Tell the user in one line that a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise Mistake(f'{path} cannot be written: {error.strerror}')
