"""Lay a submission out on the disk, odd files and odd names included."""
import dataclasses
import os
import pathlib
import stat
from collections.abc import Mapping


class Refused(Exception):
    """The system does not create such a file; the message says why."""


@dataclasses.dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: str


@dataclasses.dataclass(frozen=True)
class Fifo:
    """A named pipe, which blocks whoever opens it to read."""


@dataclasses.dataclass(frozen=True)
class Device:
    """The device /dev/null once more: endless ones would be no joke."""


@dataclasses.dataclass(frozen=True)
class Huge:
    """A file of that many bytes, all of them a hole after the head."""

    size: int
    head: str = ''


@dataclasses.dataclass(frozen=True)
class Deep:
    """Folders in folders, that many levels, with a file in the last."""

    levels: int


# What a submission's file may be, and what may stand in its places.
Content = str | bytes | Link | Fifo | Device | Huge | Deep
Files = Mapping[str, Content]
Value = int | str | pathlib.Path


def fill(text: str, values: Mapping[str, Value]) -> str:
    """Return a text with the values in their places."""
    for name, value in values.items():
        text = text.replace(f'{{{name}}}', str(value))
    return text


def deep(path: bytes, levels: int) -> None:
    """Make folders one in another; no path is ever that long."""
    os.mkdir(path)
    here = os.open(path, os.O_RDONLY)
    for level in range(levels):
        os.mkdir('deep', dir_fd=here)
        inner = os.open('deep', os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open('end.py', os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def make(path: bytes, content: Content, values: Mapping[str, Value]) -> None:
    """Make one file, folder, link, pipe or device."""
    if isinstance(content, Link):
        os.symlink(fill(content.target, values), path)
    elif isinstance(content, Fifo):
        os.mkfifo(path)
    elif isinstance(content, Device):
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    elif isinstance(content, Deep):
        deep(path, content.levels)
    elif isinstance(content, Huge):
        with open(path, 'wb') as file:
            file.write(content.head.encode())
            file.truncate(content.size)
        os.chmod(path, 0o755)
    else:
        with open(path, 'wb') as file:
            file.write(content if isinstance(content, bytes)
                       else fill(content, values).encode())
        os.chmod(path, 0o755)


def write(folder: str | pathlib.Path, files: Files, **values: Value) -> None:
    """Lay out a submission; a README.md is added where there is none.

    Args:
        folder: an empty folder.
        files: name -> content; a name may lie in folders of its own, and
            may stand for odd bytes (os.fsdecode).
        values: what to fill into the places of texts: port=, outside= ...

    Raises:
        Refused: the system does not allow such a file.
    """
    everything: Files = {'README.md': '# My answers\n', **files}
    for name, content in everything.items():
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            make(path, content, values)
        except (OSError, AttributeError) as error:
            raise Refused(f'{name!r} cannot be made here: {error}')
