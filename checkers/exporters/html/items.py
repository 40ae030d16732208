"""A class in numbers: marks, and what each check says of the class."""
import collections
import dataclasses
import functools
import typing

import numpy as np

from checkers.exporters.html.messages import Messages


class Student(typing.NamedTuple):
    """A row of the table of marks.

    Attributes:
        name: the name of the student's result file and page.
        submission: the name as found.
        score, max_score: points.
        tasks: dictionary, task number -> (status, points).
        notes: the number of notes on integrity.
    """

    name: str
    submission: str
    score: int
    max_score: int
    tasks: dict
    notes: int


class Item:
    """A check as the class met it.

    Attributes:
        title, max_points: as in the result documents.
        rate: the share that passed, of those who attempted the task.
        separates: the item-rest correlation, or None where it is undefined.
        messages: the commonest messages, messages.Messages.
    """

    def __init__(self, check, size):
        """Start without a student."""
        self.title, self.max_points = check['title'], check['max_points']
        self.rate, self.separates, self.messages = 0., None, Messages()
        self.points = np.zeros(size, dtype=np.int32)

    def judge(self, attempted, scores):
        """Fill in rate and separates.

        Args:
            attempted: boolean array, who attempted the task. (students,)
            scores: integer array, all points of each. (students,)
        """
        passed = self.points[attempted] > 0
        rest = (scores - self.points)[attempted]
        self.rate = float(passed.mean()) if passed.size else 0.
        self.separates = item_rest_correlation(passed, rest)


@dataclasses.dataclass
class TaskOfClass:
    """A task as the class met it.

    Attributes:
        number, file, objective, max_score: as in the result documents.
        statuses: Counter of the students' statuses.
        items: dictionary, check id -> Item.
    """

    number: int
    file: str
    objective: str
    max_score: int
    statuses: collections.Counter
    items: dict

    @property
    def hardest(self):
        """Return the items that not all passed, the hardest first."""
        return sorted((item for item in self.items.values()
                       if item.rate < 1), key=lambda item: item.rate)

    @property
    def attempts(self):
        """Return how many attempted the task."""
        return self.statuses.total() - self.statuses['not attempted']


class Class:
    """The marks of a class, taken from its documents one by one.

    Args:
        size: the number of students.

    Attributes:
        students: list of Student.
    """

    def __init__(self, size):
        """Start without a student."""
        self.size, self.students, self.by_number = size, [], {}

    def add(self, graded):
        """Take in one graded submission: grades.Graded."""
        document, place = graded.document, len(self.students)
        for task in document['tasks']:
            seen = self.by_number.setdefault(
                task['number'], TaskOfClass(
                    task['number'], task['file'], task.get('objective', ''),
                    0, collections.Counter(), {}))
            seen.statuses[task['status']] += 1
            seen.max_score = max(seen.max_score, task['max_score'])
            for check in task['checks']:
                item = seen.items.get(check['id'])
                if item is None:
                    item = seen.items[check['id']] = Item(check, self.size)
                item.points[place] = check['points']
                if check['status'] == 'failed':
                    item.messages.add(check['message'])
        self.students.append(Student(
            graded.name, document['submission'], document['score'],
            document['max_score'],
            {task['number']: (task['status'], task['score'])
             for task in document['tasks']},
            sum(len(task['integrity']) for task in document['tasks'])))

    @functools.cached_property
    def tasks(self):
        """Return the tasks by number, their items judged."""
        scores = self.scores
        found = [self.by_number[number] for number in sorted(self.by_number)]
        for task in found:
            attempted = np.array([
                student.tasks.get(task.number, ('not attempted',))[0] !=
                'not attempted' for student in self.students])
            for item in task.items.values():
                item.judge(attempted, scores)
        return found

    @functools.cached_property
    def by_name(self):
        """Return the students by the names of their result files."""
        return {student.name: student for student in self.students}

    @functools.cached_property
    def scores(self):
        """Return the points of all. (students,)"""
        return np.array([student.score for student in self.students])

    @functools.cached_property
    def max_score(self):
        """Return the highest score that can be had."""
        return max(student.max_score for student in self.students)

    @property
    def median(self):
        """Return the median of the scores."""
        return np.median(self.scores)

    def histogram(self, bins=20):
        """Return how many students lie in each of equal parts of the scale.
        """
        top = max(self.max_score, 1)
        return np.histogram(self.scores, bins, (0, top))[0].tolist()


def item_rest_correlation(passed, rest):
    """Return how well a check separates strong students from weak ones.

    The correlation, over the students, of passing the check (0 or 1) with
    the points that they have from all other checks: -1 to 1. Source:
    Henrysson, "Correction of item-total correlations in item analysis",
    Psychometrika 28 (1963).

    Args:
        passed: boolean array. (students,)
        rest: integer array. (students,)

    Returns:
        A number, or None where all passed, none did, or all others' points
        are the same.
    """
    if passed.size < 2 or passed.all() or not passed.any() or \
            (rest == rest[0]).all():
        return None
    return float(np.corrcoef(passed, rest)[0, 1])
