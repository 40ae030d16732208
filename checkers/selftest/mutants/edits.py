"""Named edits on a source: found by structure, spliced into the text.

An edit is a function from source to source. What it looks for is written as
Python and compared as a syntax tree, so line breaks do not matter; what it
puts there is text, so the rest of the file keeps its comments and its style.
"""
import ast
import textwrap


def pattern(code):
    """Return the syntax tree to look for, as a string."""
    node = ast.parse(textwrap.dedent(code).strip()).body[0]
    return ast.dump(node.value if isinstance(node, ast.Expr) else node)


def find(source, code, times, at):
    """Return the nodes that look like the code, all or the one at `at`.

    Raises:
        ValueError: the source has it more or less often than declared.
    """
    wanted = pattern(code)
    nodes = [node for node in ast.walk(ast.parse(source))
             if hasattr(node, 'lineno') and ast.dump(node) == wanted]
    if len(nodes) != times:
        raise ValueError('%d times in the source, expected %d: %s'
                         % (len(nodes), times, code))
    nodes.sort(key=lambda node: (node.lineno, node.col_offset))
    return nodes if at is None else [nodes[at]]


def span(source, first, last=None):
    """Return where a node, or a row of nodes, begins and ends in the text."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    last = last or first
    return (starts[first.lineno - 1] + first.col_offset,
            starts[last.end_lineno - 1] + last.end_col_offset)


def fitted(source, node, new):
    """Return new text; where it begins a line, indented like the old."""
    if source.splitlines()[node.lineno - 1][:node.col_offset].isspace():
        new = textwrap.indent(textwrap.dedent(new).strip('\n'),
                              ' ' * node.col_offset).lstrip()
    return new


def swap(old, new, times=1, at=None):
    """Return the edit that puts new in the place of old."""
    def edit(source):
        for node in reversed(find(source, old, times, at)):
            start, end = span(source, node)
            source = (source[:start] + fitted(source, node, new)
                      + source[end:])
        return source
    return edit


def before(old, new):
    """Return the edit that puts a statement before another."""
    def edit(source):
        node, = find(source, old, 1, None)
        start, _ = span(source, node)
        return (source[:start] + fitted(source, node, new) + '\n'
                + ' ' * node.col_offset + source[start:])
    return edit


def cut(old, times=1, at=None):
    """Return the edit that takes a statement away, its lines and all."""
    def edit(source):
        for node in reversed(find(source, old, times, at)):
            lines = source.splitlines(keepends=True)
            del lines[node.lineno - 1:node.end_lineno]
            source = ''.join(lines)
        return source
    return edit


def definition(source, name):
    """Return the class or function of that name; the module for None."""
    tree = ast.parse(source)
    return tree if name is None else next(
        node for node in ast.walk(tree) if getattr(node, 'name', '') == name)


def renamed(old, new):
    """Return the edit that gives a function another name."""
    def edit(source):
        start, _ = span(source, definition(source, old))
        start += len('def ')
        return source[:start] + new + source[start + len(old):]
    return edit


def parameters(function, new):
    """Return the edit that writes other parameters for a function."""
    def edit(source):
        args = definition(source, function).args.args
        start, end = span(source, args[0], args[-1])
        return source[:start] + new + source[end:]
    return edit


def docstring(name, new=''):
    """Return the edit that takes a docstring away, or puts another there."""
    def edit(source):
        node = definition(source, name).body[0]
        start, end = span(source, node)
        if not new:
            start, end = start - node.col_offset, end + 1
        return source[:start] + new + source[end:]
    return edit


def body(function, new):
    """Return the edit that leaves a function's docstring and one line."""
    def edit(source):
        inside = definition(source, function).body[1:]
        start, end = span(source, inside[0], inside[-1])
        return source[:start] + new + source[end:]
    return edit


def text(old, new):
    """Return the edit that replaces characters which stand there once."""
    def edit(source):
        if source.count(old) != 1:
            raise ValueError('not there once: %r' % old)
        return source.replace(old, new)
    return edit


def crlf(source):
    """End every line the way Windows does."""
    return source.replace('\n', '\r\n')


def no_final_newline(source):
    """Take the last newline away."""
    return source.rstrip('\n')
