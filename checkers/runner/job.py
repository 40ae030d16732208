"""A job: what the probe is asked to do with one task of a submission."""
import dataclasses
import secrets
import typing

import msgspec

from checkers.course.cases import Case
from checkers.course.curriculum import Task
from checkers.course.plans import Maps
from checkers.course.steps import Step


@dataclasses.dataclass(frozen=True)
class Asked:
    """One case of a job.

    Attributes:
        case: the case.
        maps: the models, in the order in which they are returned: name ->
            the shapes that it takes and gives.
        steps: what is done with them.
    """

    case: Case
    maps: Maps
    steps: list[Step]


@dataclasses.dataclass(frozen=True)
class Job:
    """What the probe is asked to do, but for files and limits.

    Attributes:
        task: the task.
        seed: that of the student's generators; nothing else follows from it.
        cases: its cases.
        nonce: text that no student's code could know before.
    """

    task: Task
    seed: int
    cases: list[Asked]
    nonce: str

    def message(self) -> dict[str, typing.Any]:
        """Return the job as JSON's types; probe/child.py reads it."""
        return {'nonce': self.nonce, 'task': self.task.number,
                'file': self.task.file, 'seed': self.seed,
                'definitions': [dataclasses.asdict(definition)
                                for definition in self.task.definitions],
                'cases': [{
                    'name': asked.case.name,
                    'args': [encode(value) for value in asked.case.args],
                    'build': asked.case.builder, 'maps': asked.maps,
                    'instead_of': asked.case.instead_of,
                    'steps': msgspec.to_builtins(asked.steps)}
                    for asked in self.cases]}


def make_job(task: Task, seed: int) -> Job:
    """Return the job that runs a task's cases."""
    return Job(task, task.seed(seed), [
        Asked(case, task.maps(case.args), task.plan(case, case.seed))
        for case in task.cases(seed)],
        secrets.token_hex(16))


def encode(value: object) -> object:
    """Turn an argument into JSON; a tuple is {"tuple": [...]}."""
    return {'tuple': list(value)} if isinstance(value, tuple) else value
