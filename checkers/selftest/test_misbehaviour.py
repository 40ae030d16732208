"""What goes wrong in one task costs that task, and only that."""
import functools
import sys
from pathlib import Path

import pytest

from checkers import test_style
from checkers.course import curriculum
from checkers.judging import common, judge
from checkers.judging.checks import check
from checkers.marks.document import CheckMark, CheckStatus, TaskMark
from checkers.runner import zygote
from checkers.selftest import door, synthetic
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
         + BUILD), 'more than 2.0 GB of memory'),
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
                               tmp_path: Path) -> None:
    """The task is an error with the reason; the next keeps its marks."""
    (old, new), said = KINDS[name]
    source = (COURSE / '0-vanilla.py').read_text()
    assert old in source
    graded = door.submit(tmp_path, warm, {
        '0-vanilla.py': source.replace(old, new, 1),
        '1-sparse.py': (COURSE / '1-sparse.py').read_text()},
        seconds=4 if 'loops' in name else zygote.SECONDS)
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
    marks = judged_here(COURSE, warm, curriculum.TASKS[0])
    assert {check.id: check.message for check in marks
            if check.status is not CheckStatus.PASSED} == {
        'arguments_unchanged': "The check itself broke (KeyError: 'oops'): "
                               'tell your teacher.'}


def judged_here(folder: Path, warm: zygote.Zygote,
                task: curriculum.Task) -> list[CheckMark]:
    """Judge a task in this process, so that a test can break what judges."""
    marks: list[CheckMark] = []
    order = judge.Order(
        folder=str(folder), seed=0, tasks=[task.number], seconds=60, time=60,
        runtime=warm.runtime, known=warm.known, stopped=[], lost={})
    judge.judge(functools.partial(judge.gather, order, warm),
                lambda task, gathered, checks: marks.extend(checks), [task])
    return marks


def test_a_check_that_cannot_be_run_stops_the_grading(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would vanish from the list, and its points from the total."""
    @check(points=1)
    def test_weather(weather: str) -> None:
        """Nobody knows the weather."""

    def looked_at() -> list[CheckMark]:
        return judged_here(tmp_path, synthetic.Idle(), curriculum.TASKS[0])

    assert sum(check.max_points for check in looked_at()) == 25
    with monkeypatch.context() as patch:
        patch.setattr(test_style, 'test_weather', test_weather, raising=False)
        with pytest.raises(KeyError, match='weather'):
            looked_at()
    monkeypatch.setitem(sys.modules, 'checkers.test_style', None)
    with pytest.raises(ImportError, match='test_style'):
        looked_at()


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
    """Where the calls that could train fail, what needs them is blocked."""
    source = (COURSE / '0-vanilla.py').read_text().replace(
        BUILD, '    [hidden_layers][len(hidden_layers) % 2]\n' + BUILD)
    graded = door.submit(tmp_path, warm, {'0-vanilla.py': source})[0]
    assert set(door.lost(graded)) == {'models'}
    status = statuses(graded)
    assert {status[name] for name in (
        'independent_calls', 'loss', 'optimizer', 'training')} == {'blocked'}
    assert status['encoder_layers'] == 'passed'


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
