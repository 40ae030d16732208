"""A student's session: where they are, and what each event changes."""
from checkers.course import curriculum
from checkers.student import progress


class Session:
    """The state behind the screen of watch.

    Args:
        folder: path of the folder with the student's files.
        grade: function of a curriculum.Task that returns its part of the
            result document.
        context: text, what marks depend on beside the files: the rubric
            and the interpreter.
        notes: texts that stand under every screen.

    Attributes:
        tasks: the course's tasks, in order.
        results: dictionary, task number -> its part of a result document.
        place: the place in tasks that is shown.
        hints: how many hints of its first failed check are open.
        overview: whether all tasks are shown instead of one.
    """

    def __init__(self, folder, grade, context, notes=()):
        """Take up what was finished in an earlier session."""
        self.folder, self.grade, self.context = folder, grade, context
        self.notes = [note for note in notes if note]
        self.tasks, self.place = curriculum.TASKS, 0
        self.hints, self.overview, self.has_started = 0, False, False
        self.results, self.keys = {}, {}
        kept = progress.load(folder)
        for task in self.tasks:
            key = progress.key(folder, task, context)
            if kept.get(task.file, [''])[0] == key:
                points = kept[task.file][1]
                self.keys[task.number] = key
                self.results[task.number] = {
                    'number': task.number, 'file': task.file,
                    'objective': task.objective, 'status': 'passed',
                    'score': points, 'max_score': points, 'checks': []}

    @property
    def task(self):
        """Return the task that is shown."""
        return self.tasks[self.place]

    @property
    def result(self):
        """Return its part of the result document, or None before."""
        return self.results.get(self.task.number)

    @property
    def failed(self):
        """Return its first failed check, or None."""
        checks = self.result['checks'] if self.result else []
        return next((check for check in checks
                     if check['status'] == 'failed'), None)

    @property
    def points(self):
        """Return (points, points that there are), of the tasks seen."""
        return tuple(sum(result[name] for result in self.results.values())
                     for name in ('score', 'max_score'))

    def is_finished(self, task):
        """Tell whether a task has all its points."""
        result = self.results.get(task.number)
        return bool(result) and result['status'] == 'passed'

    @property
    def is_done(self):
        """Tell whether every task has all its points."""
        return all(map(self.is_finished, self.tasks))

    def refresh(self, announce):
        """Grade the tasks whose files have changed.

        The first time the next unfinished task is shown, later the one that
        was changed.

        Args:
            announce: function of a task, called before it is graded.

        Returns:
            The tasks that were graded.
        """
        first, before = not self.has_started, self.failed
        self.has_started = True
        graded = []
        for task in self.tasks:
            key = progress.key(self.folder, task, self.context)
            if key == self.keys.get(task.number):
                continue
            announce(task)
            self.results[task.number] = self.grade(task)
            self.keys[task.number] = key
            graded.append(task)
        if first:
            self.place = next((place for place, task in enumerate(self.tasks)
                               if not self.is_finished(task)), 0)
        elif graded and self.task not in graded:
            self.place = self.tasks.index(graded[0])
        if not graded:
            return graded
        progress.save(self.folder, {
            task.file: [self.keys[task.number],
                        self.results[task.number]['max_score']]
            for task in self.tasks if self.is_finished(task)})
        # The hints stay open as long as the same check fails.
        if not (before and self.failed and before['id'] == self.failed['id']):
            self.hints = 0
        return graded

    def press(self, key):
        """Do what a key asks for: h hint, n next, p previous, a all."""
        if key == 'a':
            self.overview = not self.overview
        elif key == 'h' and self.failed:
            self.hints = min(self.hints + 1, len(self.failed['hints']))
        elif key in ('n', 'p'):
            step = 1 if key == 'n' else -1
            self.place = (self.place + step) % len(self.tasks)
            self.hints, self.overview = 0, False
