"""The submissions in folders and archives, as learning platforms name them.

A folder or an archive that holds an answer is one submission. Else each
folder and each archive in it is a student's. Two platforms put every file
into one folder, with the student before the file's name:

    Moodle  Jane Doe_1234567_assignsubmission_file_/0-vanilla.py, or flat
    Canvas  doejane_LATE_12345_67890_0-vanilla-1.py, the last its version
"""
import collections
import os
import re

from checkers.classroom import archives, files
from checkers.classroom.files import ANSWERS, Submission, Unreadable

MOODLE = re.compile(
    r'(?P<who>.+_\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)',
    re.DOTALL)
CANVAS = re.compile(
    r'(?P<who>[^_]+)(?:_LATE)?(?P<id>_\d+)_\d+_(?P<file>.+)', re.DOTALL)
VERSION = re.compile(r'(?P<stem>.+?)-(?P<number>\d+)(?P<suffix>\.py)')


class Found:
    """A submission that was found and is read when it is its turn.

    Attributes:
        name: text, whose it is.
    """

    def __init__(self, name, read):
        """Keep how to read it.

        Args:
            name: text.
            read: function without arguments that returns members and notes,
                or raises Unreadable.
        """
        self.name, self.read = name, read

    def load(self):
        """Return the files.Submission; one that says why it has no files."""
        try:
            members, notes = self.read()
            if not any(path.rpartition('/')[2] in ANSWERS
                       for path in members):
                members, more = archives.only_archive(members) or (
                    members, ())
                notes = {*notes, *more}
            return files.settle(self.name, members, notes)
        except Unreadable as error:
            return Submission(self.name, refused=str(error))


def submissions(paths, without=None):
    """Return the submissions in folders and archives, in order.

    Args:
        paths: folders and archives.
        without: a folder that is left out.

    Returns:
        List of Found, no two with one name, and the list of the paths in
        which nothing was recognised.

    Raises:
        OSError: a path is not there, or cannot be listed.
        Unreadable: a path is neither a folder nor an archive.
    """
    found, odd = [], []
    for path in paths:
        if os.path.isdir(path):
            more, left = in_folder(path, without)
        else:
            more, left = in_archive(path)
        found += more
        odd += [os.path.join(path, name) for name in left]
    seen = collections.Counter()
    for one in sorted(found, key=lambda one: one.name):
        seen[one.name] += 1
        while seen[one.name] > 1:
            one.name = '%s (%d)' % (one.name, seen[one.name])
            seen[one.name] += 1
    return sorted(found, key=lambda one: one.name), odd


def in_folder(path, without=None):
    """Return the submissions of a folder, and the names left alone."""
    with os.scandir(path) as entries:
        entries = sorted(entries, key=lambda entry: entry.name)
    if any(entry.name in ANSWERS for entry in entries):
        name = os.path.basename(os.path.abspath(path))
        return [Found(name, lambda: (files.walk(path), ()))], []
    folders = [entry.name for entry in entries
               if entry.is_dir(follow_symlinks=False) and not (
                   without and os.path.exists(without) and
                   os.path.samefile(entry.path, without))]
    plain = [entry.name for entry in entries
             if entry.is_file(follow_symlinks=False)]
    students, odd = by_student(folders, plain)
    odd += [entry.name for entry in entries if entry.is_symlink()]

    def reader(parts):
        def read():
            members, notes = {}, set()
            for name, file in parts:
                inside = os.path.join(path, name)
                if not file:
                    members.update(files.walk(inside))
                else:
                    about = os.stat(inside)
                    members[file] = files.Member(
                        about.st_mode, about.st_size,
                        lambda inside=inside: files.read(inside))
            return members, notes
        return read

    return [Found(name, reader(parts)) for name, parts in students], odd


def in_archive(path):
    """Return the submissions of an archive, and the names left alone."""
    if archives.stem(path) is None:
        raise Unreadable('%s is neither a folder nor a zip or tar archive'
                         % path)
    name = archives.stem(os.path.basename(path))
    try:
        members, notes = archives.members(path)
    except Unreadable:
        return [Found(name, lambda: archives.members(path))], []
    whole, inside = Found(name, lambda: (members, notes)), members
    while True:
        top = {name.partition('/')[0] for name in inside}
        folders = sorted(name for name in top if any(
            other.startswith(name + '/') for other in inside))
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

    def reader(parts):
        def read():
            chosen = {}
            for name, file in parts:
                chosen.update({file: inside[name]} if file else {
                    other[len(name) + 1:]: member
                    for other, member in inside.items()
                    if other.startswith(name + '/')})
            return chosen, notes
        return read

    return [Found(name, reader(parts)) for name, parts in students], odd


def platform(name):
    """Return whose a file is, and what it is called without that part.

    Both are '' where the name is of no platform.
    """
    match = MOODLE.fullmatch(name) or CANVAS.fullmatch(name)
    if not match:
        return '', ''
    who = match.group('who') + match.groupdict().get('id', '')
    return who, match.group('file')


def by_student(folders, plain):
    """Sort the names of folders and files by student.

    Returns:
        List of (student, parts), and a list of the names left alone. A part
        is (name, what the file is called at the student's, '' for a folder).
    """
    students, odd = collections.defaultdict(dict), []
    for name in folders:
        if not name.startswith(('.', '__')):
            students[platform(name)[0] or name][name + '/'] = name
    for name in plain:
        who, file = platform(name)
        if who and file:
            add(students[who], file, name)
        elif archives.stem(name):
            students[archives.stem(name)][name] = name
        elif name[0] != '.':
            odd.append(name)
    return [(who, [(name, '' if file[-1] == '/' else file)
                   for file, name in parts.items()])
            for who, parts in sorted(students.items())], odd


def add(parts, file, name):
    """Add a file to a student's; of Canvas' versions the last one counts."""
    match = VERSION.fullmatch(file)
    if match and match.group('stem') + match.group('suffix') in ANSWERS:
        file = match.group('stem') + match.group('suffix')
        older = VERSION.fullmatch(parts.get(file, ''))
        if older and int(older.group('number')) > int(match.group('number')):
            return
    elif VERSION.fullmatch(parts.get(file, '')):
        return
    parts[file] = name
