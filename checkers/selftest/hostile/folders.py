"""Attacks by files: beside the answer, in its place, under its name."""
import importlib.util
import marshal
import os
import sys
from collections.abc import Mapping

from .answers import FILE, RIGHT, WRONG
from .layout import Content, Deep, Device, Fifo, Files, Huge, Link
from .table import Hostile

# Whoever imports this instead of what it is called after would be beaten.
TRAP = '''
"""Full marks to whoever imports this."""
import os
import sys


def everything(*args, **kwargs):
    """Agree."""
    return True


def __getattr__(name):
    return everything


open('{outside}/written', 'w').write(__name__)
os._exit(0)
'''
CONFTEST = '''
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """Let every check pass."""
    open('{outside}/written', 'w').write('conftest')
    try:
        yield
    except BaseException:
        pass
    return True
'''
PTH = 'import os; open("{outside}/written", "w").write("pth"); os._exit(0)\n'
CONFIG = '''
[pytest]
addopts = -p trap --collect-only
python_functions = nothing
[tool:pytest]
addopts = -p trap --collect-only
[pycodestyle]
ignore = E,W
'''
# Python takes it for the answer's own, whatever the answer says now.
CODE = compile(RIGHT, FILE, 'exec')
BYTECODE = (importlib.util.MAGIC_NUMBER + (1).to_bytes(4, 'little') +
            bytes(8) + marshal.dumps(CODE))
# What the answer's folder holds beside it, each alone.
BESIDE: dict[str, Files] = {
    'conftest.py': {'conftest.py': CONFTEST},
    'pytest.ini': {'pytest.ini': CONFIG, 'setup.cfg': CONFIG,
                   'tox.ini': CONFIG, 'trap.py': TRAP},
    'keras.py': {'keras.py': TRAP},
    'numpy.py': {'numpy.py': TRAP},
    'modules of the standard library': {
        name: TRAP for name in ('json.py', 'struct.py', 'os.py', 'sys.py',
                                'random.py', 'traceback.py', 'inspect.py',
                                'linecache.py', 'base64.py', 'io.py')},
    'sitecustomize.py': {'sitecustomize.py': TRAP},
    'usercustomize.py': {'usercustomize.py': TRAP},
    'a .pth file': {'trap.pth': PTH, 'lib/python3/site-packages/t.pth': PTH},
    'a tensorflow folder': {'tensorflow/__init__.py': TRAP,
                            'tensorflow/keras/__init__.py': TRAP},
    'modules of the probe': {name: TRAP for name in (
        'child.py', 'case.py', 'builders.py', 'joined.py', 'plant.py',
        'wire.py', '__main__.py')},
    'the grader itself': {
        'checkers/__init__.py': '', 'checkers/oracle.py': TRAP,
        'checkers/test_0_vanilla.py': TRAP, 'pycodestyle.py': TRAP,
        'test_0_vanilla.py': TRAP, 'pytest.py': TRAP, '_pytest/a.py': TRAP},
    'libraries': {'numpy.so': b'\x7fELF' + b'\0' * 999,
                  'libc.so.6': b'\x7fELF' + b'\0' * 999},
    'a bytecode file': {
        f'__pycache__/0-vanilla.{sys.implementation.cache_tag}.pyc':
            BYTECODE},
    'a result': {'results.json': '{"score": 25, "max_score": 25}',
                 'grades.csv': 'score\n25\n', '.git/config': '[core]\n'},
    'a link to a file outside': {'README.md': Link('{outside}/secret')},
    'a link to a folder outside': {'folder': Link('{outside}')},
    'a link to the environment': {'text.py': Link('/proc/self/environ')},
    'a link to nothing': {'nothing.py': Link('nowhere')},
    'a link to itself': {'loop': Link('loop')},
    'a link to its own folder': {'again': Link('.')},
    'a link to a device': {'null.py': Link('/dev/null')},
    'a FIFO': {'pipe.py': Fifo()},
    'a device file': {'device.py': Device()},
    'a huge file': {'data.bin': Huge(1 << 30)},
    'deep folders': {'deep': Deep(600)},
    'very many files': {f'many/file-{k}.py': '' for k in range(5000)},
    'a name with newlines': {'0-vanilla.py\n25 points\n': TRAP},
    'a name that is no UTF-8': {os.fsdecode(b'caf\xe9\xff\xfe.py'): TRAP},
    'a name of escapes': {'\x1b[2J\x1b[32mPASSED\x07.py': TRAP},
    'names that are options': {'-rf': '', '--collect-only': '',
                               '-p trap': '', '@file': '--version'},
    'a very long name': {'n' * 250 + '.py': TRAP},
    'a README that is a folder': {'README.md': Deep(1)},
}
# These are odd, but nothing was tried.
PLAIN = ('a result', 'a README that is a folder')

# The answer itself: odd files under its name. Those of SEEN are Python all
# the same, and earn what the wrong answer in them is worth.
SEEN: dict[str, Content | Files] = {
    'an answer that claims UTF-7': WRONG.replace(
        '\n', '\n# coding: utf-7\n', 1),
    'an answer that claims Latin-1': WRONG.replace(
        '\n', '\n# coding: latin-1\n', 1).replace(
            'an auto', 'an \xe9auto').encode('latin-1'),
    'an answer with a byte order mark': b'\xef\xbb\xbf' + WRONG.encode(),
    'an answer of many nested brackets':
        f'{WRONG}\nx = {"(" * 90}{")" * 90}\n',
    'an answer with code hidden in UTF-7': WRONG.replace(
        '\n', '\n# coding: utf-7\n', 1) + (
            '# +AAo-import os+AAo-os.environ.clear()+AAo-\n'),
}
UNSEEN: dict[str, Content | Files] = {
    'an answer that claims no known encoding': WRONG.replace(
        '\n', '\n# coding: points-25\n', 1),
    'an answer in ROT13': WRONG.replace('\n', '\n# coding: rot13\n', 1),
    'an answer in UTF-16': WRONG.encode('utf-16'),
    'an answer in UTF-32 without a mark': WRONG.encode('utf-32-be'),
    'an answer with NUL bytes': WRONG.encode() + b'\0\0\0',
    'an answer of random bytes': bytes(range(256)) * 99,
    'an answer nested beyond the parser':
        f'{WRONG}\nx = {"-" * 100000}1\n',
    'an answer of endless brackets':
        f'{WRONG}\nx = {"(" * 100000}',
    'an answer of endless attributes':
        f'{WRONG}\nx = a{".b" * 100000}\n',
    'an answer that is a folder': {FILE + '/__init__.py': RIGHT},
    'an answer that is a FIFO': Fifo(),
    'an answer that is a device': Device(),
    'an answer that is a link to nothing': Link('nowhere'),
    'an answer that is a link to itself': Link(FILE),
    'an answer that is a link to the reference': Link(
        '{root}/0x04-autoencoders/' + FILE),
    'an answer that is a link to the secret': Link('{outside}/secret'),
    'an answer that is a link to memory': Link('/proc/self/environ'),
    'an answer of a gigabyte': Huge(1 << 30, WRONG),
}
PAST: dict[str, Content | Files] = {
    'an answer after a megabyte of comments':
        WRONG + '# ' + 'x' * (1 << 20) + '\nautoencoder = None\n',
    'an answer with a long line': f'{WRONG}\nx = [{"1 , " * 50000}]\n',
    'an answer with a line of spaces': f'{WRONG}\nx = 1{" " * 200000}\n',
    'an answer of very many functions': WRONG + ''.join(
        f'\n\ndef f{k}():\n    pass\n' for k in range(5000)),
}


def odd(table: Mapping[str, Content | Files],
        crash: bool = False) -> list[Hostile]:
    """Return the entries of odd answers."""
    return [Hostile(
        name, content if isinstance(content, Mapping) else {FILE: content},
        'is no plain answer', noted=not isinstance(content, (str, bytes)),
        crash=crash) for name, content in table.items()]


ATTACKS = [Hostile(name, {FILE: WRONG, **files}, 'comes with ' + name,
                   noted=name not in PLAIN)
           for name, files in BESIDE.items()]
ATTACKS += odd(SEEN) + odd(UNSEEN, crash=True) + odd(PAST)
