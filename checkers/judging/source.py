"""A student's file as text: read, parsed, never imported."""
import ast
import codecs
import dataclasses
import functools
import re
import stat
from collections.abc import Iterator

from checkers.base import strangers
from checkers.course.curriculum import Definition, Task
from checkers.judging import feedback

LIMIT = 1 << 20         # bytes of a file that is read
# What the first two lines may say of the file's encoding, as PEP 263 has it,
# and what Python calls the three that are read. Any other is a program that
# the student chooses: some of Python's take minutes for a megabyte.
COOKIE = re.compile(rb'[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)')
BLANK = re.compile(rb'[ \t\f]*(#|$)')
ENCODINGS = {
    'utf-8': 'utf-8', 'utf8': 'utf-8', 'utf-8-sig': 'utf-8', 'u8': 'utf-8',
    'latin-1': 'latin-1', 'latin1': 'latin-1', 'iso-8859-1': 'latin-1',
    'iso8859-1': 'latin-1', 'l1': 'latin-1',
    'ascii': 'ascii', 'us-ascii': 'ascii'}


class Source:
    """One numbered file of a submission.

    Attributes:
        file: its name.
        data: its bytes, or None where it is missing.
        definitions: what is asked for, by the names that the file has for
            it.
        text: its text with LF line ends, as Python would decode it.
        encoding: 'utf-8', 'latin-1' or 'ascii', as it says of itself.
        tree: the parsed module, or None where it is no Python.
        refused: why it is not run, as the end of a sentence, or ''.
        line: where it goes wrong as Python, or where what is asked for
            begins; None where neither is known.
        executable: whether it has the run bit.
        has_readme: whether README.md stands beside it.
    """

    def __init__(self, folder: str | None, task: Task) -> None:
        """Read and parse a task's file; a link or a pipe is not opened.

        Args:
            folder: path of the submission; None for one without a file.
            task: the task.
        """
        self.file = task.file
        self.definitions = task.definitions
        self.data: bytes | None = None
        self.tree: ast.Module | None = None
        self.line: int | None = None
        self.text, self.refused, self.encoding = '', '', 'utf-8'
        self.executable = self.has_readme = False
        if folder is not None:
            self.read(folder)

    def read(self, folder: str) -> None:
        """Read the file, and look at what is beside it."""
        try:
            readme = strangers.look(folder, 'README.md')
            self.has_readme = bool(readme and stat.S_ISREG(readme.st_mode))
            about = strangers.look(folder, self.file)
            if about is None:
                return
            self.executable = bool(about.st_mode & stat.S_IXUSR)
            self.data = b''
            self.data = strangers.read(folder, self.file, LIMIT)
        except strangers.NotPlain:
            self.refused = 'it is not a plain file'
        except strangers.TooLarge:
            self.refused = 'it is larger than 1 MB'
        except OSError as error:
            self.refused = f'it cannot be read: {error.strerror}'
        else:
            self.parse(self.data)

    def parse(self, data: bytes) -> None:
        """Decode and parse the bytes as Python does."""
        named = encoding_of(data)
        self.encoding = ENCODINGS.get(named, '')
        data = data.removeprefix(codecs.BOM_UTF8)
        # Of another encoding the lines can be told all the same.
        text = data.decode(self.encoding or 'ascii', 'replace')
        self.text = text.replace('\r\n', '\n').replace('\r', '\n')
        if not self.encoding:
            self.refused = (f'it says that it is written in {named[:40]}; '
                            'UTF-8, Latin-1 and ASCII are read')
            return
        try:
            # The text's own word about its encoding no longer counts.
            self.tree = ast.parse(data.decode(self.encoding))
            self.definitions = tuple(self.renamed())
            self.line = next((node.lineno for node in self.asked), None)
        except UnicodeDecodeError as error:
            self.line = data.count(b'\n', 0, error.start) + 1
            self.refused = f'line {self.line} is not in {self.expected}'
        except SyntaxError as error:
            self.refused, self.line = feedback.syntax(error), error.lineno
        except ValueError as error:
            self.refused = f'it is not valid Python: {error}'
        except (RecursionError, MemoryError):
            self.refused = 'it is nested too deeply'

    def renamed(self) -> Iterator[Definition]:
        """Yield what is asked for, by the names that the file has for it.

        Where it has none of a definition's names, but one other function (or
        class) that takes so many arguments, that one is meant; of several,
        the one whose parameters have the names that are asked for. None is,
        where two definitions are missing that may be the same one.
        """
        assert self.tree
        defined, known = self.defined, {
            name for definition in self.definitions
            for name in definition.names}
        others: dict[Definition, list[str]] = {}
        for definition in self.definitions:
            if defined.isdisjoint(definition.names):
                nodes = [node for node in self.tree.body if isinstance(
                    node, ast.ClassDef if definition.is_class
                    else ast.FunctionDef) and node.name not in known and
                    takes(node, len(definition.parameters))]
                alike = [node for node in nodes if
                         parameters(node)[:len(definition.parameters)] ==
                         list(definition.parameters)]
                others[definition] = [node.name for node in (
                    nodes if len(nodes) == 1 else alike)]
        for definition in self.definitions:
            names = others.get(definition, [])
            if len(names) == 1 and list(others.values()).count(names) == 1:
                definition = dataclasses.replace(
                    definition, names=tuple(names))
            yield definition

    @property
    def expected(self) -> str:
        """Return what a file should be written in that is not, and a way."""
        if self.encoding != 'utf-8':
            return f'{self.encoding}, as the file says of itself'
        return ('UTF-8, as Python expects of a file that does not say '
                'otherwise: save it as UTF-8')

    @property
    def asked(self) -> list[ast.FunctionDef | ast.ClassDef]:
        """Return the nodes of what is asked for, as far as it is there."""
        body = self.tree.body if self.tree else []
        names = {name for definition in self.definitions
                 for name in definition.names}
        return [node for node in body
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and
                node.name in names]

    @functools.cached_property
    def nodes(self) -> list[ast.AST]:
        """Return all nodes of the tree, the module first."""
        return list(ast.walk(self.tree)) if self.tree else []

    @functools.cached_property
    def defined(self) -> set[str]:
        """Return the names of functions and classes that it holds itself.

        They may stand under an if or a try and be decorated; a lambda, a
        second name or what one of them makes will do too. What is imported,
        or made by exec, is not the file's own.
        """
        found = {node.name for node in self.nodes
                 if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        for node in self.nodes:         # in the order of the lines
            if isinstance(node, ast.Assign) and any(
                    isinstance(part, ast.Lambda) or
                    getattr(part, 'id', '') in found
                    for part in ast.walk(node.value)):
                found |= {target.id for target in node.targets
                          if isinstance(target, ast.Name)}
        return found

    @functools.cached_property
    def is_attempted(self) -> bool:
        """Tell whether there is more than stubs of what is asked for."""
        if self.data is None:
            return False
        if self.tree is None:
            return True
        if self.asked:
            return not all(map(is_stub, self.asked))
        return not all(is_idle(node) for node in self.tree.body)


def arguments(node: ast.FunctionDef | ast.ClassDef) -> ast.arguments | None:
    """Return a function's arguments; a class' are those of __init__."""
    if isinstance(node, ast.FunctionDef):
        return node.args
    return next((method.args for method in node.body
                 if isinstance(method, ast.FunctionDef) and
                 method.name == '__init__'), None)


def parameters(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """Return the names of what a function, or a class, takes by position."""
    taken = arguments(node)
    names = [one.arg for one in taken.posonlyargs + taken.args] \
        if taken else []
    return names[isinstance(node, ast.ClassDef):]       # without self


def takes(node: ast.FunctionDef | ast.ClassDef, count: int) -> bool:
    """Tell whether a function, or a class, takes so many by position."""
    taken, most = arguments(node), len(parameters(node))
    return taken is not None and most - len(taken.defaults) <= count <= most


def encoding_of(data: bytes) -> str:
    """Return the name of a file's encoding; no codec is looked for."""
    if data.startswith(codecs.BOM_UTF8):
        return 'utf-8'
    head = data[:LIMIT].replace(b'\r\n', b'\n').replace(b'\r', b'\n')
    for line in head.split(b'\n', 2)[:2]:
        found = COOKIE.match(line)
        if found:
            return found[1].decode('ascii').lower().replace('_', '-')
        if not BLANK.match(line):
            break
    return 'utf-8'


def is_idle(node: ast.stmt) -> bool:
    """Tell whether a statement does nothing: text, pass, ..., an import."""
    return isinstance(node, (ast.Pass, ast.Import, ast.ImportFrom)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def is_stub(definition: ast.FunctionDef | ast.ClassDef) -> bool:
    """Tell whether a function's or class's body is not written yet."""
    def is_empty(node: ast.stmt) -> bool:
        if isinstance(node, ast.FunctionDef):       # a method
            return is_stub(node)
        if isinstance(node, ast.Raise):
            raised = getattr(node.exc, 'func', node.exc)
            return getattr(raised, 'id', '') == 'NotImplementedError'
        if isinstance(node, ast.Return):
            return node.value is None or (
                isinstance(node.value, ast.Constant) and
                node.value.value is None)
        return is_idle(node)
    return all(map(is_empty, definition.body))
