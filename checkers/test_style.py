"""The style that the exercise asks of every file. 5 points a task."""
import ast

import pycodestyle

from checkers.judging.checks import Blocked, check, expect

SHEBANG = '#!/usr/bin/env python3'


def parsed(text):
    """Return the file's tree; without one, what needs it is blocked."""
    if text.tree is None:
        raise Blocked('the file is no valid Python')
    return text.tree


@check(points=1)
def test_shebang(text):
    """The first line is exactly #!/usr/bin/env python3."""
    first = text.text.split('\n')[0]
    expect(first == SHEBANG, 'The first line is `%s`; expected `%s`.' % (
        first[:80], SHEBANG))


@check(points=1)
def test_run_bit(text):
    """The file is executable."""
    expect(text.executable, '%s cannot be run as ./%s: its run bit is not '
           'set.' % (text.file, text.file), 'chmod u+x ' + text.file)


@check(points=1)
def test_line_ends(text):
    """Lines end as on Linux (LF), the last one too."""
    count = text.data.count(b'\r\n') or text.data.count(b'\r')
    expect(count == 0, '%d lines end in CR LF, as on Windows; expected LF.'
           % count, "Which line ends does your editor's status line name?")
    expect(text.data.endswith(b'\n'), 'The last line does not end in a new '
           'line.')


@check(points=1)
def test_pycodestyle(text):
    """The code follows pycodestyle."""
    parsed(text)

    class Report(pycodestyle.BaseReport):
        """Collect what pycodestyle finds."""

        def error(self, line, offset, message, check):
            """Keep one finding."""
            code = super().error(line, offset, message, check)
            if code and code != 'W292':     # test_line_ends speaks of it
                found.append('line %d: %s' % (line, message))

    found = []
    guide = pycodestyle.StyleGuide(parse_argv=False, config_file=False,
                                   reporter=Report)
    lines = text.text.splitlines(keepends=True)
    guide.input_file(text.file, lines=lines)
    expect(not found, 'pycodestyle finds %d thing%s: %s.' % (
        len(found), 's' * (len(found) != 1), '; '.join(found[:3])))


@check(points=1)
def test_imports(text):
    """Nothing is imported but tensorflow.keras."""
    def is_allowed(name):
        return (name + '.').startswith(('tensorflow.keras.', '__future__.'))

    for node in ast.walk(parsed(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [('.' * node.level) + (node.module or '') + '.' +
                     alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and getattr(
                node.func, 'id', getattr(node.func, 'attr', '')) in (
                    '__import__', 'import_module'):
            names = [str(getattr(arg, 'value', '?')) for arg in node.args[:1]]
        for name in names:
            expect(is_allowed(name), 'Line %d imports %s; only '
                   'tensorflow.keras is allowed.' % (node.lineno, name))
