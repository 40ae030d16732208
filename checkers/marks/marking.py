"""What a submission is worth to the teacher: its document, by an assignment.

This is the one place where an assignment is applied. What shows marks takes a
Marked, whose points are the last word; the document that it was made of stays
as it was graded.
"""
from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import asdict, replace

from checkers.marks.assignment import Assignment, Correction
from checkers.marks.document import (CheckStatus, Document, TaskMark,
                                     TaskStatus)

WHOLE = 'all tasks'


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A correction as it was applied.

    Attributes:
        what: what was corrected, such as '3-variational.py kl_term'.
        is_check: whether that is a check, not a task or the whole.
        before: its points as graded, other corrections included.
        after: its points from then on.
        most: what it is worth.
        reason: what the student reads of it.
    """

    what: str
    is_check: bool = False
    before: int
    after: int
    most: int
    reason: str

    def __str__(self) -> str:
        """Return it as a line."""
        return (f'{self.what}: {self.before} -> {self.after} of {self.most} '
                f'points: {self.reason}')


class Marked(Document, frozen=True, kw_only=True):
    """A result document as the teacher wants it marked.

    Attributes:
        graded: the same tasks and checks without the corrections.
        changes: the corrections, in the order in which they were applied.
    """

    graded: Document
    changes: tuple[Change, ...]

    @property
    def correction(self) -> int:
        """Return how many points the corrections add."""
        return self.score - self.graded.score

    @property
    def told(self) -> list[str]:
        """Return a line on each correction, below one that sums them up."""
        return [f'Corrected by the teacher, from {self.graded.score} to '
                f'{self.score} of {self.max_score} points:',
                *map(str, self.changes)] if self.changes else []


def mark(document: Document, assignment: Assignment = Assignment(),
         name: str = '') -> Marked:
    """Return what a submission is worth.

    Args:
        document: what it got.
        assignment: what it is marked on; by default, everything.
        name: the name of its result file, without .json.
    """
    own = {(one.task, one.check): one for one in assignment.corrections
           if one.student in (name, document.submission)}
    graded = summed(document, (weighed(task, assignment)
                               for task in document.tasks
                               if assignment.asks(task.number)))
    pairs = [corrected(task, own) for task in graded.tasks]
    changes = [change for _, more in pairs for change in more]
    marks = summed(graded, (task for task, _ in pairs))
    whole = own.get((None, None))
    if whole and whole.percent is not None:
        after = scaled(marks.score, whole.percent, marks.max_score)
        changes.append(Change(what=WHOLE, before=marks.score, after=after,
                              most=marks.max_score, reason=whole.reason))
        marks = replace(marks, score=after)
    return Marked(**asdict(marks), graded=graded, changes=tuple(changes))


def weighed(task: TaskMark, assignment: Assignment) -> TaskMark:
    """Return a task with the points that its checks have here."""
    checks = []
    for check in task.checks:
        worth = assignment.worth(task.number, check.id, check.max_points)
        passed = check.status is CheckStatus.PASSED
        checks.append(replace(check, points=worth if passed else 0,
                              max_points=worth))
    return settled(replace(
        task, checks=tuple(checks),
        max_score=sum(check.max_points for check in checks)),
        sum(check.points for check in checks))


def corrected(task: TaskMark,
              own: Mapping[tuple[int | None, str | None], Correction]
              ) -> tuple[TaskMark, list[Change]]:
    """Return a task with a student's corrections, and what they changed.

    Args:
        task: as it was graded.
        own: the student's corrections, by task and check.
    """
    checks, changes = [], []
    for check in task.checks:
        one = own.get((task.number, check.id))
        if one and one.points is not None:
            changes.append(Change(
                what=f'{task.file} {check.id}', is_check=True,
                before=check.points, after=one.points, most=check.max_points,
                reason=one.reason))
            said = (f'Your teacher gives {one.points} of {check.max_points} '
                    f'points: {one.reason}')
            check = replace(check, points=one.points,
                            message=f'{check.message} {said}'.strip())
        checks.append(check)
    score = sum(check.points for check in checks)
    one = own.get((task.number, None))
    if one and one.points is not None:
        changes.append(Change(what=task.file, before=score, after=one.points,
                              most=task.max_score, reason=one.reason))
        score = one.points
    return settled(replace(task, checks=tuple(checks)), score), changes


def scaled(score: int, percent: int, most: int) -> int:
    """Return points with a per cent of them more or less.

    They stay whole, a half is the student's, and nobody has more than all.
    """
    return min((score * (100 + percent) + 50) // 100, most)


def settled(task: TaskMark, score: int) -> TaskMark:
    """Return a task with these points; it is passed by all of them."""
    status = task.status
    if score == task.max_score > 0:
        status = TaskStatus.PASSED
    elif status is TaskStatus.PASSED and score < task.max_score:
        status = TaskStatus.FAILED
    return replace(task, score=score, status=status)


def summed(document: Document, tasks: Iterable[TaskMark]) -> Document:
    """Return a document with these tasks, its points added up."""
    tasks = tuple(tasks)
    return replace(document, tasks=tasks,
                   score=sum(task.score for task in tasks),
                   max_score=sum(task.max_score for task in tasks))
