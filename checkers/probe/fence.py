"""The inner fence: namespaces of its own for every job's child.

Used inside the outer fence (sandbox.py). The child is process 1 of a new
process namespace: it cannot see, signal or trace the zygote, and when it
ends, all that it started ends with it. /scratch, where alone it can write,
is its own and empty, /proc is hidden, and it has no capability left. Linux
only, through the C library. adopt and limit do what they can everywhere.
"""
import ctypes
import os
import re
import resource
import signal
import sys

import family

NEW_USER, NEW_PROCESSES = 0x10000000, 0x20000000
NEW_MOUNTS, NEW_IPC = 0x00020000, 0x08000000
READ_ONLY, NO_SUID, NO_DEVICES, REMOUNT = 1, 2, 4, 32
PRIVATE_RECURSIVE = 0x44000
SET_DEATH_SIGNAL, SET_DUMPABLE, DROP_BOUNDING = 1, 4, 24
SET_SECCOMP, SECCOMP_FILTER = 22, 2
SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVILEGES = 36, 38
CAPABILITY_VERSION, LAST_CAPABILITY = 0x20080522, 40
# The C library has no functions for these calls: keyctl and seccomp.
KEYCTL, SECCOMP = {'x86_64': (250, 317), 'aarch64': (219, 277)}.get(
    os.uname().machine, (-1, -1))
JOIN_SESSION_KEYRING, SET_FILTER, ALLOW_SPECULATION = 1, 1, 4
SCRATCH_BYTES, SCRATCH_FILES = 64 << 20, 5000
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


def adopt():
    """Become the parent of all below whose own parents end."""
    if sys.platform == 'linux':
        call('prctl', SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def settle():
    """As process 1: hide /proc, mount /scratch, drop every capability."""
    flags = NO_SUID | NO_DEVICES
    try:
        with open('/proc/sys/user/max_user_namespaces', 'w') as file:
            file.write('0')
    except OSError:             # bubblewrap as root has made it read-only
        pass
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
         f'size={SCRATCH_BYTES},nr_inodes={SCRATCH_FILES},mode=700'.encode())
    for capability in range(LAST_CAPABILITY + 1):
        library().prctl(DROP_BOUNDING, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    call('capset', header, (ctypes.c_uint32 * 6)())
    hide()


class Program(ctypes.Structure):
    """A program of the kernel's filter: struct sock_fprog."""

    _fields_ = [('length', ctypes.c_ushort), ('code', ctypes.c_char_p)]


def limit(seconds, refused, fenced):
    """Limit this process and all that it will start.

    Args:
        seconds: integer, the limit of processor time.
        refused: bytes, the program that refuses system calls; none where
            there is no libseccomp.
        fenced: whether this is process 1 of its namespaces.
    """
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: FILE_BYTES,
              resource.RLIMIT_NOFILE: OPEN_FILES,
              resource.RLIMIT_CPU: seconds}
    if fenced and counts_by_namespace():
        limits[resource.RLIMIT_NPROC] = family.THREADS
    for name, value in limits.items():
        resource.setrlimit(name, (value, value))
    if sys.platform != 'linux':
        return
    if not fenced:              # else the namespace ends with the zygote
        call('prctl', SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    call('prctl', SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # The teacher's keys would be inherited. Where this fails, nobody can ask
    # for keys at all.
    library().syscall(KEYCTL, JOIN_SESSION_KEYRING, None)
    if refused:
        program = ctypes.byref(Program(len(refused) // 8, refused))
        # Before Linux 5.16 a filter also slows down all that is computed,
        # unless it is asked not to.
        if library().syscall(SECCOMP, SET_FILTER, ALLOW_SPECULATION,
                             program) != 0:
            call('prctl', SET_SECCOMP, SECCOMP_FILTER, program, 0, 0)


def counts_by_namespace():
    """Tell whether the kernel counts a user's processes by namespace.

    Before Linux 5.14 all that the user runs on the machine would count.
    """
    major, minor = re.match(r'(\d+)\.(\d+)', os.uname().release).groups()
    return (int(major), int(minor)) >= (5, 14)
