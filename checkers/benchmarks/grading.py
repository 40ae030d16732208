#!/usr/bin/env python3
"""What it costs to grade one submission of four tasks.

Side by side, in turn, in one run: from a warm probe behind the fence, from
one without a fence, and with a fresh interpreter for every task, as graders
do that start the student's program anew. CPU seconds are those of the
student's side with all its children; judging is the rubric alone, in the
judging process.
"""
import argparse
import os
import statistics
import sys
import time

from checkers.base.paths import COURSE
from checkers.course import curriculum
from checkers.judging import grading
from checkers.runner import zygote

TICKS, PAGE = os.sysconf('SC_CLK_TCK'), os.sysconf('SC_PAGE_SIZE')


def tree(pid):
    """Yield the stat fields of a process and of those below it."""
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open('/proc/%s/stat' % name) as stat:
                fields = stat.read().rpartition(')')[2].split()
        except OSError:
            continue
        if int(name) == pid:
            yield fields
        elif int(fields[1]) == pid:
            yield from tree(int(name))


def cpu(warm):
    """Return the CPU seconds of a probe and of its ended children."""
    return sum(sum(map(int, fields[11:15]))
               for fields in tree(warm.process.pid)) / TICKS


def resident(warm):
    """Return the resident megabytes of a probe between two jobs."""
    return sum(int(fields[21]) * PAGE
               for fields in tree(warm.process.pid)) / 2 ** 20


def from_warm(warm, tasks):
    """Grade from a running probe; return seconds by what was done."""
    wall, used = time.perf_counter(), cpu(warm)
    gathered = grading.gather(COURSE, warm, tasks=tasks)
    middle = time.perf_counter()
    grading.judge(gathered, tasks)
    return {'wall': time.perf_counter() - wall,
            'cpu': cpu(warm) - used,
            'judging': time.perf_counter() - middle}


def from_fresh(tasks):
    """Grade with a fresh interpreter for every task."""
    wall, total = time.perf_counter(), 0.
    for task in tasks:
        with zygote.Zygote(fence=False) as fresh:
            gathered = grading.gather(COURSE, fresh, tasks=[task])
            total += cpu(fresh)
        grading.judge(gathered, [task])
    return {'wall': time.perf_counter() - wall, 'cpu': total}


def median(rows, key):
    """Return the median of one column."""
    return statistics.median(row[key] for row in rows)


def main():
    """Print the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--rounds', type=int, default=5, metavar='N',
                        help='how often each is measured (default: 5)')
    rounds = parser.parse_args().rounds
    tasks = curriculum.TASKS
    runs = {'warm, fenced': [], 'warm, no fence': [], 'fresh, no fence': []}
    each = {task.file: [] for task in tasks}
    with zygote.Zygote() as fenced, zygote.Zygote(fence=False) as plain:
        from_warm(fenced, tasks)            # the first one loads the rubric
        from_warm(plain, tasks)
        for _ in range(rounds):
            runs['warm, fenced'].append(from_warm(fenced, tasks))
            runs['warm, no fence'].append(from_warm(plain, tasks))
            runs['fresh, no fence'].append(from_fresh(tasks))
            for task in tasks:
                each[task.file].append(from_warm(fenced, [task]))
        megabytes = resident(fenced)
        sandbox = fenced.runtime['sandbox']

    first = runs['warm, fenced']
    print('sandbox of the first row: %s' % sandbox)
    print('%-28s %8s %8s %8s %8s' % ('four tasks, median of %d' % rounds,
                                     'CPU s', 'ratio', 'wall s', 'ratio'))
    for name, rows in runs.items():
        print('%-28s %8.2f %8.2f %8.2f %8.2f' % (
            name, median(rows, 'cpu'),
            median(rows, 'cpu') / median(first, 'cpu'), median(rows, 'wall'),
            median(rows, 'wall') / median(first, 'wall')))
    print('of the first row, by task:')
    for name, rows in each.items():
        print('  %-26s %8.2f %17.2f' % (name, median(rows, 'cpu'),
                                        median(rows, 'wall')))
    print('  %-26s %26.2f' % ('judging', median(first, 'judging')))
    print('resident between jobs: %d MB' % megabytes)


if __name__ == '__main__':
    main()
