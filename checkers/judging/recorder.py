"""The pytest plugin that runs the rubric and keeps how its checks ended."""
import functools
import math
import os
import typing
from collections.abc import Callable, Generator, Sequence

import pytest

from checkers.base.text import clean
from checkers.course.curriculum import Task
from checkers.judging.checks import Blocked, Check, Wrong
from checkers.judging.evidence import Evidence
from checkers.judging.source import Source
from checkers.marks.document import CheckMark, CheckStatus


class Gathered(typing.NamedTuple):
    """What is known of one task of a submission.

    Attributes:
        evidence: what its models did.
        source: its file as text.
    """

    evidence: Evidence
    source: Source


class Recorder:
    """A pytest plugin that hands evidence to checks and keeps their marks.

    One task is judged after the other, so that what was seen of one need not
    be kept while the next is looked at.

    Attributes:
        lost: the checks that were collected and have not ended. A check that
            pytest could not start would otherwise vanish with its points.
        unread: the rubric files that could not be read.
        broke: what ended the judging; None where nothing did.
    """

    def __init__(self, gather: Callable[[Task], Gathered],
                 done: Callable[[Task, Gathered, list[CheckMark]], None],
                 tasks: Sequence[Task]) -> None:
        """Start without marks.

        Args:
            gather: gives what is judged; it is called once for each task, at
                its first check.
            done: takes the marks of a task's checks, in the rubric's order,
                when its last check has ended.
            tasks: the tasks to judge.
        """
        self.gather, self.done, self.tasks = gather, done, tasks
        self.known: Gathered | None = None
        self.marks: list[CheckMark] = []
        self.lost: list[pytest.Item] = []
        self.unread: list[str] = []
        self.broke: BaseException | None = None

    def stop(self, error: BaseException) -> typing.NoReturn:
        """End the judging; whoever started it will find out why."""
        self.broke = error
        pytest.exit('the judging ends')

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember which files could not be read."""
        if report.failed:
            self.unread.append(report.nodeid)

    def pytest_collection_modifyitems(self,
                                      items: list[pytest.Item]) -> None:
        """Remember which checks there are; put those of a task together."""
        self.lost += [item for item in items if is_check(item)]
        items.sort(key=lambda item: task_of(item).number
                   if is_check(item) else -1)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Look at a task when its first check is to begin."""
        if is_check(item) and self.known is None:
            try:
                self.known = self.gather(task_of(item))
            except Exception as error:
                self.stop(error)

    def pytest_runtest_teardown(self, item: pytest.Item,
                                nextitem: pytest.Item | None) -> None:
        """Hand over a task's marks when its last check has ended."""
        if is_check(item) and self.known and (
                nextitem is None or task_of(nextitem) is not task_of(item)):
            try:
                self.done(task_of(item), self.known, self.marks)
            except Exception as error:
                self.stop(error)
            self.known, self.marks = None, []

    def pytest_internalerror(
            self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember what broke pytest: it may be a lack of memory."""
        self.broke = self.broke or excinfo.value

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a rubric file on its task; style and documentation on each."""
        each_task(metafunc, self.tasks)

    @pytest.fixture
    def seen(self, task: Task) -> Evidence:
        """Give what the models of a task did."""
        assert self.known
        return self.known.evidence

    @pytest.fixture
    def source(self, task: Task) -> Source:
        """Give a task's file as text."""
        assert self.known
        return self.known.source

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> \
            Generator[None, object, object]:
        """Run a check and record how it ended."""
        function = pyfuncitem.function
        worth = getattr(function, 'check', None)
        if not isinstance(worth, Check):
            return (yield)
        self.lost.remove(pyfuncitem)
        record = functools.partial(self.record, function, worth)
        try:
            assert self.known
            if not self.known.source.is_attempted:
                raise Blocked('not attempted')
            result = yield
        except Blocked as reason:
            record(CheckStatus.BLOCKED, str(reason))
            pytest.skip(f'blocked: {reason}')
        except Wrong as wrong:
            record(CheckStatus.FAILED, str(wrong), wrong.rungs(worth),
                   wrong.table, wrong.curve)
            raise
        except MemoryError as error:        # one of the child's limits
            self.stop(error)
        except Exception as error:
            record(CheckStatus.FAILED, 'The check itself broke ('
                   f'{type(error).__name__}: {clean(str(error))}): tell your '
                   'teacher.')
            raise
        record(CheckStatus.PASSED)
        return result

    def record(self, function: Callable[..., None], worth: Check,
               status: CheckStatus, message: str = '',
               hints: Sequence[str] = (),
               table: typing.Iterable[Sequence[str]] = (),
               curve: typing.Iterable[float] = ()) -> None:
        """Keep the mark of a check that has ended."""
        passed = status is CheckStatus.PASSED
        self.marks.append(CheckMark(
            id=id_of(function),
            title=title(function), status=status,
            points=worth.points if passed else 0, max_points=worth.points,
            message=clean(message), hints=tuple(hints),
            table=tuple(tuple(map(clean, row)) for row in table),
            curve=tuple(loss for loss in map(float, curve)
                        if math.isfinite(loss))))   # JSON knows no others


def is_check(item: pytest.Item) -> bool:
    """Tell whether a test is a check of the rubric."""
    return isinstance(item, pytest.Function) and hasattr(
        item.function, 'check')


def task_of(item: pytest.Item) -> Task:
    """Return the task that a check is of."""
    assert isinstance(item, pytest.Function)
    task = item.callspec.params['task']
    assert isinstance(task, Task)
    return task


def each_task(metafunc: pytest.Metafunc, tasks: Sequence[Task]) -> None:
    """Run a rubric file on its task; style and documentation on each."""
    if {'seen', 'source'} & set(metafunc.fixturenames):
        name = os.path.basename(str(metafunc.module.__file__))
        own = [task for task in tasks if task.rubric == name]
        metafunc.parametrize('task', own or tasks, ids=lambda task: task.file)


def id_of(function: Callable[..., None]) -> str:
    """Return the id of a check."""
    return function.__name__.removeprefix('test_')


def title(function: Callable[..., None]) -> str:
    """Return the first line of a check's docstring, without its stop."""
    assert function.__doc__, f'{function.__name__} does not say what it asks'
    return function.__doc__.strip().splitlines()[0].rstrip('.')
