"""grade --scheduler: the same marks from Dask's workers, fenced each."""
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from checkers.base.errors import Mistake
from checkers.classroom import executors
from checkers.runner import sandbox
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
        tmp_path / 'class', '--task', '0', '--seed', '7', '--out']
    before = workers(scheduler)
    process = started(*group, tmp_path / 'dask', '--scheduler', scheduler)
    os.kill(before[0], signal.SIGKILL)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 1 and complaints(said) == []
    assert grade(*group, tmp_path / 'local').returncode == 1
    assert results(tmp_path / 'dask')[0] == results(tmp_path / 'local')[0]
    assert len(results(tmp_path / 'dask')[0]) == 6
    assert before[0] not in workers(scheduler)


@contextlib.contextmanager
def unfenced(scheduler: str) -> Iterator[None]:
    """Start one more worker, on whose machine there is no bubblewrap."""
    with distributed.Client(scheduler, set_as_default=False) as client:
        there = len(client.nthreads())
        with subprocess.Popen(
                [sys.executable, '-m', 'distributed.cli.dask_worker',
                 scheduler, '--nthreads', '1', '--no-nanny',
                 '--no-dashboard'], cwd=ROOT, env=environment(PATH='/none'),
                stderr=subprocess.DEVNULL) as process:
            try:
                client.wait_for_workers(there + 1, timeout=60)
                yield
            finally:
                process.kill()          # asked, it may wait for ever


@pytest.mark.skipif(bool(sandbox.why_not()), reason='no sandbox')
@pytest.mark.parametrize('attack', ['writes where it was sent to'])
@pytest.mark.slow
def test_attack(attack: str, scheduler: str, tmp_path: pathlib.Path) -> None:
    """A worker without a sandbox among others gets nobody's code, and is
    named; alone it grades nobody.
    """
    written = tmp_path / 'written'
    for number in range(6):
        (tmp_path / 'class' / str(number)).mkdir(parents=True)
        (tmp_path / 'class' / str(number) / '0-vanilla.py').write_text(
            RIGHT.replace('import', f'open({str(written)!r}, "w").close()\n'
                          'import', 1))
    words: list[str | pathlib.Path] = [
        tmp_path / 'class', '--task', '0', '--seed', '7', '--out']
    with unfenced(scheduler):
        ended = grade(*words, tmp_path / 'marks', '--scheduler', scheduler)
        assert ended.returncode == 1
        line, = ended.stderr.splitlines()
        assert 'tcp://' in line and 'is left out: no sandbox' in line
        assert len(results(tmp_path / 'marks')[0]) == 6
    assert not written.exists()
    with distributed.LocalCluster(
            n_workers=0, host='127.0.0.1', dashboard_address=None) as alone, \
            unfenced(alone.scheduler_address):
        ended = grade(*words, tmp_path / 'none', '--scheduler',
                      alone.scheduler_address)
    assert ended.returncode == 2 and not written.exists()
    line, = ended.stderr.splitlines()
    assert 'nobody can grade (tcp://' in line and 'no sandbox' in line


@pytest.mark.parametrize('words, said', [
    (['--no-sandbox'], '--no-sandbox goes with --scheduler'),
    (['--no-sandbox', '--require-sandbox', '--scheduler', 'tcp://a:1'],
     'and without --require-sandbox')])
def test_no_sandbox_is_for_far_workers(words: list[str], said: str,
                                       tmp_path: pathlib.Path) -> None:
    """Here nothing is required that could be done without."""
    ended = grade('0x04-autoencoders', '--out', tmp_path / 'marks', *words)
    assert ended.returncode == 2 and said in ended.stderr


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
