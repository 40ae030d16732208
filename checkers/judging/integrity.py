"""Notes for the teacher alone: what in a submission was not an answer.

A note costs no points: marks come from what the models compute. It says where
to look, and it is read off the folder's names and the file's syntax tree.
"""
import ast
import os
import stat
from collections.abc import Iterator

from checkers.base.text import clean
from checkers.judging.source import Source

ENTRIES = 200           # files of a submission that are looked at
LARGE = 50 << 20        # bytes
DEPTH = 8               # folders in folders
HARMLESS = {'tensorflow', 'keras', 'numpy', 'math', '__future__', 'typing',
            'functools', 'itertools', 'collections', 'matplotlib', 'random'}
# Names that another program would find before its own.
FOREIGN = {'conftest.py', 'pytest.ini', 'tox.ini', 'setup.cfg',
           'pyproject.toml', 'sitecustomize.py', 'usercustomize.py',
           'keras.py', 'tensorflow.py', 'numpy.py', 'json.py', 'struct.py',
           'keras', 'tensorflow', 'numpy', 'checkers', 'probe', 'child.py',
           'plant.py', 'wire.py', 'fence.py', 'case.py', 'builders.py',
           'joined.py', 'steps.py', '__main__.py', '__pycache__'}
SUFFIXES = ('.pth', '.so', '.pyc', '.pyd', '.dll', '.dylib', '.6')
CALLS = {'__import__', 'import_module', 'eval', 'exec', 'compile', 'open',
         'globals', 'vars', 'setattr', 'delattr', 'breakpoint', 'input',
         'memoryview'}
ATTRIBUTES = {'_getframe', '__subclasses__', '__globals__', '__builtins__',
              '__code__', '__closure__', 'f_back', 'f_locals', 'f_globals',
              'tb_frame', '__dict__', '__reduce__', '__bases__', '__mro__',
              '__traceback__', '__self__', '__loader__', '__spec__'}
METHODS = {'__eq__', '__ne__', '__lt__', '__gt__', '__getattr__',
           '__getattribute__', '__del__', '__array__', '__bool__',
           '__reduce__', '__float__', '__instancecheck__', '__len__',
           '__iter__', '__index__', '__hash__', '__format__', '__str__',
           '__repr__', '__deepcopy__', '__class__', '__missing__',
           '__array_function__', '__array_ufunc__', '__array_interface__',
           'get_weights', 'set_weights', 'predict_on_batch'}


def notes(folder: str, source: Source) -> list[str]:
    """Return the notes on one task of a submission, in a fixed order.

    Args:
        folder: path of the submission.
        source: the task's file.
    """
    found = set(of_folder(folder))
    if source.refused:
        found.add(f'{source.file}: {source.refused}')
    if source.tree is not None:
        try:
            found.update(of_tree(source.tree))
        except RecursionError:
            found.add('the file is nested too deeply to be looked through')
        if source.encoding not in ('utf-8', 'utf-8-sig'):
            found.add(f'the file is written in {source.encoding}')
    return sorted(map(clean, found))


def of_folder(folder: str) -> Iterator[str]:
    """Yield notes on the names and kinds of a folder's files."""
    count, waiting = 0, [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        if depth > DEPTH:
            yield f'folders nested more than {DEPTH} deep'
            continue
        with os.scandir(path) as found:         # each disk has its order
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            count += 1
            if count > ENTRIES:
                yield f'more than {ENTRIES} files'
                return
            yield from of_entry(entry)
            if entry.is_dir(follow_symlinks=False) and \
                    not entry.name.startswith('.'):
                waiting.append((entry.path, depth + 1))


def of_entry(entry: os.DirEntry[str]) -> Iterator[str]:
    """Yield notes on one entry of a folder."""
    mode = entry.stat(follow_symlinks=False).st_mode
    name = entry.name if len(entry.name) < 80 else entry.name[:80] + '...'
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        yield f'{name} is neither a file nor a folder'
    elif entry.name in FOREIGN or entry.name.endswith(SUFFIXES):
        yield f'{name} could stand in for a module'
    elif not entry.name.isprintable() or entry.name != name or \
            entry.name[0] in '-@':
        yield f'an odd name: {name}'
    elif stat.S_ISREG(mode) and \
            entry.stat(follow_symlinks=False).st_size > LARGE:
        yield f'{name} is larger than {LARGE >> 20} MB'


def of_tree(tree: ast.Module) -> Iterator[str]:
    """Yield notes on what a module does beside building models."""
    imported: set[str] = set()
    for node in ast.walk(tree):
        line = f'line {getattr(node, "lineno", 0)}: '
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names]
            imported.update(alias.asname or alias.name.split('.')[0]
                            for alias in node.names)
            if isinstance(node, ast.ImportFrom):
                names = [node.module or '.']
            for name in names:
                if name.split('.')[0] not in HARMLESS:
                    yield f'{line}imports {name}'
        elif isinstance(node, ast.Name) and node.id in CALLS:
            yield f'{line}uses {node.id}'
        elif isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES:
            yield f'{line}uses {node.attr}'
        elif isinstance(node, ast.FunctionDef) and node.name in METHODS:
            yield f'{line}defines {node.name}'
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.Delete)):
            targets = node.targets
        elif isinstance(node, ast.AugAssign):
            targets = [node.target]
        else:
            continue
        for target in targets:
            root: ast.expr = target
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            if root is not target and isinstance(root, ast.Name) and \
                    root.id in imported:
                yield f'line {node.lineno}: changes {root.id}'
