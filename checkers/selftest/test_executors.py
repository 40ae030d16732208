"""A worker that dies costs time, and nothing else."""
import concurrent.futures
import os
import pathlib
import signal
import typing
import weakref
from collections.abc import Callable, Iterator

import pytest

from checkers.classroom import executors


def die_once(folder: str, number: int) -> int:
    """Kill this worker at the first call of a number; return it later."""
    try:
        pathlib.Path(folder, str(number)).touch(exist_ok=False)
    except FileExistsError:
        return number
    return die(number)


def die(number: int) -> int:
    """Kill this worker."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def double(number: int) -> int:
    """Return twice a number."""
    return 2 * number


def wait(number: int) -> int:
    """Never return."""
    signal.pause()
    return number


def fail(number: int) -> int:
    """Raise an exception."""
    raise ValueError(number)


@pytest.mark.slow
def test_a_dead_worker_is_replaced(tmp_path: pathlib.Path) -> None:
    """What it had is done by another, once."""
    with executors.opened(2) as workers:
        work: list[executors.Piece[int, int]] = [
            (k, die_once, (str(tmp_path), k)) for k in (0, 1)]
        work += [(k, double, (k,)) for k in range(2, 12)]
        done = list(executors.do_all(workers, work))
    assert sorted(done) == [(0, 0), (1, 1)] + [
        (k, 2 * k) for k in range(2, 12)]


def test_what_kills_every_worker_is_given_up(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes back as an exception; the rest is done."""
    monkeypatch.setattr(executors, 'TRIES', 2)
    with executors.opened(1) as workers:
        monkeypatch.setattr(workers, 'width', 1)
        done = dict(executors.do_all(workers, [
            (0, die, (0,)), (1, double, (1,)), (2, fail, (2,))]))
    assert isinstance(done[0], executors.Local.lost)
    assert done[1] == 2
    assert isinstance(done[2], ValueError)


def test_work_is_read_as_it_is_done() -> None:
    """A class is never in memory as a whole."""
    def work() -> Iterator[executors.Piece[int, int]]:
        for k in range(20):
            ahead.append(k)
            yield k, double, (k,)

    ahead: list[int] = []
    with executors.opened(1) as workers:
        for done, _ in enumerate(executors.do_all(workers, work()), 1):
            assert len(ahead) <= done + workers.width
    assert done == len(ahead) == 20


def test_an_interrupt_ends_the_workers() -> None:
    """What is not done is left; closing does not wait for it."""
    with pytest.raises(KeyboardInterrupt):
        with executors.opened(1) as workers:
            for _ in executors.do_all(workers, [
                    (0, double, (1,)), (1, wait, (1,))]):
                raise KeyboardInterrupt


class Cluster:
    """A stand-in for Dask's client: workers come and go, and do as told.

    Attributes:
        threads: the threads of each worker that is there, by address.
        idle: the workers that never answer.
        next: a worker -> who comes when it leaves, over a piece of work.
        given: (address, arguments) of each piece that was given out.
        looks: how often somebody asked who is there.
    """

    def __init__(self, *addresses: str) -> None:
        """Have some workers."""
        self.threads = dict.fromkeys(addresses, 1)
        self.idle: set[str] = set()
        self.next: dict[str, str] = {}
        self.given: list[tuple[str, tuple[object, ...]]] = []
        self.looks = 0

    def nthreads(self) -> dict[str, int]:
        """Return who is there."""
        self.looks += 1
        return dict(self.threads)

    def submit(self, function: Callable[..., object], *arguments: object,
               workers: list[str], allow_other_workers: bool
               ) -> executors.Future[object]:
        """Have the first of some workers do it."""
        assert workers and not allow_other_workers
        self.given.append((workers[0], arguments))
        future: executors.Future[object] = concurrent.futures.Future()
        if arguments and workers[0] in self.next:
            del self.threads[workers[0]]
            self.threads[self.next[workers[0]]] = 1
        elif workers[0] not in self.idle:
            future.set_result(function(workers[0], *arguments))
        return future


def far(cluster: Cluster, monkeypatch: pytest.MonkeyPatch
        ) -> executors.Dask:
    """Return a scheduler's workers without a scheduler; nothing waits."""
    for limit in 'START', 'PATIENCE', 'LOOK':
        monkeypatch.setattr(executors, limit, 0)
    workers = executors.Dask.__new__(executors.Dask)
    workers.client = workers.executor = typing.cast(typing.Any, cluster)
    workers.lost = ()
    workers.looked = 0
    workers.asked, workers.admitted = {}, {}
    workers.given = weakref.WeakKeyDictionary()
    return workers


def who(address: str, *arguments: object) -> str:
    """Return which worker does it."""
    return address


def heard(cluster: Cluster, monkeypatch: pytest.MonkeyPatch
          ) -> tuple[executors.Dask, list[tuple[str, object]]]:
    """Have the workers judged: who is called good may work.

    Returns:
        The workers; and the judge's list of who was judged, which grows.
    """
    judged: list[tuple[str, object]] = []

    def judge(name: str, answer: object) -> bool:
        judged.append((name, answer))
        return answer == name and 'good' in name

    workers = far(cluster, monkeypatch)
    workers.admit(('who', who, ()), judge)
    return workers, judged


def test_each_far_worker_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those alone get work that were admitted; one that comes is asked."""
    cluster = Cluster('good 1', 'bad', 'late good')
    cluster.idle.add('late good')
    workers, judged = heard(cluster, monkeypatch)
    assert [name for name, _ in judged] == ['bad', 'good 1', 'late good']
    assert isinstance(judged[-1][1], TimeoutError)
    assert workers.present() == {'good 1': 1} and workers.width == 2
    work = [(k, who, (k,)) for k in range(3)]
    assert sorted(executors.do_all(workers, work)) == [
        (k, 'good 1') for k in range(3)]
    cluster.threads.update({'worse': 1, 'good 2': 3})
    assert workers.present() == {'good 1': 1, 'good 2': 3}
    assert {name for name, _ in judged[3:]} == {'worse', 'good 2'}
    del cluster.threads['good 1'], cluster.threads['bad']
    assert workers.present() == {'good 2': 3}
    cluster.threads['good 1'] = 1           # back, perhaps another machine
    assert workers.present() == {'good 1': 1, 'good 2': 3}
    assert judged[-1][0] == 'good 1'
    assert {address for address, arguments in cluster.given if arguments
            } == {'good 1'}


def test_no_piece_waits_for_a_far_scheduler(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is there is not asked for every piece of work."""
    cluster = Cluster('good 1', 'good 2')
    workers, _ = heard(cluster, monkeypatch)
    monkeypatch.setattr(executors, 'LOOK', 3600)
    asked = cluster.looks
    work = [(k, who, (k,)) for k in range(20)]
    assert len(list(executors.do_all(workers, work))) == 20
    assert cluster.looks == asked


@pytest.mark.parametrize('leaving, end', [(1, 'good 2'), (3, 'good 4')])
def test_work_that_is_stranded(leaving: int, end: str,
                               monkeypatch: pytest.MonkeyPatch) -> None:
    """Work of a worker that left goes to the one that comes instead."""
    cluster = Cluster('good 1')
    cluster.next = {f'good {number}': f'good {number + 1}'
                    for number in range(1, leaving + 1)}
    workers, _ = heard(cluster, monkeypatch)
    assert list(executors.do_all(workers, [(7, who, (7,))])) == [(7, end)]


def test_work_that_every_worker_leaves_over(
        monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up, and the rest is done."""
    cluster = Cluster('good 1')
    cluster.next = {f'good {number}': f'good {number + 1}'
                    for number in range(1, executors.TRIES + 1)}
    workers, _ = heard(cluster, monkeypatch)
    monkeypatch.setattr(executors.Dask, 'width', 1)
    (one, result), other = executors.do_all(
        workers, [(1, who, (1,)), (2, who, (2,))])
    assert one == 1 and isinstance(result, executors.Left)
    assert other == (2, f'good {executors.TRIES + 1}')


def test_nobody_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all have gone and no other comes, that is said."""
    cluster = Cluster('good', 'bad')
    workers, _ = heard(cluster, monkeypatch)
    del cluster.threads['good']
    with pytest.raises(executors.Gone, match='the workers are gone'):
        list(executors.do_all(workers, [(7, who, (7,))]))
    assert list(executors.do_all(workers, [])) == []
