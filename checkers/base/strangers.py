"""Files that a stranger could have made: looked at, listed and opened safely.

A stranger's folder may hold links, pipes, devices, files without end, and a
program that exchanges one for another while we look. So every folder on the
way is opened relative to the one above it, no link is followed, nothing
waits, and what a path leads to is asked of the descriptor that was opened.

The folder at the top is what somebody trusted has named. As anywhere in the
system, a link is followed there only where a slash stands behind it.
"""
import contextlib
import errno
import os
import stat
import typing
from collections.abc import Iterator

PARTS = 64              # folders on the way to a file, at most
MOST = 100000           # names in one folder, at most

FOLDER = os.O_RDONLY | getattr(os, 'O_DIRECTORY', 0) | getattr(
    os, 'O_NOFOLLOW', 0)
FILE = os.O_RDONLY | getattr(os, 'O_NOFOLLOW', 0) | getattr(
    os, 'O_NONBLOCK', 0) | getattr(os, 'O_NOCTTY', 0)


class NotPlain(OSError):
    """A link, a pipe, a device, a folder: no plain file; or behind one."""


class TooLarge(OSError):
    """A file of more bytes, or a folder of more names, than are read."""


@contextlib.contextmanager
def folder(top: str, path: str = '') -> Iterator[int]:
    """Give a descriptor of a folder.

    Args:
        top: path of the folder that somebody trusted has named.
        path: the folder's path in it; '' for the top itself.

    Raises:
        NotPlain: a link or a file stands where a folder should.
        OSError: it is not there, or cannot be opened.
    """
    parts = split(path) if path else []
    here = enter(top, None)
    try:
        for part in parts:
            above, here = here, enter(part, here)
            os.close(above)
        yield here
    finally:
        os.close(here)


def enter(name: str, above: int | None) -> int:
    """Return a descriptor of a folder in another one."""
    with named(name):
        try:
            return os.open(name, FOLDER, dir_fd=above)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                raise NotPlain(error.errno, 'it is not a plain folder', name)
            raise


@contextlib.contextmanager
def named(name: str) -> Iterator[None]:
    """Turn what Python says of a name that no file can have into an OSError.

    Such a name has a NUL byte, or half a character.
    """
    try:
        yield
    except ValueError:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT),
                                name)


def split(path: str) -> list[str]:
    """Return the names on a path.

    Raises:
        NotPlain: it is no path that leads down.
    """
    parts = path.split('/')
    if len(parts) > PARTS or {'', '.', '..'} & set(parts):
        raise NotPlain(errno.EINVAL, 'it is no path inside', path)
    return parts


def look(top: str, path: str) -> os.stat_result | None:
    """Return what lstat says of a path in a folder; None for nothing there.

    Raises:
        OSError: as folder does, but for what is not there.
    """
    *above, name = split(path)
    try:
        with folder(top, '/'.join(above)) as here, named(name):
            return os.stat(name, dir_fd=here, follow_symlinks=False)
    except FileNotFoundError:
        return None


def opened(top: str, path: str, limit: int) -> typing.BinaryIO:
    """Return a plain file in a folder, open to be read.

    Its kind and mode are those of its descriptor: os.fstat(file.fileno()).

    Args:
        top, path: as for folder.
        limit: the bytes that it may have.

    Raises:
        NotPlain: it is no plain file, or a link is on the way.
        TooLarge: it has more bytes.
        OSError: it is not there, or cannot be opened.
    """
    *above, name = split(path)
    with folder(top, '/'.join(above)) as here, named(name):
        # To open a device may do something: it is looked at before, and
        # again behind, in case that it was exchanged.
        plain(os.stat(name, dir_fd=here, follow_symlinks=False), path, limit)
        try:
            descriptor = os.open(name, FILE, dir_fd=here)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO):
                raise not_plain(path)
            raise
    try:
        plain(os.fstat(descriptor), path, limit)
        return os.fdopen(descriptor, 'rb')
    except BaseException:
        os.close(descriptor)
        raise


def plain(about: os.stat_result, path: str, limit: int) -> None:
    """Raise unless it is a plain file of so many bytes at most."""
    if not stat.S_ISREG(about.st_mode):
        raise not_plain(path)
    if about.st_size > limit:
        raise too_large(path)


def not_plain(path: str) -> NotPlain:
    """Return the error that something is no plain file."""
    return NotPlain(errno.EINVAL, 'it is not a plain file', path)


def too_large(path: str) -> TooLarge:
    """Return the error that something is too large."""
    return TooLarge(errno.EFBIG, 'it is too large', path)


def read(top: str, path: str, limit: int) -> bytes:
    """Return the bytes of a plain file in a folder.

    Args: as opened.

    Raises:
        OSError: as opened does; TooLarge also where it grows meanwhile.
    """
    with opened(top, path, limit) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise too_large(path)
    return data


def listed(top: str, path: str = '', most: int = MOST
           ) -> list[tuple[str, os.stat_result]]:
    """Return the names in a folder, sorted, with what lstat says of each.

    Args:
        top, path: as for folder.
        most: how many names there may be.

    Raises:
        TooLarge: there are more.
        OSError: as folder does.
    """
    found: list[tuple[str, os.stat_result]] = []
    with folder(top, path) as here, os.scandir(here) as entries:
        for entry in entries:
            if len(found) == most:
                raise too_large(path)
            with contextlib.suppress(FileNotFoundError):    # gone meanwhile
                found.append((entry.name, entry.stat(follow_symlinks=False)))
    return sorted(found, key=lambda one: one[0])
