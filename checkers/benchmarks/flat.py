"""Whether grading a large class stays flat, and survives being killed.

A generated class (references, variants, mutants, broken files, attacks) is
graded twice by two workers with the same random seed: once undisturbed, and
once killed (SIGKILL) at random moments and begun again. What the processes
that live on hold is looked at every so many submissions and drawn; the marks
of both runs are compared byte by byte.
"""
import argparse
import collections
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence

from checkers.base.paths import ROOT
from checkers.benchmarks.grading import PAGE, TICKS
from checkers.selftest import classes

LOOK = .1               # seconds between two looks at the marks
AGE = 15                # seconds: a child that runs one task is not so old
# A word of a process's command line -> what it is.
KINDS = {'--multiprocessing-fork': 'workers', '/probe': 'probes',
         'nursery': 'judges', 'checkers': 'parent'}

Memory = Mapping[str, float]            # a kind's megabytes


def held(pid: int) -> Iterator[tuple[str, float]]:
    """Yield the kind and the resident megabytes of each old process.

    Args:
        pid: the number of the process above all of them.
    """
    try:
        folder = pathlib.Path(f'/proc/{pid}')
        words = (folder / 'cmdline').read_bytes().decode()
        fields = (folder / 'stat').read_text().rpartition(')')[2].split()
        below = [int(number) for task in (folder / 'task').iterdir()
                 for number in (task / 'children').read_text().split()]
    except OSError:                     # it has ended
        return
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / TICKS
    if age > AGE:
        yield (next((kind for word, kind in KINDS.items() if word in words),
                    'others'), int(fields[21]) * PAGE / 2 ** 20)
    for number in below:
        yield from held(number)


def begin(group: pathlib.Path, out: pathlib.Path, tasks: Sequence[int],
          *words: str) -> subprocess.Popen[bytes]:
    """Start grading a class, or go on with it.

    Args:
        group, out: paths of the class and of the folder of marks.
        tasks: the tasks' numbers.
        words: more of the command line.
    """
    command = [sys.executable, '-m', 'checkers', 'grade', str(group), '--out',
               str(out), *words]
    for task in tasks:
        command += ['--task', str(task)]
    # Where it is killed, multiprocessing's tracker warns of what it removes.
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL,
                            env=dict(os.environ, PYTHONWARNINGS='ignore'))


def done(out: pathlib.Path) -> int:
    """Return how many submissions have marks."""
    return sum(1 for _ in out.glob('state/*.json'))


def marks(out: pathlib.Path) -> dict[str, bytes]:
    """Return the result documents, by name."""
    return {path.name: path.read_bytes()
            for path in out.glob('results/*.json')}


def differ(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the names of the documents that are not the same."""
    return sorted(name for name in one.keys() | other.keys()
                  if one.get(name) != other.get(name))


def watched(process: subprocess.Popen[bytes], out: pathlib.Path,
            moments: Sequence[int]) -> Iterator[tuple[int, Memory]]:
    """Yield (submissions, memory of each kind) as so many have marks."""
    left = collections.deque(moments)
    while process.poll() is None:
        count = done(out)
        if left and count >= left[0]:
            left.popleft()
            memory: collections.defaultdict[str, float] = \
                collections.defaultdict(float)
            for kind, size in held(process.pid):
                memory[kind] += size
            yield count, memory
        time.sleep(LOOK)


def kill_at(process: subprocess.Popen[bytes], out: pathlib.Path,
            moment: int) -> None:
    """Kill the command as soon as so many submissions have marks."""
    while process.poll() is None:
        if done(out) >= moment:
            process.kill()
        time.sleep(LOOK)


def show(found: Sequence[tuple[int, Memory]]) -> None:
    """Print the memory of each kind."""
    kinds = (*KINDS.values(), 'others')
    print('submissions' + ''.join(f'{kind:>10}' for kind in kinds) +
          '  resident MB')
    for count, memory in found:
        print(f'{count:11}' + ''.join(
            f'{memory[kind]:10.0f}' for kind in kinds), flush=True)


def draw(found: Sequence[tuple[int, Memory]], path: str) -> None:
    """Draw the memory of each kind over the number of submissions."""
    import matplotlib.pyplot as plt
    figure, axis = plt.subplots(figsize=(8, 4), layout='constrained')
    counts = [count for count, _ in found]
    for kind in ('probes', 'judges', 'workers', 'parent'):
        sizes = [memory[kind] for _, memory in found]
        axis.plot(counts, sizes, marker='.',
                  label=f'{kind}: {sizes[0]:.0f} to {sizes[-1]:.0f} MB')
    axis.set(xlabel='submissions graded', ylabel='resident MB',
             title='Memory of the processes that live on, two workers')
    axis.set_ylim(bottom=0)
    axis.legend(loc='center right', frameon=False)
    axis.spines[['top', 'right']].set_visible(False)
    figure.savefig(path, dpi=120)


def main() -> None:
    """Grade a class twice; print and draw what was seen."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.flat', description=__doc__)
    parser.add_argument('--count', type=int, default=1000, metavar='N',
                        help='students of the class (default: 1000)')
    parser.add_argument('--kills', type=int, default=10, metavar='N',
                        help='how often it is killed (default: 10)')
    parser.add_argument('--every', type=int, default=50, metavar='N',
                        help='submissions between two looks (default: 50)')
    parser.add_argument('--seed', type=int, default=0, metavar='N',
                        help='the random seed of all (default: 0)')
    parser.add_argument('--task', type=int, action='append', metavar='N',
                        choices=[task.number for task in classes.TASKS],
                        help='grade this task alone (default: all four)')
    parser.add_argument('--figure', metavar='FILE',
                        help='draw the memory into this file')
    given = parser.parse_args()
    tasks = given.task or [task.number for task in classes.TASKS]
    moments = sorted(random.Random(given.seed).sample(
        range(1, given.count), given.kills))
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        group = scratch / 'class'
        group.mkdir()
        classes.build(group, given.count, given.seed,
                      hostile=given.count // 20, broken=given.count // 20)

        def start(out: str) -> subprocess.Popen[bytes]:
            return begin(group, scratch / out, tasks, '--jobs', '2',
                         '--seed', str(given.seed))

        begun = time.perf_counter()
        # With the last one the processes end.
        found = list(watched(start('whole'), scratch / 'whole',
                             range(given.every, given.count, given.every)))
        seconds = time.perf_counter() - begun
        print(f'{given.count} submissions, of each the tasks '
              f'{", ".join(map(str, tasks))}: {seconds:.0f} s')
        show(found)
        if given.figure:
            draw(found, given.figure)
        for moment in moments:
            kill_at(start('killed'), scratch / 'killed', moment)
        start('killed').wait()
        whole, killed = (marks(scratch / run) for run in ('whole', 'killed'))
    print(f'killed at {", ".join(map(str, moments))}: {len(whole)} documents, '
          f'of which {len(differ(whole, killed))} differ')


if __name__ == '__main__':
    main()
