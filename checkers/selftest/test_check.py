"""The command `python3 -m checkers check`, as a user types it."""
import errno
import importlib
import os
import pathlib
import shutil
import stat
import sys
import typing

import pytest

from checkers.base import strangers
from checkers.course import curriculum
from checkers.judging import grading, rubric
from checkers.judging.source import Source
from checkers.marks import document
from checkers.runner.zygote import Zygote
from checkers.selftest.course import (complaints, COURSE, Ended,
                                      environment, ROOT, run)


def check(*words: str | pathlib.Path) -> Ended:
    """Run the command in the repository's root."""
    return run('-m', 'checkers', 'check', *words, cwd=ROOT,
               env=environment(COLUMNS='80'))


@pytest.fixture(scope='module')
def references(tmp_path_factory: pytest.TempPathFactory
               ) -> tuple[Ended, document.Document]:
    """Give what the command says of the references, and their document."""
    path = tmp_path_factory.mktemp('references') / 'result.json'
    ended = check('--json', path)
    return ended, document.from_json(path.read_bytes())


@pytest.mark.slow
def test_references_get_all_points(
        references: tuple[Ended, document.Document]) -> None:
    """The references pass; the document says so and adds up."""
    ended, marks = references
    assert ended.returncode == 0
    total = 25 * len(curriculum.TASKS)
    assert f'Score: {total} of {total} points' in ended.stdout
    assert max(map(len, ended.stdout.splitlines())) <= 80
    assert marks.score == marks.max_score == total
    assert [task.file for task in marks.tasks] == [
        task.file for task in curriculum.TASKS]
    for task in marks.tasks:
        assert task.status == 'passed'
        assert task.score == task.max_score == 25 == sum(
            check.points for check in task.checks)
        ids = [check.id for check in task.checks]
        assert len(ids) == len(set(ids))


@pytest.mark.slow
def test_every_check_is_always_listed(
        references: tuple[Ended, document.Document], warm: Zygote,
        tmp_path: pathlib.Path) -> None:
    """An empty folder gets the same list of checks as the references."""
    def ids(marks: document.Document) -> list[tuple[int, str, int]]:
        return [(task.number, check.id, check.max_points)
                for task in marks.tasks for check in task.checks]

    empty, (_, full) = grading.grade(str(tmp_path), warm), references
    assert ids(empty) == ids(full)
    assert empty.score == 0
    assert full.score == 25 * len(curriculum.TASKS)
    assert {task.status for task in empty.tasks} == {'not attempted'}


@pytest.mark.slow
def test_same_bytes_every_time(warm: Zygote, tmp_path: pathlib.Path) -> None:
    """Five gradings of one submission give the same document."""
    source = (COURSE / '3-variational.py').read_text()
    (tmp_path / '3-variational.py').write_text(
        source.replace('log_var / 2', 'log_var'))
    documents = {document.to_json(grading.grade(str(tmp_path), warm))
                 for _ in range(5)}
    assert len(documents) == 1
    assert '"not attempted"' in documents.pop()


@pytest.mark.slow
def test_another_seed_other_numbers_same_marks(
        warm: Zygote, tmp_path: pathlib.Path) -> None:
    """--seed draws other inputs; a wrong answer stays as wrong."""
    source = (COURSE / '0-vanilla.py').read_text()
    (tmp_path / '0-vanilla.py').write_text(
        source.replace('binary_crossentropy', 'mean_squared_error'))
    one, two = (grading.grade(str(tmp_path), warm, seed,
                              curriculum.TASKS[:1]).tasks[0]
                for seed in (0, 1))
    messages = {check.message for task in (one, two) for check in task.checks
                if check.id == 'loss'}
    assert one.score == two.score < 25
    assert len(messages) == 2


@pytest.mark.slow
def test_one_task(tmp_path: pathlib.Path) -> None:
    """--task N judges that task alone, and a missing file is named."""
    ended = check(tmp_path, '--task', '2')
    assert ended.returncode == 1
    assert '2-convolutional.py  0 of 25 points  not attempted' in ended.stdout
    assert '0-vanilla.py' not in ended.stdout


@pytest.mark.parametrize('arguments, said', [
    (['nowhere'], 'nowhere is not a folder'),
    (['--python', 'no-such-python'], 'no-such-python does not start'),
    (['--python', 'false'], 'ended before it was ready'),
    (['--task', '0', '--json', 'nowhere/result.json'], 'cannot be written'),
])
@pytest.mark.slow
def test_mistakes_of_the_command(arguments: list[str], said: str) -> None:
    """A wrong command gets one line on stderr and exit code 2."""
    ended = check(*arguments)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(complaints(ended.stderr)) == 1


@pytest.mark.slow
def test_python_without_tensorflow(tmp_path: pathlib.Path) -> None:
    """An interpreter without TensorFlow is named, with what to do."""
    python = tmp_path / 'python'
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    python.chmod(0o755)
    ended = check('--python', python)
    assert ended.returncode == 2
    assert 'cannot import TensorFlow' in ended.stderr or \
        'ended before it was ready' in ended.stderr


@pytest.mark.slow
def test_plain_pytest_on_a_submission(tmp_path: pathlib.Path) -> None:
    """`pytest checkers --submission DIR` is the rubric as plain pytest."""
    for task in curriculum.TASKS:
        shutil.copy(COURSE / task.file, tmp_path)
    (tmp_path / 'README.md').write_text('# Mine\n')
    wrong = tmp_path / '0-vanilla.py'
    wrong.write_text(wrong.read_text().replace(
        'reversed(hidden_layers)', 'hidden_layers'))
    ended = run('-m', 'pytest', 'checkers', '-q', '--submission', tmp_path,
                cwd=ROOT)
    assert ended.returncode == 1
    assert "come in the encoder's order: 128, 64" in ended.stdout
    checks = sum(
        name.startswith('test_')
        for task in curriculum.TASKS
        for file in (task.rubric, *rubric.EVERY_TASK)
        for name in vars(importlib.import_module(
            f'checkers.{file.removesuffix(".py")}')))
    assert f'1 failed, {checks - 1} passed' in ended.stdout


@pytest.mark.slow
def test_nothing_is_written_into_the_submission(
        warm: Zygote, tmp_path: pathlib.Path) -> None:
    """The student's folder is read, never written to."""
    shutil.copy(COURSE / '0-vanilla.py', tmp_path)
    source = tmp_path / '0-vanilla.py'
    source.write_text(source.read_text() + "open('new', 'w').close()\n")
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IWUSR)
    grading.grade(str(tmp_path), warm, tasks=curriculum.TASKS[:1])
    assert os.listdir(tmp_path) == ['0-vanilla.py']


def test_unreadable_file(tmp_path: pathlib.Path,
                         monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read gets no points, and a reason."""
    shutil.copy(COURSE / '0-vanilla.py', tmp_path)

    def refuse(top: str, path: str, limit: int) -> typing.NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(strangers, 'read', refuse)
    source = Source(str(tmp_path), curriculum.TASKS[0])
    assert source.refused == 'it cannot be read: Permission denied'
    assert source.is_attempted and source.tree is None
