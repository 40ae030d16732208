"""The texts that the course promises things in, and the table of promises.

    python3 -m checkers.selftest.promises

writes the tables into the course's README, after a promise has changed.
"""
import ast
import importlib
import importlib.util
import re
from collections.abc import Iterable, Mapping, Sequence

from checkers.course.curriculum import TASKS, Task
from checkers.course.promises import Promise, form, shared
from checkers.judging.checks import Check
from checkers.selftest import by_task, rubric
from checkers.selftest.course import COURSE
from checkers.student import stubs

README = COURSE / 'README.md'
HEAD = '| what is asked | check | lost by, for example |\n|---|---|---|\n'
# The parts of a docstring that have a title of their own.
TITLES = re.compile(r'\b(Args|Returns|Raises|Attributes):')
PICTURE = re.compile(r'!\[.*?\]\(.*?\)', re.DOTALL)
# What several tasks share: its promises stand once.
COMMON = (*shared.PROMISES, *form.PROMISES)


def plain(text: str) -> str:
    """Return a text without what sets it: lines, code, pictures."""
    text = TITLES.sub(' ', PICTURE.sub(' ', text))
    return ' '.join(text.replace('`', '').split())


def head(node: ast.FunctionDef) -> str:
    """Return a definition's name and parameters, without self."""
    names = ast.unparse(node.args)
    return f'{node.name}({re.sub(r"^(self|cls)(, )?", "", names)})'


def stub(task: Task) -> str:
    """Return what the stub of a task says: its heads and its docstrings."""
    tree = ast.parse(stubs.stub((COURSE / task.file).read_text(), task))
    parts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            parts.append(head(node))
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            parts.append(ast.get_docstring(node) or '')
    return plain('\n'.join(parts))


def section(title: str) -> str:
    """Return what a part of the README says above its table.

    Below it stand the driver, its figures and what it prints.

    Args:
        title: how the line of its heading begins.

    Raises:
        ValueError: there is no such part, or no table in it.
    """
    readme = README.read_text()
    start = readme.index(f'\n{title}') + 1
    following = re.compile(r'^##', re.MULTILINE).search(readme, start + 4)
    end = following.start() if following else len(readme)
    table = readme.index(HEAD, start)
    if table > end:
        raise ValueError(f'{title!r} has no table')
    return plain(readme[readme.index('\n', start):table])


def texts(task: Task) -> dict[str, str]:
    """Return where a task promises something, and in which words."""
    return {'stub': stub(task), 'section': section(f'### {task.number}. ')}


def module(task: Task) -> tuple[Sequence[Promise], Sequence[str]]:
    """Return a task's own promises, and its asides; none for a new task."""
    name = f'checkers.course.promises.{by_task.module_name(task)}'
    if importlib.util.find_spec(name) is None:
        return (), ()
    found = importlib.import_module(name)
    return found.PROMISES, found.ASIDES


def places(text: str, said: str) -> list[tuple[int, int]]:
    """Return where in a text words are said."""
    words = r'.*?'.join(map(re.escape, said.split(' ... ')))
    return [match.span() for match in re.finditer(words, text)]


def unquoted(text: str, quotes: Iterable[str]) -> list[str]:
    """Return the pieces of a text that have words and are not quoted."""
    left = list(text)
    for said in quotes:
        for start, end in places(text, said):
            left[start:end] = '\n' * (end - start)
    return [piece.strip() for piece in ''.join(left).split('\n')
            if set(re.findall(r'\w+', piece)) - {'and'}]


def rows(promises: Iterable[Promise], *files: str) -> str:
    """Return promises as the table that the README shows.

    Args:
        promises: they.
        files: the rubric files that say what their checks are worth.
    """
    worth = rubric.checks(*files)
    return HEAD + ''.join(
        f'| {one.asked} | {judged(one.check, worth)} | {one.mutant} |\n'
        for one in promises)


def judged(check: str, worth: Mapping[str, Check]) -> str:
    """Return a check and its points, where they are known, as text."""
    points = f', {worth[check].points}' if check in worth else ''
    return f'`{check}`{points}'


def tables() -> dict[str, str]:
    """Return each part of the README that has a table -> the table."""
    return {'## The tasks': rows(shared.PROMISES)} | {
        f'### {task.number}. ': rows(module(task)[0], task.rubric)
        for task in TASKS}


def rewritten(readme: str) -> str:
    """Return the README with every table as it should be."""
    for title, table in tables().items():
        before, found, after = readme.partition(f'\n{title}')
        above, mark, below = after.partition(HEAD)
        assert found and mark, title
        below = re.sub(r'\A(\|.*\n)*', '', below)
        readme = before + found + above + table + below
    return readme


if __name__ == '__main__':
    README.write_text(rewritten(README.read_text()))
    own = [one for task in TASKS for one in module(task)[0]]
    print(f'promises: {len(COMMON)} of all tasks, {len(own)} of single ones')
