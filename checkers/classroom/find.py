"""The submissions in folders and archives, as learning platforms name them.

A folder or an archive that holds an answer is one submission. Else each
folder and each archive in it is a student's. Two platforms put every file
into one folder, with the student before the file's name:

    Moodle  Jane Doe_1234567_assignsubmission_file_/0-vanilla.py, or flat
    Canvas  doejane_LATE_12345_67890_0-vanilla-1.py, the last its version
"""
import collections
import dataclasses
import functools
import os
import re
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence

from checkers.classroom import archives, files
from checkers.classroom.files import (ANSWERS, Contents, Member, Submission,
                                      Unreadable)

MOODLE = re.compile(
    r'(?P<who>.+_\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)',
    re.DOTALL)
CANVAS = re.compile(
    r'(?P<who>[^_]+)(?:_LATE)?(?P<id>_\d+)_\d+_(?P<file>.+)', re.DOTALL)
VERSION = re.compile(r'(?P<stem>.+?)-(?P<number>\d+)(?P<suffix>\.py)')


class Part(typing.NamedTuple):
    """A file or a folder of a student's.

    Attributes:
        name: what it is called where it was found.
        file: what the student calls it; '' for a folder, whose files count
            as the student's own.
    """

    name: str
    file: str = ''


@dataclasses.dataclass
class Found:
    """A submission that was found and is read when it is its turn.

    Attributes:
        name: whose it is.
        read: returns what it holds, or raises Unreadable.
    """

    name: str
    read: Callable[[], Contents]

    def load(self) -> Submission:
        """Read it; where that fails, the submission says why."""
        try:
            members, notes = self.read()
            if not any(path.rpartition('/')[2] in ANSWERS
                       for path in members):
                inside = archives.only_archive(members)
                if inside:
                    members, notes = inside[0], notes | inside[1]
            return files.settle(self.name, members, notes)
        except Unreadable as error:
            return Submission(self.name, refused=str(error))


def submissions(paths: Iterable[str], without: str | None = None
                ) -> tuple[list[Found], list[str]]:
    """Return the submissions in folders and archives, sorted by name.

    Args:
        paths: folders and archives.
        without: a folder that is left out.

    Returns:
        The submissions, no two of one name, and the paths that belong to
        none.

    Raises:
        OSError: a path is not there, or cannot be listed.
        Unreadable: a path is neither a folder nor an archive.
    """
    found: list[Found] = []
    odd: list[str] = []
    for path in paths:
        if os.path.isdir(path):
            more, left = in_folder(path, without)
        else:
            more, left = in_archive(path)
        found += more
        odd += [os.path.join(path, name) for name in left]
    seen: collections.Counter[str] = collections.Counter()
    for one in sorted(found, key=lambda one: one.name):
        seen[one.name] += 1
        while seen[one.name] > 1:
            one.name = f'{one.name} ({seen[one.name]})'
            seen[one.name] += 1
    return sorted(found, key=lambda one: one.name), odd


def in_folder(path: str, without: str | None = None
              ) -> tuple[list[Found], list[str]]:
    """Return the submissions of a folder, and the names left alone."""
    with os.scandir(path) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    if any(entry.name in ANSWERS for entry in entries):
        name = os.path.basename(os.path.abspath(path))
        return [Found(name, lambda: (files.walk(path), set()))], []
    folders = [entry.name for entry in entries
               if entry.is_dir(follow_symlinks=False) and not (
                   without and os.path.exists(without) and
                   os.path.samefile(entry.path, without))]
    plain = [entry.name for entry in entries
             if entry.is_file(follow_symlinks=False)]
    students, odd = by_student(folders, plain)
    odd += [entry.name for entry in entries if entry.is_symlink()]

    return [Found(name, functools.partial(gather, path, parts))
            for name, parts in students], odd


def gather(folder: str, parts: Iterable[Part]) -> Contents:
    """Return what the parts of one student in a folder hold."""
    members: dict[str, Member] = {}
    for name, file in parts:
        path = os.path.join(folder, name)
        if file:
            about = os.stat(path)
            members[file] = Member(about.st_mode, about.st_size,
                                   functools.partial(files.read, path))
        else:
            members.update(files.walk(path))
    return members, set()


def in_archive(path: str) -> tuple[list[Found], list[str]]:
    """Return the submissions of an archive, and the names left alone."""
    name = archives.stem(os.path.basename(path))
    if name is None:
        raise Unreadable(
            f'{path} is neither a folder nor a zip or tar archive')
    try:
        members, notes = archives.members(path)
    except Unreadable:
        return [Found(name, lambda: archives.members(path))], []
    whole, inside = Found(name, lambda: (members, notes)), members
    while True:
        top = {name.partition('/')[0] for name in inside}
        folders = sorted(name for name in top if any(
            other.startswith(f'{name}/') for other in inside))
        plain = sorted(top - set(folders))
        if ANSWERS & top:
            return [whole], []
        if len(top) > 1 or not folders or MOODLE.fullmatch(folders[0]):
            break
        inside = {name[len(folders[0]) + 1:]: member
                  for name, member in inside.items()
                  if name.startswith(folders[0] + '/')}
    students, odd = by_student(folders, plain)
    if not students or (not folders and len(plain) == 1 and
                        not platform(plain[0])[1]):
        return [whole], []

    return [Found(name, functools.partial(choose, inside, parts, notes))
            for name, parts in students], odd


def choose(members: Mapping[str, Member], parts: Iterable[Part],
           notes: set[str]) -> Contents:
    """Return what the parts of one student in an archive hold."""
    chosen: dict[str, Member] = {}
    for name, file in parts:
        if file:
            chosen[file] = members[name]
        else:
            chosen.update({path[len(name) + 1:]: member
                           for path, member in members.items()
                           if path.startswith(f'{name}/')})
    return chosen, notes


def platform(name: str) -> tuple[str, str]:
    """Take a platform's name of a file apart.

    Returns:
        (whose it is, what the student calls it): for
        'doejane_12_345_0-vanilla.py' ('doejane_12', '0-vanilla.py'); for a
        name that no platform gives ('', '').
    """
    match = MOODLE.fullmatch(name) or CANVAS.fullmatch(name)
    if not match:
        return '', ''
    who = match.group('who') + match.groupdict().get('id', '')
    return who, match.group('file')


def by_student(folders: Iterable[str], plain: Iterable[str]
               ) -> tuple[list[tuple[str, list[Part]]], list[str]]:
    """Sort the names of folders and of plain files by student.

    Returns:
        (student, parts) of each student, and the names left alone.
    """
    own_folders = collections.defaultdict(list)
    own_files: collections.defaultdict[str, dict[str, str]] = \
        collections.defaultdict(dict)
    odd = []
    for name in folders:
        if not name.startswith(('.', '__')):
            own_folders[platform(name)[0] or name].append(name)
    for name in plain:
        who, file = platform(name)
        if who and file:
            add(own_files[who], file, name)
        elif stem := archives.stem(name):
            own_files[stem][name] = name
        elif name[0] != '.':
            odd.append(name)
    return [(who, [Part(name) for name in own_folders[who]] +
             [Part(name, file) for file, name in own_files[who].items()])
            for who in sorted({*own_folders, *own_files})], odd


def add(parts: dict[str, str], file: str, name: str) -> None:
    """Add a file to a student's; of Canvas' versions the last one counts.

    Args:
        parts: the student's files so far: what the student calls it -> what
            it is called where it was found.
        file, name: the same of the file to add.
    """
    match = VERSION.fullmatch(file)
    if match and match.group('stem') + match.group('suffix') in ANSWERS:
        file = match.group('stem') + match.group('suffix')
        older = VERSION.fullmatch(parts.get(file, ''))
        if older and int(older.group('number')) > int(match.group('number')):
            return
    elif VERSION.fullmatch(parts.get(file, '')):
        return
    parts[file] = name
