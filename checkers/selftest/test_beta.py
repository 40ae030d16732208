"""The module of task 7: the original's sizes, its loss, metrics, saving."""
import importlib.util
import json
import typing
from pathlib import Path

import numpy as np
import pytest

from checkers.selftest import course

# They share a child.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group('beta')]

Seen = dict[str, typing.Any]
Built = tuple[Seen, Seen]       # by the process that built, the one that loads


def observe(folder: Path, backend: str = 'tensorflow') -> Built:
    """Build in one process and load in another; return what both saw."""
    extra = {} if backend == 'tensorflow' else {'KERAS_BACKEND': backend}
    for act in 'build', 'load':
        process = course.child('beta', folder, act, **extra)
        assert process.returncode == 0, process.stderr
    return (json.loads((folder / 'seen.json').read_text()),
            json.loads((folder / 'loaded.json').read_text()))


@pytest.fixture(scope='module')
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return what was seen with TensorFlow, before saving and after."""
    return observe(tmp_path_factory.mktemp('beta'))


def test_layers_of_the_original(built: Built) -> None:
    """The outputs of every layer, and the parameters, are the original's."""
    encoder, decoder = built[0]['shapes']
    assert encoder == [[128, 128, 3], [64, 64, 32], [32, 32, 64],
                       [16, 16, 128], [8, 8, 256], [16384], [256], [256],
                       [256]]
    assert decoder == [[256], [16384], [8, 8, 256], [16, 16, 256],
                       [32, 32, 128], [64, 64, 64], [128, 128, 32],
                       [128, 128, 3]]
    assert built[0]['counts'] == [8777536, 5188931]


def test_sides_that_do_not_divide(built: Built) -> None:
    """10 cannot be halved twice: the error says so."""
    assert built[0]['refused'] == '8 x 10 cannot be halved 2 times'


def check_terms(shown: dict[str, float], beta: float) -> None:
    """Assert that the loss is made of the terms that are shown."""
    assert shown['beta_kl'] == pytest.approx(beta * shown['kl'], rel=1e-5)
    assert shown['loss'] == pytest.approx(
        shown['reconstruction'] + shown['beta_kl'], rel=1e-5)


def test_loss_is_the_formula(built: Built) -> None:
    """With every output at 1/2 both terms are known, in uneven batches."""
    x = np.random.default_rng(0).random((10, 8, 12, 3), dtype=np.float32)
    _, mean, log_var = np.array(built[0]['code'])
    kl = 0.5 * np.sum(mean ** 2 + np.exp(log_var) - 1 - log_var, axis=1)
    shown = built[0]['blank']
    assert shown['reconstruction'] == pytest.approx(
        np.sum((x - 0.5) ** 2) / 10, rel=1e-5)
    assert shown['kl'] == pytest.approx(kl.mean(), rel=1e-4)
    check_terms(shown, 0.5)


def test_training_shows_the_terms(built: Built) -> None:
    """fit's history has the three metrics, of training and of validation."""
    history = built[0]['history']
    assert set(history) == {
        part + name for part in ('', 'val_')
        for name in ('loss', 'reconstruction', 'kl', 'beta_kl')}
    for epoch in range(2):
        for part in '', 'val_':
            check_terms({name: history[part + name][epoch] for name in (
                'loss', 'reconstruction', 'kl', 'beta_kl')}, 0.5)


def test_saved_models_go_on(built: Built) -> None:
    """Loaded elsewhere they answer the same and train on with their beta."""
    before, after = built
    for name in 'mean', 'decoded':
        assert np.array_equal(before[name], after[name])
    check_terms(after['shown'], 0.5)
    assert (after['steps'], after['more steps']) == (6, 7)


@pytest.mark.parametrize('backend', ['torch', 'jax'])
def test_other_backends(backend: str, tmp_path: Path) -> None:
    """The same file builds, trains, saves and loads on another backend."""
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f'python3 -m pip install {backend}')
    before, after = observe(tmp_path, backend)
    check_terms(before['blank'], 0.5)
    assert np.allclose(before['mean'], after['mean'], atol=1e-6)
