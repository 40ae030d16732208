"""Which checks the rubric has, and what they are worth."""
import importlib
import pathlib

from checkers.base.paths import CHECKERS
from checkers.judging import judge
from checkers.judging.checks import Check


def checks(*files: str) -> dict[str, Check]:
    """Return the checks in files of the rubric: id -> what it is worth.

    A file that is not there yet has none.
    """
    found: dict[str, Check] = {}
    for file in files:
        if pathlib.Path(CHECKERS, file).is_file():
            module = importlib.import_module(
                f'checkers.{file.removesuffix(".py")}')
            found |= {name.removeprefix('test_'): test.check
                      for name, test in vars(module).items()
                      if name.startswith('test_')}
    return found


# What is judged by the text of an answer, whatever its models do.
TEXT = frozenset(checks(*judge.EVERY_TASK))
