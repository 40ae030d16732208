"""pytest's side of the grader: judge --submission with the rubric."""
import sys
import warnings

import pytest

from checkers.course import curriculum
from checkers.base.paths import COURSE
from checkers.judging import grading, recorder
from checkers.runner import zygote


def pytest_addoption(parser):
    """Add --submission and --python."""
    parser.addoption(
        '--submission', metavar='DIR',
        help='judge this folder, and leave the selftest out (default: the '
             'reference solutions, and the selftest)')
    parser.addoption(
        '--python', metavar='EXE', default=sys.executable,
        help='the interpreter that runs the submission (default: this one)')


def pytest_configure(config):
    """Judge --submission, unless a grader hands over what it gathered."""
    def gather():
        with zygote.Zygote(config.getoption('python')) as warm:
            if warm.warning:
                warnings.warn(warm.warning)
            return grading.gather(
                config.getoption('submission') or COURSE, warm)

    plugins = config.pluginmanager.get_plugins()
    if not any(isinstance(plugin, recorder.Recorder) for plugin in plugins):
        config.pluginmanager.register(
            recorder.Recorder(gather, curriculum.TASKS))


def pytest_ignore_collect(collection_path, config):
    """Leave out the selftest where a student's folder is judged."""
    if config.getoption('submission') and \
            collection_path.name == 'selftest':
        return True


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Judge one folder in one process: its evidence is gathered once."""
    return 0 if config.getoption('submission') else None


def pytest_terminal_summary(terminalreporter):
    """Say how many entries of each kind did what they should."""
    for word, test in (
            ('mutants killed in the check that names them', 'test_mutant['),
            ('broken answers told apart', 'test_broken['),
            ('variants with full marks', 'test_variant['),
            ('attacks that earned and reached nothing', 'test_attack[')):
        count = {outcome: sum(
            '::' + test in report.nodeid
            for report in terminalreporter.stats.get(outcome, []))
            for outcome in ('passed', 'failed', 'skipped')}
        if sum(count.values()):
            terminalreporter.write_line(
                '%s: %d of %d; %d skipped' % (
                    word, count['passed'], count['passed'] +
                    count['failed'], count['skipped']))
