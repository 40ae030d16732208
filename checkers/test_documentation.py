"""The documentation that the exercise asks for. 2 points a task."""
import ast

from checkers.judging.checks import check, expect
from checkers.test_style import parsed


@check(points=1)
def test_docstrings(text):
    """The module and every class, method and function has a docstring."""
    def missing(node, name, kind):
        if not (ast.get_docstring(node) or '').strip():
            yield '%s %s' % (kind, name)
        for inner in node.body:
            if isinstance(inner, ast.ClassDef):
                yield from missing(inner, inner.name, 'class')
            elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                if not (ast.get_docstring(inner) or '').strip():
                    yield 'function %s (line %d)' % (inner.name,
                                                     inner.lineno)

    found = list(missing(parsed(text), text.file, 'module'))
    expect(not found, 'Without documentation: %s.' % ', '.join(found))


@check(points=1)
def test_readme(text):
    """README.md stands beside the file."""
    expect(text.has_readme, 'There is no README.md in the folder of %s.' %
           text.file)
