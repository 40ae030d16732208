"""The pytest plugin that runs the rubric and keeps how its checks ended."""
import functools
import math
import os
import typing
from collections.abc import Callable, Generator, Mapping, Sequence

import pytest

from checkers.base.text import clean
from checkers.course.curriculum import Task
from checkers.judging.checks import Blocked, Check, Wrong
from checkers.judging.evidence import Evidence
from checkers.judging.source import Source
from checkers.marks.document import CheckMark, CheckStatus


class Gathered(typing.NamedTuple):
    """What is known of a submission, by task number.

    Attributes:
        evidence: what its models did.
        sources: its files as text.
    """

    evidence: Mapping[int, Evidence]
    sources: Mapping[int, Source]


class Recorder:
    """A pytest plugin that hands evidence to checks and keeps their marks.

    Attributes:
        marks: task number -> the marks of its checks, in the rubric's order.
        lost: the checks that were collected and have not ended. A check that
            pytest could not start would otherwise vanish with its points.
        unread: the rubric files that could not be read.
    """

    def __init__(self, gather: Callable[[], Gathered],
                 tasks: Sequence[Task]) -> None:
        """Start without marks.

        Args:
            gather: gives what is judged; it is called once, at the first
                check.
            tasks: the tasks to judge.
        """
        self.gather = functools.cache(gather)
        self.tasks = tasks
        self.marks: dict[int, list[CheckMark]] = {
            task.number: [] for task in tasks}
        self.lost: list[pytest.Item] = []
        self.unread: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember which files could not be read."""
        if report.failed:
            self.unread.append(report.nodeid)

    def pytest_collection_modifyitems(self,
                                      items: Sequence[pytest.Item]) -> None:
        """Remember which checks there are."""
        self.lost += [item for item in items
                      if isinstance(item, pytest.Function) and
                      hasattr(item.function, 'check')]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a rubric file on its task; style and documentation on each."""
        if {'seen', 'source'} & set(metafunc.fixturenames):
            name = os.path.basename(str(metafunc.module.__file__))
            own = [task for task in self.tasks if task.rubric == name]
            metafunc.parametrize('task', own or self.tasks,
                                 ids=lambda task: task.file)

    @pytest.fixture
    def seen(self, task: Task) -> Evidence:
        """Give what the models of a task did."""
        return self.gather().evidence[task.number]

    @pytest.fixture
    def source(self, task: Task) -> Source:
        """Give a task's file as text."""
        return self.gather().sources[task.number]

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> \
            Generator[None, object, object]:
        """Run a check and record how it ended."""
        function = pyfuncitem.function
        worth = getattr(function, 'check', None)
        if not isinstance(worth, Check):
            return (yield)
        task = pyfuncitem.callspec.params['task']
        assert isinstance(task, Task)
        self.lost.remove(pyfuncitem)
        record = functools.partial(self.record, task.number, function, worth)
        try:
            if not self.gather().sources[task.number].is_attempted:
                raise Blocked('not attempted')
            result = yield
        except Blocked as reason:
            record(CheckStatus.BLOCKED, str(reason))
            pytest.skip(f'blocked: {reason}')
        except Wrong as wrong:
            record(CheckStatus.FAILED, str(wrong), wrong.rungs(worth),
                   wrong.table, wrong.curve)
            raise
        except Exception as error:
            record(CheckStatus.FAILED, 'The check itself broke ('
                   f'{type(error).__name__}: {clean(str(error))}): tell your '
                   'teacher.')
            raise
        record(CheckStatus.PASSED)
        return result

    def record(self, number: int, function: Callable[..., None],
               worth: Check, status: CheckStatus, message: str = '',
               hints: Sequence[str] = (),
               table: typing.Iterable[Sequence[str]] = (),
               curve: typing.Iterable[float] = ()) -> None:
        """Keep the mark of a check that has ended."""
        passed = status is CheckStatus.PASSED
        self.marks[number].append(CheckMark(
            id=function.__name__.removeprefix('test_'),
            title=title(function), status=status,
            points=worth.points if passed else 0, max_points=worth.points,
            message=clean(message), hints=tuple(hints),
            table=tuple(tuple(map(clean, row)) for row in table),
            curve=tuple(loss for loss in map(float, curve)
                        if math.isfinite(loss))))   # JSON knows no others


def title(function: Callable[..., None]) -> str:
    """Return the first line of a check's docstring, without its stop."""
    assert function.__doc__, f'{function.__name__} does not say what it asks'
    return function.__doc__.strip().splitlines()[0].rstrip('.')
