"""The teacher's last word: what a class is marked on, and corrections.

It is a file in TOML, and all of it may be left out:

    tasks = [0, 1, 2, 3]        # what the class was asked for

    [points]
    run_bit = 0                 # a check's points, in every task
    3.kl_term = 4               # in task 3 alone

    [[correction]]
    student = "Jane Doe_1234567"
    task = 3
    check = "kl_term"           # without it the whole task is corrected
    points = 4                  # in place of those that were graded
    reason = "The formula is right; the sign is in another line."

    [[correction]]
    student = "Jane Doe_1234567"
    percent = -10               # of all that the student has then
    reason = "A day late."

Result documents stay as they were graded; marking.py says what they are worth
by this. So corrections survive every regrade.
"""
import difflib
import os
import textwrap
import tomllib
import typing
from collections.abc import Collection, Iterable, Mapping

import msgspec

from checkers.base.errors import Mistake
from checkers.base.text import one_line
from checkers.course.curriculum import TASKS
from checkers.marks.document import TaskMark, cleaned

# Task number -> the id of a check -> its points.
Rubric: typing.TypeAlias = Mapping[int, Mapping[str, int]]
Points = typing.Annotated[int, msgspec.Meta(ge=0)]
Percent = typing.Annotated[int, msgspec.Meta(ge=-100, le=100)]
Text = typing.Annotated[str, msgspec.Meta(min_length=1)]
# A student's name is one of two: of the result file, of the submission.
Names: typing.TypeAlias = tuple[str, str]
NAME = 'assignment.toml'
UNUSABLE = 'the assignment cannot be used: %s'
TEMPLATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), NAME)


class Correction(msgspec.Struct, frozen=True, kw_only=True,
                 forbid_unknown_fields=True):
    """What a teacher gives a student in place of what was graded.

    Attributes:
        student: the name of the submission, or of its result file.
        reason: what the student reads of it.
        task: the task's number; None for all of the student's points.
        check: the check's id; None for all of the task's points.
        points: those of the check or the task from now on.
        percent: how much is added to all of the student's points.
    """

    student: Text
    reason: Text
    task: int | None = None
    check: str | None = None
    points: Points | None = None
    percent: Percent | None = None

    def __post_init__(self) -> None:
        """Refuse what says too little or too much."""
        of_task = self.task is not None and self.points is not None and \
            self.percent is None
        of_all = self.percent is not None and \
            (self.task, self.check, self.points) == (None, None, None)
        if not of_task and not of_all:
            raise ValueError('a correction has either `task` and `points`, '
                             'for one check `check` too, or `percent` alone')


class Assignment(msgspec.Struct, frozen=True, kw_only=True,
                 forbid_unknown_fields=True):
    """What a class is marked on; by default, everything.

    Attributes:
        tasks: the numbers of the tasks that count; None for all.
        points: the id of a check -> its points in every task; or a task's
            number -> the same for that task, which goes first.
        corrections: no two are of the same points.
    """

    tasks: tuple[int, ...] | None = None
    points: dict[str, Points | dict[str, Points]] = {}
    corrections: tuple[Correction, ...] = msgspec.field(
        default=(), name='correction')

    def __post_init__(self) -> None:
        """Refuse tasks that are not there, and a correction of another."""
        if self.tasks is not None and not self.tasks:
            raise ValueError('`tasks` names none; leave it out for all')
        for number in self.tasks or ():
            require(number, [task.number for task in TASKS], 'task')
        require_once((one.student, one) for one in self.corrections)

    def asks(self, number: int) -> bool:
        """Tell whether a task counts."""
        return self.tasks is None or number in self.tasks

    def worth(self, number: int, check: str, points: int) -> int:
        """Return a check's points here, given those of the rubric."""
        own, everywhere = self.points.get(str(number)), self.points.get(check)
        if isinstance(own, dict) and check in own:
            return own[check]
        return everywhere if isinstance(everywhere, int) else points

    def require_rubric(self, rubric: Rubric) -> None:
        """Hold the names of tasks and checks against what is judged.

        Raises:
            Mistake: one of them is not there, or a correction gives more
                points than there are.
        """
        asked = {str(number): {check: self.worth(number, check, points)
                               for check, points in checks.items()}
                 for number, checks in rubric.items() if self.asks(number)}
        try:
            for key, value in self.points.items():
                if isinstance(value, dict):
                    require(key, asked, 'task')
                    for check in value:
                        require(check, asked[key], f'check of task {key}')
                else:
                    require(key, {check for checks in asked.values()
                                  for check in checks}, 'check')
            for one in self.corrections:
                if one.task is not None and one.points is not None:
                    require(str(one.task), asked, 'task')
                    require_points(one, one.points, asked[str(one.task)])
        except ValueError as error:
            raise Mistake(UNUSABLE % error)

    def require_students(self, students: Iterable[Names]) -> None:
        """Hold the names of students against those of a class.

        Raises:
            Mistake: a correction fits no student, or more than one.
        """
        files: dict[str, set[str]] = {}
        for names in students:
            for name in names:
                files.setdefault(name, set()).add(names[0])
        try:
            for one in self.corrections:
                require(one.student, files, 'student')
                fitting = sorted(files[one.student])
                if len(fitting) > 1:
                    raise ValueError(
                        f'{one.student!r} is the name of {len(fitting)} '
                        f"students; name one of {', '.join(fitting[:3])}")
            require_once((min(files[one.student]), one)
                         for one in self.corrections)
        except ValueError as error:
            raise Mistake(UNUSABLE % error)

    def impersonal(self) -> str:
        """Return it as TOML, without the corrections."""
        lines = [] if self.tasks is None else [f'tasks = {list(self.tasks)}']
        lines.append('[points]')
        for key, value in self.points.items():
            if isinstance(value, dict):
                lines += [f'{key}.{check} = {points}'
                          for check, points in value.items()]
            else:
                lines.append(f'{key} = {value}')
        return '\n'.join(lines) + '\n'


def require(name: object, names: Collection[object], kind: str) -> None:
    """Raise ValueError, with the nearest name, where a name is not there."""
    if name in names:
        return
    near = difflib.get_close_matches(str(name), map(str, names), 1, 0)
    raise ValueError(f"there is no {kind} '{name}'" +
                     (f"; the nearest is '{near[0]}'" if near else ''))


def require_points(one: Correction, points: int,
                   checks: Mapping[str, int]) -> None:
    """Raise ValueError where a correction gives more points than there are.

    Args:
        one: the correction of a task or of a check in it.
        points: what it gives.
        checks: those of the task, and their points.
    """
    if one.check is not None:
        require(one.check, checks, f'check of task {one.task}')
        checks = {one.check: checks[one.check]}
    most = sum(checks.values())
    if points > most:
        raise ValueError(f"a correction of '{one.student}' gives {points} of "
                         f'{most} points')


def require_once(corrections: Iterable[tuple[str, Correction]]) -> None:
    """Raise ValueError where two corrections are of the same points.

    Args:
        corrections: whose each is, and what it says.
    """
    seen: dict[tuple[str, int | None], set[str | None]] = {}
    for student, one in corrections:
        checks = seen.setdefault((student, one.task), set())
        if checks and (one.check is None or checks & {one.check, None}):
            raise ValueError(f"two corrections of '{student}' are of the "
                             'same points; make one of them')
        checks.add(one.check)


def rubric_of(tasks: Iterable[TaskMark]) -> Rubric:
    """Return the checks of these tasks and their points."""
    return {task.number: {check.id: check.max_points for check in task.checks}
            for task in tasks}


def template(rubric: Rubric) -> str:
    """Return an assignment that changes nothing and explains itself."""
    everywhere = set.intersection(*(set(checks.items())
                                    for checks in rubric.values()))
    parts = {'every task': sorted(everywhere)} | {
        f'task {number}': [pair for pair in checks.items()
                           if pair not in everywhere]
        for number, checks in rubric.items()}
    with open(TEMPLATE, encoding='utf-8') as file:
        return file.read() + ''.join(map(listed, parts, parts.values()))


def listed(head: str, checks: Iterable[tuple[str, int]]) -> str:
    """Return checks and their points as the lines of a comment."""
    return textwrap.fill(
        ', '.join(f'{check} {points}' for check, points in checks), 79,
        initial_indent=f'# {head}: ', subsequent_indent='#     ') + '\n'


def load(path: str) -> Assignment:
    """Return the assignment in a file, its texts made printable.

    Raises:
        Mistake: it cannot be read, or is none.
    """
    try:
        with open(path, 'rb') as file:
            return msgspec.convert(cleaned(tomllib.load(file)), Assignment)
    except OSError as error:
        raise Mistake(f'{path} cannot be read: {error.strerror}; python3 -m '
                      'checkers start --assignment writes one')
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise Mistake(f'{path} is no assignment: {one_line(error)}; python3 '
                      '-m checkers start --assignment writes one that '
                      'explains itself')
