"""The rubric's hash changes with what decides on marks, and with no more."""
import pathlib
import shutil

import pytest

from checkers.base.paths import CHECKERS
from checkers.judging import grading

# Whether a file decides on marks; of each package one.
DECIDES = {
    'test_0_vanilla.py': True, 'test_style.py': True,
    'test_documentation.py': True, 'course/curriculum.py': True,
    'probe/case.py': True, 'runner/zygote.py': True,
    'judging/oracle.py': True, 'judging/networks/dense.py': True,
    'judging/losses/elbo.py': True,
    '__init__.py': False, '__main__.py': False, 'conftest.py': False,
    'README.md': False, 'optional.txt': False,
    'base/text.py': False, 'marks/report.py': False,
    'classroom/find.py': False, 'exporters/junit.py': False,
    'student/session.py': False, 'commands/check.py': False,
    'benchmarks/grading.py': False, 'selftest/test_rubric_hash.py': False}


@pytest.fixture(scope='module')
def copy(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Give a copy of the grader."""
    folder = tmp_path_factory.mktemp('copy') / 'checkers'
    shutil.copytree(CHECKERS, folder,
                    ignore=shutil.ignore_patterns('__pycache__'))
    return folder


def test_a_copy_has_the_same_hash(copy: pathlib.Path) -> None:
    """The place does not matter, and neither do compiled files."""
    assert grading.rubric_hash(str(copy)) == grading.rubric_hash()


@pytest.mark.parametrize('name', DECIDES)
def test_one_byte(name: str, copy: pathlib.Path) -> None:
    """A byte that is changed in a file changes the hash if it decides."""
    before, data = grading.rubric_hash(str(copy)), (copy / name).read_bytes()
    (copy / name).write_bytes(bytes([data[0] ^ 1]) + data[1:])
    after = grading.rubric_hash(str(copy))
    (copy / name).write_bytes(data)
    assert (after != before) == DECIDES[name]


def test_every_package_is_looked_at(copy: pathlib.Path) -> None:
    """There is no package that test_one_byte does not know."""
    packages = {path.parent.name for path in copy.glob('*/__init__.py')}
    assert packages == {name.partition('/')[0] for name in DECIDES
                        if '/' in name}
