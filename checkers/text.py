"""A student's file as text: read, parsed, never imported."""
import ast
import os

LIMIT = 1 << 20         # bytes of a file that is read


class Text:
    """One numbered file of a submission.

    Attributes:
        file: its name.
        data: its bytes, or None where it is missing.
        source: its text with LF line ends.
        tree: the parsed module, or None where it is no Python.
        error: the SyntaxError, or None.
        executable: whether it has the run bit.
        has_readme: whether README.md stands beside it.
    """

    def __init__(self, folder, task):
        """Read and parse a task's file."""
        self.file, self.functions = task.file, task.functions
        path = os.path.join(folder, task.file)
        self.data, self.source, self.tree, self.error = None, '', None, None
        self.executable = os.access(path, os.X_OK)
        self.has_readme = os.path.isfile(os.path.join(folder, 'README.md'))
        if not os.path.isfile(path):
            return
        with open(path, 'rb') as file:
            self.data = file.read(LIMIT)
        self.source = self.data.decode('utf-8', 'replace').replace(
            '\r\n', '\n').replace('\r', '\n')
        try:
            self.tree = ast.parse(self.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.error = error

    @property
    def is_attempted(self):
        """Tell whether there is more than the stub of the function."""
        if self.data is None:
            return False
        if self.tree is None:
            return True
        functions = [node for node in self.tree.body
                     if isinstance(node, ast.FunctionDef) and
                     node.name in self.functions]
        if functions:
            return not all(map(is_stub, functions))
        return not all(is_idle(node) for node in self.tree.body)


def is_idle(node):
    """Tell whether a statement does nothing: text, pass, ..., an import."""
    return isinstance(node, (ast.Pass, ast.Import, ast.ImportFrom)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def is_stub(function):
    """Tell whether a function's body has not been written yet."""
    def is_empty(node):
        if isinstance(node, ast.Raise):
            raised = getattr(node.exc, 'func', node.exc)
            return getattr(raised, 'id', '') == 'NotImplementedError'
        if isinstance(node, ast.Return):
            return node.value is None or (
                isinstance(node.value, ast.Constant) and
                node.value.value is None)
        return is_idle(node)
    return all(map(is_empty, function.body))
