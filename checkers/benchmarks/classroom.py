"""How many submissions of a generated class are graded in a minute.

The class holds references, variants, mutants, attacks and broken archives. It
is graded by `grade` with one worker and with two, and once more as graders do
that start the student's program anew: a fresh interpreter for every task, one
after the other. Seconds, CPU seconds and memory are those of the command with
all its processes, its start included. The unit is one import of Keras, as in
grading.py: the processor time of it, in the same run.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import typing

from checkers.base.paths import ROOT
from checkers.benchmarks.grading import (PAGE, TICKS, from_fresh,
                                         one_import, tree)
from checkers.classroom import files, find
from checkers.selftest import classes


class Run(typing.NamedTuple):
    """What it took to grade the class.

    Attributes:
        wall, cpu: seconds.
        megabytes: what was resident, once a second, where it was measured.
    """

    wall: float
    cpu: float
    megabytes: list[float]


def with_workers(folder: str, jobs: int, out: str) -> Run:
    """Grade a class with the command.

    Args:
        folder: path of the class.
        jobs: how many workers.
        out: path of the folder of marks.
    """
    command = [sys.executable, '-m', 'checkers', 'grade', folder, '--out',
               out, '--jobs', str(jobs)]
    for task in classes.TASKS:
        command += ['--task', str(task.number)]
    wall, used = time.perf_counter(), 0.
    megabytes: list[float] = []
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        rows = list(tree(process.pid))
        used = max(used, sum(sum(map(int, row[11:15]))
                             for row in rows) / TICKS)
        megabytes.append(sum(int(row[21]) for row in rows) * PAGE / 2 ** 20)
        time.sleep(1)
    if process.returncode == 2:
        sys.exit('the class was not graded')
    return Run(time.perf_counter() - wall, used, megabytes)


def with_fresh(folder: str) -> Run:
    """Grade a class with a fresh interpreter for every task."""
    wall, used = time.perf_counter(), time.process_time()
    probes = 0.
    for one in find.submissions([folder])[0]:
        with tempfile.TemporaryDirectory() as scratch:
            files.lay_out(one.load(), scratch)
            probes += from_fresh(scratch, classes.TASKS).cpu
    return Run(time.perf_counter() - wall,
               probes + time.process_time() - used, [])


def main() -> None:
    """Print the rates, side by side."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.classroom', description=__doc__)
    parser.add_argument('--count', type=int, default=40, metavar='N',
                        help='students of the class (default: 40)')
    parser.add_argument('--seed', type=int, default=0, metavar='N',
                        help='the random seed of the class (default: 0)')
    arguments = parser.parse_args()
    count = arguments.count
    unit = one_import()
    with tempfile.TemporaryDirectory() as scratch:
        group = pathlib.Path(scratch) / 'class'
        group.mkdir()
        classes.build(group, count, arguments.seed, hostile=count // 20,
                      broken=count // 20)
        runs = {
            f"{jobs} worker{'s'[:jobs - 1]}": with_workers(
                str(group), jobs, os.path.join(scratch, str(jobs)))
            for jobs in (1, 2)}
        runs['fresh interpreters'] = with_fresh(str(group))
    slow = runs['fresh interpreters']
    print(f'{count} submissions of {len(classes.TASKS)} tasks; one import is '
          f'{unit:.2f} CPU s')
    print(f"{'':20} {'wall s':>8} {'a minute':>10} {'imports each':>12} "
          f"{'times':>6} {'CPU s':>8} {'times':>6}  resident MB, early and "
          'late')
    for name, run in runs.items():
        quarter = len(run.megabytes) // 4 or 1
        middle = run.megabytes[quarter:-quarter]
        resident = ', '.join(
            f'{statistics.median(part):.0f}'
            for part in (middle[:quarter], middle[-quarter:]) if part)
        each = run.wall / count
        print(f'{name:20} {run.wall:8.0f} {60 / each:10.1f} '
              f'{each / unit:12.2f} {slow.wall / run.wall:6.1f} '
              f'{run.cpu:8.0f} {slow.cpu / run.cpu:6.1f}  {resident}')


if __name__ == '__main__':
    main()
