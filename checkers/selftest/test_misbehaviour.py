"""What goes wrong in one task costs that task, and only that."""
from pathlib import Path

import pytest

from checkers.base.errors import Mistake
from checkers.course import curriculum
from checkers.judging import common, grading
from checkers.judging.evidence import Evidence
from checkers.judging.recorder import Gathered, Recorder
from checkers.judging.source import Source
from checkers.marks.document import CheckStatus, Document, TaskMark
from checkers.runner import zygote
from checkers.runner.observation import Observation
from checkers.selftest import door
from checkers.selftest.course import COURSE

BUILD = '    inputs = keras.Input('
# name -> (edit of 0-vanilla.py, what the report says)
KINDS = {
    'ends Python at import': (
        ('import tensorflow', 'import os\nos._exit(0)\nimport tensorflow'),
        'ended Python (exit status 0)'),
    'crashes': (
        (BUILD, '    import ctypes\n    ctypes.string_at(0)\n' + BUILD),
        'Python crashed (signal 11)'),
    'loops at import': (
        ('import tensorflow', 'while True:\n    pass\nimport tensorflow'),
        'did not finish within 4 seconds'),
    'loops in the function': (
        (BUILD, '    while True:\n        pass\n' + BUILD),
        'did not finish within 4 seconds'),
    'takes too much memory': (
        (BUILD, '    hoard = [bytearray(1 << 27) for _ in range(80)]\n'
         + BUILD), 'more than 0.5 GB of memory'),
    'is no Python': (('def autoencoder(', 'def autoencoder(('),
                     'is not valid Python'),
    'is binary': (('import', '\0\1\2import'), 'is not valid Python'),
}


def statuses(task: TaskMark) -> dict[str, CheckStatus]:
    """Return how each check of a task ended: id -> status."""
    return {check.id: check.status for check in task.checks}


@pytest.mark.parametrize('name', [
    pytest.param(name, marks=[] if name == 'crashes' else pytest.mark.slow)
    for name in KINDS])
def test_it_costs_its_own_task(name: str, warm: zygote.Zygote,
                               tmp_path: Path,
                               monkeypatch: pytest.MonkeyPatch) -> None:
    """The task is an error with the reason; the next keeps its marks."""
    monkeypatch.setattr(zygote, 'MEMORY', 1 << 29)
    (old, new), said = KINDS[name]
    source = (COURSE / '0-vanilla.py').read_text()
    assert old in source
    graded = door.submit(tmp_path, warm, {
        '0-vanilla.py': source.replace(old, new, 1),
        '1-sparse.py': (COURSE / '1-sparse.py').read_text()}, seconds=4)
    assert graded[0].status == 'error'
    assert said in door.lost(graded[0])['signature']
    status = statuses(graded[0])
    for check in 'models', 'encoder_layers', 'loss':
        assert status[check] == 'blocked'
    assert graded[1].score == 25


@pytest.mark.slow
def test_output_on_stderr_is_no_failure(warm: zygote.Zygote,
                                        tmp_path: Path) -> None:
    """What a submission prints, on either stream, costs nothing."""
    source = (COURSE / '0-vanilla.py').read_text().replace(
        BUILD, "    print('hello')\n    print('warning', file=__import__("
               "'sys').stderr)\n" + BUILD)
    graded = door.submit(tmp_path, warm, {'0-vanilla.py': source})[0]
    assert set(door.lost(graded)) == {'imports'}


@pytest.mark.slow
def test_a_check_that_breaks_earns_nothing(
        warm: zygote.Zygote, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the rubric is a failed check that says so."""
    def broken(argument: object) -> None:
        raise KeyError('oops')

    # What the check of the caller's arguments calls, and no other check.
    monkeypatch.setattr(common, 'encode', broken)
    graded = door.submit(tmp_path, warm, {
        '0-vanilla.py': (COURSE / '0-vanilla.py').read_text()})[0]
    assert 'The check itself broke' in door.lost(graded)['arguments_unchanged']
    assert graded.score == 24


def test_a_check_that_cannot_start_stops_the_grading(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would vanish from the list, and its points from the total."""
    task = curriculum.TASKS[0]
    gathered = Gathered(
        {0: Evidence(task, Observation('not run'), {}, [])},
        {0: Source(str(tmp_path), task)})
    assert sum(check.max_points for check in
               grading.judge(gathered, [task])[0]) == 25
    with pytest.raises(Mistake, match='could not be run: test_shebang'):
        grading.judge(gathered._replace(sources={}), [task])
    monkeypatch.delattr(Recorder, 'source')
    with pytest.raises(Mistake, match='read: test_style.py'):
        grading.judge(gathered, [task])


@pytest.mark.slow
def test_every_check_is_always_listed(warm: zygote.Zygote,
                                      tmp_path: Path) -> None:
    """An empty folder gets the same list of checks as the references."""
    def ids(document: Document) -> list[tuple[int, str, int]]:
        return [(task.number, check.id, check.max_points)
                for task in document.tasks for check in task.checks]

    empty = grading.grade(str(tmp_path), warm)
    full = grading.grade(str(COURSE), warm)
    assert ids(empty) == ids(full)
    assert empty.score == 0
    assert full.score == 25 * len(curriculum.TASKS)
    assert {task.status for task in empty.tasks} == {'not attempted'}


@pytest.mark.slow
def test_a_second_call_that_raises_is_told(warm: zygote.Zygote,
                                           tmp_path: Path) -> None:
    """A function that works once fails the check of independent calls."""
    source = (COURSE / '0-vanilla.py').read_text().replace(
        BUILD, '    calls = vars(autoencoder)\n'
        '    key = str([input_dims, hidden_layers])\n'
        '    if calls.setdefault(key, 0):\n'
        "        raise RuntimeError('only once')\n"
        '    calls[key] += 1\n' + BUILD)
    graded = door.submit(tmp_path, warm, {'0-vanilla.py': source})[0]
    assert set(door.lost(graded)) == {'independent_calls'}
    assert 'only once' in door.lost(graded)['independent_calls']


@pytest.mark.slow
def test_what_was_not_seen_earns_nothing(warm: zygote.Zygote,
                                         tmp_path: Path) -> None:
    """Where no second call could be looked at, its check is blocked."""
    source = (COURSE / '0-vanilla.py').read_text().replace(
        BUILD, '    hidden_layers[1]\n' + BUILD)
    graded = door.submit(tmp_path, warm, {'0-vanilla.py': source})[0]
    assert set(door.lost(graded)) == {'models'}
    status = statuses(graded)
    assert status['independent_calls'] == status['training'] == 'blocked'
    assert status['encoder_layers'] == status['loss'] == 'passed'


@pytest.mark.slow
def test_one_layer_alone_shows_nothing(warm: zygote.Zygote,
                                       tmp_path: Path) -> None:
    """Who answers only the call that has no order to get wrong gets none."""
    source = (COURSE / '0-vanilla.py').read_text()
    body = '    inputs = keras.Input(shape=(input_dims,))\n'
    assert body in source
    task = door.submit(tmp_path, warm, {'0-vanilla.py': source.replace(
        body, '    if len(hidden_layers) > 1:\n        raise ValueError\n'
        + body).replace('reversed(hidden_layers)', 'hidden_layers')})[0]
    status = statuses(task)
    assert status['models'] == 'failed'
    assert status['decoder_layers'] == status['loss'] == 'blocked'
