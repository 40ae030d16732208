"""The run bits and line ends of a student's files, and how to mend them."""
import os
import shlex
import stat
from collections.abc import Iterator

from checkers.course import curriculum
from checkers.student.machine import Finding
from checkers.student.workplace import write


def look(folder: str) -> Iterator[Finding]:
    """Yield findings on the answers and the drivers in a folder."""
    names = [name for task in curriculum.TASKS
             for name in (task.file, f'{task.number}-main.py')
             if is_plain(os.path.join(folder, name))]
    if not names:
        yield Finding('-', f'{folder} has none of the numbered files',
                      f'python3 -m checkers start {shlex.quote(folder)}')
        return
    lacking = [finding for name in names
               for finding in lacks(os.path.join(folder, name))]
    yield from lacking or [Finding(
        '+', f'run bits and line ends of {len(names)} files')]


def is_plain(path: str) -> bool:
    """Tell whether a path is a file, and not a link to one."""
    return os.path.isfile(path) and not os.path.islink(path)


def lacks(path: str) -> Iterator[Finding]:
    """Yield findings on what a file lacks, with the lines that mend it."""
    name, quoted = os.path.basename(path), shlex.quote(path)
    if not os.stat(path).st_mode & stat.S_IXUSR:
        yield Finding('x', f'{name} cannot be run as ./{name}',
                      f'chmod u+x {quoted}')
    with open(path, 'rb') as file:
        data = file.read()
    if b'\r' in data:
        yield Finding('x', f'{name} has the line ends of Windows',
                      rf"sed -i 's/\r$//' {quoted}")
    if data and not data.endswith((b'\n', b'\r')):
        yield Finding('x', f'the last line of {name} has no line end',
                      f'echo >> {quoted}')


def fix(folder: str) -> list[str]:
    """Mend the run bits and line ends of a student's own files.

    The drivers are the course's and stay as they are.

    Returns:
        The names of the files that were mended.

    Raises:
        OSError: a file cannot be written; it is as it was.
    """
    mended = []
    for task in curriculum.TASKS:
        path = os.path.join(folder, task.file)
        if is_plain(path) and any(lacks(path)):
            mend(path)
            mended.append(task.file)
    return mended


def mend(path: str) -> None:
    """Give a file Linux line ends and the run bit."""
    with open(path, 'rb') as file:
        data = file.read().replace(b'\r\n', b'\n').replace(b'\r', b'\n')
    if data and not data.endswith(b'\n'):
        data += b'\n'
    mode = stat.S_IMODE(os.stat(path).st_mode)
    write(path, data, mode | stat.S_IXUSR)
