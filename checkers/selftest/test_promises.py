"""What the texts promise is judged, and nothing is judged that they do not.

Where one of these fails after a text, a check or a mutant has changed, mend
the task's module in checkers/course/promises/ and then run

    python3 -m checkers.selftest.promises
"""
import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.course.promises import Promise, form, shared
from checkers.selftest import promises
from checkers.selftest.mutants import MUTANTS
from checkers.selftest.rubric import TEXT, checks
from checkers.selftest.test_requirements import ROWS

each_task = pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
INTRODUCTION = '## The tasks'


def quotes(*some: Promise) -> list[str]:
    """Return the words of promises, and of those that tasks share."""
    return [said for one in (*some, *promises.COMMON) for said in one.said]


def dies(one: Promise, task: Task) -> bool:
    """Tell whether the mutant of a promise dies in its check, in a task."""
    return any((mutant.name, mutant.check) == (one.mutant, one.check)
               for mutant in MUTANTS[task.number])


@each_task
def test_every_word_is_promised(task: Task) -> None:
    """Stub and section say nothing that is neither promise nor aside."""
    own, asides = promises.module(task)
    left = {place: promises.unquoted(text, [*quotes(*own), *asides])
            for place, text in promises.texts(task).items()}
    assert not any(left.values()), left


def test_every_word_of_the_introduction_is_promised() -> None:
    """Nor does what stands above the tasks."""
    text = promises.section(INTRODUCTION)
    assert promises.unquoted(text, [*quotes(), *shared.ASIDES]) == []


@each_task
def test_what_is_promised_is_said(task: Task) -> None:
    """Each promise and each aside has its words in the task's texts."""
    text = '\n'.join(promises.texts(task).values())
    own, asides = promises.module(task)
    assert [one.asked for one in own if not any(
        promises.places(text, said) for said in one.said)] == []
    assert [said for said in asides if not promises.places(text, said)] == []


def test_no_words_are_left_over() -> None:
    """What a promise quotes is said in one of the tasks that have it."""
    every = [promises.section(INTRODUCTION)]
    for task in TASKS:
        every += promises.texts(task).values()
    text = '\n'.join(every)
    own = [one for task in TASKS for one in promises.module(task)[0]]
    assert [said for said in quotes(*own)
            if not promises.places(text, said)] == []


@each_task
def test_a_promise_has_a_check_and_a_mutant(task: Task) -> None:
    """The check is one of the task's, and the mutant dies in it."""
    known = checks(task.rubric)
    for one in promises.module(task)[0]:
        assert one.check in known, one
        assert dies(one, task), one


def test_what_tasks_share_has_a_check_and_a_mutant() -> None:
    """So it is in one of the tasks at least."""
    for one in promises.COMMON:
        if one.check != 'readme':       # test_mutants.py: it has none
            assert any(dies(one, task) for task in TASKS), one


@each_task
def test_a_check_has_a_promise(task: Task) -> None:
    """No answer loses points by what nobody asked for."""
    promised = {one.check for one in (*promises.module(task)[0],
                                      *promises.COMMON)}
    assert (set(checks(task.rubric)) | TEXT) - promised == set()


def test_a_promise_stands_once() -> None:
    """No two promises of a task ask for the same."""
    for task in TASKS:
        asked = [one.asked for one in promises.module(task)[0]]
        assert len(set(asked)) == len(asked), task.file


def test_the_readme_shows_them() -> None:
    """Under each task stands the table of its promises."""
    readme = promises.README.read_text()
    assert promises.rewritten(readme) == readme, (
        'run python3 -m checkers.selftest.promises')


def test_the_requirements_show_those_of_form() -> None:
    """Each rule for the file itself stands in the table of requirements."""
    assert [(one.check, one.asked) for one in form.PROMISES] == [
        (name, rule) for name, _, rule, _ in ROWS]


@pytest.mark.parametrize('text, left', [
    ('Relu, and sigmoid at the end.', []),
    ('Relu, and sigmoid at the end; no bias.', ['; no bias.']),
    ('Relu, then dropout, and sigmoid at the end.', [', then dropout, and'])])
def test_words_that_are_not_quoted(text: str, left: list[str]) -> None:
    """A sentence that is added to a text is found."""
    assert promises.unquoted(text, ['Relu', 'sigmoid ... end']) == left
