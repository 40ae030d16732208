"""The module of task 5, in a child process.

What is right stands here, from closed forms; see children/composable.py.
"""
import importlib.util
import json
import typing
from pathlib import Path

import pytest

from checkers.selftest import course

# They share a child.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group('composable')]
Shape = tuple[int, int, int]
Seen = dict[str, typing.Any]
Case = tuple[Seen, Shape, list[int]]

# The defaults, the original's custom call, and sides that differ.
CASES: list[tuple[()] | tuple[Shape, list[int]]] = [
    (), ((128, 128, 3), [128, 64, 32]), ((8, 24, 1), [5]),
    ((16, 8, 4), [9, 7, 6])]


def observe(folder: Path, cases: object,
            backend: str = 'tensorflow') -> Seen:
    """Build and train these cases in another process."""
    (folder / 'cases.txt').write_text(repr(cases))
    process = course.child('composable', folder, KERAS_BACKEND=backend,
                           OMP_NUM_THREADS='1')
    assert process.returncode == 0, process.stderr
    seen: Seen = json.loads((folder / 'observed.json').read_text())
    return seen


@pytest.fixture(scope='module')
def observed(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Return what was seen of every case with TensorFlow."""
    return observe(tmp_path_factory.mktemp('composable'), CASES)


@pytest.fixture(params=range(len(CASES)), ids=lambda place: str(CASES[place]))
def case(request: pytest.FixtureRequest, observed: Seen) -> Case:
    """Return the observation of one case, its input shape and layers."""
    shape, layers = CASES[request.param] or ((32, 32, 3), [64, 32, 32])
    return observed['cases'][request.param], shape, layers


def test_layers_are_the_ones_asked_for(case: Case) -> None:
    """Kernels of 3 x 3 without bias, each with its batch normalisation."""
    seen, (*_, channels), layers = case
    expected = []
    for inputs, outputs in zip([channels] + layers, layers):
        expected += [[3, 3, inputs, outputs]] + 4 * [[outputs]]
    back = layers[-1:] + layers[:0:-1] + [channels]
    for inputs, outputs in zip(back, back[1:]):
        expected += [[3, 3, outputs, inputs]] + 4 * [[outputs]]
    assert seen['shapes'] == expected


def test_sides_are_halved_and_doubled(case: Case) -> None:
    """The code's sides are the input's by 2 ** n, the output's the same."""
    seen, (height, width, channels), layers = case
    factor = 2 ** len(layers)
    assert seen['input'] == seen['output'] == [None, height, width, channels]
    assert seen['code'] == [None, height // factor, width // factor,
                            layers[-1]]


def test_training_moves_everything(case: Case) -> None:
    """Kernels, scales, shifts and moving statistics, and the loss falls."""
    seen, _, _ = case
    assert all(seen['moved'])
    assert seen['losses'][-1] < seen['losses'][0]
    assert not seen['negative']


def test_encoder_has_the_trained_weights(case: Case) -> None:
    """The encoder's weights are the model's first, also after training."""
    seen, _, layers = case
    assert seen['shared'] == 5 * len(layers) * [True]


def test_callers_part(case: Case) -> None:
    """The list stays as it was, instances stay apart, compiling is ours."""
    seen, shape, layers = case
    assert seen['case'] in (repr(()), repr((shape, layers)))
    assert seen['apart'] and not seen['compiled']


def test_both_forms_and_a_saved_model_answer_alike(case: Case) -> None:
    """With the same weights, procedural, composable and loaded agree."""
    seen, _, _ = case
    assert seen['procedural'] and seen['loaded']


@pytest.mark.parametrize('shape, side', [
    ((28, 36, 3), 'height, 28'), ((32, 36, 3), 'width, 36')])
def test_sides_that_do_not_divide_are_named(
        observed: Seen, shape: Shape, side: str) -> None:
    """Both forms refuse, with the same words."""
    assert observed[repr(shape)] == 2 * [
        f'the {side}, is not a multiple of 8: each of the 3 layers halves '
        'it']


@pytest.mark.parametrize('shape', [(8, 8, 3), (None, None, 3)])
def test_other_sides_are_not_refused(
        observed: Seen, shape: tuple[int | None, ...]) -> None:
    """Sides that divide are fine, and so are those that are left open."""
    assert observed[repr(shape)] == [None, None]


@pytest.mark.skipif(importlib.util.find_spec('torch') is None,
                    reason='python3 -m pip install torch')
def test_pytorch_sees_the_same(observed: Seen, tmp_path: Path) -> None:
    """On PyTorch the same file gives the same, but for the losses."""
    seen = observe(tmp_path, CASES[-1:], 'torch')
    for one in seen, {**observed, 'cases': observed['cases'][-1:]}:
        losses = one['cases'][0].pop('losses')
        assert losses[-1] < losses[0]
    assert seen == {**observed, 'cases': observed['cases'][-1:]}
