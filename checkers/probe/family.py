"""The processes of a child: how many they are, what they take, their end.

Only numbers are read of them. A process chooses its own name, which stands at
the start of its status, and that is skipped: nothing that a student has
written comes into the zygote's memory.
"""
import glob
import os
import re
import signal
import time

PROCESSES = 32          # of one child
THREADS = 512           # of all of them; TensorFlow has some for every core
CLEARING = 20           # seconds that the kernel may take to end them all
NAME_BYTES = 70         # at the start of a status, at most
# What belongs to a process alone or is shared memory, and the tables that
# reading alone can fill. Files that are mapped belong to the page cache.
COUNTED = re.compile(
    rb'^(Threads|RssAnon|RssShmem|VmSwap|VmPTE):\s+(\d+)', re.MULTILINE)


def family(fenced):
    """Return the numbers of all processes that are a child's.

    Behind the fence they are all that there are, but the zygote and the
    process above it. Without it they are those below the zygote, where those
    go too whose parents have ended (see adopt in fence.py).
    """
    if fenced:
        ours = (1, os.getpid(), os.getppid())
        return [int(name) for name in os.listdir('/proc')
                if name.isdigit() and int(name) not in ours]
    found, above = [], [os.getpid()]
    while above:
        for path in glob.glob('/proc/%d/task/*/children' % above.pop()):
            try:
                with open(path) as file:
                    below = [int(word) for word in file.read().split()]
            except OSError:             # it has ended
                continue
            found += below
            above += below
    return found


def taken(pid):
    """Return a process's threads and its bytes of memory."""
    try:
        status = os.open('/proc/%d/status' % pid, os.O_RDONLY)
        try:
            text = os.pread(status, 4096, NAME_BYTES)
        finally:
            os.close(status)
    except OSError:                     # it has ended, or this is no Linux
        return 0, 0
    counted = {name: int(count) for name, count in COUNTED.findall(text)}
    return counted.pop(b'Threads', 0), 1024 * sum(counted.values())


def broken(processes, most, base):
    """Return the name of a limit that these processes break, or None.

    Args:
        processes: their numbers.
        most: the bytes of memory that they may have taken.
        base: the bytes that the first of them shares with the zygote.
    """
    threads, counts = zip((0, 0), *map(taken, processes))
    if len(processes) > PROCESSES or sum(threads) > THREADS:
        return 'processes'
    return 'memory' if sum(counts) - base > most else None


def clear(number, fenced, status=None):
    """Kill a child and all of its processes, and wait until none is left.

    Args:
        number: the child's number.
        fenced: whether it is behind the fence.
        status: how the child ended, if it has.

    Returns:
        How the child ended, as waitpid says it.

    Raises:
        RuntimeError: they do not end.
    """
    deadline = time.monotonic() + CLEARING
    while True:
        left = set(family(fenced)) | ({number} if status is None else set())
        if not left:
            return status
        if time.monotonic() > deadline:
            raise RuntimeError('processes that do not end')
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        time.sleep(.001)
        status = reap(number, status)


def reap(number, status):
    """Take leave of all who have ended; return how the child did, if so."""
    while True:
        try:
            pid, code = os.waitpid(-1, os.WNOHANG)
        except OSError:                 # there is nobody
            return status
        if pid == 0:
            return status
        if pid == number:
            status = code
