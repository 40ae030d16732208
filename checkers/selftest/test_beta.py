"""The module of task 7: the seed's sizes, its loss, its metrics, saving."""
import importlib.util
import json

import numpy as np
import pytest

from checkers.selftest import course

CHILD = course.ROOT / 'checkers' / 'selftest' / 'child_beta.py'


def observe(folder, backend='tensorflow'):
    """Build in one process and load in another; return what both saw."""
    environment = course.environment(KERAS_BACKEND=backend)
    for extra in (), ('load',):
        process = course.run(CHILD, folder, *extra, env=environment)
        assert process.returncode == 0, process.stderr
    return [json.loads((folder / name).read_text())
            for name in ('seen.json', 'loaded.json')]


@pytest.fixture(scope='module')
def built(tmp_path_factory):
    """Return what was seen with TensorFlow, before saving and after."""
    return observe(tmp_path_factory.mktemp('beta'))


def test_layers_of_the_seed(built):
    """The outputs of every layer, and the parameters, are the seed's."""
    encoder, decoder = built[0]['shapes']
    assert encoder == [[128, 128, 3], [64, 64, 32], [32, 32, 64],
                       [16, 16, 128], [8, 8, 256], [16384], [256], [256],
                       [256]]
    assert decoder == [[256], [16384], [8, 8, 256], [16, 16, 256],
                       [32, 32, 128], [64, 64, 64], [128, 128, 32],
                       [128, 128, 3]]
    assert built[0]['counts'] == [8777536, 5188931]


def test_sides_that_do_not_divide(built):
    """10 cannot be halved twice: the error says so."""
    assert built[0]['refused'] == '8 x 10 cannot be halved 2 times'


def check_terms(shown, beta):
    """Assert that the loss is made of the terms that are shown."""
    assert shown['beta_kl'] == pytest.approx(beta * shown['kl'], rel=1e-5)
    assert shown['loss'] == pytest.approx(
        shown['reconstruction'] + shown['beta_kl'], rel=1e-5)


def test_loss_is_the_formula(built):
    """With every output at 1/2 both terms are known, in uneven batches."""
    x = np.random.default_rng(0).random((10, 8, 12, 3), dtype=np.float32)
    _, mean, log_var = np.array(built[0]['code'])
    kl = 0.5 * np.sum(mean ** 2 + np.exp(log_var) - 1 - log_var, axis=1)
    shown = built[0]['blank']
    assert shown['reconstruction'] == pytest.approx(
        np.sum((x - 0.5) ** 2) / 10, rel=1e-5)
    assert shown['kl'] == pytest.approx(kl.mean(), rel=1e-4)
    check_terms(shown, 0.5)


def test_training_shows_the_terms(built):
    """fit's history has the three metrics, of training and of validation."""
    history = built[0]['history']
    assert set(history) == {
        part + name for part in ('', 'val_')
        for name in ('loss', 'reconstruction', 'kl', 'beta_kl')}
    for epoch in range(2):
        for part in '', 'val_':
            check_terms({name: history[part + name][epoch] for name in (
                'loss', 'reconstruction', 'kl', 'beta_kl')}, 0.5)


def test_saved_models_go_on(built):
    """Loaded elsewhere they answer the same and train on with their beta."""
    before, after = built
    for name in 'mean', 'decoded':
        assert np.array_equal(before[name], after[name])
    check_terms(after['shown'], 0.5)
    assert (after['steps'], after['more steps']) == (6, 7)


@pytest.mark.parametrize('backend', ['torch', 'jax'])
def test_other_backends(backend, tmp_path):
    """The same file builds, trains, saves and loads on another backend."""
    if importlib.util.find_spec(backend) is None:
        pytest.skip('%s is not installed: python3 -m pip install %s'
                    % (backend, backend))
    before, after = observe(tmp_path, backend)
    check_terms(before['blank'], 0.5)
    assert np.allclose(before['mean'], after['mean'], atol=1e-6)
