"""Answers that cannot be graded check by check, and the status of each."""
from .common import IMPORT
from .edits import body, swap, text

RETURN = '    return encoder, '

# name -> (status, edits); %s is the function's name.
KINDS = {
    'a stub that passes': (
        'not attempted', lambda name: body(name, 'pass')),
    'a stub that raises': (
        'not attempted', lambda name: body(name, 'raise NotImplementedError')),
    'a syntax error': (
        'error', lambda name: text('def %s(' % name, 'def %s((' % name)),
    'an exception at import': (
        'error', lambda name: swap(
            IMPORT, IMPORT + '\n\nkeras.layers.Dens')),
    'a module that is not there': (
        'error', lambda name: swap(IMPORT, IMPORT + '\nimport nowhere')),
    'an exception in the function': (
        'failed', lambda name: text(
            RETURN, "    raise RuntimeError('not today')\n" + RETURN)),
    'nothing returned': (
        'failed', lambda name: text(RETURN, '    return None\n' + RETURN)),
    'one model returned': (
        'failed', lambda name: text(RETURN, '    return auto\n' + RETURN)),
}
