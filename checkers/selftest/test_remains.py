"""Nothing of a submission is in a process that lives on, or is left of it.

The search reads the whole memory of the running zygote, after a class.
"""
import base64
import ctypes
import pathlib
import platform
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator

import pytest

from checkers.runner import sandbox, zygote
from checkers.selftest import door
from checkers.selftest.course import COURSE, ROOT
from checkers.selftest.hostile import FILE, answers
from checkers.selftest.processes import descendants

RIGHT = (COURSE / FILE).read_text()
PART = 64 << 20         # bytes that are searched at a time
KEYCTL = {'x86_64': 250, 'aarch64': 219}.get(platform.machine())
ADD_KEY = {'x86_64': 248, 'aarch64': 217}.get(platform.machine())
JOIN, SESSION = 1, -3

# name -> code that comes at the top of a student's file. WORD is a word of
# the student's own, which code turns into what crosses in the answer.
WAYS = {
    'who is right': '',
    'who raises': 'raise RuntimeError("WORD"[::-1])',
    'who ends Python': 'import os\nos._exit(3)',
    'who crashes': 'import ctypes\nctypes.string_at(8)',
    'who does not end': 'while True:\n    pass',
    'who answers much': 'raise RuntimeError("WORD"[::-1] * 999)',
    'who names processes': '''
import ctypes
import time
for count in range(3):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"WORD"[:15])
        time.sleep(20)
        os._exit(0)
''',
    'who writes to every pipe': '''
for number in range(3, 99):
    try:
        os.write(number, b"WORD"[::-1])
    except OSError:
        pass
''',
    'who has many files': '',
}


def memory(pid: int) -> Iterator[bytes]:
    """Yield all memory of a process, in pieces.

    What is mapped from a file and cannot be written to is the file, and left
    out.

    Raises:
        PermissionError: it is hidden, and we are not root.
    """
    with open(f'/proc/{pid}/maps') as file:
        lines = [line.split() for line in file]
    ranges = [[int(end, 16) for end in line[0].split('-')] for line in lines
              if line[1].startswith('rw') or line[4] == '0']
    with open(f'/proc/{pid}/mem', 'rb', 0) as file:
        for start, end in ranges:
            tail = b''
            for place in range(start, end, PART):
                try:
                    file.seek(place)
                    part = file.read(min(PART, end - place))
                except (OSError, OverflowError, ValueError):
                    continue    # a page of the kernel's own
                yield tail + part
                tail = part[-999:]


def found(pid: int, words: Iterable[bytes]) -> set[bytes]:
    """Return which of these words are in a process's memory."""
    pattern = re.compile(b'|'.join(map(re.escape, words)))
    return {word for part in memory(pid) for word in pattern.findall(part)}


def traces(word: str) -> list[bytes]:
    """Return what shows that a student's word was there.

    It crosses as it is, reversed in an answer, and in base64, where its first
    letters may share a sign with what stands before them.
    """
    straight = [word.encode(), word[::-1].encode()]
    return straight + [base64.b64encode(text[skip:]).rstrip(b'=')[:-1]
                       for text in straight for skip in range(3)] + [
        straight[0][:15]]


def zygote_of(warm: zygote.Zygote) -> int:
    """Return the process number of the zygote itself."""
    return [warm.process.pid, *descendants(warm.process.pid)][-1]


@pytest.mark.slow
def test_no_students_bytes_are_in_the_zygote(
        warm: zygote.Zygote, tmp_path: pathlib.Path) -> None:
    """After a class, its whole memory holds no word of any student."""
    pid, words = zygote_of(warm), {}
    try:
        there = found(pid, [b'TF_CPP_MIN_LOG_LEVEL'])
    except PermissionError:
        pytest.skip('only root may look into the fence')
    assert there, 'the search does not find what is there'
    for name, code in WAYS.items():
        words[name] = word = secrets.token_hex(16)
        folder = tmp_path / name
        folder.mkdir()
        more = {f'{word}_{place}.py': f'# {word}\n' * 2000
                for place in range(20 if 'many files' in name else 0)}
        source = f'# {word}\n{code.replace("WORD", word)}\n{RIGHT}'
        door.submit(folder, warm, {FILE: source, **more}, seconds=4 if
                    'not end' in name else 20)
    assert zygote_of(warm) == pid, 'the zygote did not live on'
    left = found(pid, [trace for word in words.values()
                       for trace in traces(word)])
    assert [name for name, word in words.items()
            if left & set(traces(word))] == []


KEYS = answers.TELL + '''

import ctypes

libc = ctypes.CDLL(None)
numbers = {'x86_64': 250, 'aarch64': 219}
number = numbers.get(os.uname().machine, -1)
text = ctypes.create_string_buffer(99)
key = libc.syscall(number, 10, ctypes.c_long(-3), b'user', b'checkers', 0)
libc.syscall(number, 11, ctypes.c_long(key), text, 99)
tell(text.value)
'''
PROJECT = answers.TELL + f'''

tell([name for name in ('{COURSE}', '{ROOT}/checkers/judging')
      if os.path.exists(name)])
'''


@pytest.fixture(scope='module')
def careless() -> Iterator[zygote.Zygote]:
    """Give a probe of somebody with a key at hand and an open path."""
    libc = ctypes.CDLL(None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv('PYTHONPATH', str(ROOT))
        sandbox.interpreter.cache_clear()
        if KEYCTL and libc.syscall(KEYCTL, JOIN, None) > 0:
            libc.syscall(ADD_KEY, b'user', b'checkers', b'secret', 6,
                         ctypes.c_long(SESSION))
        with zygote.Zygote() as warm:
            yield warm
    sandbox.interpreter.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize('code', [
    pytest.param(KEYS, id="the teacher's keys"),
    pytest.param(PROJECT, id='the project on PYTHONPATH')])
def test_attack(code: str, careless: zygote.Zygote,
                tmp_path: pathlib.Path) -> None:
    """What lies open on the teacher's side is not reached."""
    if careless.unfenced:
        pytest.skip(f'no sandbox: {careless.unfenced}')
    graded = door.submit(tmp_path, careless, answers.at_import(code))[0]
    assert 'held' in str(graded) and 'REACHED' not in str(graded)


def test_a_path_that_tells_is_not_bound(monkeypatch: pytest.MonkeyPatch,
                                        tmp_path: pathlib.Path) -> None:
    """Nothing that holds the rubric or the answers, and no part of them."""
    for path in ROOT, ROOT.parent, COURSE, ROOT / 'checkers' / 'judging':
        assert sandbox.tells(str(path))
    (tmp_path / 'link').symlink_to(ROOT)
    assert sandbox.tells(str(tmp_path / 'link'))
    assert not sandbox.tells(str(ROOT / '.venv' / 'lib'))
    monkeypatch.setattr(sandbox, 'LIBRARIES', (str(ROOT.parent),))
    monkeypatch.setattr(shutil, 'which', lambda name: f'/usr/bin/{name}')
    sandbox.why_not.cache_clear()
    assert 'the project lies in' in sandbox.why_not()
    sandbox.why_not.cache_clear()
