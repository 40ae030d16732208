"""Wrong answers lose points, and in the check that names their mistake."""
import pathlib

import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.runner.zygote import Zygote
from checkers.selftest import door, speeds
from checkers.selftest.mutants import BROKEN, MUTANTS, Mutant

WRONG = [mutant for mutants in MUTANTS.values() for mutant in mutants]
UNUSABLE = [mutant for mutants in BROKEN.values() for mutant in mutants]


def grade(mutant: Mutant, warm: Zygote, folder: pathlib.Path) -> TaskMark:
    """Grade a mutant; return its task's part of the result document."""
    file = mutant.task.file
    return door.submit(folder, warm, {file: mutant.source()},
                       {file: mutant.mode})[mutant.task.number]


@pytest.mark.parametrize('mutant', speeds.first(
    (f'{mutant.task.number}: {mutant.name}',
     (mutant.task.number, mutant.check), [mutant]) for mutant in WRONG))
def test_mutant(mutant: Mutant, warm: Zygote, tmp_path: pathlib.Path) -> None:
    """A wrong answer fails in its check, and in no other."""
    graded = grade(mutant, warm, tmp_path)
    assert set(door.lost(graded)) == {mutant.check}
    assert graded['status'] == 'failed'
    assert graded['score'] < graded['max_score']


@pytest.mark.parametrize('mutant', speeds.first(
    (f'{mutant.task.number}: {mutant.name}', mutant.name, [mutant])
    for mutant in UNUSABLE))
def test_broken(mutant: Mutant, warm: Zygote, tmp_path: pathlib.Path) -> None:
    """An answer that cannot be judged has a status that says so."""
    graded = grade(mutant, warm, tmp_path)
    assert graded['status'] == mutant.check
    if mutant.check == 'not attempted':
        assert graded['score'] == 0
        assert {check['status'] for check in graded['checks']} == {'blocked'}
    else:
        assert set(door.lost(graded)) & {'signature', 'models'}


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_mutants_differ(task: Task) -> None:
    """No two mutants of a task are alike."""
    sources = {(mutant.source(), mutant.mode)
               for mutant in MUTANTS[task.number]}
    assert len(sources) == len(MUTANTS[task.number])
