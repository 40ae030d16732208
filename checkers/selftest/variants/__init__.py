"""Right answers written in other ways: each must get full marks.

VARIANTS is task number -> name -> the whole source of the submission.

Every task has a module here, called as its file is: variational.py is for
3-variational.py. It has VARIANTS, its own part of the table. What several
tasks share stands in pieces.py, wording.py and dense.py.
"""
from checkers.selftest import by_task

VARIANTS: dict[int, dict[str, str]] = {
    task.number: module.VARIANTS for task, module in by_task.modules(__name__)}
