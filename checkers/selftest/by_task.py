"""Finds what a package of the selftest has for each task."""
import importlib
import importlib.util
from types import ModuleType

from checkers.course.curriculum import TASKS, Task


def module_name(task: Task) -> str:
    """Return the name of a task's module: variational of 3-variational.py."""
    return task.file.removesuffix('.py').partition('-')[2].replace('-', '_')


def modules(package: str) -> list[tuple[Task, ModuleType]]:
    """Return the modules of a package that belong to tasks.

    A task without one is left out here; test_tasks.py names it.
    """
    names = [(task, f'{package}.{module_name(task)}') for task in TASKS]
    return [(task, importlib.import_module(name)) for task, name in names
            if importlib.util.find_spec(name)]
