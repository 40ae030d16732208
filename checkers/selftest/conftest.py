"""What the selftest's tests share: one warm probe."""
import pytest

from checkers import zygote


@pytest.fixture(scope='session')
def warm(request):
    """Give a running probe in the interpreter that --python names."""
    with zygote.Zygote(request.config.getoption('python')) as running:
        yield running


def pytest_terminal_summary(terminalreporter):
    """Say how many mutants were killed and how many variants passed."""
    for word, test in (('mutants killed', '::test_mutant['),
                       ('broken answers told', '::test_broken['),
                       ('variants with full marks', '::test_variant['),
                       ('attacks without a gain', '::test_attack[')):
        passed, failed = (sum(
            test in report.nodeid and report.when == 'call'
            for report in terminalreporter.stats.get(outcome, []))
            for outcome in ('passed', 'failed'))
        if passed + failed:
            terminalreporter.write_line('%s: %d of %d' % (
                word, passed, passed + failed))
