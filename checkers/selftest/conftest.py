"""What the selftest's tests share: one warm probe."""
import pytest

from checkers import zygote


@pytest.fixture(scope='session')
def warm(request):
    """Give a running probe in the interpreter that --python names."""
    with zygote.Zygote(request.config.getoption('python')) as running:
        yield running


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
