"""A student's file as text: read, parsed, never imported."""
import ast
import io
import os
import stat
import tokenize

from checkers.course.curriculum import Task
from checkers.judging import feedback

LIMIT = 1 << 20         # bytes of a file that is read


class Source:
    """One numbered file of a submission.

    Attributes:
        file: its name.
        data: its bytes, or None where it is missing.
        text: its text with LF line ends, as Python would decode it.
        encoding: the encoding that it names, 'utf-8' by default.
        tree: the parsed module, or None where it is no Python.
        refused: why it is not run, as the end of a sentence, or ''.
        line: where it goes wrong as Python, or where what is asked for
            begins; None where neither is known.
        executable: whether it has the run bit.
        has_readme: whether README.md stands beside it.
    """

    def __init__(self, folder: str, task: Task) -> None:
        """Read and parse a task's file; a link or a pipe is not opened."""
        self.file = task.file
        self.names = {name for definition in task.definitions
                      for name in definition.names}
        self.data: bytes | None = None
        self.tree: ast.Module | None = None
        self.line: int | None = None
        self.text, self.refused, self.encoding = '', '', 'utf-8'
        path = os.path.join(folder, task.file)
        about = look(path)
        self.executable = bool(about and about.st_mode & stat.S_IXUSR)
        readme = look(os.path.join(folder, 'README.md'))
        self.has_readme = bool(readme and stat.S_ISREG(readme.st_mode))
        if about is None:
            return
        self.data = b''
        if not stat.S_ISREG(about.st_mode):
            self.refused = 'it is not a plain file'
        elif about.st_size > LIMIT:
            self.refused = 'it is larger than 1 MB'
        else:
            try:
                with open(path, 'rb') as file:
                    self.data = file.read(LIMIT)
            except OSError as error:
                self.refused = f'it cannot be read: {error.strerror}'
                return
            self.parse(self.data)

    def parse(self, data: bytes) -> None:
        """Decode and parse the bytes as Python does."""
        try:
            self.encoding, _ = tokenize.detect_encoding(
                io.BytesIO(data).readline)
            text = data.decode(self.encoding, 'replace')
            self.text = text.replace('\r\n', '\n').replace('\r', '\n')
            self.tree = ast.parse(data)
            self.line = next((node.lineno for node in self.asked), None)
        except SyntaxError as error:
            self.refused, self.line = feedback.syntax(error), error.lineno
        except (ValueError, LookupError) as error:
            self.refused = f'it is not valid Python: {error}'
        except (RecursionError, MemoryError):
            self.refused = 'it is nested too deeply'

    @property
    def asked(self) -> list[ast.FunctionDef | ast.ClassDef]:
        """Return the nodes of what is asked for, as far as it is there."""
        body = self.tree.body if self.tree else []
        return [node for node in body
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and
                node.name in self.names]

    @property
    def is_attempted(self) -> bool:
        """Tell whether there is more than stubs of what is asked for."""
        if self.data is None:
            return False
        if self.tree is None:
            return True
        if self.asked:
            return not all(map(is_stub, self.asked))
        return not all(is_idle(node) for node in self.tree.body)


def look(path: str) -> os.stat_result | None:
    """Return what lstat says of a path, or None where nothing is there."""
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


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
