"""Wrong answers lose points, and in the check that names their mistake."""
import pathlib

import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.marks.document import CheckStatus, TaskMark, TaskStatus
from checkers.runner.zygote import Zygote
from checkers.selftest import door, speeds
from checkers.selftest.mutants import BROKEN, MUTANTS, Mutant

EVERY_MUTANT = [mutant for table in MUTANTS.values() for mutant in table]
EVERY_BROKEN = [mutant for table in BROKEN.values() for mutant in table]


def name(mutant: Mutant) -> str:
    """Return a mutant's name, with its task's number."""
    return f'{mutant.task.number}: {mutant.name}'


def grade(mutant: Mutant, warm: Zygote, folder: pathlib.Path) -> TaskMark:
    """Grade a mutant; return what its task got."""
    file = mutant.task.file
    return door.submit(folder, warm, {file: mutant.source()},
                       {file: mutant.mode})[mutant.task.number]


# The fast run has one mutant for each check of each task.
@speeds.parametrize('mutant', (
    (name(mutant), (mutant.task.number, mutant.check), [mutant])
    for mutant in EVERY_MUTANT))
def test_mutant(mutant: Mutant, warm: Zygote, tmp_path: pathlib.Path) -> None:
    """A wrong answer fails in its check, and in no other."""
    graded = grade(mutant, warm, tmp_path)
    assert set(door.lost(graded)) == {mutant.check}
    assert graded.status == TaskStatus.FAILED
    assert graded.score < graded.max_score


# It has an answer to one task for each way of being broken.
@speeds.parametrize('mutant', (
    (name(mutant), mutant.name, [mutant]) for mutant in EVERY_BROKEN))
def test_broken(mutant: Mutant, warm: Zygote, tmp_path: pathlib.Path) -> None:
    """An answer that cannot be judged has a status that says so."""
    graded = grade(mutant, warm, tmp_path)
    assert graded.status == mutant.check
    if graded.status == TaskStatus.NOT_ATTEMPTED:
        assert graded.score == 0
        assert {check.status for check in graded.checks} == {
            CheckStatus.BLOCKED}
    else:
        assert set(door.lost(graded)) & {'signature', 'models'}


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_mutants_differ(task: Task) -> None:
    """No two mutants of a task are the same answer."""
    sources = {(mutant.source(), mutant.mode)
               for mutant in MUTANTS[task.number]}
    assert len(sources) == len(MUTANTS[task.number])
