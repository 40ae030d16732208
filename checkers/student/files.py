"""The run bits and line ends of a student's files, and how to mend them."""
import os
import shlex
import stat
from collections.abc import Iterator

from checkers.base import strangers
from checkers.course import curriculum
from checkers.judging.source import LIMIT
from checkers.student.machine import Finding


def look(folder: str) -> Iterator[Finding]:
    """Yield findings on the answers and the drivers in a folder."""
    names = [name for task in curriculum.TASKS
             for name in (task.file, f'{task.number}-main.py')
             if is_plain(folder, name)]
    if not names:
        yield Finding('-', f'{folder} has none of the numbered files',
                      f'python3 -m checkers start {shlex.quote(folder)}')
        return
    lacking = [finding for name in names for finding in lacks(folder, name)]
    yield from lacking or [Finding(
        '+', f'run bits and line ends of {len(names)} files')]


def is_plain(folder: str, name: str) -> bool:
    """Tell whether a file is there, and no link or anything else."""
    about = strangers.look(folder, name)
    return about is not None and stat.S_ISREG(about.st_mode)


def content(folder: str, name: str) -> tuple[bytes, int]:
    """Return the bytes of a file and its mode.

    Raises:
        OSError: it is no plain file any more, too large, or cannot be read.
    """
    with strangers.opened(folder, name, LIMIT) as file:
        return file.read(LIMIT), os.fstat(file.fileno()).st_mode


def lacks(folder: str, name: str) -> Iterator[Finding]:
    """Yield findings on what a file lacks, with the lines that mend it."""
    quoted = shlex.quote(os.path.join(folder, name))
    try:
        data, mode = content(folder, name)
    except (strangers.NotPlain, strangers.TooLarge) as error:
        yield Finding('x', f'{name}: {error.strerror}')
        return
    if not mode & stat.S_IXUSR:
        yield Finding('x', f'{name} cannot be run as ./{name}',
                      f'chmod u+x {quoted}')
    if b'\r' in data:
        yield Finding('x', f'{name} has the line ends of Windows',
                      rf"sed -i 's/\r$//' {quoted}")
    if data and not data.endswith((b'\n', b'\r')):
        yield Finding('x', f'the last line of {name} has no line end',
                      f'echo >> {quoted}')


def fix(folder: str) -> list[str]:
    """Mend the run bits and line ends of a student's own files.

    The drivers are the course's and stay as they are; what is no plain file
    is not touched.

    Returns:
        The names of the files that were mended.

    Raises:
        OSError: a file cannot be written; it is as it was.
    """
    mended = []
    for task in curriculum.TASKS:
        if is_plain(folder, task.file) and \
                any(finding.remedy for finding in lacks(folder, task.file)):
            mend(folder, task.file)
            mended.append(task.file)
    return mended


def mend(folder: str, name: str) -> None:
    """Give a file Linux line ends and the run bit."""
    data, mode = content(folder, name)
    data = data.replace(b'\r\n', b'\n').replace(b'\r', b'\n')
    if data and not data.endswith(b'\n'):
        data += b'\n'
    strangers.write(folder, name, data, stat.S_IMODE(mode) | stat.S_IXUSR)
