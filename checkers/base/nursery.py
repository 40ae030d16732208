"""The nursery: forks a child for every piece of work, and tells how it ended.

confined.py starts it and sends it requests through a socket, each with three
descriptors: the job, where the answer goes, and where the child's end is
told. They are the child's alone: nothing of a job or of an answer is ever in
the nursery. Where nobody reads the end any more, the child is killed, and
all of them where nobody holds the socket.
"""
import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import typing
from collections.abc import Sequence
from types import ModuleType

from checkers.base import confined
from checkers.base.errors import Mistake
from checkers.base.text import one_line

HANDED = 16             # descriptors of a request, at most
DEATH_SIGNAL = 1        # of prctl: what a child gets when its parent ends


class Child(typing.NamedTuple):
    """A child at work.

    Attributes:
        pid: its process number.
        life: the end of a pipe that it alone holds open.
        end: where it is told how it ended.
    """

    pid: int
    life: int
    end: int


def main(number: int) -> None:
    """Serve until nobody holds the other end of the socket.

    Args:
        number: the descriptor of the socket.
    """
    asker = socket.socket(fileno=number)
    children: dict[int, Child] = {}     # by each of its two descriptors
    poll = select.poll()
    poll.register(number, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == number:
                packet, handed, _, _ = socket.recv_fds(
                    asker, 1 << 12, HANDED)
                if not packet:
                    for child in set(children.values()):
                        os.kill(child.pid, signal.SIGKILL)
                    return
                request = json.loads(packet)
                if not handed:
                    imported(request['function'])
                    continue
                begun = begin(request, handed, [number, *children])
                for place in begun.life, begun.end:
                    children[place] = begun
                    # Of the end only an error is of interest: no reader.
                    poll.register(place, select.POLLIN
                                  if place == begun.life else 0)
            elif descriptor in children:
                child = children[descriptor]
                if descriptor == child.end:
                    poll.unregister(child.end)
                    os.kill(child.pid, signal.SIGKILL)
                    continue
                bury(child)
                for place in child.life, child.end:
                    children.pop(place)
                    with contextlib.suppress(KeyError):
                        poll.unregister(place)
                    os.close(place)


def begin(request: confined.Job, handed: Sequence[int],
          others: Sequence[int]) -> Child:
    """Fork a child for a request.

    Args:
        request: function and seconds.
        handed: job, answer, end, and what the function is given.
        others: the nursery's own descriptors, which no child keeps.
    """
    function = imported(request['function'])
    job, answer, end, *rest = handed
    life, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            # The end of the nursery is the child's.
            ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
            for other in (life, end, *others):
                os.close(other)
            status = work(function, request['seconds'], job, answer, rest)
        finally:
            os._exit(status)
    for theirs_alone in (theirs, job, answer, *rest):
        os.close(theirs_alone)
    return Child(pid, life, end)


IMPORTED: dict[str, ModuleType] = {}


def imported(function: str) -> confined.Function:
    """Return a function; its module is made ready once, for all children.

    Args:
        function: 'package.module:name'.
    """
    place, _, name = function.partition(':')
    if place not in IMPORTED:
        IMPORTED[place] = importlib.import_module(place)
        prepare = getattr(IMPORTED[place], 'prepare', None)
        if prepare:
            with contextlib.suppress(Exception):    # a child will say it
                prepare()
        gc.collect()
        gc.freeze()             # keeps the pages shared with the children
    found: confined.Function = getattr(IMPORTED[place], name)
    return found


def work(function: confined.Function, seconds: float, job: int, answer: int,
         handed: Sequence[int]) -> int:
    """As the child: do the job; return the exit status."""
    def write(record: bytes, kind: int = confined.PLAIN) -> None:
        data = memoryview(confined.HEAD.pack(len(record), kind) + record)
        while data:
            data = data[os.write(answer, data):]

    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in 0, 1, 2:
        os.dup2(nowhere, standard)
    with open(job, 'rb') as file:
        file.seek(0)
        told = json.load(file)
    confined.confine(seconds)
    try:
        function(told, handed, write)
    except MemoryError:
        return confined.EXHAUSTED
    except Mistake as mistake:
        write(str(mistake).encode('utf-8', 'replace'), confined.MISTAKE)
    except Exception as error:
        said = f'{type(error).__name__}: {one_line(error)}'
        write(said.encode('utf-8', 'replace'), confined.ERROR)
    return 0


def bury(child: Child) -> None:
    """Wait for a child that has ended, and tell how it did."""
    _, status, usage = os.wait4(child.pid, 0)
    signalled = os.WIFSIGNALED(status)
    report = {'signal': os.WTERMSIG(status) if signalled else 0,
              'exit': 0 if signalled else os.WEXITSTATUS(status),
              'seconds': usage.ru_utime + usage.ru_stime}
    with contextlib.suppress(OSError):      # nobody wants to know
        os.write(child.end, json.dumps(report).encode())
