"""Which checks the rubric has, and what they are worth."""
import pathlib

from checkers.base.paths import CHECKERS
from checkers.judging import rubric
from checkers.judging.checks import Check


def checks(*files: str) -> dict[str, Check]:
    """Return the checks in files of the rubric: id -> what it is worth.

    A file that is not there yet has none.
    """
    return {rubric.id_of(check): rubric.worth(check) for file in files
            if pathlib.Path(CHECKERS, file).is_file()
            for check in rubric.of_file(file)}


# What is judged by the text of an answer, whatever its models do.
TEXT = frozenset(checks(*rubric.EVERY_TASK))
