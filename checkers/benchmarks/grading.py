"""What it costs to grade one submission.

In turn, in one run: from a warm probe in the sandbox, from one without it,
and with a fresh interpreter for every task, as graders do that start the
student's program anew. CPU seconds are those of the student's side with all
its children; judging is what the judge takes, with all its children.

Machines differ by two or more. So the unit is the processor time of one
`import tensorflow.keras` in the same run.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time
import typing
from collections.abc import Iterator, Sequence

from checkers.base import confined
from checkers.base.paths import COURSE, ROOT
from checkers.course import curriculum
from checkers.judging import grading
from checkers.runner import zygote

TICKS, PAGE = os.sysconf('SC_CLK_TCK'), os.sysconf('SC_PAGE_SIZE')


class Cost(typing.NamedTuple):
    """The seconds of one grading: by the clock, CPU, CPU of judging."""

    wall: float
    cpu: float
    judging: float


def tree(pid: int) -> Iterator[list[str]]:
    """Yield the stat fields of a process and of those below it."""
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{name}/stat') as stat:
                fields = stat.read().rpartition(')')[2].split()
        except OSError:
            continue
        if int(name) == pid:
            yield fields
        elif int(fields[1]) == pid:
            yield from tree(int(name))


def cpu(pid: int) -> float:
    """Return the CPU seconds of a process and of its ended children."""
    return sum(sum(map(int, fields[11:15]))
               for fields in tree(pid)) / TICKS


def command(*words: str) -> tuple[float, float]:
    """Run this interpreter; return seconds by the clock, and of CPU.

    CPU seconds of children that it kills are not among them.
    """
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT,
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def one_import() -> float:
    """Return the CPU seconds of one import of Keras: the unit."""
    return command('-c', 'import tensorflow.keras as keras; '
                   'keras.layers.Dense')[1]


def judging() -> float:
    """Return the CPU seconds of all judging so far."""
    return cpu(confined.nursery().process.pid)


def resident(warm: zygote.Zygote) -> float:
    """Return the resident megabytes of a probe between two jobs."""
    return sum(int(fields[21]) * PAGE
               for fields in tree(warm.process.pid)) / 2 ** 20


def from_warm(warm: zygote.Zygote, tasks: Sequence[curriculum.Task]) -> Cost:
    """Grade from a running probe."""
    wall, used, judged = time.perf_counter(), cpu(warm.process.pid), judging()
    grading.grade(COURSE, warm, tasks=tasks)
    return Cost(time.perf_counter() - wall, cpu(warm.process.pid) - used,
                judging() - judged)


def from_fresh(folder: str, tasks: Sequence[curriculum.Task]) -> Cost:
    """Grade a folder with a fresh interpreter for every task."""
    wall, used, judged = time.perf_counter(), 0., judging()
    for task in tasks:
        with zygote.Zygote(fence=False) as fresh:
            grading.grade(folder, fresh, tasks=[task])
            used += cpu(fresh.process.pid)
    return Cost(time.perf_counter() - wall, used, judging() - judged)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the medians of what several gradings took."""
    return Cost(*map(statistics.median, zip(*costs)))


def main() -> None:
    """Print the medians and their ratios."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.grading', description=__doc__)
    parser.add_argument('--rounds', type=int, default=5, metavar='N',
                        help='how often each is measured (default: 5)')
    rounds = parser.parse_args().rounds
    tasks, some = curriculum.TASKS, curriculum.TASKS[:4]
    runs: dict[str, list[Cost]] = {
        f'{len(tasks)} tasks, warm, sandbox': [],
        f'{len(tasks)} tasks, warm, no sandbox': [],
        f'{len(some)} tasks, warm, sandbox': [],
        f'{len(some)} tasks, fresh, no sandbox': []}
    each: dict[str, list[Cost]] = {task.file: [] for task in tasks}
    imports = []
    with zygote.Zygote() as fenced, zygote.Zygote(fence=False) as plain:
        from_warm(fenced, tasks)            # the first one loads the rubric
        from_warm(plain, tasks)
        for _ in range(rounds):
            imports.append(one_import())
            for costs, cost in zip(runs.values(), (
                    from_warm(fenced, tasks), from_warm(plain, tasks),
                    from_warm(fenced, some), from_fresh(COURSE, some))):
                costs.append(cost)
            for task in tasks:
                each[task.file].append(from_warm(fenced, [task]))
        megabytes = resident(fenced)
        sandbox = fenced.runtime['sandbox']

    unit = statistics.median(imports)
    print(f'sandbox: {sandbox}; medians of {rounds}; one import is '
          f'{unit:.2f} CPU s')
    print(f"{'':28} {'CPU s':>8} {'imports':>8} {'wall s':>8} {'imports':>8}"
          f" {'judging':>8}")
    for name, costs in [*runs.items(), *each.items()]:
        cost = median(costs)
        print(f'{name:28} {cost.cpu:8.2f} {cost.cpu / unit:8.2f} '
              f'{cost.wall:8.2f} {cost.wall / unit:8.2f} {cost.judging:8.2f}')
    warm, fresh = (median(runs[f'{len(some)} tasks, {how}']).cpu for how in (
        'warm, sandbox', 'fresh, no sandbox'))
    print(f'fresh interpreters cost {fresh / warm:.1f} times as much')
    print(f'resident between jobs: {megabytes:.0f} MB')


if __name__ == '__main__':
    main()
