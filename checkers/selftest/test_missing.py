"""What a step should have given, and did not, fails the checks that need it.

The references' observations are damaged, one value of one case at a time: it
is missing, the step raised an exception, or its numbers are none. Then not
all checks may pass, whatever the value is.
"""
import dataclasses
import functools
import importlib
import typing
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.course.values import Epoch, Failure, Fitted, Trained
from checkers.judging.checks import Blocked, Check, Wrong
from checkers.judging.common import CheckFunction
from checkers.judging.evidence import Case, Evidence, pair
from checkers.runner.job import Job, make_job
from checkers.runner.observation import Observation
from checkers.runner.zygote import Zygote
from checkers.selftest import speeds
from checkers.selftest.course import COURSE

# What is no number is seen, and not computed with.
pytestmark = pytest.mark.filterwarnings('error::RuntimeWarning')
MISSING = object()
RAISED = Failure('ValueError', 'it does not work', 1, 'raise ValueError')


def spoiled(value: typing.Any) -> typing.Any:
    """Return the same with NaN for numbers; MISSING where there are none."""
    if isinstance(value, float):
        return float('nan')
    if isinstance(value, np.ndarray):
        return np.full_like(value, np.nan)
    if isinstance(value, list) and value and isinstance(value[0],
                                                        np.ndarray):
        return [spoiled(item) for item in value]
    if isinstance(value, dict) and all(
            isinstance(spoiled(item), (float, list))
            for item in value.values()):
        return {key: spoiled(item) for key, item in value.items()}
    if isinstance(value, Trained):
        return dataclasses.replace(value, weights=spoiled(value.weights))
    if isinstance(value, Fitted):
        return dataclasses.replace(
            value, weights=spoiled(value.weights),
            epochs=[Epoch(*map(spoiled, epoch)) for epoch in value.epochs])
    return MISSING


DAMAGES: dict[str, Callable[[typing.Any], typing.Any]] = {
    'missing': lambda value: MISSING, 'raised': lambda value: RAISED,
    'NaN': spoiled}


class Seen(typing.NamedTuple):
    """What the reference of a task gave.

    Attributes:
        evidence: of it.
        job: what was asked for.
        observation: what came back.
    """

    evidence: Evidence
    job: Job
    observation: Observation

    def damaged(self, place: int, name: str, value: object) -> Evidence:
        """Return the evidence with another value in one of its cases."""
        cases = list(filter(None, self.observation.cases))
        case = self.job.cases[place]
        values = {**cases[place].values, name: value}
        if value is MISSING:
            del values[name]
        seen = dataclasses.replace(cases[place], values=values)
        return dataclasses.replace(self.evidence, cases=[
            Case(case, seen, dict) if nth == place else other
            for nth, other in enumerate(self.evidence.cases)])

    def damages(self, kind: str) -> Iterator[tuple[int, str, object]]:
        """Yield (place of the case, name, other value)."""
        for place, case in enumerate(filter(None, self.observation.cases)):
            for name, value in case.values.items():
                other = DAMAGES[kind](value)
                if other is not MISSING or kind == 'missing':
                    yield place, name, other


@pytest.fixture(scope='module')
def reference(warm: Zygote) -> Callable[[int], Seen]:
    """Give a function from a task's number to what its reference gave."""
    @functools.cache
    def of(number: int) -> Seen:
        task = TASKS[number]
        seen, job = warm.observe(task, str(COURSE), 0), make_job(task, 0)
        return Seen(Evidence(task, seen, warm.runtime, pair(job, seen, dict)),
                    job, seen)
    return of


def checks(task: Task) -> dict[str, CheckFunction]:
    """Return the checks of a task's rubric file by their ids."""
    module = importlib.import_module(f'checkers.{task.rubric[:-3]}')
    return {name.removeprefix('test_'): function
            for name, function in vars(module).items()
            if isinstance(getattr(function, 'check', None), Check)}


def passing(task: Task, evidence: Evidence) -> set[str]:
    """Return the ids of the checks that pass."""
    found = set()
    for name, check in checks(task).items():
        try:
            check(evidence)
        except (Wrong, Blocked):
            continue
        found.add(name)
    return found


@speeds.parametrize('task, kind', (
    (f'{task.file}: {kind}', kind if task.number == 0 else None,
     [task, kind])
    for kind in DAMAGES for task in TASKS))
def test_some_check_fails(task: Task, kind: str,
                          reference: Callable[[int], Seen]) -> None:
    """Whatever value is damaged, in whatever case, a check notices."""
    seen = reference(task.number)
    everything = set(checks(task))
    assert passing(task, seen.evidence) == everything
    unnoticed = [
        (seen.job.cases[place].case.name, name)
        for place, name, value in seen.damages(kind)
        if passing(task, seen.damaged(place, name, value)) == everything]
    assert not unnoticed
