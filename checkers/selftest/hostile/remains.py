"""Attacks on what others leave behind, and by what is left for them.

The zygote serves one student after another. These look for the student before
(before=), or spoil what comes after (next=True).
"""
from .answers import ABOVE, RIGHT, TELL, WORSE, at_import, worse
from .frames import FORGE
from .table import ENDLESS, Hostile

# What stands in the file of the student before, and what finds it: the
# expression is not what it looks for.
NEIGHBOUR = RIGHT + '# Of the student before\n' * 3000
LOOKED_FOR = "b'Of the [s]tudent before'"

REPLAY = ABOVE + '''

import gc
import json
import os
import re
import stat
import struct


def kept():
    """Yield all bytes and lists of bytes in the frames above."""
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if isinstance(value, bytes):
                yield value
            if isinstance(value, list) and value and \\
                    isinstance(value[0], bytes):
                yield b''.join(value)
        frame = frame.f_back


job = above('job')
for data in kept():
    if b'"nonce"' not in data or b'"values"' not in data:
        continue
    data = re.sub(b'"nonce": "[0-9a-f]*"',
                  ('"nonce": "%s"' % job['nonce']).encode(), data[8:])
    data = struct.pack('>Q', len(data)) + data
    for pipe in (above('descriptor'), 3):
        try:
            while data:
                data = data[os.write(pipe, data):]
            os._exit(0)
        except (OSError, TypeError):
            pass
'''

# The kernel says of each part whether it can be read, and nothing breaks. The
# buffer is no part of the heap, whose freed memory it would fill.
MEMORY = (TELL + '''

import base64
import ctypes
import mmap
import re

libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
reading, writing = os.pipe()
SIZE = 4 << 20
buffer = mmap.mmap(-1, SIZE, flags=0x22)


def fill(start):
    """Copy what can be read from start on into the buffer."""
    for place in range(0, SIZE, 65536):
        count = libc.write(writing, ctypes.c_void_p(start + place), 65536)
        if count > 0:
            os.readv(reading, [memoryview(buffer)[place:place + count]])


def parts():
    """Yield the buffer as it is, and what is base64 in it."""
    yield buffer
    for match in re.finditer(b'[A-Za-z0-9+/]{200,4000}', buffer):
        for shift in range(4):
            word = match.group()[shift:]
            yield base64.b64decode(word[:len(word) // 4 * 4])


found, top, arena = '', libc.sbrk(0) & -65536, id(tell) & -65536
for start in [*range(top - (160 << 20), top, SIZE),
              *range(arena - (20 << 20), arena + (20 << 20), SIZE)]:
    fill(start)
    found += 'there ' * any(re.search(LOOKED_FOR, part) for part in parts())
tell(found)
''').replace('LOOKED_FOR', LOOKED_FOR)

# name -> code that sets found to what it has got hold of.
DESCRIPTORS = {
    'a socket among its descriptors': 'stat.S_ISSOCK(about.st_mode)',
    'a file among its descriptors':
        'number > 2 and stat.S_ISREG(about.st_mode)',
    'a folder among its descriptors': 'stat.S_ISDIR(about.st_mode)',
}
OPEN = TELL + '''

import stat

found = ''
for number in range(4096):
    try:
        about = os.fstat(number)
    except OSError:
        continue
    if CONDITION:
        found += 'descriptor %d ' % number
tell(found)
'''

PIPES = FORGE + '''

found = sorted(pipes(), key=lambda number: number != above('told'))
'''
# name -> (what it tries, code after PIPES)
TOLD = {
    'the numbers of others told': (
        'writes the numbers of other processes', '''
for number in found:
    if number != above('answer'):
        os.write(number, b'1\\n2')
'''),
    'the pipe to the zygote filled': ('leaves no room in the pipe', '''
for number in found:
    if number != above('answer'):
        os.set_blocking(number, False)
        try:
            while True:
                os.write(number, bytes(4096))
        except OSError:
            pass
'''),
    'the pipe to the zygote closed': ('pretends to have ended', '''
for number in found:
    if number != above('answer'):
        os.close(number)
'''),
    'an end of its own making': ("writes the zygote's word", '''
for number in found:
    if number != above('answer'):
        os.write(number, json.dumps(
            {'verdict': 'ended', 'signal': 0, 'exit': 0}).encode())
'''),
}

AFTERWARDS = {
    'a fork bomb before the next student': ('''
        import os
        import time
        for count in range(7):
            os.fork()
        time.sleep(20)
    ''', ENDLESS),
    'sessions that outlive their end': ('''
        import os
        import time
        for count in range(20):
            if os.fork() == 0:
                os.setsid()
                if os.fork():
                    os._exit(0)
                time.sleep(20)
                os._exit(0)
        os._exit(0)
    ''', 20),
    'five thousand threads': ('''
        import threading
        import time
        for count in range(5000):
            threading.Thread(target=time.sleep, args=(20,)).start()
        raise RuntimeError('REACHED 5000 threads')
    ''', 40),
    'twenty processes of 180 MB': ('''
        import os
        import time
        reading, writing = os.pipe()
        for count in range(20):
            if os.fork() == 0:
                kept = b'x' * (180 << 20)
                os.write(writing, b'.')
                time.sleep(20)
                os._exit(0)
        for count in range(20):
            os.read(reading, 1)
        raise RuntimeError('REACHED 3.6 GB')
    ''', 40),
}

ATTACKS = [
    Hostile('the answer of the student before', worse(REPLAY),
            'replays what the zygote has passed on', before=RIGHT,
            base=WORSE),
    Hostile('the file of the student before', at_import(MEMORY),
            'searches its memory for what the zygote had there',
            crash=True, before=NEIGHBOUR, seconds=60)]
ATTACKS += [
    Hostile(name, at_import(OPEN.replace('CONDITION', condition)),
            'looks for descriptors', crash=True)
    for name, condition in DESCRIPTORS.items()]
ATTACKS += [
    Hostile(name, worse(PIPES + code), attack, next=True, base=WORSE)
    for name, (attack, code) in TOLD.items()]
ATTACKS += [
    Hostile(name, at_import(code), 'is there when the next student comes',
            fenced=True, crash=True, next=True, seconds=seconds)
    for name, (code, seconds) in AFTERWARDS.items()]
ATTACKS += [
    Hostile('an answer without end', worse(FORGE + '''

import time

while True:
    os.write(above('answer'), b'{')
    time.sleep(.01)
'''), 'answers a byte at a time', crash=True, next=True, seconds=ENDLESS),
    Hostile('an answer of 17 MB', worse(FORGE + '''

for part in range(17):
    os.write(above('answer'), b' ' * (1 << 20))
'''), 'answers with twice what an honest one has', crash=True, next=True)]
