"""Work on what strangers made, in a child that has limits.

    for record in confined.run('package.module:function', job, seconds=10):
        ...

The child is forked by a nursery (nursery.py): a process of one thread that
holds nothing of anybody's, so that any thread here may ask for work, and what
a stranger's bytes do to the child ends with it. The function is called with
the job, with the descriptors that are handed over, and with what writes a
record. Records are bytes; whoever asked reads them, up to a size.
"""
import atexit
import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import typing
from collections.abc import Callable, Iterator, Sequence

from checkers.base.errors import Mistake
from checkers.base.paths import ROOT

SECONDS = 10            # of processor time, for what one student sent
MEMORY = 1 << 30        # bytes that a child may take beside its code
RECORD = 16 << 20       # bytes of a record
PATIENCE = 300          # seconds by the clock that a child has for its own
EXHAUSTED = 71          # a child's exit status: it had no memory left
# What stands before a record: the length, and one of three kinds.
HEAD = struct.Struct('>QB')
PLAIN, MISTAKE, ERROR = range(3)

# No cwd in the path: another program may have files there.
START = (f'import sys; sys.path.insert(0, {ROOT!r}); '
         'from checkers.base import nursery; nursery.main(int(sys.argv[1]))')
# The sums come in one order, and a fork of one thread is a whole process.
ONE_THREAD = {'OPENBLAS_NUM_THREADS': '1', 'OMP_NUM_THREADS': '1',
              'MKL_NUM_THREADS': '1'}

Job = dict[str, typing.Any]     # what JSON knows
Function: typing.TypeAlias = Callable[
    [Job, Sequence[int], Callable[[bytes], None]], None]


class Broken(Exception):
    """A child that did not do its work.

    Attributes:
        seconds: the processor time that it took.
    """

    def __init__(self, why: str, seconds: float = 0) -> None:
        """Keep why, as said says it with a verb in the place of {}."""
        super().__init__(why)
        self.why, self.seconds = why, seconds

    def said(self, verb: str) -> str:
        """Return why, as a sentence's end: said('judge'), said('read')."""
        return self.why.replace('{}', verb)


class Nursery:
    """A running nursery and the socket to it."""

    def __init__(self) -> None:
        """Start it; what it needs is imported with the first work."""
        self.socket, theirs = socket.socketpair(
            socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, '-P', '-W', 'ignore', '-c', START,
                 str(theirs.fileno())], pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                start_new_session=True, env=dict(os.environ, **ONE_THREAD))

    def close(self) -> None:
        """End it and its children."""
        self.socket.close()
        self.process.kill()
        self.process.wait()


# The process that started it -> a nursery. A fork needs one of its own.
NURSERIES: dict[int, Nursery] = {}
LOCK = threading.Lock()


def nursery() -> Nursery:
    """Return this process' nursery; a dead one is replaced."""
    with LOCK:
        known = NURSERIES.get(os.getpid())
        if known is None or known.process.poll() is not None:
            if known:
                known.close()
            known = NURSERIES[os.getpid()] = Nursery()
        return known


@atexit.register
def close() -> None:
    """End this process' nursery."""
    known = NURSERIES.pop(os.getpid(), None)
    if known:
        known.close()


def prepare(function: str) -> None:
    """Have the nursery import what a function needs, while others work."""
    with contextlib.suppress(OSError):
        nursery().socket.send(json.dumps({'function': function}).encode())


def run(function: str, job: Job, seconds: float = SECONDS,
        wait: float = 0, most: int = RECORD,
        handed: Sequence[int] = ()) -> Iterator[bytes]:
    """Let a child do a job; yield the records that it writes.

    Args:
        function: where it stands, 'package.module:name'.
        job: what it is told.
        seconds: the processor time that it has, until it calls allow.
        wait: how long a record may take beside, by the clock.
        most: the bytes that a record may have.
        handed: descriptors that it gets.

    Raises:
        Broken: it broke a limit, or broke.
        Mistake: it raised one.
    """
    with contextlib.ExitStack() as stack:
        def pipe() -> tuple[int, typing.BinaryIO]:
            reading, writing = os.pipe()
            stack.callback(os.close, reading)
            return reading, stack.enter_context(os.fdopen(writing, 'wb', 0))

        paper = stack.enter_context(os.fdopen(os.memfd_create('job'), 'r+b'))
        paper.write(json.dumps(job).encode())
        paper.flush()
        answer, theirs = pipe()
        end, ending = pipe()
        packet = json.dumps({'function': function, 'seconds': seconds})
        try:
            socket.send_fds(nursery().socket, [packet.encode()], [
                paper.fileno(), theirs.fileno(), ending.fileno(), *handed])
        except OSError as error:
            raise Mistake(f'the judge does not start: {error.strerror}')
        theirs.close()
        ending.close()
        said = ''
        for kind, record in records(answer, wait + PATIENCE, most):
            if kind == PLAIN:
                yield record
            elif kind == MISTAKE:
                raise Mistake(record.decode('utf-8', 'replace'))
            else:
                said = record.decode('utf-8', 'replace')
        conclude(read(end, 4096, time.monotonic() + PATIENCE), said)


def records(pipe: int, wait: float, most: int) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, bytes) of what comes through a pipe, until its end."""
    while True:
        deadline = time.monotonic() + wait
        head = read(pipe, HEAD.size, deadline)
        if len(head) < HEAD.size:
            return
        size, kind = HEAD.unpack(head)
        if size > most:
            raise Broken('too much comes back when we {} it')
        yield kind, read(pipe, size, deadline)


def read(pipe: int, count: int, deadline: float) -> bytes:
    """Return so many bytes of a pipe; fewer only at its end."""
    parts = []
    while count:
        left = deadline - time.monotonic()
        if left < 0 or not select.select([pipe], [], [], left)[0]:
            raise Broken('it does not end when we {} it')
        part = os.read(pipe, min(count, 1 << 20))
        if not part:
            break
        parts.append(part)
        count -= len(part)
    return b''.join(parts)


def conclude(report: bytes, said: str) -> None:
    """Raise Broken unless a child has ended well.

    Args:
        report: how it ended, as the nursery tells it; b'' where that is gone.
        said: the exception that it raised, '' for none.
    """
    end = json.loads(report or b'{}')
    number, status = end.get('signal', signal.SIGKILL), end.get('exit', 0)
    used = end.get('seconds', 0.)
    if number in (signal.SIGPROF, signal.SIGXCPU):
        raise Broken('it takes too much processor time to {} it', used)
    if status == EXHAUSTED:
        raise Broken('it takes too much memory to {} it, more than '
                     f'{MEMORY / 2 ** 30:g} GB', used)
    if number or status:
        raise Broken(f'Python crashes when we {{}} it (signal {number}, '
                     f'exit status {status})', used)
    if said:
        raise Broken(f'the grader breaks when we {{}} it ({said}): tell your '
                     'teacher', used)


def allow(seconds: float) -> None:
    """In a child: have so much processor time from now on, and no more."""
    signal.setitimer(signal.ITIMER_PROF, max(seconds, .01))


def confine(seconds: float) -> None:
    """In a child: set its limits. The kernel ends it where it breaks one."""
    import resource             # Unix alone has it
    with open('/proc/self/statm') as statm:
        size = int(statm.read().split()[0]) * resource.getpagesize()
    for limit, value in ((resource.RLIMIT_AS, size + MEMORY),
                         (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (value, value))
    allow(seconds)
