"""Children with limits: what ends them, and that nothing of them stays."""
import concurrent.futures
import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence

import pytest

from checkers.base import confined
from checkers.base.errors import Mistake

HERE = 'checkers.selftest.test_confined'
Write = Callable[[bytes], None]


def echo(job: confined.Job, handed: Sequence[int], write: Write) -> None:
    """Write what the job tells, and what is handed over."""
    for text in job['texts']:
        write(text.encode())
    for descriptor in handed:
        write(os.read(descriptor, 99))


def spin(job: confined.Job, handed: Sequence[int], write: Write) -> None:
    """Write once, and never end, in Python or in C."""
    write(b'begun')
    if job['in C']:
        pow(3, 10 ** 9)
    while True:
        pass


def hoard(job: confined.Job, handed: Sequence[int], write: Write) -> None:
    """Take more memory than there is."""
    write(bytes(9))
    hoarded = [bytearray(1 << 26) for _ in range(99)]
    write(b'%d' % len(hoarded))


def crash(job: confined.Job, handed: Sequence[int], write: Write) -> None:
    """Read what is not there."""
    ctypes.string_at(0)


def fail(job: confined.Job, handed: Sequence[int], write: Write) -> None:
    """Raise an exception, of a mistake where the job says so."""
    raise Mistake('mine') if job['mistake'] else ValueError('the\nstudent')


def wait(job: confined.Job, handed: Sequence[int], write: Write) -> None:
    """Tell its number and its descriptors, and wait for ever."""
    write(f'{os.getpid()} {sorted(map(int, os.listdir("/proc/self/fd")))}'
          .encode())
    signal.pause()


def run(function: Callable[..., None], handed: Sequence[int] = (),
        seconds: float = 1, most: int = 1 << 20,
        **job: object) -> list[bytes]:
    """Return what a function of this file writes in a child."""
    return list(confined.run(f'{HERE}:{function.__name__}', job, seconds,
                             most=most, handed=handed))


def ends(pid: int) -> bool:
    """Tell whether a process ends soon."""
    try:
        found = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(found, 'rb') as handle:
        import select
        return bool(select.select([handle], [], [], 20)[0])


def test_records_come_in_order() -> None:
    """What is written comes back, and a descriptor goes there."""
    reading, writing = os.pipe()
    os.write(writing, b'handed')
    texts = ['', 'a' * 99999, '\udcff'.encode(
        'utf-8', 'replace').decode()]
    assert run(echo, [reading], texts=texts) == [
        *map(str.encode, texts), b'handed']
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize('in_c', [False, True])
def test_time(in_c: bool) -> None:
    """The kernel ends what takes too long; what was written is there."""
    found = confined.run(f'{HERE}:spin', {'in C': in_c}, .3)
    assert next(found) == b'begun'
    with pytest.raises(confined.Broken) as caught:
        next(found)
    assert caught.value.said('judge') == \
        'it takes too much processor time to judge it'
    assert .2 < caught.value.seconds < 1


@pytest.mark.slow
def test_memory() -> None:
    """A child has so much memory, and is told from one that crashes."""
    with pytest.raises(confined.Broken, match='too much memory'):
        run(hoard, seconds=9)
    with pytest.raises(confined.Broken, match='signal 11'):
        run(crash)


def test_what_it_raises() -> None:
    """A mistake is one here too; any other is told in one line."""
    with pytest.raises(Mistake, match='^mine$'):
        run(fail, mistake=True)
    with pytest.raises(confined.Broken) as caught:
        run(fail, mistake=False)
    assert 'ValueError: the student' in caught.value.said('judge')


def test_size() -> None:
    """A record of too many bytes is not read."""
    with pytest.raises(confined.Broken, match='too much comes back'):
        run(echo, most=1000, texts=['a' * 1001])


def test_who_is_not_wanted_ends() -> None:
    """Where nobody reads any more, the child is killed, and nobody else."""
    one, other = (confined.run(f'{HERE}:wait', {}) for _ in range(2))
    first, second = (next(each).split()[0] for each in (one, other))
    one.close()             # type: ignore[attr-defined]
    assert ends(int(first))
    os.kill(int(second), 0)
    other.close()           # type: ignore[attr-defined]
    assert ends(int(second))


def test_a_child_holds_nothing_of_another() -> None:
    """Neither the nursery's socket nor another's pipes are open in it."""
    one, other = (confined.run(f'{HERE}:wait', {}) for _ in range(2))
    first, second = (next(each).split(b' ', 1)[1] for each in (one, other))
    assert len(first.split()) == len(second.split())
    one.close()             # type: ignore[attr-defined]
    other.close()           # type: ignore[attr-defined]


def test_a_nursery_that_was_killed_is_replaced() -> None:
    """Its children end with it; the next work is done by a new one."""
    found = confined.run(f'{HERE}:wait', {})
    pid = int(next(found).split()[0])
    before = confined.nursery()
    before.process.kill()
    with pytest.raises(confined.Broken):
        next(found)
    assert ends(pid)
    before.process.wait()
    assert run(echo, texts=['again']) == [b'again']
    assert confined.nursery() is not before


def test_any_thread_may_ask() -> None:
    """Many at a time get what is theirs."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda k: run(echo, texts=[str(k)] * k), range(24))
        assert list(found) == [[b'%d' % k] * k for k in range(24)]


def in_a_fork(pipe: int) -> None:
    """Work in a fork of this process; tell the nursery's number."""
    assert run(echo, texts=['fork']) == [b'fork']
    os.write(pipe, b'%d' % confined.nursery().process.pid)
    confined.close()


def test_a_fork_has_a_nursery_of_its_own() -> None:
    """It does not share the socket."""
    ours = confined.nursery().process.pid
    reading, writing = os.pipe()
    fork = multiprocessing.get_context('fork').Process(
        target=in_a_fork, args=[writing])
    fork.start()
    fork.join(60)
    assert fork.exitcode == 0 and int(os.read(reading, 99)) != ours
    assert confined.nursery().process.pid == ours
    assert threading.active_count() >= 1
