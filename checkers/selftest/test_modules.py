"""Modules of dense or convolutional models: built, saved and loaded.

Two children do the work, children/build.py and children/load.py. What is
right comes from closed forms, see modules.py.
"""
import json
import math
import typing
from pathlib import Path

import numpy as np
import pytest

from checkers.selftest import course
from checkers.selftest.modules import CASES, Arrays, Case

# They share the two children.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group('modules')]

NAMED = {case.name: case for case in CASES}
each_case = pytest.mark.parametrize('case', [
    pytest.param(case, id=name) for name, case in NAMED.items()])


class Seen:
    """What the children saw."""

    def __init__(self, folder: Path) -> None:
        """Read it from the folder that they worked in."""
        self.folder = folder
        self.observed: dict[str, dict[str, typing.Any]] = json.loads(
            (folder / 'observations.json').read_text())
        # The models that do not load without their module.
        self.refused: list[str] = json.loads(
            (folder / 'refused.json').read_text())

    def of(self, case: Case) -> dict[str, typing.Any]:
        """Return the observation of a case."""
        return self.observed[case.name]

    def arrays(self, case: Case, part: str) -> Arrays:
        """Return the arrays of a part of it."""
        with np.load(self.folder / f'{case.name}-{part}.npz') as file:
            return [file[key] for key in file]


@pytest.fixture(scope='module')
def saved(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Build, save and load every case once, in two processes."""
    folder = tmp_path_factory.mktemp('models')
    (folder / 'cases.txt').write_text(repr([
        (case.name, case.task.file[:-3], case.task.function, case.arguments)
        for case in CASES]))
    (_, _), (digits, _) = course.module('datasets').load_mnist()
    rng = np.random.default_rng(0)
    for case in CASES:
        dims = case.arguments[0]
        np.save(folder / case.name, digits[:256] if dims == 784 else
                rng.random((8, *np.atleast_1d(dims)), dtype=np.float32))
    for name in 'build', 'load':
        process = course.child(name, folder)
        assert process.returncode == 0, process.stderr
    return Seen(folder)


@each_case
def test_layers_are_the_ones_asked_for(saved: Seen, case: Case) -> None:
    """Every depth has its kernels, the decoder's in reverse, and biases."""
    encoder, decoder = [
        [shape for kernel in part for shape in (kernel, kernel[-1:])]
        for part in case.module.kernels(case.call)]
    halves = [encoder, decoder][:len(case.module.halves)]
    assert saved.of(case)['shapes'] == repr(halves + [encoder + decoder])


@each_case
def test_models_have_the_shapes_asked_for(saved: Seen, case: Case) -> None:
    """The encoder gives codes, decoder and auto give inputs, all finite."""
    dims, _, code = case.arguments[:3]
    x, *codes = saved.arrays(case, 'encoder')
    count = 3 if case.module.heads == 2 else 1      # z, mean and log_var
    assert [c.shape for c in codes] == count * [
        (len(x), *np.atleast_1d(code))]
    for part in [*case.module.halves[1:], 'auto']:
        (_, y) = saved.arrays(case, part)
        assert y.shape == (len(x), *np.atleast_1d(dims))
        assert 0 <= y.min() < y.max() <= 1


def test_parameters_of_the_originals_convolutional_call(saved: Seen) -> None:
    """Encoder 1,904, decoder 2,481, together in auto."""
    assert saved.of(NAMED['2-convolutional-original'])['counts'] == [
        1904, 2481, 1904 + 2481]


def test_layers_have_the_originals_names(saved: Seen) -> None:
    """From input_layer to output_layer, as the original of task 4 has it."""
    hidden = [f'hidden_layer_{number}' for number in range(1, 13)]
    assert saved.of(NAMED['4-deep-wide'])['names'] == [
        'input_layer', *hidden[:6], 'code_layer', *hidden[6:], 'output_layer']


@each_case
def test_callers_arguments_are_untouched(saved: Seen, case: Case) -> None:
    """The lists given are afterwards what they were."""
    assert saved.of(case)['arguments'] == repr(case.arguments)


@each_case
def test_auto_shares_its_weights(saved: Seen, case: Case) -> None:
    """One step of auto moves encoder and decoder; auto has their weights."""
    count = 2 * sum(len(part) for _, part in zip(
        case.module.halves, case.module.kernels(case.call)))
    assert (saved.of(case)['shared'] == saved.of(case)['moved']
            == count * [True])


@each_case
def test_loss_is_the_formula(saved: Seen, case: Case) -> None:
    """With every output at 1/2, cross-entropy is ln 2; the rest is exact."""
    expected = case.module.loss(case.arguments, saved.arrays(case, 'code'))
    assert saved.of(case)['blank_loss'] == pytest.approx(expected, rel=1e-5)


def test_untrained_variational_loss(saved: Seen) -> None:
    """Untrained on 256 digits: about 784 ln 2, plus a small KL term."""
    loss = saved.of(NAMED['3-variational-wide'])['untrained_loss']
    assert -5 < loss - 784 * math.log(2) < 5


@pytest.mark.parametrize('case', [
    pytest.param(case, id=name) for name, case in NAMED.items()
    if case.module.heads == 2])
def test_noise_is_fresh_and_of_the_right_size(saved: Seen,
                                              case: Case) -> None:
    """2,048 copies of one input: z is N(mean, exp(log_var)), never twice."""
    draws = []
    for time in 'first', 'second':
        z, mean, log_var = np.array(saved.arrays(case, time),
                                    np.float64)
        draws.append((z - mean) / np.exp(log_var / 2))
    noise = np.concatenate(draws, axis=1)       # (copies, 2 * latent_dims)
    assert len(np.unique(noise)) > 0.99 * noise.size
    assert np.allclose(noise.mean(axis=0), 0, atol=0.12)
    assert np.allclose(np.cov(noise.T), np.eye(noise.shape[1]), atol=0.17)


@each_case
def test_saved_models_answer_as_before(saved: Seen, case: Case) -> None:
    """Loaded in another process in safe mode, outputs are the same.

    Drawn noise is not a part of that: the child has silenced it.
    """
    for part in [*case.module.halves, 'auto']:
        _, *before = saved.arrays(case, part)
        after = saved.arrays(case, f'{part}-loaded')
        assert len(before) == len(after)
        for old, new in zip(before, after):
            np.testing.assert_array_equal(old, new)


def test_only_sampling_needs_its_module(saved: Seen) -> None:
    """All load without the course, but what contains task 3's layer."""
    assert sorted(saved.refused) == sorted(
        f'{case.name}-{part}' for case in CASES
        for part in ('encoder', 'auto') if case.module.heads == 2)
