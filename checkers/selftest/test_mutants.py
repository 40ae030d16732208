"""Wrong answers lose points, and in the check that names their mistake."""
import pytest
from checkers.selftest.mutants import BROKEN, MUTANTS

from checkers.course import curriculum
from checkers.selftest import door

FILES = {task.number: task.file for task in curriculum.TASKS}


def entries(table):
    """Return pytest's parameters for a table of mutants by task."""
    return [pytest.param(mutant, id='%d: %s' % (number, mutant.name))
            for number, mutants in table.items() for mutant in mutants]


def grade(mutant, warm, folder):
    """Grade a mutant; return its task's part of the result document."""
    file = FILES[mutant.task]
    return door.submit(folder, warm, {file: mutant.source()},
                       {file: mutant.mode})[mutant.task]


@pytest.mark.parametrize('mutant', entries(MUTANTS))
def test_mutant(mutant, warm, tmp_path):
    """A wrong answer fails in its check, and in no other."""
    graded = grade(mutant, warm, tmp_path)
    assert set(door.lost(graded)) == {mutant.check}
    assert graded['status'] == 'failed'
    assert graded['score'] < graded['max_score']


@pytest.mark.parametrize('mutant', entries(BROKEN))
def test_broken(mutant, warm, tmp_path):
    """An answer that cannot be judged has a status that says so."""
    graded = grade(mutant, warm, tmp_path)
    assert graded['status'] == mutant.check
    if mutant.check == 'not attempted':
        assert graded['score'] == 0
        assert {check['status'] for check in graded['checks']} == {'blocked'}
    else:
        assert set(door.lost(graded)) & {'signature', 'models'}


@pytest.mark.parametrize('task', curriculum.TASKS,
                         ids=lambda task: task.file)
def test_there_are_enough_mutants(task):
    """Every task has at least 25 mutants, no two alike."""
    sources = {(mutant.source(), mutant.mode)
               for mutant in MUTANTS[task.number]}
    assert len(sources) == len(MUTANTS[task.number]) >= 25
