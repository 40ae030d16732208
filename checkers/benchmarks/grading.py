#!/usr/bin/env python3
"""What it costs to grade one submission of four tasks.

Side by side, in turn, in one run: from a warm probe, and with a fresh
interpreter for every task, as graders do that start the student's program
anew. CPU seconds are those of the student's side with all its children;
judging is the rubric alone, in the judging process.
"""
import argparse
import os
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, ROOT)

from checkers import curriculum, grading, zygote            # noqa: E402

FOLDER = os.path.join(ROOT, '0x04-autoencoders')
TICKS = os.sysconf('SC_CLK_TCK')


def cpu(warm):
    """Return the CPU seconds of a probe and of its ended children."""
    with open('/proc/%d/stat' % warm.process.pid) as stat:
        fields = stat.read().rpartition(')')[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def from_warm(warm, tasks):
    """Grade from a running probe; return seconds by what was done."""
    wall, used = time.perf_counter(), cpu(warm)
    gathered = grading.gather(FOLDER, tasks=tasks, warm=warm)
    middle = time.perf_counter()
    grading.judge(gathered, tasks)
    return {'wall': time.perf_counter() - wall,
            'cpu': cpu(warm) - used,
            'judging': time.perf_counter() - middle}


def from_fresh(tasks):
    """Grade with a fresh interpreter for every task."""
    wall, total = time.perf_counter(), 0.
    for task in tasks:
        with zygote.Zygote() as fresh:
            gathered = grading.gather(FOLDER, tasks=[task], warm=fresh)
            total += cpu(fresh)
        grading.judge(gathered, [task])
    return {'wall': time.perf_counter() - wall, 'cpu': total}


def main():
    """Print the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--rounds', type=int, default=5, metavar='N',
                        help='how often each is measured (default: 5)')
    rounds = parser.parse_args().rounds
    tasks, runs = curriculum.TASKS, {'warm': [], 'fresh': []}
    each = {task.file: [] for task in tasks}
    with zygote.Zygote() as warm:
        from_warm(warm, tasks)              # the first one loads the rubric
        for _ in range(rounds):
            runs['warm'].append(from_warm(warm, tasks))
            runs['fresh'].append(from_fresh(tasks))
            for task in tasks:
                each[task.file].append(from_warm(warm, [task]))

    def median(rows, key):
        return statistics.median(row[key] for row in rows)

    print('%-32s %8s %8s' % ('four tasks, median of %d' % rounds,
                             'CPU s', 'wall s'))
    for name, rows in (('warm probe', runs['warm']),
                       ('fresh interpreter per task', runs['fresh'])):
        print('%-32s %8.2f %8.2f' % (name, median(rows, 'cpu'),
                                     median(rows, 'wall')))
    print('%-32s %8.1f %8.1f' % ('ratio', *(
        median(runs['fresh'], key) / median(runs['warm'], key)
        for key in ('cpu', 'wall'))))
    print('%-32s %17.2f' % ('judging (in the warm wall)',
                            median(runs['warm'], 'judging')))
    for name, rows in each.items():
        print('%-32s %8.2f %8.2f' % ('  ' + name, median(rows, 'cpu'),
                                     median(rows, 'wall')))


if __name__ == '__main__':
    main()
