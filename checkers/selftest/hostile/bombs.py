"""Attacks by size: processes, memory, disk, weights. All have an end."""
from .answers import FILE, answer, at_import
from .table import ENDLESS, Hostile

FORKS = '''
import os
import time

count = 0
end = time.time() + 20
try:
    while count < 200:
        count += 1
        if os.fork() == 0:
            time.sleep(max(0, end - time.time()))
            os._exit(0)
except OSError:
    pass
time.sleep(2)
'''
DISK = '''
import os

left = 2 << 30
for folder in ('.', '/tmp', '/dev/shm', '/var/tmp', '/run'):
    try:
        with open(os.path.join(folder, 'filler'), 'wb') as file:
            while left > 0:
                left -= file.write(b'x' * (1 << 20))
    except OSError:
        pass
'''
BOMBS = {
    'a fork bomb': FORKS,
    'a fork bomb of sessions': FORKS.replace(
        'time.sleep(max', 'os.setsid()\n            time.sleep(max'),
    'a thread bomb': '''
import threading
import time
try:
    for count in range(200):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
except RuntimeError:
    pass
''',
    'a memory bomb': '''
import time
kept = []
for count in range(60):
    kept.append(b'x' * 10 ** 8)
time.sleep(5)
''',
    'a memory bomb in the children': '''
import os
import time
for child in range(6):
    if os.fork() == 0:
        kept = b'x' * 10 ** 9
        time.sleep(10)
        os._exit(0)
time.sleep(10)
''',
    'a memory bomb in a session of its own': '''
import os
import time
if os.fork() == 0:
    os.setsid()
    kept = [b'x' * 10 ** 9 for count in range(6)]
    time.sleep(10)
    os._exit(0)
time.sleep(5)
''',
    'a memory bomb that is shared': '''
import mmap
import time
kept = mmap.mmap(-1, 6 * 10 ** 9)
for place in range(0, len(kept), 4096):
    kept[place] = 1
time.sleep(5)
''',
    'a full disk': DISK,
    'a file with a hole': '''
with open('hole', 'wb') as file:
    file.truncate(1 << 40)
with open('/tmp/hole', 'wb') as file:
    file.truncate(1 << 40)
''',
    'a hundred thousand files': '''
import os
try:
    for count in range(100000):
        os.close(os.open('file-%d' % count, os.O_CREAT | os.O_WRONLY))
except OSError:
    pass
''',
    'all descriptors': '''
import os
kept = []
try:
    while len(kept) < 100000:
        kept.append(os.open('/dev/null', os.O_RDONLY))
except OSError:
    for file in kept:
        os.close(file)
''',
    'shared memory left behind': '''
import ctypes
libc = ctypes.CDLL(None)
for key in range(8):
    libc.shmget(1000 + key, 1 << 20, 0o1666)
    libc.msgget(1000 + key, 0o1666)
''',
    'a regular expression without end': '''
import re
re.match('(a+)+$', 'a' * 32 + 'b')
''',
    'an integer without end': 'power = 3 ** (10 ** 8)',
}
CRASHING = ('a memory bomb', 'a memory bomb that is shared',
            'a regular expression without end', 'an integer without end')

ATTACKS = [
    Hostile(name, at_import(code), 'takes all there is', fenced=True,
            noted='import' in code, crash=name in CRASHING,
            seconds=ENDLESS if 'without end' in name else 40)
    for name, code in BOMBS.items()]
ATTACKS += [
    Hostile('a model of 10^9 parameters', {FILE: answer(last='''
        inputs = keras.Input(shape=(31622,))
        big = keras.layers.Dense(31622, kernel_initializer='zeros')
        encoder = keras.Model(inputs, big(inputs))
    ''')}, 'unpacks to 4 GB', True, noted=False, crash=True, seconds=40),
    Hostile('a batch of 10^9 outputs', {FILE: answer(last='''
        big = keras.layers.Lambda(lambda x: keras.ops.tile(x, (30000, 300)))
        encoder = keras.Model(inputs, big(inputs))
    ''')}, 'answers with 10^9 numbers', True, noted=False, seconds=40)]
