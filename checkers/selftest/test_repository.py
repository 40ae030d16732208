"""What holds for every file of the repository."""
import ast
import os
import re
import subprocess
import sys

import pytest

from checkers.course import curriculum
from checkers.selftest import course

TOP_LEVEL = {'README.md', 'LICENSE', 'setup.cfg', 'requirements.txt',
             '0x04-autoencoders', '0x04-images', 'checkers'}


def files(*suffixes):
    """Return the repository's own files that end so, as relative paths.

    Folders that start with a dot are left out, .ci apart.
    """
    found = []
    for folder, names, leaves in os.walk(course.ROOT):
        names[:] = sorted(name for name in names
                          if name == '.ci' or name[0] not in '._')
        found += [os.path.relpath(os.path.join(folder, leaf), course.ROOT)
                  for leaf in sorted(leaves) if leaf.endswith(suffixes)]
    return found


def source(path):
    """Return the bytes of a file of the repository."""
    return (course.ROOT / path).read_bytes()


PYTHON = files('.py')
TRUSTED = [path for path in PYTHON if re.match(
    'checkers/(?!probe|benchmarks/|selftest/)', path)]
NUMBERED = [path for path in PYTHON
            if re.fullmatch(r'0x04-autoencoders/\d-\w+\.py', path)]


def test_top_level_is_the_fixed_one():
    """Nothing lies at the top but what the card names, and dotfiles."""
    there = {name for name in os.listdir(course.ROOT) if name[0] != '.'}
    assert there <= TOP_LEVEL


def test_style():
    """Every Python file passes pycodestyle with its defaults."""
    process = subprocess.run([sys.executable, '-m', 'pycodestyle', *PYTHON],
                             cwd=course.ROOT, capture_output=True, text=True)
    assert process.stdout + process.stderr == ''


@pytest.mark.parametrize('path', PYTHON)
def test_documentation(path):
    """Every module, class and function has a docstring.

    A function inside a function is the code around it, and needs none.
    """
    def bare(node, name):
        if not ast.get_docstring(node):
            yield name
        if not isinstance(node, ast.FunctionDef):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                    yield from bare(child, child.name)

    assert list(bare(ast.parse(source(path)), path)) == []


@pytest.mark.parametrize('path', PYTHON)
def test_unix_lines(path):
    """Lines end in LF, the last one too, and no file is long."""
    text = source(path)
    assert b'\r' not in text
    assert text.endswith(b'\n') and not text.endswith(b'\n\n')
    assert text.count(b'\n') <= 300


def test_numbered_files_are_there():
    """Each of the tasks 0 to 4 has its module and its driver."""
    tasks = [os.path.basename(path)[0] for path in NUMBERED]
    assert all(tasks.count(task) == 2 for task in '01234')


@pytest.mark.parametrize('path', NUMBERED)
def test_numbered_files_run(path):
    """Modules and drivers open with the shebang and have the run bit."""
    assert source(path).startswith(b'#!/usr/bin/env python3\n')
    assert os.access(course.ROOT / path, os.X_OK)


@pytest.mark.parametrize('path', [path for path in NUMBERED
                                  if not path.endswith('-main.py')])
def test_modules_are_short_and_import_keras_alone(path):
    """A module is under 100 lines, its one import as the exercise says."""
    assert source(path).count(b'\n') < 100
    imports = [ast.unparse(node) for node in ast.walk(ast.parse(source(path)))
               if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert imports == ['import tensorflow.keras as keras']


@pytest.mark.parametrize('path', files('.md'))
def test_links(path):
    """Every relative link and image of a README leads to something."""
    links = re.findall(r'\]\(([^)#\s]+)', source(path).decode())
    folder = (course.ROOT / path).parent
    assert [link for link in links
            if '://' not in link and not (folder / link).exists()] == []


@pytest.mark.parametrize('path', TRUSTED)
def test_the_trusted_side_imports_no_framework(path):
    """The grader judges with NumPy; only its probe meets TensorFlow."""
    names = [name.name for node in ast.walk(ast.parse(source(path)))
             if isinstance(node, ast.Import) for name in node.names]
    names += [node.module for node in ast.walk(ast.parse(source(path)))
              if isinstance(node, ast.ImportFrom) and node.module]
    assert {name.split('.')[0] for name in names}.isdisjoint(
        {'tensorflow', 'keras', 'torch', 'jax'})


def test_checks_that_the_course_names():
    """Every objective names checks that its task's rubric has."""
    readme = ' '.join((course.COURSE / 'README.md').read_text().split())
    questions = readme.count('**Think:**')
    named = re.findall(r'\*\*Shown by\*\* ([^.]*)\.', readme)
    assert len(named) == questions == 8
    for sentence in named:
        for number, ids in re.findall(r'task (\d): ([`\w, ]+)', sentence):
            rubric = (course.ROOT / 'checkers' /
                      curriculum.TASKS[int(number)].rubric).read_text()
            for name in re.findall('`([a-z0-9_]+)`', ids):
                assert 'def test_%s(' % name in rubric, (number, name)
