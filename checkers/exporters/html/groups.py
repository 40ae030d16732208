"""Submissions that fail in the same way: one talk helps them all."""
import typing

from checkers.exporters.html.messages import normal
from checkers.marks.document import CheckStatus, Document

SHOWN = 50              # groups that are shown


class Group(typing.NamedTuple):
    """Students whose answers to a task fail the same checks alike.

    Attributes:
        number, file: the task's.
        failures: a (title, message) per failed check; the message as the
            first of the students got it.
        members: the students, by their places in the class.
        lost: points that each of them lost.
    """

    number: int
    file: str
    failures: list[tuple[str, str]]
    members: list[int]
    lost: int


class Groups:
    """All ways to fail a task, and who fails in each."""

    def __init__(self) -> None:
        """Start without a group."""
        self.found: dict[tuple[int, tuple[tuple[str, str], ...]], Group] = {}

    def add(self, place: int, document: Document) -> None:
        """Take in the document of the student at a place in the class."""
        for task in document.tasks:
            failed = [check for check in task.checks
                      if check.status is CheckStatus.FAILED]
            if not failed:
                continue
            way = task.number, tuple((check.id, normal(check.message))
                                     for check in failed)
            if way not in self.found:
                self.found[way] = Group(
                    task.number, task.file,
                    [(check.title, check.message) for check in failed],
                    [], task.max_score - task.score)
            self.found[way].members.append(place)

    def costliest(self) -> list[Group]:
        """Return the groups of two and more, by the points lost in all."""
        shared = [group for group in self.found.values()
                  if len(group.members) > 1]
        return sorted(shared, key=lambda group: (
            -len(group.members) * group.lost, group.number))[:SHOWN]
