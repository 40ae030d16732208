"""The documentation that the exercise asks for. 2 points a task."""
import ast
from collections.abc import Iterator

from checkers.judging.checks import check, expect
from checkers.judging.source import Source
from checkers.test_style import parsed


@check(points=1)
def test_docstrings(source: Source) -> None:
    """The module and every class, method and function has a docstring."""
    found = list(missing(parsed(source), f'module {source.file}'))
    expect(not found, f'Without documentation: {", ".join(found)}.')


@check(points=1)
def test_readme(source: Source) -> None:
    """README.md stands beside the file."""
    expect(source.has_readme,
           f'There is no README.md in the folder of {source.file}.')


def missing(node: ast.Module | ast.ClassDef, name: str) -> Iterator[str]:
    """Yield the names of what has no docstring.

    A function inside a function is the code around it, and needs none.
    """
    if not is_documented(node):
        yield name
    for inner in node.body:
        if isinstance(inner, ast.ClassDef):
            yield from missing(inner, f'class {inner.name}')
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and \
                not is_documented(inner):
            yield f'function {inner.name} (line {inner.lineno})'


def is_documented(node: ast.Module | ast.ClassDef | ast.FunctionDef |
                  ast.AsyncFunctionDef) -> bool:
    """Tell whether there is a docstring, and something in it."""
    return bool((ast.get_docstring(node) or '').strip())
