"""Attacks by system calls that no answer needs.

What is mapped by nobody is in no process's account: a descriptor, a segment,
a socket's buffer, a table of pages. The numbers of calls are those of x86-64;
elsewhere they ask for something else, and find nothing either.
"""
from .answers import TELL, at_import
from .table import Hostile

CALL = TELL + '''

import ctypes

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
ENOUGH = 2 << 30


def call(number, *arguments):
    """Make a system call; return what it returns, -1 for an error."""
    return libc.syscall(number, *map(ctypes.c_long, arguments))


found = ''
'''

# name -> code that sets found where it has taken more than it may, 3 GB and
# 400,000 files at most.
TAKES = {
    'memory of descriptors': '''
taken = 0
for count in range(100):
    file = libc.memfd_create(b'more', 0)
    if file < 0:
        break
    taken += os.write(file, bytes(30 << 20))
if taken > ENOUGH:
    found = 'memfd'
''',
    'memory of segments': '''
for count in range(3):
    number = libc.shmget(0, ctypes.c_size_t(1 << 30), 0o1600)
    place = ctypes.c_void_p(libc.shmat(number, None, 0))
    if number < 0 or place.value == 2 ** 64 - 1:
        break
    ctypes.memset(place, 1, 1 << 30)
    libc.shmdt(place)
    if count == 2:
        found = 'segments'
''',
    'shared memory that is looked away from': '''
import mmap
kept = []
try:
    for count in range(3):
        kept.append(mmap.mmap(-1, 1 << 30))
        for place in range(0, 1 << 30, 4096):
            kept[-1][place] = 1
        kept[-1].madvise(mmap.MADV_DONTNEED)
    found = 'shared memory'
except OSError:
    pass
''',
    'tables of pages': '''
import mmap
read = mmap.mmap(-1, 560000 << 21, flags=0x4022, prot=mmap.PROT_READ)
read[::1 << 21]
found = 'tables of pages'
''',
    'buffers of sockets': '''
import socket
kept = []
try:
    for count in range(100):
        for end in socket.socketpair():
            kept.append(end)
            end.setblocking(False)
            try:
                while True:
                    end.send(bytes(1 << 16))
            except BlockingIOError:
                pass
    found = 'buffers'
except OSError:
    pass
''',
    'messages of System V': '''
for count in range(200):
    queue = libc.msgget(0, 0o1600)
    if queue < 0:
        break
    found = 'messages'
''',
    'four hundred thousand files': '''
count = 0
try:
    while count < 400000:
        os.close(os.open('file-%d' % count, os.O_CREAT | os.O_WRONLY))
        count += 1
except OSError:
    pass
if count == 400000:
    found = 'files'
''',
}

# name -> code that sets found where the kernel does what it is asked for.
ASKS = {
    'a user namespace of its own': '''
if libc.unshare(0x10000000) == 0:
    found = 'namespace'
''',
    'a process in a user namespace': '''
pid = call(56, 0x10000000 | 17, 0, 0, 0, 0)
if pid == 0:
    os._exit(0)
if pid > 0:
    found = 'namespace'
''',
    'a process in a user namespace, by clone3': '''
about = (ctypes.c_uint64 * 8)(0x10000000, 0, 0, 0, 17)
pid = call(435, ctypes.addressof(about), 64)
if pid == 0:
    os._exit(0)
if pid > 0:
    found = 'namespace'
''',
    'mounts of its own in a namespace': '''
if libc.unshare(0x10020000) == 0 and libc.mount(
        b'tmpfs', b'/scratch', b'tmpfs', 0, b'size=8g') == 0:
    found = 'mounts'
''',
    'its parent as a tracer': '''
if libc.ptrace(0, 0, None, None) == 0:
    found = 'tracer'
''',
    'memory by the number of a process': '''
there = ctypes.create_string_buffer(b'here')
here = ctypes.create_string_buffer(4)
parts = [(ctypes.c_uint64 * 2)(ctypes.addressof(place), 4)
         for place in (here, there)]
if call(310, os.getpid(), ctypes.addressof(parts[0]), 1,
        ctypes.addressof(parts[1]), 1, 0) == 4:
    found = 'memory'
''',
    'faults handled by itself': '''
if call(323, 1) >= 0:
    found = 'userfaultfd'
''',
    'calls by a ring': '''
about = (ctypes.c_uint32 * 64)()
if call(425, 8, ctypes.addressof(about)) >= 0:
    found = 'io_uring'
''',
    'a key ring': '''
if call(250, 1, 0) > 0 or call(
        248, *(ctypes.cast(ctypes.c_char_p(word), ctypes.c_void_p).value
               for word in (b'user', b'left', b'word')), 4, -3) > 0:
    found = 'key ring'
''',
    'calls of another machine': '''
import mmap
code = mmap.mmap(-1, 4096, flags=0x22, prot=7)
code.write(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')      # getpid, of 32 bits
get = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(
    ctypes.c_char.from_buffer(code)))
if get() == os.getpid():
    found = 'calls'
''',
}

ATTACKS = [
    Hostile(name, at_import(CALL + code.strip('\n') + '\ntell(found)'),
            'takes ' + name, fenced=True, crash=True, next=True, seconds=60)
    for name, code in TAKES.items()]
ATTACKS += [
    Hostile(name, at_import(CALL + code.strip('\n') + '\ntell(found)'),
            'asks the kernel for ' + name, fenced=True, crash=True)
    for name, code in ASKS.items()]
