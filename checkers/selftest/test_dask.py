"""grade --scheduler: the same marks from Dask's workers."""
import os
import pathlib
import signal
from collections.abc import Iterator

import pytest

from checkers.base.errors import Mistake
from checkers.classroom import executors
from checkers.selftest.course import complaints, environment, ROOT, run
from checkers.selftest.test_grade import RIGHT, WRONG, grade, results, started

distributed = pytest.importorskip('distributed', reason=executors.INSTALL)


@pytest.fixture(scope='module')
def scheduler() -> Iterator[str]:
    """Give the address of a scheduler with two worker processes."""
    with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host='127.0.0.1',
            dashboard_address=None, worker_dashboard_address=None,
            processes=True) as cluster:
        yield cluster.scheduler_address


def workers(address: str) -> list[int]:
    """Return the process numbers of a scheduler's workers."""
    with distributed.Client(address, set_as_default=False) as client:
        return sorted(client.run(os.getpid).values())


@pytest.mark.slow
def test_a_killed_worker_costs_nothing(
        scheduler: str, tmp_path: pathlib.Path) -> None:
    """One is killed during the run: the same bytes as from processes."""
    for number in range(6):
        (tmp_path / 'class' / str(number)).mkdir(parents=True)
        (tmp_path / 'class' / str(number) / '0-vanilla.py').write_text(
            (RIGHT, WRONG)[number % 2])
    group: list[str | pathlib.Path] = [
        tmp_path / 'class', '--task', '0', '--out']
    before = workers(scheduler)
    process = started(*group, tmp_path / 'dask', '--scheduler', scheduler)
    os.kill(before[0], signal.SIGKILL)
    _, said = process.communicate()
    assert process.returncode == 1 and complaints(said) == []
    assert grade(*group, tmp_path / 'local').returncode == 1
    assert results(tmp_path / 'dask')[0] == results(tmp_path / 'local')[0]
    assert len(results(tmp_path / 'dask')[0]) == 6
    assert before[0] not in workers(scheduler)


@pytest.mark.parametrize('address, said', [
    ('tcp://127.0.0.1:1', 'does not answer; start it'),
    ('127.0.0.1', 'is no address of a scheduler')])
def test_no_scheduler(address: str, said: str,
                      monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, one line says so."""
    monkeypatch.setattr(executors, 'SECONDS', 1)
    with pytest.raises(Mistake, match=said):
        with executors.opened(1, address):
            pass


def test_without_dask(tmp_path: pathlib.Path) -> None:
    """Where distributed is missing, one line says how to install it."""
    (tmp_path / 'distributed.py').write_text('raise ImportError\n')
    ended = run('-m', 'checkers', 'grade', '0x04-autoencoders', '--out',
                tmp_path / 'marks', '--scheduler', 'tcp://a:1', cwd=ROOT,
                env=environment(PYTHONPATH=str(tmp_path)))
    assert ended.returncode == 2
    line, = ended.stderr.splitlines()
    assert executors.INSTALL in line
