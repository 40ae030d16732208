"""What the course's README says of models that were trained, run as it is."""
import re

import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.selftest import course, drivers

TITLE = '## Use what you have trained\n'
# A task's snippet shares the driver's run.
each_task = pytest.mark.parametrize('task', [
    pytest.param(task, id=task.file, marks=[
        drivers.together(task), pytest.mark.slow]) for task in TASKS])


def snippets() -> dict[int, str]:
    """Return the Python of the section, by the task that it names."""
    readme = (course.COURSE / 'README.md').read_text()
    section = readme[readme.index(TITLE):]
    found = re.findall(r'```python\n(# Task (\d+): .*?)```', section,
                       re.DOTALL)
    return {int(number): code for code, number in found}


def test_each_task_has_a_snippet() -> None:
    """No task is left out."""
    assert sorted(snippets()) == [task.number for task in TASKS]


@each_task
def test_a_snippet_prints_what_it_says(
        task: Task, first_run: drivers.FirstRun) -> None:
    """In a new process, after one epoch, with the models that were kept."""
    _, copy = first_run(task)
    code = snippets()[task.number]
    process = course.run_ready('-c', code, cwd=copy)
    assert process.returncode == 0, process.stderr
    said = re.findall(r'^print\(.*\) +# (.*)$', code, re.MULTILINE)
    if task.number != 7:
        assert said
    assert process.stdout.splitlines() == said
