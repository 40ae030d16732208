"""pytest's side of the grader: judge --submission with the rubric."""
import pathlib
import sys
import warnings
from collections.abc import Iterator

import pytest
from _pytest import nodeid

from checkers.base.paths import COURSE
from checkers.course import curriculum
from checkers.judging import grading, recorder
from checkers.runner import zygote

# A group of tests, how pytest names it, and what a passed one means.
GROUPS = (
    ('test_mutant[', 'mutants killed in the check that names them'),
    ('test_broken[', 'broken answers told apart'),
    ('test_variant[', 'variants with full marks'),
    ('test_attack[', 'attacks that earned and reached nothing'))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --submission and --python."""
    parser.addoption(
        '--submission', metavar='DIR',
        help='judge this folder, and leave the selftest out (default: the '
             'reference solutions, and the selftest)')
    parser.addoption(
        '--python', metavar='EXE', default=sys.executable,
        help='the interpreter that runs the submission (default: this one)')


def pytest_configure(config: pytest.Config) -> None:
    """Let the rubric judge --submission.

    Where grading.judge has started pytest, there is a recorder already.
    """
    def gather() -> recorder.Gathered:
        with zygote.Zygote(config.getoption('python')) as warm:
            if warm.warning:
                warnings.warn(warm.warning)
            return grading.gather(
                config.getoption('submission') or COURSE, warm)

    plugins = config.pluginmanager.get_plugins()
    if not any(isinstance(plugin, recorder.Recorder) for plugin in plugins):
        config.pluginmanager.register(
            recorder.Recorder(gather, curriculum.TASKS))


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

    Those of the rubric share the evidence; others name their xdist_group.
    """
    shared = {'seen', 'source'} if config.pluginmanager.hasplugin(
        'xdist') else set()
    for item in items:
        if shared & set(getattr(item, 'fixturenames', ())):
            item.add_marker(pytest.mark.xdist_group('rubric'))
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
