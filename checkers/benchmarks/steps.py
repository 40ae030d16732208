"""What the probe's steps and the judging cost, by task and by kind of step.

The probe's files run here as in a zygote's child, but for the fence and its
limits: each task of our answers is done in a fork, and what comes back is
judged in another one. Seconds are those of the processor.
"""
import argparse
import collections
import functools
import gc
import importlib
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time
import typing
from collections.abc import Callable

from checkers.base import confined
from checkers.base.paths import CHECKERS, COURSE
from checkers.benchmarks.grading import one_import
from checkers.course.curriculum import TASKS, Task
from checkers.judging import judge
from checkers.runner import observation, sandbox
from checkers.runner.job import Job, make_job
from checkers.runner.observation import Observation

# Methods of the probe's -> their kind. What is in none is 'other': TensorFlow
# begins, the student's file is imported.
KINDS = {'build': 'building', 'plant': 'planting', 'plant_again': 'planting',
         'predict': 'predicting', 'named': 'predicting', 'loss': 'losses',
         'metrics': 'losses', 'train': 'training', 'fit': 'training',
         'compile': 'training', 'write': 'files', 'read': 'files',
         'revive': 'files', 'misfit': 'refusals', 'unshaped': 'refusals',
         'refuses': 'refusals', 'raises': 'refusals'}
COLUMNS = [*dict.fromkeys(KINDS.values()), 'other', 'all', 'judging']
Spent = dict[str, float]
Timed = Callable[..., typing.Any]


class Clock:
    """Adds up processor time, of one kind at a time."""

    def __init__(self) -> None:
        """Start."""
        self.spent: Spent = collections.defaultdict(float)
        self.kind, self.since = 'other', time.process_time()

    def turn(self, kind: str) -> str:
        """Go on with another kind; return the one before."""
        now = time.process_time()
        self.spent[self.kind] += now - self.since
        before, self.kind, self.since = self.kind, kind, now
        return before

    def timed(self, kind: str, function: Timed) -> Timed:
        """Return a function whose time is of a kind."""
        @functools.wraps(function)
        def run(*args: typing.Any, **kwargs: typing.Any) -> typing.Any:
            before = self.turn(kind)
            try:
                return function(*args, **kwargs)
            finally:
                self.turn(before)
        return run


class Answered(judge.Line):
    """Stands for a probe that has answered already."""

    def __init__(self, answer: bytes, job: Job) -> None:
        """Keep the answer and what was asked."""
        self.answer, self.job = answer, job

    def observe(self, task: Task, folder: str, seed: int,
                seconds: int = 0) -> Observation:
        """Return what was seen."""
        return observation.read(self.answer, self.job)


def in_fork(work: Callable[[], object]) -> typing.Any:
    """Return what a function returns in a fork, through JSON."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        status = 1
        try:
            os.close(reading)
            gc.disable()
            with os.fdopen(writing, 'w') as pipe:
                json.dump(work(), pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    if os.wait()[1]:
        sys.exit('a fork has failed')
    return json.loads(said)


def observe(job: Job) -> tuple[Spent, str]:
    """As a child: do a job in this folder; return its time and the answer."""
    clock = Clock()
    child, case, joined, wire = map(importlib.import_module, (
        'child', 'case', 'joined', 'wire'))
    for name, kind in KINDS.items():
        place = case.Case if name == 'build' else joined.Joined
        setattr(place, name, clock.timed(kind, getattr(place, name)))
    answer = json.dumps(wire.pack(child.observe(job.message())))
    clock.turn('')
    return dict(clock.spent, all=sum(clock.spent.values())), answer


def judged(order: judge.Order, task: Task, answer: str, job: Job) -> float:
    """As a child: return the time of judging an answer."""
    start = time.process_time()
    judge.judge(functools.partial(judge.gather, order, Answered(
        answer.encode(), job)), lambda *marks: None, [task])
    return time.process_time() - start


def one(task: Task, folder: str) -> Spent:
    """Return the seconds of a task, by kind."""
    job = make_job(task, 0)
    spent, answer = in_fork(lambda: observe(job))
    order = judge.Order(
        folder=folder, seed=0, tasks=[task.number], seconds=60, time=60,
        runtime={'tensorflow': sys.modules['tensorflow'].__version__,
                 'keras': sys.modules['keras'].__version__},
        known={}, stopped=[], lost={})
    spent['judging'] = in_fork(lambda: judged(order, task, answer, job))
    return typing.cast(Spent, spent)


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.steps', description=__doc__)
    parser.add_argument('--rounds', type=int, default=5, metavar='N',
                        help='how often each is measured (default: 5)')
    rounds = parser.parse_args().rounds
    alike = {**sandbox.environment(), **confined.ONE_THREAD}
    if not alike.items() <= os.environ.items():     # before NumPy is imported
        os.execve(sys.executable, [
            sys.executable, '-m', 'checkers.benchmarks.steps', '--rounds',
            str(rounds)], {**os.environ, **alike})
    unit = statistics.median(one_import() for _ in range(rounds))
    sys.path.insert(0, os.path.join(CHECKERS, 'probe'))
    importlib.import_module('tensorflow.keras')
    judge.prepare()
    gc.freeze()
    costs: dict[str, list[Spent]] = {task.file: [] for task in TASKS}
    with tempfile.TemporaryDirectory() as folder:
        for path in pathlib.Path(COURSE).glob('[0-9]-*.py'):
            shutil.copy(path, folder)
        os.chdir(folder)
        for _ in range(rounds):
            for task in TASKS:
                costs[task.file].append(one(task, folder))
    print(f'CPU ms, medians of {rounds}; one import is {unit:.2f} CPU s')
    print(' ' * 20, *(f'{name:>10}' for name in COLUMNS))
    for file, rows in costs.items():
        medians = [statistics.median(row.get(name, 0.) for row in rows)
                   for name in COLUMNS]
        print(f'{file:20}', *(f'{1000 * cost:10.0f}' for cost in medians))


if __name__ == '__main__':
    main()
