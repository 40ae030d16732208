"""Every task of the course has all that a task needs."""
import dataclasses
import os
import re

import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.judging.source import Source
from checkers.selftest import by_task, drivers, modules
from checkers.selftest.course import COURSE, ROOT
from checkers.selftest.mutants import MUTANTS
from checkers.selftest.variants import VARIANTS

ENOUGH_MUTANTS, ENOUGH_VARIANTS = 25, 12


def section(task: Task) -> str:
    """Return the task's section of the course's README; '' for none."""
    readme = (COURSE / 'README.md').read_text()
    found = re.search(rf'^### {task.number}\. .*\({re.escape(task.file)}\)$'
                      r'(.*?)(?=^##|\Z)', readme, re.MULTILINE | re.DOTALL)
    return found[1] if found else ''


def lacks(task: Task) -> list[str]:
    """Return what a task needs and does not have, and where to put it."""
    module = f'{by_task.module_name(task)}.py'
    shown = section(task)
    needs = {
        f'reference: 0x04-autoencoders/{task.file}, written and executable':
            Source(str(COURSE), task).is_attempted
            and os.access(COURSE / task.file, os.X_OK),
        f'driver: 0x04-autoencoders/{task.number}-main.py':
            drivers.path(task).is_file(),
        'section: "### NUMBER. NAME: [FILE](FILE)" in '
        '0x04-autoencoders/README.md':
            shown != '',
        'figure: its section shows or names a picture of 0x04-images':
            any(path.name in shown for path in ROOT.glob('0x04-images/*')),
        f'rubric: checkers/{task.rubric}':
            (ROOT / 'checkers' / task.rubric).is_file(),
        f'mutants: {ENOUGH_MUTANTS} in checkers/selftest/mutants/{module}':
            len(MUTANTS.get(task.number, ())) >= ENOUGH_MUTANTS,
        f'variants: {ENOUGH_VARIANTS} in checkers/selftest/variants/{module}':
            len(VARIANTS.get(task.number, ())) >= ENOUGH_VARIANTS,
        'driver test: a row in DRIVERS of checkers/selftest/drivers.py':
            task.file in drivers.DRIVERS,
        'reference test: a row in MODULES of checkers/selftest/modules.py, '
        'or a file of tests that ELSEWHERE names':
            task.file in modules.MODULES
            or (ROOT / 'checkers' / 'selftest' /
                modules.ELSEWHERE.get(task.file, 'none')).is_file(),
    }
    return [need for need, met in needs.items() if not met]


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_a_task_lacks_nothing(task: Task) -> None:
    """All that a task needs is there."""
    assert lacks(task) == []


def test_a_new_task_lacks_everything() -> None:
    """A task that is nothing but a row in TASKS is told of all it needs."""
    task = dataclasses.replace(TASKS[0], number=8, file='8-two-words.py')
    missing = lacks(task)
    assert [need.partition(':')[0] for need in missing] == [
        'reference', 'driver', 'section', 'figure', 'rubric', 'mutants',
        'variants', 'driver test', 'reference test']
    for place in ('0x04-autoencoders/8-two-words.py', '8-main.py',
                  'test_8_two_words.py', 'mutants/two_words.py',
                  'variants/two_words.py'):
        assert any(place in need for need in missing), place
