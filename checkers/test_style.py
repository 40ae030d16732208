"""The style that the exercise asks of every file. 5 points a task."""
import ast
import codecs
from collections.abc import Iterable, Iterator

import pycodestyle

from checkers.judging.checks import Blocked, check, expect
from checkers.judging.source import Source

SHEBANG = '#!/usr/bin/env python3'


@check(points=1)
def test_shebang(source: Source) -> None:
    """The first line is exactly #!/usr/bin/env python3."""
    first = source.text.split('\n')[0]
    expect(not (source.data or b'').startswith(codecs.BOM_UTF8),
           'Before #! stands a byte order mark, three bytes that no editor '
           f'shows: ./{source.file} does not run.',
           'As what does your editor save: UTF-8, or UTF-8 with BOM?')
    expect(first == SHEBANG,
           f'The first line is `{first[:80]}`; expected `{SHEBANG}`.')


@check(points=1)
def test_run_bit(source: Source) -> None:
    """The file is executable."""
    file = source.file
    expect(source.executable,
           f'{file} cannot be run as ./{file}: its run bit is not set.',
           f'chmod u+x {file}')


@check(points=1)
def test_line_ends(source: Source) -> None:
    """Lines end as on Linux (LF), the last one too."""
    data = source.data or b''
    count = data.count(b'\r\n') or data.count(b'\r')
    expect(count == 0,
           f'{count} lines end in CR LF, as on Windows; expected LF.',
           "Which line ends does your editor's status line name?")
    expect(data.endswith(b'\n'), 'The last line does not end in a new line.')


@check(points=1)
def test_pycodestyle(source: Source) -> None:
    """The code follows pycodestyle."""
    parsed(source)
    found: list[str] = []

    class Report(pycodestyle.BaseReport):   # type: ignore[misc]  # untyped
        """Collect what pycodestyle finds."""

        def error(self, line: int, offset: int, message: str,
                  check: object) -> None:
            """Keep one finding."""
            code = super().error(line, offset, message, check)
            if code and code != 'W292':     # test_line_ends speaks of it
                found.append(f'line {line}: {message}')

    guide = pycodestyle.StyleGuide(parse_argv=False, config_file=False,
                                   reporter=Report)
    guide.input_file(source.file,
                     lines=source.text.splitlines(keepends=True))
    things = 'thing' if len(found) == 1 else 'things'
    expect(not found, f'pycodestyle finds {len(found)} {things}: '
           f'{"; ".join(found[:3])}.')


@check(points=1)
def test_imports(source: Source) -> None:
    """Nothing is imported but tensorflow.keras."""
    parsed(source)
    for line, name in imported(source.nodes):
        expect(f'{name}.'.startswith(('tensorflow.keras.', '__future__.')),
               f'Line {line} imports {name}; only tensorflow.keras is '
               'allowed.')


def parsed(source: Source) -> ast.Module:
    """Return the file's tree.

    Raises:
        Blocked: there is none.
    """
    if source.tree is None:
        raise Blocked('the file is no valid Python')
    return source.tree


def imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of everything that a module imports."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            module = '.' * node.level + (node.module or '')
            for alias in node.names:
                yield node.lineno, f'{module}.{alias.name}'
        elif isinstance(node, ast.Call) and getattr(
                node.func, 'id', getattr(node.func, 'attr', '')) in (
                    '__import__', 'import_module'):
            for arg in node.args[:1]:
                yield node.lineno, str(getattr(arg, 'value', '?'))
