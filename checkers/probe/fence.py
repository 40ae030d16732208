"""The inner fence: namespaces of its own for every job's child.

Used inside the outer fence (sandbox.py). The child is process 1 of a new
process namespace: it cannot see, signal or trace the zygote, and when it
ends, all that it started ends with it. /scratch, where alone it can write,
is its own and empty, /proc is hidden, and it has no capability left. Linux
only, through the C library.
"""
import ctypes
import os
import resource
import sys

NEW_USER, NEW_PROCESSES = 0x10000000, 0x20000000
NEW_MOUNTS, NEW_IPC = 0x00020000, 0x08000000
READ_ONLY, NO_SUID, NO_DEVICES, REMOUNT = 1, 2, 4, 32
PRIVATE_RECURSIVE = 0x44000
SET_DUMPABLE, DROP_BOUNDING, SET_NO_NEW_PRIVILEGES = 4, 24, 38
CAPABILITY_VERSION, LAST_CAPABILITY = 0x20080522, 40
SCRATCH_BYTES = 64 << 20
FILE_BYTES = 32 << 20
OPEN_FILES = 256


def library():
    """Return the C library."""
    return ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    """Call a function of the C library; raise OSError where it fails."""
    if getattr(library(), name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f'{name}: {os.strerror(number)}')


def hide(hidden=True):
    """Keep other processes from tracing this one or reading its memory."""
    call('prctl', SET_DUMPABLE, 0 if hidden else 1, 0, 0, 0)


def divide():
    """Enter new namespaces; the next fork is process 1 of the new one."""
    user, group = os.getuid(), os.getgid()
    hide(False)                 # a hidden process may not write its own maps
    call('unshare', NEW_USER | NEW_PROCESSES | NEW_MOUNTS | NEW_IPC)
    for name, text in (('setgroups', 'deny'),
                       ('uid_map', f'{user} {user} 1'),
                       ('gid_map', f'{group} {group} 1')):
        with open('/proc/self/' + name, 'w') as file:
            file.write(text)
    hide()


def settle(seconds):
    """As process 1: hide /proc, mount /scratch, limit, drop every right.

    Args:
        seconds: integer, the limit of processor time.
    """
    flags = NO_SUID | NO_DEVICES
    call('mount', None, b'/', None, PRIVATE_RECURSIVE, None)
    # Process files of the zygote's namespace are hidden; TensorFlow ends the
    # program where it cannot find its own name.
    call('mount', b'tmpfs', b'/proc', b'tmpfs', flags, b'size=16k')
    os.mkdir('/proc/self')
    os.symlink(sys.executable, '/proc/self/exe')
    with open('/proc/self/cmdline', 'w') as file:
        file.write(sys.executable + '\0')
    call('mount', None, b'/proc', None, flags | REMOUNT | READ_ONLY, None)
    call('mount', b'tmpfs', b'/scratch', b'tmpfs', flags,
         f'size={SCRATCH_BYTES},mode=700'.encode())
    for limit, value in ((resource.RLIMIT_CORE, 0),
                         (resource.RLIMIT_FSIZE, FILE_BYTES),
                         (resource.RLIMIT_NOFILE, OPEN_FILES),
                         (resource.RLIMIT_CPU, seconds)):
        resource.setrlimit(limit, (value, value))
    for capability in range(LAST_CAPABILITY + 1):
        library().prctl(DROP_BOUNDING, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    call('capset', header, (ctypes.c_uint32 * 6)())
    call('prctl', SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    hide()
