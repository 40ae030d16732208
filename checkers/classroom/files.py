"""A submission as data: its files, to be hashed, sent and laid out again.

A worker may run on another machine; it gets the files themselves. Of a file
that grading does not read, only the kind, the mode and the size travel: notes
on it (integrity.py) need no more.
"""
import collections
import dataclasses
import functools
import hashlib
import posixpath
import os
import stat
import typing
from collections.abc import Callable, Iterable, Mapping

from checkers.base import strangers
from checkers.course import curriculum
from checkers.judging import integrity
from checkers.runner import zygote

ANSWERS = frozenset(task.file for task in curriculum.TASKS)
MANY = 10000            # files of a submission that are looked through
NAME = 255              # bytes of a file's name
NESTED = 64 << 20       # bytes of an archive in a folder or in an archive


class Unreadable(ValueError):
    """A submission that cannot be read; the message says why."""


@dataclasses.dataclass(frozen=True)
class Member:
    """A file, a folder or something else, in a folder or an archive.

    Attributes:
        mode: kind and permissions, as in os.stat.
        size: its bytes, as the folder or the archive tells them.
        read: returns its bytes.
    """

    mode: int
    size: int
    read: Callable[[], bytes]

    @property
    def is_file(self) -> bool:
        """Tell whether it is a plain file."""
        return stat.S_ISREG(self.mode)


# What a folder or an archive holds, by path, and notes for the teacher.
Contents: typing.TypeAlias = tuple[dict[str, Member], set[str]]


@dataclasses.dataclass(frozen=True)
class Entry:
    """A file, folder or other of a submission, ready to be sent."""

    path: str
    mode: int
    size: int
    data: bytes = b''


@dataclasses.dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes:
        name: whose it is, as it was found.
        entries: its files, folders before what lies in them.
        refused: why it cannot be read, '' where it can.
        notes: for the teacher, on how it was packed.
    """

    name: str
    entries: tuple[Entry, ...] = ()
    refused: str = ''
    notes: tuple[str, ...] = ()

    def answers(self) -> dict[str, bytes]:
        """Return the bytes of the answers, by file name."""
        return {entry.path: entry.data for entry in self.entries
                if entry.path in ANSWERS and entry.data}

    def digest(self) -> str:
        """Return a hash of all that grading can see of it, but the name."""
        whole = hashlib.sha256(ascii((self.refused, self.notes)).encode())
        for entry in self.entries:
            known = ascii((entry.path, entry.mode, entry.size)).encode()
            whole.update(known + hashlib.sha256(entry.data).digest())
        return whole.hexdigest()


def walk(top: str, inside: str = '') -> dict[str, Member]:
    """Return a folder's members by path, the outermost first, sorted.

    Links are not followed; what lies in hidden folders is left out.

    Args:
        top: path of a folder that somebody trusted has named.
        inside: the path of a folder in it; '' for the folder itself.

    Raises:
        Unreadable: the folder cannot be listed.
    """
    found: dict[str, Member] = {}
    waiting = collections.deque([''])
    while waiting and len(found) <= MANY:
        here = waiting.popleft()
        try:
            entries = strangers.listed(top, posixpath.join(
                inside, here).rstrip('/'))
        except strangers.TooLarge:
            raise Unreadable(f'it holds more than {MANY} files')
        except OSError as error:
            if not here:
                raise Unreadable(f'it cannot be read: {error.strerror}')
            continue
        for name, about in entries:
            path = posixpath.join(here, name)
            found[path] = Member(about.st_mode, about.st_size,
                                 functools.partial(read, top, posixpath.join(
                                     inside, path)))
            if stat.S_ISDIR(about.st_mode) and name[0] != '.' and \
                    path.count('/') <= integrity.DEPTH:
                waiting.append(path)
    return found


def read(top: str, path: str) -> bytes:
    """Return a plain file's bytes, no more than an archive may have."""
    try:
        return strangers.read(top, path, NESTED)
    except OSError as error:
        raise Unreadable(f'{posixpath.basename(path)} cannot be read: '
                         f'{error.strerror}')


def is_answer(path: str, member: Member) -> bool:
    """Tell whether something is called as an answer is; no folder is one."""
    return posixpath.basename(path) in ANSWERS and \
        not stat.S_ISDIR(member.mode)


def root_of(members: Mapping[str, Member]) -> str:
    """Return the outermost folder that holds an answer; '' for the top.

    Raises:
        Unreadable: there are several, so it is not clear which is meant.
    """
    folders = {posixpath.dirname(path) for path, member in members.items()
               if is_answer(path, member)}
    depth = min((folder.count('/') + bool(folder) for folder in folders),
                default=0)
    outermost = sorted(folder for folder in folders
                       if folder.count('/') + bool(folder) == depth)
    if len(outermost) > 1:
        raise Unreadable('answers lie in several folders: '
                         f"{', '.join(outermost[:4])}; hand in one")
    return outermost[0] if outermost else ''


def settle(name: str, members: Mapping[str, Member],
           notes: Iterable[str] = ()) -> Submission:
    """Return a student's submission; read what grading reads.

    Args:
        name: whose it is.
        members: what the student sent, by path.
        notes: for the teacher.

    Raises:
        Unreadable: it is not clear which files are the answers, or a file
            cannot be read.
    """
    if len(members) > MANY:
        raise Unreadable(f'it holds more than {MANY} files')
    root = root_of(members)
    inside = {path[len(root) + 1 if root else 0:]: member
              for path, member in sorted(members.items())
              if not root or path.startswith(root + '/')}
    top = [path for path in inside if '/' not in path]
    deeper = [path for path in inside if '/' in path]
    sent = set([path for path in top if is_python(path, inside[path])][
        :zygote.FILES])
    sent.update(path for path in ANSWERS & set(top)
                if is_python(path, inside[path]))
    return Submission(name, tuple(
        Entry(path, inside[path].mode, inside[path].size,
              inside[path].read() if path in sent else b'')
        for path in top + deeper[:integrity.ENTRIES + 1]),
        notes=tuple(sorted(integrity.some(sorted(notes)))))


def is_python(path: str, member: Member) -> bool:
    """Tell whether grading reads a file of the top, as zygote.collect."""
    return path.endswith('.py') and path.isprintable() and \
        member.is_file and member.size <= zygote.FILE_LIMIT


def lay_out(submission: Submission, folder: str) -> None:
    """Make a submission's files in an empty folder.

    What was not sent becomes a hole of the same size; a link leads nowhere;
    a pipe or a device is a pipe.
    """
    for entry in submission.entries:
        path = os.path.join(folder, entry.path)
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            make(entry, path)
        except OSError:
            continue    # a file in the place of a folder: not there either


def make(entry: Entry, path: str) -> None:
    """Make one file, folder, link or pipe."""
    permissions = stat.S_IMODE(entry.mode) & 0o777
    if stat.S_ISDIR(entry.mode):
        os.makedirs(path, exist_ok=True)
    elif stat.S_ISLNK(entry.mode):
        os.symlink('nowhere', path)
    elif stat.S_ISREG(entry.mode):
        with open(path, 'xb') as file:
            file.write(entry.data)
            file.truncate(min(entry.size, integrity.LARGE + 1))
        os.chmod(path, permissions | 0o600)
    else:
        os.mkfifo(path)
        os.chmod(path, permissions)
