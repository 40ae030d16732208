"""Right answers written in other ways: each must get full marks.

VARIANTS is task number -> name -> the whole source of the submission.

Every task has a module here, called as its file is: variational.py is for
3-variational.py. It has VARIANTS, its own part of the table. What several
tasks share stands in pieces.py, wording.py and dense.py. In the folder of the
same name in students/ are whole files, written from the course's README alone
by somebody who had not read the rubric.
"""
import pathlib

from checkers.course.curriculum import Task
from checkers.selftest import by_task

STUDENTS = pathlib.Path(__file__).with_name('students')


def of_students(task: Task) -> dict[str, str]:
    """Return name -> source of the files that were written from the text."""
    folder = STUDENTS / by_task.module_name(task)
    return {f'student: {path.stem}': path.read_text()
            for path in sorted(folder.glob('*.py'))}


VARIANTS: dict[int, dict[str, str]] = {
    task.number: {**module.VARIANTS, **of_students(task)}
    for task, module in by_task.modules(__name__)}
