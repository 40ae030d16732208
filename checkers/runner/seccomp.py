"""The system calls that a child is refused: a filter made by libseccomp.

It is compiled here, on the judging side, through libseccomp's Python binding,
and installed by the child when it has made its namespaces (probe/fence.py).
"""
import errno
import functools
import importlib
import tempfile
import typing

INSTALL = ('apt-get install libseccomp2; '
           'python3 -m pip install -r requirements.txt')
# pyseccomp is what pip installs, seccomp a distribution's own. They are the
# same to use.
BINDINGS = ('pyseccomp', 'seccomp')

REFUSED = {
    'namespaces and mounts': (
        'unshare', 'setns', 'mount', 'umount2', 'pivot_root', 'chroot',
        'fsopen', 'fsconfig', 'fsmount', 'fspick', 'move_mount', 'open_tree',
        'mount_setattr'),
    'other processes': (
        'ptrace', 'process_vm_readv', 'process_vm_writev', 'process_madvise',
        'pidfd_getfd', 'kcmp'),
    'keys of the user': ('keyctl', 'add_key', 'request_key'),
    'wide parts of the kernel': (
        'bpf', 'perf_event_open', 'userfaultfd', 'io_uring_setup',
        'io_uring_enter', 'io_uring_register', 'landlock_create_ruleset'),
    # What is mapped by nobody is in no process's account.
    'memory of no process': (
        'memfd_create', 'memfd_secret', 'shmget', 'shmat', 'semget',
        'msgget', 'mq_open', 'socket', 'socketpair')}
# Their flags in the first argument of clone: mount, cgroup, host name, IPC,
# user, process and network namespaces.
NAMESPACES = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000,
              0x20000000, 0x40000000)
MAP_SHARED, FLAGS = 1, 3        # a bit of mmap's flags, its fourth argument


def binding() -> typing.Any:
    """Return libseccomp's Python binding, or None."""
    for name in BINDINGS:
        try:
            return importlib.import_module(name)
        except (ImportError, RuntimeError, OSError):    # or no libseccomp
            continue
    return None


@functools.cache
def program() -> bytes:
    """Return the filter as the kernel takes it; b'' without libseccomp."""
    library = binding()
    if library is None:
        return b''
    refuse = library.ERRNO(errno.EPERM)
    rules = library.SyscallFilter(library.ALLOW)
    for calls in REFUSED.values():
        for call in calls:
            # One that this libseccomp does not know is newer than it.
            if library.resolve_syscall(library.Arch.NATIVE, call) != -1:
                rules.add_rule(refuse, call)
    for flag in NAMESPACES:
        rules.add_rule(refuse, 'clone', library.Arg(
            0, library.MASKED_EQ, flag, flag))
    # Its flags lie in memory. The C library then takes clone.
    rules.add_rule(library.ERRNO(errno.ENOSYS), 'clone3')
    rules.add_rule(refuse, 'mmap', library.Arg(
        FLAGS, library.MASKED_EQ, MAP_SHARED, MAP_SHARED))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()
