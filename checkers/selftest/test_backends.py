"""Task 4 on Keras' other backends: the same files, on PyTorch or JAX."""
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from checkers.selftest import course


def small(folder: Path) -> Path:
    """Copy the course with a few digits; its 4-deep.py tells the backend."""
    copy = course.copy(folder)
    with np.load(copy / 'mnist.npz') as arrays:
        few = {name: arrays[name][:512] for name in arrays}
    (copy / 'mnist.npz').unlink()
    np.savez(copy / 'mnist.npz', **few)
    with open(copy / '4-deep.py', 'a') as module:
        module.write("\n\nprint('on', keras.config.backend())\n")
    return copy


@pytest.mark.parametrize('backend', [
    pytest.param(name, marks=pytest.mark.skipif(
        importlib.util.find_spec(name) is None,
        reason=f'python3 -m pip install {name}'))
    for name in ('torch', 'jax')])
def test_driver_runs_on(backend: str, tmp_path: Path) -> None:
    """--backend decides what Keras computes with, and nothing else.

    One thread is enough for a few digits: beside other processes the
    threads of PyTorch spend their time waiting for one another.
    """
    copy = small(tmp_path)
    process = course.run(copy / '4-main.py', '--epochs', '1',
                         '--backend', backend, cwd=tmp_path,
                         env=course.environment(OMP_NUM_THREADS='1'))
    assert (process.returncode, process.stderr) == (0, '')
    assert f'on {backend}\n' in process.stdout
    assert '4/4' in process.stdout
    assert process.stdout.endswith(
        'figure: 0x04-autoencoders/models/quick-look/img_6.png\n')


def test_missing_backend_is_one_line(tmp_path: Path) -> None:
    """A backend that is not installed: exit 2 and the line to install it."""
    (tmp_path / 'sitecustomize.py').write_text(
        'import sys\n'
        "sys.modules['torch'] = None        # now it cannot be found\n")
    process = course.run(
        course.COURSE / '4-main.py', '--backend', 'torch',
        env=course.environment(PYTHONPATH=str(tmp_path)))
    assert process.returncode == 2
    assert process.stderr == ('torch is not installed here: '
                              'python3 -m pip install torch\n')


@pytest.mark.parametrize('driver', ['0-main.py', '4-main.py'])
def test_unknown_backend_is_one_line(driver: str) -> None:
    """KERAS_BACKEND with another name: exit 2 and the names there are."""
    process = course.run(course.COURSE / driver,
                         env=course.environment(KERAS_BACKEND='theano'))
    assert process.returncode == 2
    assert process.stderr == ("KERAS_BACKEND is 'theano': set it to one of "
                              'tensorflow, torch, jax\n')
