"""From a folder to the result document: probe, judge, add up."""
import hashlib
import importlib
import os
import pathlib
from collections.abc import Sequence

import msgspec
import pytest

from checkers.base.errors import Mistake
from checkers.base.paths import CHECKERS
from checkers.base.text import clean
from checkers.course.curriculum import TASKS, Task
from checkers.judging import integrity
from checkers.judging.checks import Check
from checkers.judging.evidence import Evidence, pair
from checkers.judging.networks import layer_table
from checkers.judging.recorder import Gathered, Recorder
from checkers.judging.source import Source
from checkers.marks.document import (CheckMark, CheckStatus, Document,
                                     Runtime, TaskMark, TaskStatus)
from checkers.runner import zygote
from checkers.runner.job import make_job
from checkers.runner.observation import Observation
from checkers.runner.zygote import Zygote

# What decides on marks, beside the rubric files.
DECIDES = ('course', 'judging', 'probe', 'runner')
EVERY_TASK = ('test_style.py', 'test_documentation.py')
# Parts of pytest that the rubric has no use for. The first two collect all
# garbage of the process five times at the end of every run.
NEEDLESS = ('unraisableexception', 'threadexception', 'cacheprovider',
            'terminal', 'logging', 'doctest', 'junitxml', 'stepwise')


def gather(folder: str, warm: Zygote, seed: int = 0,
           tasks: Sequence[Task] = TASKS,
           seconds: int = zygote.SECONDS) -> Gathered:
    """Read a submission's files and see what their models do.

    Args:
        folder: path of the submission.
        warm: a running probe, in whose interpreter it is run.
        seed: the random seed of inputs and weights.
        tasks: the tasks to look at.
        seconds: the time limit of a task.
    """
    evidence, sources = {}, {}
    for task in tasks:
        source = sources[task.number] = Source(folder, task)
        if not source.is_attempted:
            seen = Observation('it is not written yet')
        elif source.refused:
            seen = Observation(source.refused)
        else:
            seen = observe(warm, task, folder, seed, seconds)
        evidence[task.number] = Evidence(
            task, seen, warm.runtime,
            pair(make_job(task, seed), seen, layer_table.lines(source, task)))
    return Gathered(evidence, sources)


def observe(warm: Zygote, task: Task, folder: str, seed: int,
            seconds: int) -> Observation:
    """See a task's models; where the probe dies, in another one."""
    for _ in range(2):
        try:
            return warm.observe(task, folder, seed, seconds)
        except zygote.ProbeDied:
            warm.restart()
    return Observation('it stopped the probe, twice')


def judge(gathered: Gathered, tasks: Sequence[Task] = TASKS) -> \
        dict[int, list[CheckMark]]:
    """Run the rubric on what was gathered.

    Returns:
        Task number -> the marks of its checks, in the rubric's order. Which
        checks there are does not depend on the submission.

    Raises:
        Mistake: the rubric is broken; nobody gets a mark from it.
    """
    recorder = Recorder(lambda: gathered, tasks)
    files = [task.rubric for task in tasks] + list(EVERY_TASK)
    options = ['--disable-plugin-autoload', '-o', 'addopts=', '--rootdir',
               CHECKERS, *(f'-pno:{plugin}' for plugin in NEEDLESS)]
    status = pytest.main(
        options + [os.path.join(CHECKERS, file) for file in files],
        plugins=[recorder])
    if recorder.unread:
        raise Mistake('these files of the rubric could not be read: ' +
                      ', '.join(recorder.unread))
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise Mistake(f'the rubric could not be run (pytest: {status})')
    if recorder.lost:
        raise Mistake('these checks of the rubric could not be run: ' +
                      ', '.join(item.name for item in recorder.lost))
    return recorder.marks


def grade(folder: str, warm: Zygote, seed: int = 0,
          tasks: Sequence[Task] = TASKS,
          seconds: int = zygote.SECONDS) -> Document:
    """Grade one submission. Args: as gather.

    Returns:
        The result document, the same for the same files, rubric, seed and
        versions.
    """
    gathered = gather(folder, warm, seed, tasks, seconds)
    checks = judge(gathered, tasks)
    marks = tuple(mark(folder, gathered, task, tuple(checks[task.number]))
                  for task in tasks)
    return Document(
        schema=1, submission=clean(os.path.basename(os.path.abspath(folder))),
        rubric=rubric_hash(), seed=seed,
        runtime=msgspec.convert(warm.runtime, Runtime),
        score=sum(task.score for task in marks),
        max_score=sum(task.max_score for task in marks), tasks=marks)


def mark(folder: str, gathered: Gathered, task: Task,
         checks: tuple[CheckMark, ...]) -> TaskMark:
    """Return what one task got."""
    source = gathered.sources[task.number]
    return TaskMark(
        number=task.number, file=task.file, function=task.function,
        objective=task.objective, line=source.line,
        status=status_of(source, gathered.evidence[task.number], checks),
        score=sum(check.points for check in checks),
        max_score=sum(check.max_points for check in checks), checks=checks,
        integrity=tuple(integrity.notes(folder, source)))


def status_of(source: Source, evidence: Evidence,
              checks: Sequence[CheckMark]) -> TaskStatus:
    """Return how a task ended."""
    if not source.is_attempted:
        return TaskStatus.NOT_ATTEMPTED
    if evidence.seen.ended or evidence.seen.error:
        return TaskStatus.ERROR
    passed = all(check.status is CheckStatus.PASSED for check in checks)
    return TaskStatus.PASSED if passed else TaskStatus.FAILED


def rubric() -> dict[int, dict[str, int]]:
    """Return what there is to earn: task number -> check's id -> points."""
    found: dict[int, dict[str, int]] = {}
    for task in TASKS:
        for file in (task.rubric, *EVERY_TASK):
            module = importlib.import_module(f'checkers.{file[:-3]}')
            for name, function in vars(module).items():
                worth = getattr(function, 'check', None)
                if isinstance(worth, Check):
                    found.setdefault(task.number, {})[
                        name.removeprefix('test_')] = worth.points
    return found


def rubric_hash(root: str = CHECKERS) -> str:
    """Return a short hash of all the code that decides on marks.

    That is the rubric files and the packages in DECIDES.

    Args:
        root: path of the grader's folder.
    """
    top = pathlib.Path(root)
    files = [*top.glob('test_*.py'), *(
        path for package in DECIDES
        for path in (top / package).rglob('*.py'))]
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(top).as_posix(), path)
                             for path in files):
        digest.update(name.encode() + b'\0' + path.read_bytes())
    return digest.hexdigest()[:16]
