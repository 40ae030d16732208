"""A class in numbers: its marks, and what each check says of the class."""
import collections
import dataclasses
import functools
import typing

import numpy as np
import numpy.typing as npt

from checkers.exporters.html.messages import Messages
from checkers.marks.document import CheckMark, CheckStatus, TaskStatus
from checkers.marks.grades import Graded
from checkers.marks.marking import Change

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Student(typing.NamedTuple):
    """A row of the table of marks.

    Attributes:
        name: the name of the student's result file and page.
        submission: the name as found.
        score, max_score: points.
        raw: its points before the corrections.
        changes: the corrections.
        tasks: by the task's number, its status and points.
        notes: the number of notes on integrity.
    """

    name: str
    submission: str
    score: int
    max_score: int
    raw: int
    changes: tuple[Change, ...]
    tasks: dict[int, tuple[TaskStatus, int]]
    notes: int


class Item:
    """A check, and how the class did in it.

    Attributes:
        title, max_points: as in the result documents.
        rate: the share that passed, of those who attempted the task.
        separates: the item-rest correlation, or None where it is undefined.
        messages: what those who failed were told.
        points: of each student. (students,)
        passed: who passed it. (students,)
    """

    def __init__(self, check: CheckMark, size: int) -> None:
        """Start without a student."""
        self.title, self.max_points = check.title, check.max_points
        self.rate, self.messages = 0., Messages()
        self.separates: float | None = None
        self.points: Numbers = np.zeros(size, dtype=np.int64)
        self.passed: Flags = np.zeros(size, dtype=np.bool_)

    def judge(self, attempted: Flags, scores: Numbers) -> None:
        """Fill in rate and separates.

        Args:
            attempted: who attempted the task. (students,)
            scores: all points of each. (students,)
        """
        passed = self.passed[attempted]
        rest = (scores - self.points)[attempted]
        self.rate = float(passed.mean()) if passed.size else 0.
        self.separates = item_rest_correlation(passed, rest)


@dataclasses.dataclass
class TaskOfClass:
    """A task, and how the class did in it.

    Attributes:
        number, file, objective: as in the result documents.
        max_score: the most that a document gives for it.
        statuses: how many students have each status.
        items: by the check's id.
    """

    number: int
    file: str
    objective: str
    max_score: int = 0
    statuses: collections.Counter[TaskStatus] = dataclasses.field(
        default_factory=collections.Counter)
    items: dict[str, Item] = dataclasses.field(default_factory=dict)

    @property
    def hardest(self) -> list[Item]:
        """Return the items that not all passed, the hardest first."""
        return sorted((item for item in self.items.values()
                       if item.rate < 1), key=lambda item: item.rate)

    @property
    def attempts(self) -> int:
        """Return how many attempted the task."""
        return self.statuses.total() - self.statuses[TaskStatus.NOT_ATTEMPTED]


class Class:
    """The marks of a class, taken from its documents one by one.

    What a check says of the class is taken from what was graded, without the
    corrections.

    Args:
        size: the number of students.

    Attributes:
        students: those that were taken in.
    """

    def __init__(self, size: int) -> None:
        """Start without a student."""
        self.size = size
        self.students: list[Student] = []
        self.by_number: dict[int, TaskOfClass] = {}

    def add(self, graded: Graded) -> None:
        """Take in one submission."""
        document, place = graded.document, len(self.students)
        for task in document.graded.tasks:
            seen = self.by_number.setdefault(task.number, TaskOfClass(
                task.number, task.file, task.objective))
            seen.statuses[task.status] += 1
            seen.max_score = max(seen.max_score, task.max_score)
            for check in task.checks:
                if check.id not in seen.items:
                    seen.items[check.id] = Item(check, self.size)
                item = seen.items[check.id]
                item.points[place] = check.points
                item.passed[place] = check.status is CheckStatus.PASSED
                if check.status is CheckStatus.FAILED:
                    item.messages.add(check.message)
        self.students.append(Student(
            graded.name, document.submission, document.score,
            document.max_score, document.graded.score, document.changes,
            {task.number: (task.status, task.score)
             for task in document.tasks},
            sum(len(task.integrity) for task in document.tasks)))

    @functools.cached_property
    def tasks(self) -> list[TaskOfClass]:
        """Return the tasks by number, their items judged."""
        scores = np.array([student.raw for student in self.students])
        found = [self.by_number[number] for number in sorted(self.by_number)]
        for task in found:
            attempted = np.array([
                student.tasks.get(task.number, (TaskStatus.NOT_ATTEMPTED,))[0]
                is not TaskStatus.NOT_ATTEMPTED for student in self.students])
            for item in task.items.values():
                item.judge(attempted, scores)
        return found

    @functools.cached_property
    def by_name(self) -> dict[str, Student]:
        """Return the students by the names of their result files."""
        return {student.name: student for student in self.students}

    @functools.cached_property
    def scores(self) -> Numbers:
        """Return the points of all. (students,)"""
        return np.array([student.score for student in self.students])

    @functools.cached_property
    def max_score(self) -> int:
        """Return the highest score that can be had."""
        return max(student.max_score for student in self.students)

    @functools.cached_property
    def corrected(self) -> list[Student]:
        """Return the students with corrections."""
        return [student for student in self.students if student.changes]

    @property
    def median(self) -> float:
        """Return the median of the scores."""
        return float(np.median(self.scores))

    def histogram(self, bins: int = 20) -> list[int]:
        """Return how many students lie in each of equal parts of the scale.
        """
        top = max(self.max_score, 1)
        counts, _ = np.histogram(self.scores, bins, (0, top))
        return [int(count) for count in counts]


def item_rest_correlation(passed: Flags, rest: Numbers) -> float | None:
    """Return how well a check separates strong students from weak ones.

    The correlation, over the students, of passing the check (0 or 1) with
    the points that they have from all other checks: -1 to 1. Source:
    Henrysson, "Correction of item-total correlations in item analysis",
    Psychometrika 28 (1963).

    Args:
        passed: who passed the check. (students,)
        rest: each one's points from all other checks. (students,)

    Returns:
        A number, or None where all passed, none did, or all others' points
        are the same.
    """
    if passed.size < 2 or passed.all() or not passed.any() or \
            (rest == rest[0]).all():
        return None
    return float(np.corrcoef(passed, rest)[0, 1])
