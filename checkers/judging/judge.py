"""The judge: runs in a child with limits, and reads what students made.

grading.py starts it (base/confined.py). It opens the files, asks the probe
through the socket that it was handed, decodes what comes back, runs the
rubric on it, and writes what each task got, one after the other. The process
that started it reads no byte of a student's.
"""
import dataclasses
import functools
import importlib
import json
import os
import socket
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec
from msgspec.structs import replace

from checkers.base import confined
from checkers.base.errors import Mistake
from checkers.base.text import clean
from checkers.course.curriculum import TASKS, Task
from checkers.course.values import Failure
from checkers.judging import integrity, recorder, rubric
from checkers.judging.evidence import Evidence, pair
from checkers.judging.networks import layer_table
from checkers.judging.recorder import Gathered
from checkers.judging.source import Source
from checkers.marks.document import CheckMark, CheckStatus, TaskMark, \
    TaskStatus
from checkers.runner import zygote
from checkers.runner.job import make_job
from checkers.runner.observation import Observation, Seen

# What of the child's processor time is kept for each task that is to come:
# a file that takes all there is costs its own task.
RESERVED = 1.0
# A record that stands for a task's marks: the probe died over it.
DIED = b''


class Order(msgspec.Struct, kw_only=True):
    """What the child is asked to judge.

    Attributes:
        folder: path of the submission.
        seed: the random seed.
        tasks: the numbers of the tasks.
        seconds: the time limit of a task in the probe.
        time: the processor time that the child has.
        runtime: the versions in the student's interpreter.
        known: the steps and builders that the probe knows.
        stopped: the tasks that stopped the probe, twice.
        lost: task number -> why it is not looked at any more.
    """

    folder: str
    seed: int
    tasks: list[int]
    seconds: int
    time: float
    runtime: dict[str, str]
    known: dict[str, list[str]]
    stopped: list[int]
    lost: dict[int, str]


class Line(zygote.Zygote):
    """The way to a probe that another process has started."""

    def __init__(self, order: Order, descriptor: int) -> None:
        """Take over the socket."""
        self.runtime, self.known = order.runtime, order.known
        self.socket = socket.socket(fileno=descriptor)


def marks(job: confined.Job, handed: Sequence[int],
          write: Callable[[bytes], None]) -> None:
    """Judge the tasks of a submission; write what each got, or DIED.

    Args:
        job: an Order.
        handed: the probe's socket, where there is a probe.
        write: takes each record.
    """
    order = msgspec.convert(job, Order, str_keys=True)
    warm = Line(order, handed[0]) if handed else None
    tasks = [task for task in TASKS if task.number in order.tasks]
    look = functools.partial(gather, order, warm)
    about = functools.cache(functools.partial(
        integrity.of_folder, order.folder))

    def begin(task: Task) -> Gathered:
        after = len(tasks) - 1 - tasks.index(task)
        confined.allow(order.time - time.process_time() - RESERVED * after)
        return look(task)

    def done(task: Task, gathered: Gathered,
             checks: Sequence[CheckMark]) -> None:
        reason = order.lost.get(task.number)
        marked = mark(task, gathered, checks, about()) if reason is None \
            else refused(mark(task, gathered, checks, [
                f'{task.file}: {reason}']), reason)
        write(json.dumps(msgspec.to_builtins(marked)).encode())

    try:
        judge(begin, done, tasks)
    except zygote.ProbeDied:
        write(DIED)
    except zygote.ProbeError as error:
        raise Mistake(str(error))


def gather(order: Order, warm: zygote.Zygote | None,
           task: Task) -> Gathered:
    """Read a task's file and see what its models do."""
    if task.number in order.lost:
        source = Source(None, task)
    else:
        source = Source(order.folder, task)
    if not source.is_attempted:
        seen = Observation('it is not written yet')
    elif source.refused:
        seen = Observation(source.refused)
    elif task.number in order.stopped:
        seen = Observation('it stopped the probe, twice')
    else:
        assert warm, 'there is no probe'
        named = dataclasses.replace(task, definitions=source.definitions)
        seen = own(warm.observe(named, order.folder, order.seed,
                                order.seconds), source.defined)
    return Gathered(Evidence(
        task, seen, order.runtime,
        pair(make_job(task, order.seed), seen, functools.cache(
            functools.partial(layer_table.lines, source, task)))), source)


def own(seen: Observation, defined: Collection[str]) -> Observation:
    """Return what was seen, unless it is not the student's file's own.

    Where a definition does not stand in the file, it is missing.

    Args:
        seen: what was seen of a task.
        defined: the names of what the file defines.
    """
    definitions = [found if found and found.name in defined else None
                   for found in seen.definitions]
    if definitions == seen.definitions:
        return seen
    missing = Seen(Failure('Missing', '', None, ''))
    return dataclasses.replace(seen, definitions=definitions,
                               cases=[missing] * len(seen.cases))


def judge(gather: Callable[[Task], Gathered],
          done: Callable[[Task, Gathered, list[CheckMark]], None],
          tasks: Sequence[Task]) -> None:
    """Run the rubric, on one task after the other.

    So what was seen of one need not be kept while the next is looked at.
    Which checks there are does not depend on the submission.

    Args:
        gather: gives what is judged.
        done: takes the marks of a task's checks, in the rubric's order.
        tasks: the tasks to judge.
    """
    for task in tasks:
        checks, gathered = rubric.checks(task), gather(task)
        done(task, gathered, [recorder.run(check, gathered)
                              for check in checks])


def mark(task: Task, gathered: Gathered, checks: Sequence[CheckMark],
         notes: Iterable[str]) -> TaskMark:
    """Return what one task got.

    Args:
        task: the task.
        gathered: what is known of it.
        checks: the marks of its checks.
        notes: on the submission's folder.
    """
    source = gathered.source
    return TaskMark(
        number=task.number, file=task.file, function=task.function,
        objective=task.objective, line=source.line,
        status=status_of(source, gathered.evidence, checks),
        score=sum(check.points for check in checks),
        max_score=sum(check.max_points for check in checks),
        checks=tuple(checks),
        integrity=tuple(integrity.notes(source, notes)))


def refused(task: TaskMark, reason: str) -> TaskMark:
    """Return the marks of a task that is not judged, with the reason.

    Args:
        task: its marks as if nothing had been handed in.
        reason: why.
    """
    reason = clean(reason)
    return replace(task, status=TaskStatus.ERROR, checks=tuple(
        replace(check, message=reason, status=CheckStatus.BLOCKED
                if place else CheckStatus.FAILED)
        for place, check in enumerate(task.checks)))


def status_of(source: Source, evidence: Evidence,
              checks: Collection[CheckMark]) -> TaskStatus:
    """Return how a task ended."""
    if not source.is_attempted:
        return TaskStatus.NOT_ATTEMPTED
    if evidence.seen.ended or evidence.seen.error:
        return TaskStatus.ERROR
    passed = all(check.status is CheckStatus.PASSED for check in checks)
    return TaskStatus.PASSED if passed else TaskStatus.FAILED


def prepare() -> None:
    """Judge an answer of one line: whoever forks this finds all loaded."""
    with tempfile.TemporaryDirectory() as folder:
        first, *_ = TASKS
        with open(os.path.join(folder, first.file), 'w') as file:
            file.write('answer = 42\n')
        order = Order(
            folder=folder, seed=0, tasks=[], seconds=0, time=0, runtime={},
            known={}, stopped=[first.number], lost={})
        judge(functools.partial(gather, order, None), lambda *marks: None,
              TASKS)
    for late in 'numpy.ma', 'numpy.random':     # NumPy loads them when used
        importlib.import_module(late)
