"""The command `watch` under a real terminal, and without one."""
import contextlib
import fcntl
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import typing
from collections.abc import Iterator

import pytest

from checkers.course import curriculum
from checkers.selftest import course
from checkers.student import workplace

FILE = curriculum.TASKS[0].file


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a student's folder; give the folder of the answers."""
    workplace.make(str(tmp_path), str(course.COURSE))
    return tmp_path / course.COURSE.name


@contextlib.contextmanager
def command(*arguments: object, **options: typing.Any) -> \
        Iterator[subprocess.Popen[bytes]]:
    """Run the command in the repository's root, at most for this long."""
    with subprocess.Popen(
            [sys.executable, '-m', 'checkers', 'watch',
             *map(str, arguments)], cwd=course.ROOT, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def until(read: int, wanted: str) -> str:
    """Read until a text has come; return all that was read."""
    text = ''
    while wanted not in text:
        assert select.select([read], [], [], 100)[0], text
        part = os.read(read, 4096).decode(errors='replace')
        assert part, text
        text += part
    return text


@pytest.mark.parametrize('end', ['q', '\x03'])
@pytest.mark.slow
def test_under_a_terminal(folder: pathlib.Path, end: str) -> None:
    """Keys and saves work in a real terminal, which is left as it was."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('4H', 40, 80, 0, 0))
    before = termios.tcgetattr(slave)
    environment = course.environment(TERM='xterm', NO_COLOR='1')
    environment.pop('COLUMNS', None)
    with command(folder.parent, stdin=slave, stdout=slave, stderr=slave,
                 env=environment, start_new_session=True,
                 preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)
                 ) as process:
        assert 'not attempted' in until(master, ' quit')
        source = (course.COURSE / FILE).read_text()
        (folder / FILE).write_text(
            source.replace('reversed(hidden_layers)', 'hidden_layers'))
        # One save may be seen as two, so a screen may come twice.
        screen = until(master, "come in the encoder's order: 128, 64")
        assert '\x1b[3' not in screen, 'no colour'
        os.write(master, b'h')
        until(master, 'unpack what was packed last?')
        os.write(master, end.encode())
        assert '23 of' in until(master, 'points so far')
        assert process.wait(60) == 0
    assert termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)


@pytest.mark.slow
def test_without_a_terminal(folder: pathlib.Path) -> None:
    """Behind a pipe every verdict is a few lines; Ctrl-C ends it well."""
    with command(folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                 stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        read = process.stdout.fileno()
        assert 'not attempted' in until(read, '\n\n')
        shutil.copy(course.COURSE / FILE, folder)
        text = until(read, '\n\n')
        assert '25 of 25 points  passed' in text and '\x1b' not in text
        process.send_signal(signal.SIGINT)
        assert 'points so far' in process.stdout.read().decode()
        assert process.wait(60) == 0


@pytest.mark.parametrize('make, said', [
    (False, 'is not a folder that can be read'),
    (True, 'holds none of the numbered files; python3 -m checkers start')])
def test_mistakes_of_the_command(tmp_path: pathlib.Path, make: bool,
                                 said: str) -> None:
    """A folder that cannot be watched gets one line and exit code 2."""
    if make:
        (tmp_path / 'mine').mkdir()
    with command(tmp_path / 'mine', stderr=subprocess.PIPE) as process:
        assert process.stderr
        complaint = process.stderr.read().decode()
        assert process.wait(60) == 2
    assert said in complaint and len(complaint.splitlines()) == 1
