"""The way in for every answer of the selftest: the same as a student's.

An answer is written to a folder and graded by grading.grade, like any other
submission.
"""
import pathlib
from collections.abc import Mapping

from checkers.course import curriculum
from checkers.judging import grading
from checkers.marks.document import CheckStatus, TaskMark
from checkers.runner import zygote

README = '# My answers\n'


def submit(folder: pathlib.Path, warm: zygote.Zygote,
           files: Mapping[str, str | bytes],
           modes: Mapping[str, int] | None = None, seed: int = 0,
           seconds: int = zygote.SECONDS) -> dict[int, TaskMark]:
    """Grade a submission made of these files.

    Args:
        folder: it is empty; it becomes the submission.
        warm: a running probe.
        files: file name -> what it holds.
        modes: file name -> its mode where it is not 0o755.
        seed: as grading.grade.
        seconds: as grading.grade.

    Returns:
        Task number -> what it got, for the tasks that have a file.
    """
    (folder / 'README.md').write_text(README)
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes)
                         else content.encode())
        path.chmod((modes or {}).get(name, 0o755))
    tasks = [task for task in curriculum.TASKS if task.file in files]
    document = grading.grade(str(folder), warm, seed, tasks, seconds)
    return {task.number: task for task in document.tasks}


def lost(task: TaskMark) -> dict[str, str]:
    """Return the failed checks of a graded task: id -> message."""
    return {check.id: check.message for check in task.checks
            if check.status == CheckStatus.FAILED}
