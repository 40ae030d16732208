"""The judging side's end of a request, with a zygote that is only played."""
import contextlib
import json
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from checkers.classroom import worker
from checkers.runner import exchange, seccomp, zygote
from checkers.selftest.synthetic import Idle

ENDED = {'verdict': 'ended', 'signal': 0, 'exit': 0}
Part = Callable[[int, int, int], None]      # given job, answer and end


@contextlib.contextmanager
def playing(part: Part) -> Iterator[socket.socket]:
    """Give the socket to a zygote that plays a part in one request."""
    def play() -> None:
        _, fds, _, _ = socket.recv_fds(theirs, 4096, 3)
        try:
            part(fds[0], fds[1], fds[2])
        except BrokenPipeError:
            pass                        # who asked is gone
        for descriptor in fds:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    thread = threading.Thread(target=play)
    thread.start()
    with ours, theirs:
        yield ours
        thread.join()


def say(end: int) -> None:
    """Say that the child has ended, as the zygote does."""
    os.write(end, json.dumps(ENDED).encode())
    os.close(end)


def write(pipe: int, data: bytes) -> None:
    """Write all of it."""
    while data:
        data = data[os.write(pipe, data[:1 << 20]):]


def test_an_answer_comes_back() -> None:
    """The child reads the job, and what it writes is what is returned."""
    def part(job: int, answer: int, end: int) -> None:
        write(answer, os.read(job, 99)[::-1])
        os.close(answer)
        say(end)

    with playing(part) as probe:
        assert exchange.ask(probe, b'the job', 5, 1) == (
            exchange.End('ended', 0, 0), b'boj eht')


def test_an_answer_that_is_still_open_is_not_waited_for() -> None:
    """Without a fence a process may outlive its end, and keep the pipe."""
    kept = []

    def part(job: int, answer: int, end: int) -> None:
        kept.append(os.dup(answer))
        write(answer, b'x' * 300000)
        say(end)

    with playing(part) as probe:
        assert exchange.ask(probe, b'', 5, 1)[1] == b'x' * 300000
    os.close(kept[0])


def test_a_long_answer_is_not_read_to_its_end(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the limit it is output, and the child writes into nothing."""
    monkeypatch.setattr(exchange, 'LIMIT', 1 << 20)
    broken = []

    def part(job: int, answer: int, end: int) -> None:
        try:
            write(answer, b'x' * (4 << 20))
        except BrokenPipeError as error:
            broken.append(error)

    with playing(part) as probe:
        end, data = exchange.ask(probe, b'', 5, 1)
    assert (end.verdict, data) == ('output', b'')
    assert broken


def test_a_zygote_that_says_nothing_has_died(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it ends before the request, over it, or only stands still."""
    with playing(lambda job, answer, end: None) as probe, \
            pytest.raises(exchange.ProbeDied, match='has ended'):
        exchange.ask(probe, b'', 5, 1)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        monkeypatch.setattr(exchange, 'PATIENCE', 0)
        with theirs, pytest.raises(exchange.ProbeDied, match='not answer'):
            exchange.ask(ours, b'', .01, 1)
        with pytest.raises(exchange.ProbeDied, match='has ended'):
            exchange.ask(ours, b'', 5, 1)


def test_no_descriptor_is_left_open() -> None:
    """A request costs the judging side none, however it ends."""
    before = os.listdir('/proc/self/fd')
    for part in (lambda *pipes: None, lambda job, answer, end: say(end)):
        with playing(part) as probe, \
                contextlib.suppress(exchange.ProbeDied):
            exchange.ask(probe, b'', 5, 1)
    assert os.listdir('/proc/self/fd') == before


class Fragile(Idle):
    """A probe that has died, and fails to start a number of times."""

    def __init__(self, failures: int) -> None:
        """Remember how often to fail."""
        super().__init__()
        self.failures = failures

    @property
    def is_alive(self) -> bool:
        """It is dead."""
        return False

    def start(self) -> None:
        """Fail, or start."""
        self.failures -= 1
        if self.failures >= 0:
            raise zygote.ProbeError('it does not start')

    def close(self) -> None:
        """There is nothing to stop."""

    restart = zygote.Zygote.restart


def test_a_dead_probe_gets_a_second_try(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """One failure is forgiven; after two it is said, and not kept."""
    monkeypatch.setattr(zygote, 'PAUSES', (0, 0))
    monkeypatch.setattr(worker, 'PROBES', {})
    Fragile(1).restart()
    broken = Fragile(2)
    worker.PROBES['python', None] = broken
    with pytest.raises(zygote.ProbeError, match='does not start'):
        worker.probe('python', None)
    assert worker.PROBES == {}
    worker.PROBES['python', None] = broken
    assert worker.probe('python', None) is broken


def test_without_libseccomp_it_is_said(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """The warning names what is not refused, and the line that installs."""
    monkeypatch.setattr(seccomp, 'BINDINGS', ())
    seccomp.program.cache_clear()
    fenced = Idle()
    fenced.unfenced = ''
    assert 'system calls' in fenced.warning
    assert seccomp.INSTALL in fenced.warning
    seccomp.program.cache_clear()


def test_the_filter_is_compiled() -> None:
    """It is whole instructions, and more than the kernel's least."""
    program = seccomp.program()
    if not program:
        pytest.skip(f'no libseccomp: {seccomp.INSTALL}')
    assert len(program) % 8 == 0 and len(program) > 8 * len(
        [call for calls in seccomp.REFUSED.values() for call in calls])
    # The last returns: BPF_RET with a constant.
    assert struct.unpack('HBBI', program[-8:])[0] == 6
