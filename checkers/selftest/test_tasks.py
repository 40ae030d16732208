"""Every task of the course has all that a task needs."""
import dataclasses
import os
import re

import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.judging.source import Source
from checkers.selftest import by_task, drivers, modules, promises
from checkers.selftest.course import COURSE, ROOT
from checkers.selftest.mutants import MUTANTS
from checkers.selftest.rubric import TEXT, checks
from checkers.selftest.variants import VARIANTS

ENOUGH_MUTANTS, ENOUGH_VARIANTS = 25, 12
RUBRIC_POINTS = 18


def section(task: Task) -> str:
    """Return the task's section of the course's README; '' for none."""
    readme = (COURSE / 'README.md').read_text()
    found = re.search(rf'^### {task.number}\. .*\({re.escape(task.file)}\)$'
                      r'(.*?)(?=^##|\Z)', readme, re.MULTILINE | re.DOTALL)
    return found[1] if found else ''


def has_full_run(task: Task) -> bool:
    """Tell whether README.md's table of full runs has a row for the task."""
    return re.search(rf'^\| {task.number} .*\|$',
                     (ROOT / 'README.md').read_text(),
                     re.MULTILINE) is not None


def lacks(task: Task) -> list[str]:
    """Return what a task needs and does not have, and where to put it."""
    module = f'{by_task.module_name(task)}.py'
    shown, rubric = section(task), checks(task.rubric)
    worth = sum(check.points for check in rubric.values())
    # A mutant is an edit of the answer, and README.md is another file.
    unproven = (set(rubric) | TEXT - {'readme'}).difference(
        mutant.check for mutant in MUTANTS.get(task.number, ()))
    needs = {
        f'reference: 0x04-autoencoders/{task.file}, written and executable':
            Source(str(COURSE), task).is_attempted
            and os.access(COURSE / task.file, os.X_OK),
        f'driver: 0x04-autoencoders/{task.number}-main.py, executable':
            os.access(drivers.path(task), os.X_OK),
        'section: "### NUMBER. NAME: [FILE](FILE)" in '
        '0x04-autoencoders/README.md':
            shown != '',
        'figure: its section shows or names a picture of 0x04-images':
            any(path.name in shown for path in ROOT.glob('0x04-images/*')),
        'network: 0x04-images/network_NUMBER.png, which '
        '0x04-autoencoders/diagrams.py draws':
            (ROOT / '0x04-images' / f'network_{task.number}.png').is_file(),
        'snippet: "# Task NUMBER: " under "Use what you have trained" in '
        '0x04-autoencoders/README.md':
            f'\n# Task {task.number}: ' in (
                COURSE / 'README.md').read_text(),
        'full run: a row "| NUMBER NAME |" in the table of README.md':
            has_full_run(task),
        f'rubric: checks worth {RUBRIC_POINTS} points in '
        f'checkers/{task.rubric}, not {worth}': worth == RUBRIC_POINTS,
        f'promises: checkers/course/promises/{module}, and what is asked for '
        'above the table that the section shows':
            promises.module(task)[0] != () and promises.HEAD in shown,
        f'mutants: {ENOUGH_MUTANTS} in checkers/selftest/mutants/{module}':
            len(MUTANTS.get(task.number, ())) >= ENOUGH_MUTANTS,
        f'a mutant for every check: {", ".join(sorted(unproven))} have none':
            not unproven,
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
    missing = lacks(task)
    assert not missing, '\n'.join(['', *missing])


def test_a_new_task_lacks_everything() -> None:
    """A task that is nothing but a row in TASKS is told of all it needs."""
    number = max(task.number for task in TASKS) + 1
    task = dataclasses.replace(TASKS[0], number=number,
                               file=f'{number}-two-words.py')
    missing = lacks(task)
    assert [need.partition(':')[0] for need in missing] == [
        'reference', 'driver', 'section', 'figure', 'network', 'snippet',
        'full run', 'rubric', 'promises', 'mutants',
        'a mutant for every check', 'variants', 'driver test',
        'reference test']
    for place in (f'0x04-autoencoders/{number}-two-words.py',
                  f'{number}-main.py', f'test_{number}_two_words.py',
                  'promises/two_words.py', 'mutants/two_words.py',
                  'variants/two_words.py'):
        assert any(place in need for need in missing), place
