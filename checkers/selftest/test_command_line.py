"""The command line as a whole: its version, and what Windows lacks."""
import os
import pathlib
import sys

import pytest

from checkers import __main__, VERSION
from checkers.base.paths import COURSE
from checkers.judging import grading
from checkers.selftest.course import environment, Ended, ROOT, run
from checkers.student import machine

# Windows: without fork, and without the modules that only Unix has.
WINDOWS = '''
import os, sys
del os.fork
os.supports_dir_fd.clear()
for name in ('fcntl', 'grp', 'pty', 'pwd', 'resource', 'termios', 'tty'):
    sys.modules[name] = None
from checkers.__main__ import main
sys.exit(main(sys.argv[1:]))
'''


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """--version prints the version and the rubric's hash."""
    with pytest.raises(SystemExit) as ended:
        __main__.main(['--version'])
    assert ended.value.code == 0
    assert capsys.readouterr().out == (
        f'checkers {VERSION}, rubric {grading.rubric_hash()}\n')


@pytest.mark.parametrize('command', ['check', 'start', 'grade'])
def test_an_option_that_is_none(command: str,
                                capsys: pytest.CaptureFixture[str]) -> None:
    """The usage is that of the command, and the option is named."""
    with pytest.raises(SystemExit) as ended:
        __main__.main([command, COURSE, '--tusk', '0'])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f'usage: python3 -m checkers {command} ')
    assert ': --tusk' in said.splitlines()[-1]


@pytest.mark.parametrize('command', ['check', 'watch', 'grade'])
def test_without_fork(command: str, monkeypatch: pytest.MonkeyPatch,
                      capsys: pytest.CaptureFixture[str]) -> None:
    """What runs students' code says in one line to use WSL."""
    monkeypatch.delattr(os, 'fork')
    assert __main__.main([command, COURSE]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        '', f'checkers: {command} needs fork, which Windows lacks; run it '
        'in WSL\n')


def test_doctor_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what cannot run, and how to get a system where it can."""
    monkeypatch.delattr(os, 'fork')
    finding, = machine.probe(sys.executable)
    assert finding.mark == 'x' and 'the drivers do' in finding.text
    assert finding.remedy == 'wsl --install'


def on_windows(*words: str | pathlib.Path) -> Ended:
    """Run the command line in an interpreter that lacks what Windows does."""
    return run('-c', WINDOWS, *words, cwd=ROOT,
               env=environment(PYTHONPATH=str(ROOT)))


def test_start_and_export_without_unix(tmp_path: pathlib.Path) -> None:
    """They need no module that only Unix has."""
    ended = on_windows('start', tmp_path / 'mine')
    assert (ended.returncode, ended.stderr) == (0, '')
    assert (tmp_path / 'mine' / '0x04-autoencoders' / '0-main.py').exists()
    ended = on_windows('export', '--to', 'gradescope-zip', '--out',
                       tmp_path / 'bundle.zip')
    assert (ended.returncode, ended.stderr) == (0, '')
    assert (tmp_path / 'bundle.zip').stat().st_size > 0
    ended = on_windows('doctor', '--help')
    assert (ended.returncode, ended.stderr) == (0, '')
