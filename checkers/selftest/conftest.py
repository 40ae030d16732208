"""What the selftest's tests share: one warm probe."""
import pathlib
import signal
from collections.abc import Iterator

import pytest

from checkers.course.curriculum import Task
from checkers.runner import zygote
from checkers.selftest import course, drivers, synthetic


@pytest.fixture(scope='session', autouse=True)
def interruptible() -> None:
    """Let Ctrl-C reach what the tests start.

    A shell that starts pytest in the background has it ignored, and children
    would inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope='session')
def warm(request: pytest.FixtureRequest) -> Iterator[zygote.Zygote]:
    """Give a running probe in the interpreter that --python names."""
    with zygote.Zygote(request.config.getoption('python')) as running:
        yield running


@pytest.fixture(scope='session')
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Give the folder of a synthetic class with hostile names."""
    return synthetic.write(tmp_path_factory.mktemp('class') / 'grades', 20,
                           synthetic.HOSTILE, sources=True)


@pytest.fixture(scope='session')
def first_run(
        tmp_path_factory: pytest.TempPathFactory) -> drivers.FirstRun:
    """Give a function that runs a task's driver for one epoch, but once."""
    runs: dict[int, tuple[course.Ended, pathlib.Path]] = {}

    def run(task: Task) -> tuple[course.Ended, pathlib.Path]:
        if task.number not in runs:
            copy = drivers.prepared(task, tmp_path_factory.mktemp('driver'))
            runs[task.number] = drivers.quick_run(task, copy), copy
        return runs[task.number]

    return run
