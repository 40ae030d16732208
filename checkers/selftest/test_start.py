"""The command `start`: stubs that cannot drift, and nothing overwritten."""
import ast
import dataclasses
import os
import pathlib
import stat
import subprocess
import sys
from collections.abc import Iterator

import pytest

from checkers.base import strangers
from checkers.course import curriculum
from checkers.judging.source import Source
from checkers.selftest import course
from checkers.student import stubs, workplace

TASKS = pytest.mark.parametrize('task', curriculum.TASKS,
                                ids=lambda task: task.file)
ANSWERS = course.COURSE.name


def start(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in the repository's root."""
    return subprocess.run(
        [sys.executable, '-m', 'checkers', 'start', *map(str, arguments)],
        cwd=course.ROOT, capture_output=True, text=True)


@pytest.fixture(scope='module')
def made(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Make a student's folder once; give the folder of the answers."""
    folder = tmp_path_factory.mktemp('student')
    ended = start(folder)
    assert (ended.returncode, ended.stderr) == (0, '')
    assert f'watch {folder}' in ended.stdout
    return folder / ANSWERS


def contracts(source: str, asked: list[str]) -> \
        list[tuple[str, str, str | None]]:
    """Return (name, arguments, docstring) of what is asked, and of methods.

    Args:
        source: text of a file.
        asked: the names at its top that count.
    """
    def read(node: ast.stmt, prefix: str = '') -> \
            Iterator[tuple[str, str, str | None]]:
        if isinstance(node, ast.FunctionDef):
            yield (prefix + node.name, ast.dump(node.args),
                   ast.get_docstring(node))
        elif isinstance(node, ast.ClassDef):
            yield prefix + node.name, '', ast.get_docstring(node)
            for inner in node.body:
                if name_of(inner) == '__init__' or name_of(inner)[:1] != '_':
                    yield from read(inner, f'{node.name}.')
    return [found for node in ast.parse(source).body
            if name_of(node) in asked for found in read(node)]


def name_of(node: ast.stmt) -> str:
    """Return the name of a function or class; '' for what has none."""
    return node.name if isinstance(
        node, ast.FunctionDef | ast.ClassDef) else ''


@TASKS
def test_a_stub_is_the_references_contract(
        made: pathlib.Path, task: curriculum.Task) -> None:
    """Signatures and docstrings are the reference's; nothing else is."""
    reference = (course.COURSE / task.file).read_text()
    stub = (made / task.file).read_text()
    asked = [definition.names[0] for definition in task.definitions]
    want = contracts(reference, asked)
    assert len(want) >= len(asked) and contracts(stub, asked) == want
    assert [name_of(node) for node in ast.parse(stub).body
            if name_of(node)] == [
        name_of(node) for node in ast.parse(reference).body
        if name_of(node) in asked]
    assert stub.count('raise NotImplementedError') == sum(
        isinstance(node, ast.FunctionDef)
        for node in ast.walk(ast.parse(stub)))


@TASKS
def test_a_stub_counts_as_not_attempted(
        made: pathlib.Path, task: curriculum.Task) -> None:
    """It has the run bit and is nothing that could be graded."""
    source = Source(str(made), task)
    assert source.tree and source.executable and source.has_readme
    assert not source.is_attempted


def test_stubs_have_style(made: pathlib.Path) -> None:
    """pycodestyle finds nothing in what start has written."""
    ended = subprocess.run([sys.executable, '-m', 'pycodestyle', made],
                           capture_output=True, text=True)
    assert ended.stdout + ended.stderr == ''


@TASKS
@pytest.mark.slow
def test_a_driver_on_a_stub(made: pathlib.Path, task: curriculum.Task) -> None:
    """One line says what is not written yet, and where; exit code 2."""
    driver = made / f'{task.number}-main.py'
    ended = course.run_ready(driver)
    lines = (made / task.file).read_text().splitlines()
    places = [place for place, line in enumerate(lines, 1)
              if 'NotImplementedError' in line]
    assert ended.returncode == 2
    assert ended.stderr in [f'not written yet: {task.file}, line {place}\n'
                            for place in places]


@pytest.mark.slow
def test_a_driver_shows_other_exceptions_whole(
        made: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """What is no stub gets its traceback, as ever."""
    copy = course.copy(tmp_path)
    (copy / '0-vanilla.py').write_text('raise ValueError("mine")\n')
    ended = course.run_ready(copy / '0-main.py')
    assert ended.returncode == 1
    assert 'Traceback' in ended.stderr and 'ValueError: mine' in ended.stderr


def test_all_that_a_driver_needs_is_there(made: pathlib.Path) -> None:
    """Drivers, their modules and the data are the course's, to the byte."""
    own = {task.file for task in curriculum.TASKS} | {'README.md'}
    theirs, ours = ({path.name for path in folder.iterdir()
                     if path.is_file() and path.name[0] != '.'}
                    for folder in (course.COURSE, made))
    assert ours == theirs
    for name in theirs - own:
        assert (made / name).read_bytes() == (course.COURSE /
                                              name).read_bytes()
    assert os.listdir(made.parent / workplace.IMAGES) == []
    assert all(task.objective in (made / 'README.md').read_text()
               for task in curriculum.TASKS)


def test_nothing_is_overwritten(tmp_path: pathlib.Path) -> None:
    """What is there stays, a link too; what is missing is added and said."""
    answers = tmp_path / ANSWERS
    answers.mkdir()
    (answers / '0-vanilla.py').write_text('mine')
    (answers / '1-sparse.py').symlink_to(tmp_path / 'elsewhere')
    (answers / 'training.py').mkdir()
    ended = start(tmp_path)
    assert ended.returncode == 0
    assert '3 files were there and are left as they are' in ended.stdout
    assert (answers / '0-vanilla.py').read_text() == 'mine'
    assert not (tmp_path / 'elsewhere').exists()
    assert os.listdir(answers / 'training.py') == []
    (answers / '2-convolutional.py').unlink()
    ended = start(tmp_path)
    assert ended.stdout.startswith(f'{answers}: 2-convolutional.py\n')
    assert 'nothing was missing' in start(tmp_path).stdout
    assert [name for name in os.listdir(answers) if name[0] == '.'] == []


def test_no_link_leads_out(tmp_path: pathlib.Path) -> None:
    """Where the folder of the answers is a link, nothing is written."""
    (tmp_path / 'outside').mkdir()
    (tmp_path / 'mine').mkdir()
    (tmp_path / 'mine' / ANSWERS).symlink_to(tmp_path / 'outside')
    ended = start(tmp_path / 'mine')
    assert ended.returncode == 2
    assert 'it is a link' in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert os.listdir(tmp_path / 'outside') == []


def test_a_file_that_cannot_be_written_leaves_nothing(
        tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full, no half-written file stays."""
    def full(*arguments: object, **folders: object) -> None:
        raise OSError(28, 'No space left on device')
    monkeypatch.setattr(os, 'replace', full)
    with pytest.raises(OSError):
        strangers.write(str(tmp_path), 'file', b'data', 0o644)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize('folder, said', [
    (course.ROOT, 'is the course itself'),
    (course.ROOT / 'README.md', 'cannot be written'),
])
def test_mistakes_of_the_command(folder: pathlib.Path, said: str) -> None:
    """A folder that cannot be used gets one line and exit code 2."""
    ended = start(folder)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_class_keeps_its_public_methods() -> None:
    """Helpers go, a class method keeps its decorator, defaults stay."""
    source = ('"""M."""\nimport x\n\n\n@x.y\nclass A(x.B):\n    """A."""\n'
              '    z = 1\n\n    def __init__(self, w=(1, 2)):\n'
              '        """I."""\n        self.w = w\n\n'
              '    def _help(self):\n        return 1\n\n'
              '    @classmethod\n    def load(cls):\n        """L."""\n'
              '        return cls()\n\n\ndef helper():\n    return 2\n')
    task = dataclasses.replace(curriculum.TASKS[0],
                               definitions=(curriculum.define('A(w)'),))
    assert stubs.stub(source, task) == (
        '#!/usr/bin/env python3\n"""M."""\n'
        'import tensorflow.keras as keras\n\n\n'
        'class A(x.B):\n    """A."""\n\n    def __init__(self, w=(1, 2)):\n'
        '        """I."""\n        raise NotImplementedError\n\n'
        '    @classmethod\n    def load(cls):\n        """L."""\n'
        '        raise NotImplementedError\n')


def test_run_bits(made: pathlib.Path) -> None:
    """What is run has the run bit, and nothing else."""
    for path in filter(os.path.isfile, made.iterdir()):
        assert bool(path.stat().st_mode & stat.S_IXUSR) == (
            path.name[0].isdigit()), path.name
