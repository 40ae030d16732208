"""Wrong answers lose points, and in the check that names their mistake."""
import ast
import itertools
import pathlib
import shutil
from collections.abc import Iterator

import pytest

from checkers.conftest import BEYOND
from checkers.course.curriculum import TASKS, Task
from checkers.judging import grading
from checkers.marks.document import CheckStatus, TaskMark, TaskStatus
from checkers.runner.zygote import Zygote
from checkers.selftest import door, speeds
from checkers.selftest.course import COURSE
from checkers.selftest.mutants import BROKEN, MUTANTS, Mutant
from checkers.selftest.mutants.told import TOLD
from checkers.selftest.rubric import TEXT
from checkers.selftest.synthetic import Idle

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


def shows(mutant: Mutant) -> tuple[int, str] | None:
    """Return what a mutant shows: a check, where that reads its models."""
    return None if mutant.check in TEXT else (mutant.task.number, mutant.check)


def program(source: str) -> str:
    """Return what two sources have in common that do the same, word by word.

    That is the syntax tree without docstrings.
    """
    tree = ast.parse(source.encode())    # it may have a byte order mark
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and \
                ast.get_docstring(node) is not None:
            del node.body[0]
    return ast.dump(tree)


def to_run() -> Iterator[Mutant]:
    """Yield the mutants whose models are looked at.

    Where a mistake leaves the program as it was, its models are our answer's.
    One such mutant for each check is enough.
    """
    found: set[str] = set()
    for mutant in EVERY_MUTANT:
        if mutant.check in TEXT and program(mutant.source()) == program(
                (COURSE / mutant.task.file).read_text()):
            if mutant.check in found:
                continue
            found.add(mutant.check)
        yield mutant


def told(graded: TaskMark) -> str:
    """Return what the student reads of the failed checks, hints too.

    No sentence of it has two ends.
    """
    said = [(check.message, *check.hints) for check in graded.checks
            if check.status == CheckStatus.FAILED]
    for message, *_ in said:
        assert not message.endswith(('?.', '..', '!.')), message
    return ' '.join(itertools.chain(*said))


# The fast run has one mutant for each check of each task.
@speeds.parametrize('mutant', (
    (name(mutant), shows(mutant), [mutant]) for mutant in to_run()))
def test_mutant(mutant: Mutant, warm: Zygote, tmp_path: pathlib.Path,
                request: pytest.FixtureRequest) -> None:
    """A wrong answer fails in its check, and in no other.

    What it loses beside that check's points is left for the summary.
    """
    graded = grade(mutant, warm, tmp_path)
    request.node.user_properties.append((BEYOND, sum(
        check.max_points - check.points for check in graded.checks
        if check.id != mutant.check)))
    lost = door.lost(graded)
    assert set(lost) == {mutant.check}, lost
    assert graded.status == TaskStatus.FAILED
    assert graded.score < graded.max_score
    said = told(graded)
    assert TOLD.get(mutant.task.number, {}).get(mutant.name, '') in said, said


@speeds.parametrize('mutant', (
    (name(mutant), mutant.check, [mutant]) for mutant in EVERY_MUTANT
    if mutant.check in TEXT))
def test_mistake_in_the_text(mutant: Mutant, tmp_path: pathlib.Path) -> None:
    """Of the checks that read the text alone, it fails in its own.

    The models, which take most of the time, are not looked at.
    """
    lost = door.lost(grade(mutant, Idle(), tmp_path))
    assert set(lost) & TEXT == {mutant.check}, lost


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


def test_what_is_told_is_told_of_mutants() -> None:
    """Words that a student must read stand beside a mutant's name."""
    assert {(number, one) for number, words in TOLD.items()
            for one in words} <= {(mutant.task.number, mutant.name)
                                  for mutant in EVERY_MUTANT}


def test_no_readme(tmp_path: pathlib.Path) -> None:
    """The one check without a mutant: README.md is not the answer."""
    shutil.copy(COURSE / TASKS[0].file, tmp_path)
    graded, = grading.grade(str(tmp_path), Idle(), tasks=TASKS[:1]).tasks
    assert set(door.lost(graded)) & TEXT == {'readme'}
