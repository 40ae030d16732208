"""One request to the probe: what is sent with it, and what comes back.

Nothing of a submission goes through the zygote. The request has descriptors
of three things of its own: a file in memory that holds the job, a pipe for
the child's answer, and one on which the zygote says how the child ended. A
request whose asker is gone harms no other: the zygote sees that nobody reads
the last, and kills the child.
"""
import contextlib
import json
import os
import select
import socket
import time
import typing

LIMIT = 16 << 20        # bytes of an answer; an honest one has 4 MB
PATIENCE = 30           # seconds that the zygote has beyond the child's limit


class ProbeDied(RuntimeError):
    """The probe is gone, or does not answer: restart it, and ask again."""


class End(typing.NamedTuple):
    """How a child ended.

    Attributes:
        verdict: 'ended', or 'time', 'memory', 'processes' or 'output' for
            the limit that it broke.
        signal: the signal that ended it, 0 for none.
        exit: its exit status.
    """

    verdict: str
    signal: int
    exit: int


def ask(probe: socket.socket, job: bytes, seconds: float, size: int
        ) -> tuple[End, bytes]:
    """Have a job done; return how the child ended, and its bytes.

    Args:
        probe: the socket to the zygote.
        job: what the child reads.
        seconds: the time that it may take.
        size: the bytes of memory that it may take.

    Raises:
        ProbeDied: there is no answer from the zygote.
    """
    with contextlib.ExitStack() as ours:
        answer, end = send(probe, job, seconds, size, ours)
        deadline = time.monotonic() + seconds + PATIENCE
        poll, said, data = select.poll(), b'', bytearray()
        for pipe in answer, end:
            poll.register(pipe, select.POLLIN)
        ended = False
        while not ended:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ProbeDied('the probe does not answer')
            for pipe, _ in poll.poll(1000 * left):
                part = os.read(pipe, 1 << 20)
                if pipe == end:
                    said += part
                    ended = not part
                elif part:
                    data += part
                else:
                    poll.unregister(answer)
            if len(data) > LIMIT:
                return End('output', 0, 0), b''
        data += rest(answer)
    if not said:
        raise ProbeDied('the probe has ended')
    return End(**json.loads(said)), bytes(data)


def send(probe: socket.socket, job: bytes, seconds: float, size: int,
         ours: contextlib.ExitStack) -> tuple[int, int]:
    """Send a request; return the pipes for the answer and for the end.

    Args: as for ask; ours closes the two in the end.
    """
    with contextlib.ExitStack() as theirs:
        file = os.memfd_create('job')
        theirs.callback(os.close, file)
        with open(file, 'wb', closefd=False) as writing:
            writing.write(job)
        os.lseek(file, 0, os.SEEK_SET)
        pipes = []
        for _ in range(2):
            pipes.append(os.pipe())
            ours.callback(os.close, pipes[-1][0])
            theirs.callback(os.close, pipes[-1][1])
        (answer, answering), (end, ending) = pipes
        limits = json.dumps({'seconds': seconds, 'bytes': size})
        try:
            socket.send_fds(probe, [limits.encode()],
                            [file, answering, ending])
        except OSError:
            raise ProbeDied('the probe has ended')
    return answer, end


def rest(pipe: int) -> bytes:
    """Return what a pipe still holds, without waiting for its end.

    Without a fence a process of the child may keep it open for ever.
    """
    data = b''
    os.set_blocking(pipe, False)
    with contextlib.suppress(BlockingIOError):
        while len(data) <= LIMIT and (part := os.read(pipe, 1 << 20)):
            data += part
    return data
