"""Modules 0 to 4: shapes, losses, shared weights, saving and loading.

Two children do the work, see child_build.py and child_load.py; here stands
what is right, from closed forms.
"""
import json
import math

import numpy as np
import pytest

from checkers.selftest import course

DENSE = {'vanilla': ('0-vanilla', 'autoencoder'),
         'sparse': ('1-sparse', 'sparse'),
         'variational': ('3-variational', 'autoencoder'),
         'deep': ('4-deep', 'deep')}
LAMBTHA = 0.01
CALLS = {'seed': (784, [128, 64], 32), 'one': (20, [9], 4),
         'three': (20, [13, 11, 9], 4)}

# Sides that close; their code is what ceil-halving the sides gives.
PICTURES = {'seed': ((28, 28, 1), [16, 8, 8], (4, 4, 8)),
            'oblong': ((12, 20, 3), [7, 6, 5], (2, 3, 5)),
            'four': ((28, 44, 1), [8, 7, 6, 5], (2, 3, 5))}


def dense_case(kind, call):
    """Return the case of a dense task for one of CALLS."""
    module, function = DENSE[kind]
    extra = (LAMBTHA,) if kind == 'sparse' else ()
    return {'name': '%s-%s' % (kind, call), 'module': module,
            'function': function, 'arguments': CALLS[call] + extra}


CASES = {case['name']: case for case in
         [dense_case(kind, call) for kind in DENSE for call in CALLS]
         + [{'name': 'picture-' + call, 'module': '2-convolutional',
             'function': 'autoencoder', 'arguments': arguments}
            for call, arguments in PICTURES.items()]
         + [{'name': 'variational-wide', 'module': '3-variational',
             'function': 'autoencoder', 'arguments': (784, [512, 256], 2)},
            {'name': 'deep-wide', 'module': '4-deep', 'function': 'deep',
             'arguments': (784, [256, 128, 64, 32, 16, 8], 4)}]}


@pytest.fixture(scope='module')
def look(tmp_path_factory):
    """Build, save and load every case once, in two processes.

    Returns:
        A function; the case's name and a file's gives that file's arrays,
        the case's name alone gives its observation.
    """
    folder = tmp_path_factory.mktemp('models')
    (folder / 'cases.txt').write_text(repr(list(CASES.values())))
    (_, _), (digits, _) = course.module('datasets').load_mnist()
    rng = np.random.default_rng(0)
    for name, case in CASES.items():
        dims = case['arguments'][0]
        np.save(folder / name, digits[:256] if dims == 784 else
                rng.random((8, *np.atleast_1d(dims)), dtype=np.float32))
    for child in 'child_build.py', 'child_load.py':
        process = course.run(course.ROOT / 'checkers' / 'selftest' / child,
                             folder)
        assert process.returncode == 0, process.stderr
    observed = json.loads((folder / 'observations.json').read_text())

    def answer(name, part=None):
        if part is None:
            return observed[name]
        with np.load(folder / ('%s-%s.npz' % (name, part))) as saved:
            return [saved[key] for key in saved]

    answer.refused = json.loads((folder / 'refused.json').read_text())
    return answer


def kernels(name):
    """Return the kernel shapes of encoder and decoder that a case asks for.

    The two heads of the variational encoder come one after the other.
    """
    dims, hidden, code = CASES[name]['arguments'][:3]
    if isinstance(dims, tuple):
        there = [dims[-1], *hidden]
        back = [code[-1], *hidden[::-1], dims[-1]]
        square = (3, 3)
    else:
        there, back = [dims, *hidden, code], [code, *hidden[::-1], dims]
        square = ()
    encoder = [square + pair for pair in zip(there, there[1:])]
    if name.startswith('variational'):
        encoder.append(encoder[-1])
    return [encoder, [square + pair for pair in zip(back, back[1:])]]


def halves(name):
    """Return the models of a case beside auto: of task 4 the encoder alone."""
    return ['encoder', 'decoder'][:1 if name.startswith('deep') else 2]


@pytest.mark.parametrize('name', CASES)
def test_layers_are_the_ones_asked_for(look, name):
    """Every depth has its kernels, the decoder's in reverse, and biases."""
    encoder, decoder = [
        [shape for kernel in part for shape in (kernel, kernel[-1:])]
        for part in kernels(name)]
    assert look(name)['shapes'] == repr(
        [encoder, decoder][:len(halves(name))] + [encoder + decoder])


@pytest.mark.parametrize('name', CASES)
def test_models_have_the_shapes_asked_for(look, name):
    """The encoder gives codes, decoder and auto give inputs, all finite."""
    dims, _, code = CASES[name]['arguments'][:3]
    x, *codes = look(name, 'encoder')
    count = 3 if name.startswith('variational') else 1
    assert [c.shape for c in codes] == count * [
        (len(x), *np.atleast_1d(code))]
    for part in halves(name)[1:] + ['auto']:
        (_, y) = look(name, part)
        assert y.shape == (len(x), *np.atleast_1d(dims))
        assert 0 <= y.min() < y.max() <= 1


def test_parameters_of_the_seeds_convolutional_call(look):
    """Encoder 1,904, decoder 2,481, together in auto."""
    assert look('picture-seed')['counts'] == [1904, 2481, 1904 + 2481]


def test_layers_have_the_seeds_names(look):
    """From input_layer to output_layer, as the seed of task 4 writes them."""
    hidden = ['hidden_layer_%d' % number for number in range(1, 13)]
    assert look('deep-wide')['names'] == [
        'input_layer', *hidden[:6], 'code_layer', *hidden[6:], 'output_layer']


@pytest.mark.parametrize('name', CASES)
def test_callers_arguments_are_untouched(look, name):
    """The lists given are afterwards what they were."""
    assert look(name)['arguments'] == repr(CASES[name]['arguments'])


@pytest.mark.parametrize('name', CASES)
def test_auto_shares_its_weights(look, name):
    """One step of auto moves encoder and decoder; auto has their weights."""
    count = 2 * sum(len(part) for _, part in zip(halves(name), kernels(name)))
    assert look(name)['shared'] == look(name)['moved'] == count * [True]


@pytest.mark.parametrize('name', CASES)
def test_loss_is_the_formula(look, name):
    """With every output at 1/2, cross-entropy is ln 2; the rest is exact."""
    expected = math.log(2)
    if name.startswith('sparse'):
        (code,) = look(name, 'code')
        expected += LAMBTHA * np.abs(code).sum() / len(code)
    if name.startswith('variational'):
        _, mean, log_var = np.float64(look(name, 'code'))
        kl = -0.5 * (1 + log_var - mean ** 2 - np.exp(log_var)).sum(axis=1)
        expected = CASES[name]['arguments'][0] * expected + kl.mean()
    assert look(name)['blank_loss'] == pytest.approx(expected, rel=1e-5)


def test_untrained_variational_loss(look):
    """Untrained on 256 digits: about 784 ln 2, plus a small KL term."""
    excess = look('variational-wide')['untrained_loss'] - 784 * math.log(2)
    assert -5 < excess < 5


@pytest.mark.parametrize('call', CALLS)
def test_noise_is_fresh_and_of_the_right_size(look, call):
    """2,048 copies of one input: z is N(mean, exp(log_var)), never twice."""
    name = 'variational-' + call
    draws = []
    for time in 'first', 'second':
        z, mean, log_var = np.float64(look(name, time))
        draws.append((z - mean) / np.exp(log_var / 2))
    noise = np.concatenate(draws, axis=1)       # (copies, 2 * latent_dims)
    assert len(np.unique(noise)) > 0.99 * noise.size
    assert np.allclose(noise.mean(axis=0), 0, atol=0.12)
    assert np.allclose(np.cov(noise.T), np.eye(noise.shape[1]), atol=0.17)


@pytest.mark.parametrize('name', CASES)
def test_saved_models_answer_as_before(look, name):
    """Loaded in another process in safe mode, outputs are the same.

    Drawn noise is not a part of that: the child has silenced it.
    """
    for part in halves(name) + ['auto']:
        _, *before = look(name, part)
        after = look(name, part + '-loaded')
        assert len(before) == len(after)
        for old, new in zip(before, after):
            np.testing.assert_array_equal(old, new)


def test_only_sampling_needs_its_module(look):
    """All load without the course, but what contains task 3's layer."""
    assert sorted(look.refused) == sorted(
        '%s-%s' % (name, part) for name in CASES for part in ('encoder',
                                                              'auto')
        if name.startswith('variational'))
