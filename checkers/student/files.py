"""The run bits and line ends of a student's files, and how to mend them."""
import os
import shlex
import stat

from checkers.course import curriculum
from checkers.student.machine import Finding
from checkers.student.workplace import write


def look(folder):
    """Yield findings on the numbered files of a folder.

    Args:
        folder: path of the student's files.
    """
    names = [name for task in curriculum.TASKS
             for name in (task.file, '%d-main.py' % task.number)
             if is_plain(os.path.join(folder, name))]
    if not names:
        yield Finding('-', '%s has none of the numbered files' % folder,
                      'python3 -m checkers start ' + shlex.quote(folder))
        return
    lacking = [finding for name in names
               for finding in lacks(os.path.join(folder, name))]
    yield from lacking or [Finding(
        '+', 'run bits and line ends of %d files' % len(names))]


def is_plain(path):
    """Tell whether a path is a plain file; a link is none."""
    return os.path.isfile(path) and not os.path.islink(path)


def lacks(path):
    """Yield findings on what a file lacks, with the lines that mend it."""
    name, quoted = os.path.basename(path), shlex.quote(path)
    if not os.stat(path).st_mode & stat.S_IXUSR:
        yield Finding('x', '%s cannot be run as ./%s' % (name, name),
                      'chmod u+x ' + quoted)
    with open(path, 'rb') as file:
        data = file.read()
    if b'\r' in data:
        yield Finding('x', '%s has the line ends of Windows' % name,
                      r"sed -i 's/\r$//' " + quoted)
    if data and not data.endswith((b'\n', b'\r')):
        yield Finding('x', 'the last line of %s does not end' % name,
                      'echo >> ' + quoted)


def fix(folder):
    """Mend the run bits and line ends of a student's own files.

    Drivers are left alone. A file is written whole and keeps its mode.

    Returns:
        The names of the files that were mended.

    Raises:
        OSError: a file cannot be written; it is as it was.
    """
    mended = []
    for task in curriculum.TASKS:
        path = os.path.join(folder, task.file)
        if is_plain(path) and list(lacks(path)):
            mend(path)
            mended.append(task.file)
    return mended


def mend(path):
    """Give a file Linux line ends and the run bit."""
    with open(path, 'rb') as file:
        data = file.read().replace(b'\r\n', b'\n').replace(b'\r', b'\n')
    if data and not data.endswith(b'\n'):
        data += b'\n'
    mode = stat.S_IMODE(os.stat(path).st_mode) | stat.S_IXUSR
    write(path, data, mode)
