"""A student's session: where they are, and what each event changes."""
from collections.abc import Callable, Sequence

from checkers.course import curriculum
from checkers.course.curriculum import Task
from checkers.marks.document import (
    CheckMark, CheckStatus, TaskMark, TaskStatus)
from checkers.student import progress


class Session:
    """The state behind the screen of watch.

    Args:
        folder: path of the folder with the student's files.
        grade: grades a task.
        context: what marks depend on beside the files: the rubric and the
            interpreter.
        notes: texts that stand under every screen; '' is left out.

    Attributes:
        tasks: the course's tasks, in order.
        results: task number -> what it got; complete after the first refresh.
        place: the place in tasks that is shown.
        hints: how many hints of its first failed check are open.
        overview: whether all tasks are shown instead of one.
    """

    def __init__(self, folder: str, grade: Callable[[Task], TaskMark],
                 context: str, notes: Sequence[str] = ()) -> None:
        """Take up what was finished in an earlier session."""
        self.folder, self.grade, self.context = folder, grade, context
        self.tasks, self.place = curriculum.TASKS, 0
        self.hints, self.overview = 0, False
        self.results: dict[int, TaskMark] = {}
        self.keys: dict[int, str] = {}
        kept, word = progress.load(folder)
        self.notes = [note for note in (*notes, word) if note]
        for task in self.tasks:
            entry = kept.get(task.file)
            if entry and entry.key == progress.key(folder, task, context):
                self.keys[task.number] = entry.key
                self.results[task.number] = finished(task, entry.points)

    @property
    def task(self) -> Task:
        """Return the task that is shown."""
        return self.tasks[self.place]

    @property
    def result(self) -> TaskMark:
        """Return what the task that is shown got."""
        return self.results[self.task.number]

    @property
    def failed(self) -> CheckMark | None:
        """Return its first failed check, or None."""
        return next((check for check in self.result.checks
                     if check.status == CheckStatus.FAILED), None)

    @property
    def points(self) -> tuple[int, int]:
        """Return the points of all tasks, and how many there are."""
        results = self.results.values()
        return (sum(result.score for result in results),
                sum(result.max_score for result in results))

    def is_finished(self, task: Task) -> bool:
        """Tell whether a task has all its points."""
        return self.results[task.number].status == TaskStatus.PASSED

    @property
    def is_done(self) -> bool:
        """Tell whether every task has all its points."""
        return all(map(self.is_finished, self.tasks))

    def refresh(self, announce: Callable[[Task], None]) -> list[Task]:
        """Grade the tasks whose files have changed.

        The first time the next unfinished task is shown, later the one that
        was changed.

        Args:
            announce: called with a task before it is graded.

        Returns:
            The tasks that were graded.

        Raises:
            Mistake: what is finished cannot be kept.
        """
        is_first = len(self.results) < len(self.tasks)
        before = None if is_first else self.failed
        graded = []
        for task in self.tasks:
            key = progress.key(self.folder, task, self.context)
            if key == self.keys.get(task.number):
                continue
            announce(task)
            self.results[task.number] = self.grade(task)
            self.keys[task.number] = key
            graded.append(task)
        if not graded:
            return graded
        if is_first:
            self.show(next((place for place, task in enumerate(self.tasks)
                            if not self.is_finished(task)), 0))
        elif self.task not in graded:
            self.show(self.tasks.index(graded[0]))
        elif not (before and self.failed and before.id == self.failed.id):
            self.hints = 0      # else they stay open: the same check fails
        progress.save(self.folder, {
            task.file: progress.Finished(self.keys[task.number],
                                         self.results[task.number].max_score)
            for task in self.tasks if self.is_finished(task)})
        return graded

    def show(self, place: int) -> None:
        """Show the task at this place, with its hints closed."""
        self.place, self.hints = place, 0

    def press(self, key: str) -> None:
        """Do what a key asks for: h hint, n next, p previous, a all."""
        if key == 'a':
            self.overview = not self.overview
        elif key == 'h' and self.failed:
            self.hints = min(self.hints + 1, len(self.failed.hints))
        elif key in ('n', 'p'):
            step = 1 if key == 'n' else -1
            self.show((self.place + step) % len(self.tasks))
            self.overview = False


def finished(task: Task, points: int) -> TaskMark:
    """Return the mark of a task that was finished in an earlier session."""
    return TaskMark(
        number=task.number, file=task.file, function=task.function,
        objective=task.objective, line=None, status=TaskStatus.PASSED,
        score=points, max_score=points, checks=(), integrity=())
