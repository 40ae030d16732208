"""The requirements that the course states are those that cost points."""
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checkers.selftest import course
from checkers.selftest.rubric import TEXT, checks

README = (course.COURSE / 'README.md').read_text()
SECTION = README[README.index('\n## Requirements\n'):
                 README.index('\n## The tasks\n')]
ROWS = re.findall(r'^\| `(\w+)` \| (\d+) \| (.+) \| (.+) \|$', SECTION,
                  re.MULTILINE)
# What is shown as typed, the check that it tests, and what it prints.
COMMANDS = re.findall(r'^    \$ (.*?) +# (\w+)[^\n]*\n((?:    [^$].*\n)*)',
                      SECTION, re.MULTILINE)
FILE = '0-vanilla.py'
FILES = 'test_style.py', 'test_documentation.py'


def replace(old: bytes, new: bytes) -> Callable[[Path], None]:
    """Return a function that replaces a text of an answer in a folder."""
    def spoil(folder: Path) -> None:
        data = (folder / FILE).read_bytes()
        assert old in data
        (folder / FILE).write_bytes(data.replace(old, new))
    return spoil


# How an answer that loses the point of a check comes about.
SPOILT: dict[str, Callable[[Path], None]] = {
    'shebang': replace(b'#!/usr/bin/env python3', b'#!/usr/bin/python3'),
    'run_bit': lambda folder: (folder / FILE).chmod(0o644),
    'line_ends': replace(b'\n', b'\r\n'),
    'pycodestyle': replace(b'\n\n\ndef ', b'\n\ndef '),
    'imports': replace(b'import tensorflow.keras as keras\n',
                       b'import tensorflow.keras as keras\nimport os\n'),
    'docstrings': replace(b'"""Task 0', b'0 or """Task 0'),
    'readme': lambda folder: (folder / 'README.md').unlink()}


def test_every_rule_that_costs_a_point_is_there() -> None:
    """The table has the checks of style and documentation, and their points.

    All of their rules and reasons are said.
    """
    worth = {name: check.points
             for name, check in checks(*FILES).items()}
    assert {name: int(points) for name, points, _, _ in ROWS} == worth
    assert set(worth) == {name for _, name, _ in COMMANDS} == TEXT
    assert f'The other {sum(worth.values())} are for' in SECTION


def printed(command: str, folder: Path) -> str:
    """Return what a command prints in a folder, as the README shows it."""
    places = f'{Path(sys.executable).parent}{os.pathsep}{os.environ["PATH"]}'
    ended = subprocess.run(
        ['bash', '-c', command], cwd=folder, capture_output=True, text=True,
        env=course.environment(PATH=places))
    return ''.join(f'    {line}\n' for line in ended.stdout.splitlines())


@pytest.mark.parametrize('command, check, shown', [
    pytest.param(*row, id=f'{row[1]}-{number}', marks=[pytest.mark.slow] if
                 '__import__("' in row[0] else [])
    for number, row in enumerate(COMMANDS)])
def test_a_command_shows_what_it_tests(command: str, check: str, shown: str,
                                       tmp_path: Path) -> None:
    """It prints what the README says."""
    for name in FILE, '3-variational.py', 'README.md':
        shutil.copy(course.COURSE / name, tmp_path)
    assert printed(command, tmp_path) == shown


@pytest.mark.parametrize('check', [
    pytest.param(name, marks=[pytest.mark.slow] if name == 'docstrings'
                 else []) for name in sorted(TEXT)])
def test_a_command_shows_what_is_wrong(check: str, tmp_path: Path) -> None:
    """Where the rule is broken, a command of its row prints something else."""
    for name in FILE, '3-variational.py', 'README.md':
        shutil.copy(course.COURSE / name, tmp_path)
    SPOILT[check](tmp_path)
    assert any(printed(command, tmp_path) != shown
               for command, name, shown in COMMANDS if name == check)
