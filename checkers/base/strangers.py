"""Files that a stranger could have made, and folders to read and write in.

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
import secrets
import stat
import typing
from collections.abc import Iterator

from checkers.base.whole import beside

PARTS = 64              # folders on the way to a file, at most
MOST = 100000           # names in one folder, at most

FOLDER = os.O_RDONLY | getattr(os, 'O_DIRECTORY', 0) | getattr(
    os, 'O_NOFOLLOW', 0)
FILE = os.O_RDONLY | getattr(os, 'O_NOFOLLOW', 0) | getattr(
    os, 'O_NONBLOCK', 0) | getattr(os, 'O_NOCTTY', 0) | getattr(
    os, 'O_BINARY', 0)


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
    with told(top, path):
        here = descend(top, path)
    try:
        yield here
    finally:
        os.close(here)


def descend(top: str, path: str) -> int:
    """Return a descriptor of a folder, by way of all that are above it."""
    here = enter(top, None)
    for part in split(path) if path else []:
        above = here
        try:
            here = enter(part, above)
        finally:
            os.close(above)
    return here


def enter(name: str, above: int | None) -> int:
    """Return a descriptor of a folder in another one, or of one at the top."""
    try:
        return os.open(name, FOLDER, dir_fd=above)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise NotPlain(error.errno, 'it is a link, or no folder')
        raise


@contextlib.contextmanager
def told(top: str, path: str) -> Iterator[None]:
    """Let an error tell the whole path.

    Of a name that no file can have, with a NUL byte or half a character, it
    tells that it is not there.
    """
    whole = os.path.join(top, path) if path else top
    try:
        yield
    except ValueError:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT),
                                whole)
    except OSError as error:
        error.filename, error.filename2 = whole, None
        raise


@contextlib.contextmanager
def place(top: str, path: str) -> Iterator[tuple[str, int | None]]:
    """Give the name at the end of a path, and its folder's descriptor.

    The functions of os take both. Windows has no such descriptors: there it
    is the whole path, and None.
    """
    *above, name = split(path)
    if os.open not in os.supports_dir_fd:
        yield os.path.join(top, path), None
        return
    with told(top, path), folder(top, '/'.join(above)) as here:
        yield name, here


def split(path: str) -> list[str]:
    """Return the names on a path.

    Raises:
        NotPlain: it is no path that leads down.
    """
    parts = path.split('/')
    if len(parts) > PARTS or {'', '.', '..'} & set(parts):
        raise NotPlain(errno.EINVAL, 'it leads out of its folder', path)
    return parts


def look(top: str, path: str) -> os.stat_result | None:
    """Return what lstat says of a path in a folder; None for nothing there.

    Raises:
        OSError: as folder does, but for what is not there.
    """
    try:
        with place(top, path) as (name, here):
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
    with place(top, path) as (name, here):
        # To open a device may do something: it is looked at before, and
        # again behind, in case that it was exchanged.
        plain(os.stat(name, dir_fd=here, follow_symlinks=False), limit)
        try:
            descriptor = os.open(name, FILE, dir_fd=here)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO):
                raise NotPlain(error.errno, 'it is not a plain file')
            raise
        try:
            plain(os.fstat(descriptor), limit)
            return os.fdopen(descriptor, 'rb')
        except BaseException:
            os.close(descriptor)
            raise


def plain(about: os.stat_result, limit: int) -> None:
    """Raise unless it is a plain file of so many bytes at most."""
    if not stat.S_ISREG(about.st_mode):
        raise NotPlain(errno.EINVAL, 'it is not a plain file')
    if about.st_size > limit:
        raise TooLarge(errno.EFBIG, 'it is too large')


def read(top: str, path: str, limit: int) -> bytes:
    """Return the bytes of a plain file in a folder.

    Args: as opened.

    Raises:
        OSError: as opened does; TooLarge also where it grows meanwhile.
    """
    with opened(top, path, limit) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLarge(errno.EFBIG, 'it is too large', path)
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
                raise TooLarge(errno.EFBIG, 'it holds too many names', path)
            with contextlib.suppress(FileNotFoundError):    # gone meanwhile
                found.append((entry.name, entry.stat(follow_symlinks=False)))
    return sorted(found, key=lambda one: one[0])


def write(top: str, path: str, data: bytes, mode: int | None = None) -> None:
    """Write a whole file in a folder, or none; a link there is replaced.

    Args:
        top, path: as for folder.
        data: its bytes.
        mode: its permissions; by default those of any new file.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    with place(top, path) as (name, here), beside(name, here) as file:
        file.write(data)
        if mode is not None and hasattr(os, 'fchmod'):
            os.fchmod(file.fileno(), mode)


def make_folder(top: str, path: str) -> None:
    """Make a folder where there is none.

    Raises:
        NotPlain: a link or a file is there.
        OSError: it cannot be made.
    """
    with place(top, path) as (name, here):
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, dir_fd=here)
        about = os.stat(name, dir_fd=here, follow_symlinks=False)
        if not stat.S_ISDIR(about.st_mode):
            raise NotPlain(errno.ENOTDIR, 'it is a link, or no folder')


def set_aside(top: str, path: str) -> str:
    """Give a file, whatever it is, a name that nobody looks for; return it.

    Raises:
        OSError: it cannot be renamed.
    """
    aside = f'{path}.{secrets.token_hex(4)}'
    with place(top, path) as (name, here), place(top, aside) as (new, _):
        os.rename(name, new, src_dir_fd=here, dst_dir_fd=here)
    return aside
