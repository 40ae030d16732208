"""Answers that are broken as a whole: name -> (status, edits)."""
from checkers.course.curriculum import Task

from .common import IMPORT
from .edits import Edit, body, swap, text
from .table import Table

RETURN = '    return encoder, '


def stub(line: str, *names: str) -> Edit:
    """Return the edit that leaves one line of these definitions."""
    def edit(source: str) -> str:
        for name in names:
            source = body(name, line)(source)
        return source
    return edit


def stubs(*names: str) -> Table:
    """Return the answers in which these definitions are not written yet."""
    return {'a stub that passes': ('not attempted', stub('pass', *names)),
            'a stub that raises': (
                'not attempted', stub('raise NotImplementedError', *names))}


def errors(function: str) -> Table:
    """Return the files that cannot be imported; one has a function of its."""
    return {
        'a syntax error': (
            'error', text(f'def {function}(', f'def {function}((')),
        'an exception at import': ('error', swap(
            IMPORT, IMPORT + '\n\nkeras.layers.Dens')),
        'a module that is not there': ('error', swap(
            IMPORT, IMPORT + '\nimport nowhere')),
    }


RETURNS: Table = {
    'an exception in the function': ('failed', text(
        RETURN, "    raise RuntimeError('not today')\n" + RETURN)),
    'nothing returned': ('failed', text(
        RETURN, '    return None\n' + RETURN)),
    'one model returned': ('failed', text(
        RETURN, '    return auto\n' + RETURN)),
}


def usual(task: Task) -> Table:
    """Return what breaks an answer of one function that returns models."""
    return {**stubs(task.function), **errors(task.function), **RETURNS}
