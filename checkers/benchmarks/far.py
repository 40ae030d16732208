"""A class that is graded by other machines, which are far.

Dask's scheduler and four workers are on machines of their own (machines.py).
The class is graded by processes here, by those workers, and once more while a
worker is killed (SIGKILL) every so many seconds, in turn, and started again;
the marks are compared byte by byte.

Then the throughput with more cores is reckoned from what was measured: what a
submission takes of a worker, of the teacher's machine and of the scheduler's
line, and what an empty piece of work as large takes of teacher and scheduler,
where so many workers may be given it. Heartbeats of many workers are not in
it.
"""
import argparse
import contextlib
import importlib.util
import itertools
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import typing
from collections.abc import Sequence

from checkers.base.errors import Mistake
from checkers.benchmarks.flat import begin, differ, done, LOOK, marks
from checkers.benchmarks.grading import cpu
from checkers.benchmarks.machines import (ADDRESS, Cluster, NET, network,
                                          passed, WORKERS)
from checkers.classroom import executors
from checkers.selftest import classes

LINE = 1e9 / 8          # bytes a second of the scheduler's line
CORES = 10, 100, 1000
TOGETHER = 1, 8         # submissions in a piece of work: today's, and several


class Used(typing.NamedTuple):
    """What was used since the start, or by one submission.

    Attributes:
        workers, teacher: CPU seconds.
        carried: bytes to and from the workers.
        met: bytes to and from the scheduler, which all others talk to.
    """

    workers: float
    teacher: float
    carried: float
    met: float


class Empty(typing.NamedTuple):
    """What a piece of work took that had nothing in it.

    Attributes:
        wall: seconds by the clock, with all of it on this machine.
        teacher, scheduler: CPU seconds.
    """

    wall: float
    teacher: float
    scheduler: float


def used(cluster: Cluster, teacher: int) -> Used:
    """Return what was used so far.

    Args:
        cluster: the cluster.
        teacher: the process number of the command that grades.
    """
    workers = [worker.pid for worker in cluster.workers]
    return Used(sum(map(cpu, workers)), cpu(teacher),
                sum(map(passed, workers)), passed(cluster.scheduler.pid))


def graded(process: subprocess.Popen[bytes], out: pathlib.Path, count: int,
           cluster: Cluster | None = None, dies: float = 0
           ) -> tuple[float, list[Used]]:
    """Wait until a class is graded.

    Args:
        process: the command that grades it.
        out: path of the folder of marks.
        count: the submissions of the class.
        cluster: whose workers grade, if they do.
        dies: every how many seconds one of them dies; 0 for never.

    Returns:
        The seconds it took; and what was used, by a submission, from a fifth
        of the class to four fifths, when all workers are warm.
    """
    start = time.monotonic()
    due = start + dies
    looks: list[tuple[int, Used]] = []
    while process.poll() is None:
        if cluster and dies and time.monotonic() > due:
            cluster.replace()
            due += dies
        if cluster and not dies and len(looks) < 2 and \
                done(out) >= count * (1, 4)[len(looks)] // 5:
            looks.append((done(out), used(cluster, process.pid)))
        time.sleep(LOOK)
    return time.monotonic() - start, [
        Used(*((late - early) / (after - before)
               for early, late in zip(first, last)))
        for (before, first), (after, last) in itertools.pairwise(looks)]


class Many(executors.Dask):
    """The workers, and as many more that only seem to be there.

    Attributes:
        more: the addresses of those, with a thread each.
    """

    more: dict[str, int] = {}

    def present(self) -> dict[str, int]:
        """Return the threads of all."""
        return {**super().present(), **self.more}


def empty(cluster: Cluster, cores: int, size: int) -> Empty:
    """Return what an empty piece takes, where so many workers may get it.

    Args:
        cluster: whose workers do it.
        cores: how many workers may.
        size: the bytes that go there.
    """
    count = 2 * cores + 100
    with contextlib.closing(Many(ADDRESS)) as workers:
        workers.admit(('who', len, ('',)), lambda *_: True)
        workers.more = {f'tcp://{NET}{10 + number % 200}:{1024 + number}': 1
                        for number in range(cores - WORKERS)}

        def now() -> Empty:
            return Empty(time.monotonic(), time.process_time(),
                         cpu(cluster.scheduler.pid))

        before = now()
        work = ((number, len, (bytes(size),)) for number in range(count))
        for _ in executors.do_all(workers, work):
            pass
        return Empty(*((late - early) / count
                       for early, late in zip(before, now())))


def alone(count: int = 9) -> float:
    """Return the seconds that an empty piece takes, there and back."""
    seconds = []
    with executors.opened(0, ADDRESS) as workers:
        workers.admit(('who', len, ('',)), lambda *_: True)
        for _ in range(count):
            start = time.monotonic()
            workers.submit(len, '').result()
            seconds.append(time.monotonic() - start)
    return statistics.median(seconds)


def rates(one: Used, cores: int, gap: float, least: Empty, piece: Empty,
          together: int) -> dict[str, float]:
    """Return how many submissions a minute each part allows.

    Args:
        one: what a submission took, with WORKERS workers.
        cores: how many workers.
        gap: the seconds until a worker has its next piece.
        least, piece: what an empty piece took with WORKERS, with cores.
        together: how many submissions are in a piece.
    """
    seconds = {
        # One piece more is at hand there; where it is too short, they wait.
        'workers': max(one.workers,
                       (one.workers + gap / together) / 2) / cores,
        'teacher': max(0, one.teacher - least.teacher)
        + piece.teacher / together,
        'scheduler': piece.scheduler / together,
        'line': one.met / LINE}
    return {name: 60 / took for name, took in seconds.items()}


def reckon(cluster: Cluster, one: Used) -> None:
    """Measure what is left to be, and print what limits the throughput."""
    gap = alone()
    pieces = {cores: empty(cluster, cores, int(one.carried))
              for cores in (WORKERS, *CORES)}
    print(f'\na submission: {one.workers:.2f} CPU s of a worker, '
          f'{1000 * one.teacher:.0f} ms of the teacher; '
          f'{one.carried / 1000:.0f} kB to and from the worker, '
          f'{one.met / 1000:.0f} kB to and from the scheduler; '
          f'an empty piece there and back {gap:.2f} s')
    print('an empty piece of many, ms by the clock and of CPU')
    print('workers    clock  teacher  scheduler')
    for cores, piece in pieces.items():
        print(f'{cores:7}' + '{:9.1f}{:9.1f}{:11.1f}'.format(
            *(1000 * took for took in piece)))
    print('submissions a minute that each part allows')
    for cores in CORES:
        most = []
        for together in TOGETHER:
            allowed = rates(one, cores, gap, pieces[WORKERS], pieces[cores],
                            together)
            limit = min(allowed, key=allowed.__getitem__)
            most.append(allowed[limit])
            print(f'{cores:5} cores, {together} in a piece:' + ''.join(
                f' {name} {rate:.0f},' for name, rate in allowed.items()) +
                f' so {limit}')
        print(f'{"":5} several in a piece: {most[1] / most[0]:.2f} times')


def measure(given: argparse.Namespace) -> None:
    """Grade the class three times; print it, and what follows."""
    tasks = given.task or [task.number for task in classes.TASKS]
    found: dict[str, dict[str, bytes]] = {}
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        group = scratch / 'class'
        group.mkdir()
        classes.build(group, given.count, hostile=given.count // 20,
                      broken=given.count // 20)
        print(f'{given.count} submissions, of each the tasks '
              f'{", ".join(map(str, tasks))}; {given.delay:g} ms one way')

        def run(name: str, words: Sequence[str],
                cluster: Cluster | None = None, dies: float = 0
                ) -> list[Used]:
            out = scratch / name
            seconds, uses = graded(
                begin(group, out, tasks, '--seed', '0', *words), out,
                given.count, cluster, dies)
            found[name] = marks(out)
            first, *_ = found.values()
            minute = 60 * given.count / seconds
            print(f'{name:30} {seconds:5.0f} s, {minute:4.0f} a minute, '
                  f'{len(found[name])} documents, '
                  f'{len(differ(found[name], first))} differ', flush=True)
            return uses

        run(f'{WORKERS} processes here', ['--jobs', str(WORKERS)])
        far = ['--scheduler', ADDRESS]
        with contextlib.closing(Cluster()) as cluster:
            cluster.wait()
            one, = run(f'{WORKERS} workers, far', far, cluster)
        with contextlib.closing(Cluster()) as cluster:
            cluster.wait()
            run(f'the same, one dies every {given.dies:g} s', far, cluster,
                given.dies)
            cluster.wait()
            reckon(cluster, one)


def main() -> int:
    """Measure, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.far', description=__doc__)
    parser.add_argument('--count', type=int, default=60, metavar='N',
                        help='students of the class (default: 60)')
    parser.add_argument('--delay', type=float, default=20, metavar='MS',
                        help='milliseconds that a packet takes, one way '
                             '(default: 20)')
    parser.add_argument('--dies', type=float, default=30, metavar='S',
                        help='seconds from one death to the next '
                             '(default: 30)')
    parser.add_argument('--task', type=int, action='append', metavar='N',
                        choices=[task.number for task in classes.TASKS],
                        help='grade this task alone (default: all four)')
    given = parser.parse_args()
    try:
        if not importlib.util.find_spec('distributed'):
            raise Mistake(f'this needs Dask: {executors.INSTALL}')
        with network(1 + WORKERS, given.delay / 1000):
            measure(given)
    except Mistake as mistake:
        print(f'far: {mistake}', file=sys.stderr)
        return 2
    return 0


if __name__ == '__main__':
    sys.exit(main())
