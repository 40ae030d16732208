"""Right answers written in other ways get full marks, every one."""
import pathlib

import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.marks.document import TaskStatus
from checkers.runner.zygote import Zygote
from checkers.selftest import door, speeds
from checkers.selftest.variants import VARIANTS


# The fast run has four variants of each task.
@speeds.parametrize('task, name', (
    (f'{task.number}: {name}', task.number, [task, name])
    for task in TASKS for name in VARIANTS.get(task.number, ())), keep=4)
def test_variant(task: Task, name: str, warm: Zygote,
                 tmp_path: pathlib.Path) -> None:
    """A right answer gets full marks."""
    source = VARIANTS[task.number][name]
    graded = door.submit(tmp_path, warm, {task.file: source})[task.number]
    lost = door.lost(graded)
    assert not lost, lost
    assert graded.status == TaskStatus.PASSED
    assert graded.score == graded.max_score == 25


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_variants_differ(task: Task) -> None:
    """No two variants of a task are the same answer."""
    sources = list(VARIANTS[task.number].values())
    assert len(sources) == len(set(sources))
