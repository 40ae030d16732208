"""What the selftest's tests share: one warm probe."""
import pytest

from checkers.runner import zygote
from checkers.selftest import synthetic


@pytest.fixture(scope='session')
def warm(request):
    """Give a running probe in the interpreter that --python names."""
    with zygote.Zygote(request.config.getoption('python')) as running:
        yield running


@pytest.fixture(scope='session')
def graded_class(tmp_path_factory):
    """Give the folder of a synthetic class with hostile names."""
    return synthetic.write(tmp_path_factory.mktemp('class') / 'grades', 20,
                           synthetic.HOSTILE, sources=True)
