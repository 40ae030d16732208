"""The checks of the rubric files: which there are, and what each is worth.

A check is a pytest test too (conftest.py); here it is a function.
"""
import functools
import importlib
import inspect
import typing
from collections.abc import Callable

from checkers.course.curriculum import TASKS, Task
from checkers.judging.checks import Check

EVERY_TASK = ('test_style.py', 'test_documentation.py')
CheckFunction: typing.TypeAlias = Callable[..., None]


def checks(task: Task) -> list[CheckFunction]:
    """Return the checks of a task, in the order of the rubric."""
    return [function for file in (task.rubric, *EVERY_TASK)
            for function in of_file(file)]


def of_file(file: str) -> list[CheckFunction]:
    """Return the checks of one rubric file."""
    module = importlib.import_module(f"checkers.{file.removesuffix('.py')}")
    return [function for name, function in vars(module).items()
            if name.startswith('test') and is_check(function)]


def is_check(function: object) -> bool:
    """Tell whether something is a check of the rubric."""
    return isinstance(getattr(function, 'check', None), Check)


@functools.cache
def reads(function: CheckFunction) -> list[str]:
    """Return what a check reads: `seen`, the evidence, `source`, the file."""
    return list(inspect.signature(function).parameters)


def worth(function: CheckFunction) -> Check:
    """Return what a check is worth, and its hints."""
    found: Check = getattr(function, 'check')
    return found


def id_of(function: CheckFunction) -> str:
    """Return the id of a check."""
    return function.__name__.removeprefix('test_')


def title(function: CheckFunction) -> str:
    """Return the first line of a check's docstring, without its stop."""
    assert function.__doc__, f'{function.__name__} does not say what it asks'
    return function.__doc__.strip().splitlines()[0].rstrip('.')


def points() -> dict[int, dict[str, int]]:
    """Return the points of all: task number -> a check's id -> points."""
    return {task.number: {id_of(check): worth(check).points
                          for check in checks(task)} for task in TASKS}
