"""A worker that dies costs time, and nothing else."""
import os
import pathlib
import signal
from collections.abc import Iterator

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
