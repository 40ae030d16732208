#!/usr/bin/env python3
"""How many submissions of a generated class are graded in a minute.

The class holds references, variants, mutants, attacks and broken archives. It
is graded by `grade` with one worker and with two, and once more as graders do
that start the student's program anew: a fresh interpreter for every task, one
after the other. Seconds, processor time and memory are those of the command
with all its processes, its start included.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from checkers.base.paths import ROOT
from checkers.benchmarks.grading import PAGE, TICKS, cpu, tree
from checkers.classroom import files, find
from checkers.judging import grading as grader
from checkers.runner import zygote
from checkers.selftest import classes


def with_workers(folder, jobs, out):
    """Grade a class with the command; return what it took.

    Args:
        folder: path of the class.
        jobs: integer, how many workers.
        out: path, where the marks go.

    Returns:
        Dictionary: wall and cpu in seconds, and the list of the megabytes
        that were resident, one for each second.
    """
    command = [sys.executable, '-m', 'checkers', 'grade', folder, '--out',
               out, '--jobs', str(jobs)]
    for task in classes.TASKS:
        command += ['--task', str(task.number)]
    wall, used, megabytes = time.perf_counter(), 0., []
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        rows = list(tree(process.pid))
        used = max(used, sum(sum(map(int, row[11:15]))
                             for row in rows) / TICKS)
        megabytes.append(sum(int(row[21]) for row in rows) * PAGE / 2 ** 20)
        time.sleep(1)
    if process.returncode == 2:
        sys.exit('the class was not graded')
    return {'wall': time.perf_counter() - wall, 'cpu': used,
            'megabytes': megabytes}


def with_fresh(folder):
    """Grade a class with a fresh interpreter for every task."""
    wall, used = time.perf_counter(), 0.
    for one in find.submissions([folder])[0]:
        with tempfile.TemporaryDirectory() as scratch:
            files.lay_out(one.load(), scratch)
            for task in classes.TASKS:
                with zygote.Zygote(fence=False) as fresh:
                    gathered = grader.gather(scratch, fresh, tasks=[task])
                    used += cpu(fresh)
                start = time.process_time()
                grader.judge(gathered, [task])
                used += time.process_time() - start
    return {'wall': time.perf_counter() - wall, 'cpu': used,
            'megabytes': []}


def main():
    """Print the rates, side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--count', type=int, default=40, metavar='N',
                        help='students of the class (default: 40)')
    parser.add_argument('--seed', type=int, default=0, metavar='N',
                        help='draw another class (default: 0)')
    arguments = parser.parse_args()
    count = arguments.count
    with tempfile.TemporaryDirectory() as scratch:
        group = pathlib.Path(scratch) / 'class'
        group.mkdir()
        classes.build(group, count, arguments.seed, hostile=count // 20,
                      broken=count // 20)
        runs = {'%d worker%s' % (jobs, 's'[:jobs - 1]): with_workers(
            str(group), jobs, os.path.join(scratch, str(jobs)))
            for jobs in (1, 2)}
        runs['fresh interpreters'] = with_fresh(str(group))
    slow = runs['fresh interpreters']
    print('%-20s %8s %10s %6s %8s %6s  %s' % (
        '%d submissions' % count, 'wall s', 'a minute', 'times', 'CPU s',
        'times', 'resident MB, early and late'))
    for name, run in runs.items():
        quarter = len(run['megabytes']) // 4 or 1
        middle = run['megabytes'][quarter:-quarter]
        print('%-20s %8.0f %10.1f %6.1f %8.0f %6.1f  %s' % (
            name, run['wall'], 60 * count / run['wall'],
            slow['wall'] / run['wall'], run['cpu'], slow['cpu'] / run['cpu'],
            ', '.join('%.0f' % statistics.median(part) for part in
                      (middle[:quarter], middle[-quarter:]) if part)))


if __name__ == '__main__':
    main()
