"""Task 5: the module, in a child process, and its driver.

What is right stands here, from closed forms; see child_composable.py.
"""
import importlib.util
import json
import sys
import types

import matplotlib.image
import numpy as np
import pytest

from checkers.selftest import course
from checkers.selftest.test_drivers import numberless, results

# The defaults, the seed's custom call, and sides that differ.
CASES = [(), ((128, 128, 3), [128, 64, 32]), ((8, 24, 1), [5]),
         ((16, 8, 4), [9, 7, 6])]

REPORT = ('epochs loss val_loss\nthis run # # #\n'
          'black values in ten pictures: # %\n')
PRINTED = ('procedural: # parameters, code (#, #, #)\n'
           'start: as the seed\n' + REPORT + 'start: from the mean\n'
           + REPORT + 'code of ten pictures: (#, #, #, #)\n'
           'figure: 0x04-images/composable_faces.png\n'
           'custom: # parameters, (#, #, #) -> (#, #, #) -> (#, #, #)\n')


def observe(folder, cases, backend='tensorflow'):
    """Build and train these cases in another process."""
    (folder / 'cases.txt').write_text(repr(cases))
    process = course.run(
        course.ROOT / 'checkers' / 'selftest' / 'child_composable.py',
        folder, env=course.environment(KERAS_BACKEND=backend,
                                       OMP_NUM_THREADS='1'))
    assert process.returncode == 0, process.stderr
    return json.loads((folder / 'observed.json').read_text())


@pytest.fixture(scope='module')
def observed(tmp_path_factory):
    """Return what was seen of every case with TensorFlow."""
    return observe(tmp_path_factory.mktemp('composable'), CASES)


@pytest.fixture(params=range(len(CASES)), ids=lambda place: str(CASES[place]))
def case(request, observed):
    """Return the observation of one case, its input shape and layers."""
    shape, layers = CASES[request.param] or ((32, 32, 3), [64, 32, 32])
    return observed['cases'][request.param], shape, layers


def test_layers_are_the_ones_asked_for(case):
    """Kernels of 3 x 3 without bias, each with its batch normalisation."""
    seen, (*_, channels), layers = case
    expected = []
    for inputs, outputs in zip([channels] + layers, layers):
        expected += [[3, 3, inputs, outputs]] + 4 * [[outputs]]
    back = layers[-1:] + layers[:0:-1] + [channels]
    for inputs, outputs in zip(back, back[1:]):
        expected += [[3, 3, outputs, inputs]] + 4 * [[outputs]]
    assert seen['shapes'] == expected


def test_sides_are_halved_and_doubled(case):
    """The code's sides are the input's by 2 ** n, the output's the same."""
    seen, (height, width, channels), layers = case
    factor = 2 ** len(layers)
    assert seen['input'] == seen['output'] == [None, height, width, channels]
    assert seen['code'] == [None, height // factor, width // factor,
                            layers[-1]]


def test_training_moves_everything(case):
    """Kernels, scales, shifts and moving statistics, and the loss falls."""
    seen, _, _ = case
    assert all(seen['moved'])
    assert seen['losses'][-1] < seen['losses'][0]
    assert not seen['negative']


def test_encoder_has_the_trained_weights(case):
    """The encoder's weights are the model's first, also after training."""
    seen, _, layers = case
    assert seen['shared'] == 5 * len(layers) * [True]


def test_callers_part(case):
    """The list stays as it was, instances stay apart, compiling is ours."""
    seen, shape, layers = case
    assert seen['case'] in (repr(()), repr((shape, layers)))
    assert seen['apart'] and not seen['compiled']


def test_both_forms_and_a_saved_model_answer_alike(case):
    """With the same weights, procedural, composable and loaded agree."""
    seen, _, _ = case
    assert seen['procedural'] and seen['loaded']


@pytest.mark.parametrize('shape, side', [
    ((28, 36, 3), 'height, 28'), ((32, 36, 3), 'width, 36')])
def test_sides_that_do_not_divide_are_named(observed, shape, side):
    """Both forms refuse, with the same words."""
    assert observed[repr(shape)] == 2 * [
        'the %s, is not a multiple of 8: each of the 3 layers halves it'
        % side]


@pytest.mark.parametrize('shape', [(8, 8, 3), (None, None, 3)])
def test_other_sides_are_not_refused(observed, shape):
    """Sides that divide are fine, and so are those that are left open."""
    assert observed[repr(shape)] == [None, None]


@pytest.mark.skipif(importlib.util.find_spec('torch') is None,
                    reason='python3 -m pip install torch')
def test_pytorch_sees_the_same(observed, tmp_path):
    """On PyTorch the same file gives the same, but for the losses."""
    seen = observe(tmp_path, CASES[-1:], 'torch')
    for one in seen, {**observed, 'cases': observed['cases'][-1:]}:
        losses = one['cases'][0].pop('losses')
        assert losses[-1] < losses[0]
    assert seen == {**observed, 'cases': observed['cases'][-1:]}


def test_driver(tmp_path):
    """It trains twice, for one epoch each; prints, and draws in colour."""
    copy = course.copy(tmp_path)
    process = course.run(copy / '5-main.py', '--epochs', '1', cwd=tmp_path)
    assert (process.returncode, process.stderr) == (0, '')
    assert process.stdout.count('val_loss:') == 2
    assert numberless(results(process.stdout)) == PRINTED
    # Kernels of 3 x 3, and four numbers per filter to normalise it.
    encoder = 9 * (3 * 64 + 64 * 32 + 32 * 32) + 4 * (64 + 32 + 32)
    decoder = 9 * (32 * 32 + 32 * 32 + 32 * 3) + 4 * (32 + 32 + 3)
    assert ('procedural: %d parameters, code (4, 4, 32)\n' % (
        encoder + decoder) in process.stdout)
    assert '(128, 128, 3) -> (16, 16, 32) -> (128, 128, 3)' in process.stdout
    drawn = tmp_path / '0x04-images' / 'composable_faces.png'
    picture = matplotlib.image.imread(drawn)[..., :3]
    assert picture.shape[0] >= 300 and picture.shape[1] >= 800
    assert np.ptp(picture, axis=-1).max() > 0.5, 'there is colour'


def test_cifar10_without_a_network(tmp_path):
    """Where the download fails, the driver says so and exits with 2."""
    process = course.run(
        course.COURSE / '5-main.py', '--data', 'cifar10',
        env=course.environment(https_proxy='http://127.0.0.1:9',
                               KERAS_HOME=str(tmp_path)))
    assert process.returncode == 2
    assert process.stderr.startswith('CIFAR-10 cannot be loaded (')
    assert process.stderr.endswith('; --data faces needs none\n')
    assert process.stderr.count('\n') == 1


def test_cifar10_as_keras_gives_it(monkeypatch):
    """The bytes that Keras loads come as float32 in [0, 1], unlabelled."""
    train, test = (np.arange(n * 3072).reshape(n, 32, 32, 3).astype(np.uint8)
                   for n in (3, 2))
    fake = types.ModuleType('tensorflow.keras')
    fake.datasets = types.SimpleNamespace(cifar10=types.SimpleNamespace(
        load_data=lambda: ((train, np.zeros(3)), (test, np.zeros(2)))))
    tensorflow = types.ModuleType('tensorflow')
    tensorflow.keras = fake
    monkeypatch.setitem(sys.modules, 'tensorflow', tensorflow)
    monkeypatch.setitem(sys.modules, 'tensorflow.keras', fake)
    pictures = course.module('datasets').load_pictures('cifar10')
    for images, given in zip(pictures, (train, test)):
        assert images.dtype == np.float32
        np.testing.assert_allclose(images, given / 255, rtol=1e-6)
