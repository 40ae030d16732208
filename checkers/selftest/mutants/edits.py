"""Named edits on a source: found by structure, spliced into the text.

An edit is a function from source to source. What it looks for is written as
Python and compared as a syntax tree, so line breaks do not matter; what it
puts there is text, so the rest of the file keeps its comments and its style.
"""
import ast
import functools
import re
import textwrap
from collections.abc import Callable

Edit = Callable[[str], str]
Node = ast.expr | ast.stmt


def pattern(code: str) -> str:
    """Return the syntax tree to look for, as a string."""
    node = ast.parse(textwrap.dedent(code).strip()).body[0]
    return ast.dump(node.value if isinstance(node, ast.Expr) else node)


def find(source: str, code: str, times: int, at: int | None) -> list[Node]:
    """Return the nodes that look like the code, all or the one at `at`.

    Raises:
        ValueError: the source has it more or less often than declared.
    """
    wanted = pattern(code)
    nodes = [node for node in ast.walk(ast.parse(source))
             if isinstance(node, Node) and ast.dump(node) == wanted]
    if len(nodes) != times:
        raise ValueError(f'{len(nodes)} times in the source, expected '
                         f'{times}: {code}')
    nodes.sort(key=lambda node: (node.lineno, node.col_offset))
    return nodes if at is None else [nodes[at]]


def end(node: ast.expr | ast.stmt | ast.arg) -> tuple[int, int]:
    """Return the line and the column where a node ends."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


def span(source: str, first: Node | ast.arg,
         last: Node | ast.arg | None = None) -> tuple[int, int]:
    """Return where a node, or a row of nodes, begins and ends in the text."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    line_number, column = end(last or first)
    return (starts[first.lineno - 1] + first.col_offset,
            starts[line_number - 1] + column)


def fitted(source: str, node: Node, new: str) -> str:
    """Return new text; where it begins a line, indented like the old."""
    if source.splitlines()[node.lineno - 1][:node.col_offset].isspace():
        new = textwrap.indent(textwrap.dedent(new).strip('\n'),
                              ' ' * node.col_offset).lstrip()
    return new


def swap(old: str, new: str, times: int = 1, at: int | None = None) -> Edit:
    """Return the edit that puts new in the place of old."""
    def edit(source: str) -> str:
        for node in reversed(find(source, old, times, at)):
            start, stop = span(source, node)
            source = (source[:start] + fitted(source, node, new)
                      + source[stop:])
        return source
    return edit


def before(old: str, new: str) -> Edit:
    """Return the edit that puts a statement before another."""
    def edit(source: str) -> str:
        node, = find(source, old, 1, None)
        start, _ = span(source, node)
        return (source[:start] + fitted(source, node, new) + '\n'
                + ' ' * node.col_offset + source[start:])
    return edit


def cut(old: str, times: int = 1, at: int | None = None) -> Edit:
    """Return the edit that takes a statement away, its lines and all."""
    def edit(source: str) -> str:
        for node in reversed(find(source, old, times, at)):
            lines = source.splitlines(keepends=True)
            del lines[node.lineno - 1:end(node)[0]]
            source = ''.join(lines)
        return source
    return edit


def definition(source: str, name: str) -> ast.FunctionDef | ast.ClassDef:
    """Return the class or function of that name."""
    return next(node for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
                and node.name == name)


def renamed(old: str, new: str) -> Edit:
    """Return the edit that gives a function another name."""
    def edit(source: str) -> str:
        start, _ = span(source, definition(source, old))
        start += len('def ')
        return source[:start] + new + source[start + len(old):]
    return edit


def parameters(function: str, new: str) -> Edit:
    """Return the edit that writes other parameters for a function."""
    def edit(source: str) -> str:
        node = definition(source, function)
        assert isinstance(node, ast.FunctionDef)
        start, stop = span(source, node.args.args[0], node.args.args[-1])
        return source[:start] + new + source[stop:]
    return edit


def docstring(name: str | None, new: str = '') -> Edit:
    """Return the edit that takes a docstring away, or puts another there.

    Args:
        name: of the class or function; None is the module.
        new: what comes in its place.
    """
    def edit(source: str) -> str:
        owner = ast.parse(source) if name is None else definition(source,
                                                                  name)
        node = owner.body[0]
        start, stop = span(source, node)
        if not new:
            start, stop = start - node.col_offset, stop + 1
        return source[:start] + new + source[stop:]
    return edit


def body(function: str, new: str) -> Edit:
    """Return the edit that leaves a function's docstring and one line."""
    def edit(source: str) -> str:
        inside = definition(source, function).body[1:]
        start, stop = span(source, inside[0], inside[-1])
        return source[:start] + new + source[stop:]
    return edit


def text(old: str, new: str) -> Edit:
    """Return the edit that replaces characters which stand there once."""
    def edit(source: str) -> str:
        if source.count(old) != 1:
            raise ValueError(f'not there once: {old!r}')
        return source.replace(old, new)
    return edit


def word(old: str, new: str) -> Edit:
    """Return the edit that replaces a name wherever it stands."""
    return functools.partial(re.sub, rf'\b{old}\b', new)


def crlf(source: str) -> str:
    """End every line the way Windows does."""
    return source.replace('\n', '\r\n')


def no_final_newline(source: str) -> str:
    """Take the last newline away."""
    return source.rstrip('\n')
