"""What is believed of a worker: who may grade, and which results are kept.

A worker may be a machine of its own, with another version of the project or
without a sandbox. Each one says what it grades with before it gets any work,
and each result is read as a stranger's: it is text of a limited size, and
holds the marks that were asked for.
"""
from collections.abc import Callable, Mapping, Sequence

from checkers.base.text import clean, one_line
from checkers.classroom import files
from checkers.classroom.worker import About
from checkers.judging import grading, rubric
from checkers.marks.document import (CheckStatus, Document, from_json,
                                     TaskMark, told)

LIMIT = 4 << 20         # bytes of a result; a whole submission's has 0.1 MB


class Admission:
    """Decides which workers may grade; those that it admits are alike.

    Args:
        say: prints a line for the teacher.

    Attributes:
        about: what all that were admitted grade with; None before the first.
        refused: why the others may not grade, by name.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        """Admit nobody yet."""
        self.say = say
        self.about: About | None = None
        self.refused: dict[str, str] = {}

    def __call__(self, name: str, answer: object) -> bool:
        """Tell whether a worker may grade, and the teacher if it may not.

        Args:
            name: the worker's.
            answer: what worker.examine returned or raised there.
        """
        reason = self.unfit(answer)
        if reason:
            self.refused[name] = reason
            if self.about:
                self.say(f'{name} is left out: {reason}')
        elif self.about is None and isinstance(answer, About):
            self.about = answer
            if answer.warning:
                self.say(answer.warning)
            for other, why in self.refused.items():
                self.say(f'{other} is left out: {why}')
        return not reason

    def unfit(self, answer: object) -> str:
        """Return why a worker may not grade, or ''."""
        if isinstance(answer, Exception):
            return one_line(answer)
        if not isinstance(answer, About):
            return 'it does not say what it grades with'
        if answer.rubric != grading.rubric_hash():
            return 'it has another rubric'
        if self.about and answer.runtime != self.about.runtime:
            return f'it has another runtime ({answer.runtime})'
        return ''


def received(data: object, submission: files.Submission,
             numbers: Sequence[int], seed: int, about: About) -> Document:
    """Return the document that a worker sent.

    Args:
        data: what it sent.
        submission: whose marks were asked for.
        numbers: the tasks' numbers.
        seed: the random seed.
        about: what it grades with.

    Raises:
        ValueError: it is no document, or not the one that was asked for.
    """
    if not isinstance(data, bytes) or len(data) > LIMIT:
        raise ValueError('what the worker sent is no text, or too large')
    document = from_json(data)
    if (document.rubric, document.runtime) != (about.rubric, about.runtime):
        raise ValueError('another rubric or runtime '
                         f'({document.rubric}, {document.runtime})')
    if (document.submission, document.seed) != (
            clean(submission.name), told(seed)) or \
            [task.number for task in document.tasks] != list(numbers):
        raise ValueError('the worker sent the marks of other work')
    worth = rubric.points()
    if not all(is_marked(task, worth[task.number])
               for task in document.tasks) or \
            document.score != sum(task.score for task in document.tasks) or \
            document.max_score != sum(
                task.max_score for task in document.tasks):
        raise ValueError('the points that the worker sent do not add up')
    return document


def is_marked(task: TaskMark, worth: Mapping[str, int]) -> bool:
    """Tell whether a task has the rubric's checks, with the points of each.

    Args:
        task: the task.
        worth: what there is to earn: check's id -> points.
    """
    earned = [check.max_points if check.status is CheckStatus.PASSED else 0
              for check in task.checks]
    return sorted((check.id, check.max_points) for check in task.checks) == \
        sorted(worth.items()) and \
        [check.points for check in task.checks] == earned and \
        (task.score, task.max_score) == (sum(earned), sum(worth.values()))
