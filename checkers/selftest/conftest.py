"""What the selftest's tests share: one warm probe."""
import pytest

from checkers import zygote


@pytest.fixture(scope='session')
def warm(request):
    """Give a running probe in the interpreter that --python names."""
    with zygote.Zygote(request.config.getoption('python')) as running:
        yield running
