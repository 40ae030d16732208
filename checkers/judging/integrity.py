"""Notes for the teacher alone: what in a submission was not an answer.

A note costs no points: marks come from what the models compute. It says where
to look, and it is read off the folder's names and the file's syntax tree.
"""
import ast
import collections
import os
import stat
from collections.abc import Iterable, Iterator, Sequence

from checkers.base import strangers
from checkers.base.text import clean
from checkers.judging.source import Source

NOTES = 5               # on a folder, on a file, on an archive
SAME = 2                # of one kind
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
           'joined.py', 'steps.py', 'which.py', '__main__.py', '__pycache__'}
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


def notes(source: Source, folder: Iterable[str]) -> list[str]:
    """Return the notes on one task of a submission, in a fixed order.

    Args:
        source: the task's file.
        folder: the notes on the submission's folder.
    """
    found = some(folder)
    if source.refused:
        found.add(f'{source.file}: {source.refused}')
    if source.tree is not None:
        try:
            found |= some(of_nodes(source.nodes))
        except RecursionError:
            found.add('the file is nested too deeply to be looked through')
        if source.encoding != 'utf-8':
            found.add(f'the file is written in {source.encoding}')
    return sorted(map(clean, found))


def some(found: Iterable[str], most: int = NOTES) -> set[str]:
    """Return the first of some notes, and how many more there are."""
    told = list(dict.fromkeys(found))
    more = len(told) - most
    return {*told[:most], *([f'and {more} more notes'] if more > 0 else [])}


def of_folder(folder: str) -> list[str]:
    """Return notes on the names and kinds of a folder's files."""
    return sorted(set(in_folder(folder)))


def in_folder(folder: str) -> Iterator[str]:
    """Yield notes on a folder, entry by entry."""
    count, waiting = 0, ['']
    while waiting:
        path = waiting.pop()
        if path.count('/') >= DEPTH:
            yield f'folders nested more than {DEPTH} deep'
            continue
        try:
            entries = strangers.listed(folder, path)
        except strangers.TooLarge:
            yield f'more than {ENTRIES} files'
            return
        except OSError as error:
            yield f'a folder cannot be listed: {error.strerror}'
            continue
        for name, about in entries:
            count += 1
            if count > ENTRIES:
                yield f'more than {ENTRIES} files'
                return
            yield from of_entry(name, about)
            if stat.S_ISDIR(about.st_mode) and not name.startswith('.'):
                waiting.append(os.path.join(path, name))


def of_entry(name: str, about: os.stat_result) -> Iterator[str]:
    """Yield notes on one entry of a folder: its name, what lstat says."""
    mode, full = about.st_mode, name
    name = full if len(full) < 80 else full[:80] + '...'
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        yield f'{name} is neither a file nor a folder'
    elif full in FOREIGN or full.endswith(SUFFIXES):
        yield f'{name} could stand in for a module'
    elif not full.isprintable() or full != name or full[0] in '-@':
        yield f'an odd name: {name}'
    elif stat.S_ISREG(mode) and about.st_size > LARGE:
        yield f'{name} is larger than {LARGE >> 20} MB'


def of_nodes(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield notes on a module, those of one kind a few times only."""
    seen: collections.Counter[str] = collections.Counter()
    for line, what in in_module(nodes):
        seen[what] += 1
        if seen[what] <= SAME:
            yield f'line {line}: {what}'
    more = sum(count - SAME for count in seen.values() if count > SAME)
    if more:
        yield f'{more} more notes of the same kinds'


def in_module(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield (line, what a module does beside building models)."""
    imported: set[str] = set()
    for node in nodes:
        line = getattr(node, 'lineno', 0)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names]
            imported.update(alias.asname or alias.name.split('.')[0]
                            for alias in node.names)
            if isinstance(node, ast.ImportFrom):
                names = [node.module or '.']
            for name in names:
                if name.split('.')[0] not in HARMLESS:
                    yield line, f'imports {name}'
        elif isinstance(node, ast.Name) and node.id in CALLS:
            yield line, f'uses {node.id}'
        elif isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES:
            yield line, f'uses {node.attr}'
        elif isinstance(node, ast.FunctionDef) and node.name in METHODS:
            yield line, f'defines {node.name}'
    for node in nodes:
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
                yield node.lineno, f'changes {root.id}'
