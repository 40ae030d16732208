"""What there is to earn: the checks of the rubric files, and their points."""
import importlib

from checkers.course.curriculum import TASKS
from checkers.judging.checks import Check
from checkers.judging.judge import EVERY_TASK


def points() -> dict[int, dict[str, int]]:
    """Return the points of all: task number -> a check's id -> points."""
    return {task.number: {
        name: worth for file in (task.rubric, *EVERY_TASK)
        for name, worth in of_file(file).items()} for task in TASKS}


def of_file(file: str) -> dict[str, int]:
    """Return the points of the checks of one rubric file, by their ids."""
    module = importlib.import_module(f"checkers.{file.removesuffix('.py')}")
    return {name.removeprefix('test_'): function.check.points
            for name, function in vars(module).items()
            if isinstance(getattr(function, 'check', None), Check)}
