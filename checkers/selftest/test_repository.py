"""What holds for every file of the repository."""
import ast
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkers.course.curriculum import TASKS
from checkers.selftest import course, drivers

TOP_LEVEL = {'README.md', 'LICENSE', 'setup.cfg', 'requirements.txt',
             '0x04-autoencoders', '0x04-images', 'checkers'}


# Parts of checkers/ that judge nobody, or do not run beside who judges.
APART = {'probe', 'benchmarks', 'selftest'}
TOOLS = 'python3 -m pip install -r checkers/selftest/requirements.txt'


def files(*suffixes: str) -> list[str]:
    """Return the repository's own files that end so, as relative paths.

    Folders that start with a dot are left out, .ci and .github apart.
    """
    found = []
    for folder, names, leaves in os.walk(course.ROOT):
        names[:] = sorted(name for name in names
                          if name in ('.ci', '.github')
                          or name[0] not in '._')
        found += [os.path.relpath(os.path.join(folder, leaf), course.ROOT)
                  for leaf in sorted(leaves) if leaf.endswith(suffixes)]
    return found


def source(path: str) -> bytes:
    """Return the bytes of a file of the repository."""
    return (course.ROOT / path).read_bytes()


PYTHON = files('.py')
TRUSTED = [path for path in PYTHON if Path(path).parts[0] == 'checkers'
           and Path(path).parts[1] not in APART]
NUMBERED = [path for path in PYTHON
            if re.fullmatch(r'0x04-autoencoders/\d+-[\w-]+\.py', path)]


def test_top_level_is_the_fixed_one() -> None:
    """Nothing lies at the top but what is listed here, and dotfiles."""
    there = {name for name in os.listdir(course.ROOT) if name[0] != '.'}
    assert there <= TOP_LEVEL


def test_style() -> None:
    """Every Python file passes pycodestyle with its defaults."""
    process = subprocess.run([sys.executable, '-m', 'pycodestyle', *PYTHON],
                             cwd=course.ROOT, capture_output=True, text=True)
    assert process.stdout + process.stderr == ''


@pytest.mark.parametrize('path', PYTHON)
def test_documentation(path: str) -> None:
    """Every module, class and function has a docstring.

    A function inside a function is the code around it, and needs none.
    """
    def bare(node: ast.AST, name: str) -> Iterator[str]:
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) \
                and not ast.get_docstring(node):
            yield name
        if not isinstance(node, ast.FunctionDef):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                    yield from bare(child, child.name)

    assert list(bare(ast.parse(source(path)), path)) == []


@pytest.mark.parametrize('path', PYTHON)
def test_unix_lines(path: str) -> None:
    """Lines end in LF, the last one too, and no file is very long."""
    text = source(path)
    assert b'\r' not in text
    assert text.endswith(b'\n') and not text.endswith(b'\n\n')
    assert text.count(b'\n') <= 400


def test_numbered_files_are_the_tasks() -> None:
    """Each task has its module and its driver, and there are no others."""
    assert {Path(path).name for path in NUMBERED} == {
        name for task in TASKS for name in (task.file,
                                            drivers.path(task).name)}


@pytest.mark.parametrize('path', NUMBERED)
def test_numbered_files_run(path: str) -> None:
    """Modules and drivers open with the shebang and have the run bit."""
    assert source(path).startswith(b'#!/usr/bin/env python3\n')
    assert os.access(course.ROOT / path, os.X_OK)


@pytest.mark.parametrize('path', [path for path in NUMBERED
                                  if not path.endswith('-main.py')])
def test_modules_are_short_and_import_keras_alone(path: str) -> None:
    """A module is under 100 lines, its one import as the exercise says."""
    assert source(path).count(b'\n') < 100
    imports = [ast.unparse(node) for node in ast.walk(ast.parse(source(path)))
               if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert imports == ['import tensorflow.keras as keras']


@pytest.mark.parametrize('path', files('.md'))
def test_links(path: str) -> None:
    """Every relative link and image of a README leads to something."""
    links = re.findall(r'\]\(([^)#\s]+)', source(path).decode())
    folder = (course.ROOT / path).parent
    assert [link for link in links
            if '://' not in link and not (folder / link).exists()] == []


@pytest.mark.parametrize('path', TRUSTED)
def test_the_trusted_side_imports_no_framework(path: str) -> None:
    """The grader judges with NumPy; only its probe meets TensorFlow."""
    names = [name.name for node in ast.walk(ast.parse(source(path)))
             if isinstance(node, ast.Import) for name in node.names]
    names += [node.module for node in ast.walk(ast.parse(source(path)))
              if isinstance(node, ast.ImportFrom) and node.module]
    assert {name.split('.')[0] for name in names}.isdisjoint(
        {'tensorflow', 'keras', 'torch', 'jax'})


def test_the_trusted_side_is_all_that_judges() -> None:
    """The rubric and every package that judges are among what is read."""
    read = {Path(path).parts[1] for path in TRUSTED}
    assert {task.rubric for task in TASKS} | {
        'judging', 'runner', 'course', 'marks', 'base'} <= read


@pytest.mark.slow
@pytest.mark.parametrize('module, program', [
    ('importlinter', 'lint-imports'), ('mypy', 'mypy')])
def test_walls_and_types(module: str, program: str) -> None:
    """Imports go down, and types fit, as setup.cfg asks for."""
    if importlib.util.find_spec(module) is None:
        pytest.skip(f'{program} is missing: {TOOLS}')
    process = subprocess.run(
        [Path(sys.executable).with_name(program)], cwd=course.ROOT,
        capture_output=True, text=True)
    assert process.returncode == 0, process.stdout + process.stderr


def test_checks_that_the_course_names() -> None:
    """Every question names checks that its task's rubric has."""
    readme = ' '.join((course.COURSE / 'README.md').read_text().split())
    questions = readme.count('**Think:**')
    named = re.findall(r'\*\*Shown by\*\* ([^.]*)\.', readme)
    assert len(named) == questions, (
        f'0x04-autoencoders/README.md has {questions} questions (Think), but '
        f'checks that show it (Shown by) for {len(named)}')
    for sentence in named:
        for number, ids in re.findall(r'task (\d+): ([`\w, ]+)', sentence):
            rubric = importlib.import_module(
                f'checkers.{TASKS[int(number)].rubric[:-3]}')
            for name in re.findall('`([a-z0-9_]+)`', ids):
                assert hasattr(rubric, f'test_{name}'), (
                    f'task {number} has no check {name}')
