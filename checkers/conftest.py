"""pytest's side of the grader: judge --submission with the rubric."""
import functools
import os
import pathlib
import statistics
import sys
import warnings
from collections.abc import Iterator

import pytest
from _pytest import nodeid

from checkers.base.errors import Mistake
from checkers.base.paths import answers, COURSE
from checkers.course.curriculum import TASKS, Task
from checkers.judging import grading, rubric
from checkers.marks.document import CheckMark, CheckStatus
from checkers.runner import zygote

# A group of tests, how pytest names it, and what a passed one means.
GROUPS = (
    ('test_mutant[', 'mutants killed in the check that names them'),
    ('test_broken[', 'broken answers told apart'),
    ('test_variant[', 'variants with full marks'),
    ('test_attack[', 'attacks that earned and reached nothing'))
# The property in which a mutant's test leaves the points that are lost
# although another check names the mistake.
BEYOND = 'lost beyond its check'
# Fixtures that are slow to make -> a name for the tests that share one.
SHARED = {'seen': 'rubric', 'source': 'rubric', 'graded': 'graded class',
          'references': 'references'}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --submission and --python."""
    parser.addoption(
        '--submission', metavar='DIR',
        help='judge this folder, and leave the selftest out (default: the '
             'reference solutions, and the selftest)')
    parser.addoption(
        '--python', metavar='EXE', default=sys.executable,
        help='the interpreter that runs the submission (default: this one)')


class Replay:
    """A plugin that judges a folder once, and lets each check end as there.

    The folder may be a stranger's: nothing of it is read in this process.
    """

    def __init__(self, config: pytest.Config) -> None:
        """Judge nothing yet."""
        try:
            self.folder = answers(config.getoption('submission') or COURSE)
        except Mistake as error:
            raise pytest.UsageError(str(error))
        self.python = config.getoption('python')

    @functools.cached_property
    def marks(self) -> dict[tuple[int, str], CheckMark]:
        """Return the marks: (task number, id of a check) -> its mark."""
        grading.prepare()
        with zygote.Zygote(self.python) as warm:
            if warm.warning:
                warnings.warn(warm.warning)
            document = grading.grade(self.folder, warm)
        return {(task.number, check.id): check
                for task in document.tasks for check in task.checks}

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a rubric file on its task; style and documentation on each."""
        if rubric.is_check(metafunc.function):
            name = os.path.basename(str(metafunc.module.__file__))
            own = [task for task in TASKS if task.rubric == name]
            metafunc.parametrize('task', own or TASKS,
                                 ids=lambda task: task.file)

    @pytest.fixture
    def seen(self, task: Task) -> None:
        """Give nothing: the check has been run."""

    @pytest.fixture
    def source(self, task: Task) -> None:
        """Give nothing: the check has been run."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """End a check as it has ended in the judging."""
        if not rubric.is_check(pyfuncitem.function):
            return None
        task = pyfuncitem.callspec.params['task']
        assert isinstance(task, Task)
        mark = self.marks[task.number, rubric.id_of(pyfuncitem.function)]
        if mark.status is CheckStatus.BLOCKED:
            pytest.skip(f'blocked: {mark.message}')
        if mark.status is CheckStatus.FAILED:
            pytest.fail(mark.message, pytrace=False)
        return True


def pytest_configure(config: pytest.Config) -> None:
    """Let the rubric judge --submission."""
    config.pluginmanager.register(Replay(config))


def pytest_ignore_collect(collection_path: pathlib.Path,
                          config: pytest.Config) -> bool | None:
    """Leave out the selftest where a student's folder is judged."""
    if config.getoption('submission') and \
            collection_path.name == 'selftest':
        return True
    return None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Judge one folder in one process: its evidence is gathered once."""
    return 0 if config.getoption('submission') else None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
        config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Keep tests together in one process that share what is slow to make.

    Where it is not a fixture of SHARED, they name their xdist_group.
    """
    shared = SHARED if config.pluginmanager.hasplugin('xdist') else {}
    for item in items:
        for group in {shared[fixture] for fixture in getattr(
                item, 'fixturenames', ()) if fixture in shared}:
            item.add_marker(pytest.mark.xdist_group(group))
    yield
    # xdist 3.8 adds the group to _nodeid, which pytest 9.2 does not read.
    for item in items:
        if '_nodeid' in vars(item):
            item._id = nodeid.coerce_node_id(vars(item)['_nodeid'])


def pytest_terminal_summary(
        terminalreporter: pytest.TerminalReporter) -> None:
    """Say of each group of tests how many passed."""
    for test, meaning in GROUPS:
        passed, failed, skipped = (
            sum(f'::{test}' in report.nodeid
                for report in terminalreporter.stats.get(outcome, []))
            for outcome in ('passed', 'failed', 'skipped'))
        if passed + failed + skipped:
            terminalreporter.write_line(
                f'{meaning}: {passed} of {passed + failed}; '
                f'{skipped} skipped')
    beyond = [value for reports in terminalreporter.stats.values()
              for report in reports
              for name, value in getattr(report, 'user_properties', ())
              if name == BEYOND and report.when == 'call']
    if beyond:
        terminalreporter.write_line(
            f"a mutant's points {BEYOND}: mean "
            f'{statistics.mean(beyond):.2f}, largest {max(beyond)}')
