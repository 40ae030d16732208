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
import itertools
import os
import re
import stat
import typing
from collections.abc import Iterable, Mapping

from checkers.base import strangers
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


@dataclasses.dataclass(frozen=True)
class Found:
    """A submission that was found and is read when it is its turn.

    Attributes:
        name: whose it is.
        path: the folder or the archive that it was found in.
        inside: the folder in the archive that all students are in.
        parts: what in there is the student's; none where all is.
    """

    name: str
    path: str
    inside: str = ''
    parts: tuple[Part, ...] = ()

    @property
    def contents(self) -> Contents:
        """Return what it holds, and notes on what was left out.

        Raises:
            Unreadable: it cannot be read.
        """
        if os.path.isdir(self.path):
            return gather(self.path, self.parts), set()
        members, notes = archives.members(self.path) if not self.parts \
            else opened(self.path)
        if self.parts:
            members = choose(by_top(self.path, self.inside), self.parts)
        return members, notes

    def open(self) -> None:
        """Open the archive that others are in too: no one's own work."""
        if self.parts and not os.path.isdir(self.path):
            by_top(self.path, self.inside)

    def load(self) -> Submission:
        """Read it; where that fails, the submission says why."""
        try:
            members, notes = self.contents
            if not any(itertools.starmap(files.is_answer, members.items())):
                inside = archives.only_archive(members)
                if inside:
                    members, notes = inside[0], notes | inside[1]
            return files.settle(self.name, members, notes)
        except Unreadable as error:
            return Submission(self.name, refused=str(error))


@functools.lru_cache(maxsize=1)
def opened(path: str) -> Contents:
    """Return what the archive holds that several students are in."""
    return archives.members(path)


@functools.lru_cache(maxsize=1)
def by_top(path: str, inside: str) -> dict[str, dict[str, Member]]:
    """Return what lies in a folder of such an archive, by name in it.

    Returns:
        The name -> what lies there, by the path below; the path of the name
        itself is ''.
    """
    found: dict[str, dict[str, Member]] = collections.defaultdict(dict)
    for whole, member in opened(path)[0].items():
        if whole.startswith(inside):
            name, _, rest = whole[len(inside):].partition('/')
            if name:
                found[name][rest] = member
    return dict(found)


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
    apart = []
    for one in sorted(found, key=lambda one: one.name):
        name = one.name
        seen[name] += 1
        while seen[name] > 1:
            name = f'{name} ({seen[name]})'
            seen[name] += 1
        apart.append(dataclasses.replace(one, name=name))
    return sorted(apart, key=lambda one: one.name), odd


def in_folder(path: str, without: str | None = None
              ) -> tuple[list[Found], list[str]]:
    """Return the submissions of a folder, and the names left alone."""
    path = os.path.join(path, '')       # it may be a link: the teacher's own
    entries = strangers.listed(path)
    if any(name in ANSWERS and not stat.S_ISDIR(about.st_mode)
           for name, about in entries):
        return [Found(os.path.basename(os.path.abspath(path)), path)], []
    own = os.stat(without) if without and os.path.exists(without) else None
    folders = [name for name, about in entries
               if stat.S_ISDIR(about.st_mode) and
               not (own and os.path.samestat(about, own))]
    plain = [name for name, about in entries if stat.S_ISREG(about.st_mode)]
    students, odd = by_student(folders, plain)
    odd += [name for name, about in entries if stat.S_ISLNK(about.st_mode)]
    return [Found(name, path, parts=tuple(parts))
            for name, parts in students], odd


def gather(folder: str, parts: Iterable[Part]) -> dict[str, Member]:
    """Return what the parts of one student in a folder hold.

    Raises:
        Unreadable: a part cannot be read.
    """
    if not parts:
        return files.walk(folder)
    members: dict[str, Member] = {}
    for name, file in parts:
        about = strangers.look(folder, name)
        if about is None:
            raise Unreadable(f'{name} is gone')
        if file:
            members[file] = Member(about.st_mode, about.st_size,
                                   functools.partial(files.read, folder,
                                                     name))
        else:
            members.update(files.walk(folder, name))
    return members


def in_archive(path: str) -> tuple[list[Found], list[str]]:
    """Return the submissions of an archive, and the names left alone."""
    name = archives.stem(os.path.basename(path))
    if name is None:
        raise Unreadable(
            f'{path} is neither a folder nor a zip or tar archive')
    whole, inside = Found(name, path), ''
    try:
        opened(path)
    except Unreadable:
        return [whole], []
    while True:
        top = by_top(path, inside)
        folders = sorted(name for name in top if set(top[name]) - {''})
        plain = sorted(set(top) - set(folders))
        if any(files.is_answer(name, top[name]['']) for name in plain):
            return [whole], []
        if len(top) > 1 or not folders or MOODLE.fullmatch(folders[0]):
            break
        inside += f'{folders[0]}/'
    students, odd = by_student(folders, plain)
    if not students or (not folders and len(plain) == 1 and
                        not platform(plain[0])[1]):
        return [whole], []
    return [Found(name, path, inside, tuple(parts))
            for name, parts in students], odd


def choose(top: Mapping[str, Mapping[str, Member]],
           parts: Iterable[Part]) -> dict[str, Member]:
    """Return what the parts of one student in an archive hold."""
    chosen: dict[str, Member] = {}
    for name, file in parts:
        if file:
            chosen[file] = top[name]['']
        else:
            chosen.update(top[name])
    chosen.pop('', None)
    return chosen


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
