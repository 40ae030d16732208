"""Submissions that fail in the same way: one talk helps them all."""
import typing

from checkers.exporters.html.messages import normal

SHOWN = 50              # groups that are shown


class Group(typing.NamedTuple):
    """Students whose answers to a task fail the same checks alike.

    Attributes:
        number, file: the task's.
        failures: list of (title, message as the first of them read it).
        members: list of places in the list of students.
        lost: points that each of them lost.
    """

    number: int
    file: str
    failures: list
    members: list
    lost: int


class Groups:
    """All ways to fail, and who fails so."""

    def __init__(self):
        """Start without a group."""
        self.found = {}

    def add(self, place, document):
        """Take in the document of the student at a place of the list."""
        for task in document['tasks']:
            failed = [check for check in task['checks']
                      if check['status'] == 'failed']
            if failed:
                way = (task['number'], *(
                    (check['id'], normal(check['message']))
                    for check in failed))
                self.found.setdefault(way, Group(
                    task['number'], task['file'],
                    [(check['title'], check['message']) for check in failed],
                    [], task['max_score'] - task['score'])
                    ).members.append(place)

    def costliest(self):
        """Return the groups of two and more, by the points lost in all."""
        shared = [group for group in self.found.values()
                  if len(group.members) > 1]
        return sorted(shared, key=lambda group: (
            -len(group.members) * group.lost, group.number))[:SHOWN]
