"""Right answers written in other ways get full marks, every one."""
import pytest
from checkers.selftest.variants import VARIANTS

from checkers.course import curriculum
from checkers.selftest import door


@pytest.mark.parametrize('task, name', [
    pytest.param(task, name, id='%d: %s' % (task.number, name))
    for task in curriculum.TASKS for name in VARIANTS[task.number]])
def test_variant(task, name, warm, tmp_path):
    """A right answer gets full marks."""
    source = VARIANTS[task.number][name]
    graded = door.submit(tmp_path, warm, {task.file: source})[task.number]
    assert not door.lost(graded)
    assert graded.status == 'passed'
    assert graded.score == graded.max_score == 25


@pytest.mark.parametrize('task', curriculum.TASKS,
                         ids=lambda task: task.file)
def test_there_are_enough_variants(task):
    """Every task has at least 12 right answers in other styles."""
    assert len(VARIANTS[task.number]) >= 12
    assert len(set(VARIANTS[task.number].values())) == len(
        VARIANTS[task.number])
