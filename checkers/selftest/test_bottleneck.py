"""Task 6: shapes, the loss, what is refused, and files that load.

A child does the work, children/bottleneck.py, in two processes: what one has
saved the other loads.
"""
import json
import typing
from pathlib import Path

import numpy as np
import pytest

from checkers.selftest import course

# They share a child.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group('bottleneck')]

CASES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    'original': ((28, 28), (50,)), 'grids': ((10, 12, 3), (4, 2)),
    'vectors': ((7,), (1,))}
Seen = dict[str, typing.Any]


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build, then load, in a folder of its own; give the folder."""
    path = tmp_path_factory.mktemp('bottleneck')
    (path / 'cases.txt').write_text(repr(CASES))
    for mode in 'build', 'load':
        process = course.child('bottleneck', path, mode)
        assert process.returncode == 0, process.stderr
    return path


@pytest.fixture(scope='module')
def look(folder: Path) -> Seen:
    """Give what the first process observed."""
    seen: Seen = json.loads((folder / 'observations.json').read_text())
    return seen


@pytest.mark.parametrize('name', CASES)
def test_shapes(look: Seen, name: str) -> None:
    """Inputs become codes, codes become pixels, of any number of axes."""
    shape, code = CASES[name]
    assert look[name]['code'] == [12, *code]
    assert look[name]['output'] == [12, *shape]
    low, high = look[name]['range']
    assert 0 < low < high < 1


@pytest.mark.parametrize('name', CASES)
def test_the_models_given_are_trained(look: Seen, name: str) -> None:
    """Every weight moves, for the epochs asked for, and the loss falls."""
    assert look[name]['kept'] == [True, True]
    assert look[name]['moved'] == 12 * [True]
    assert look[name]['epochs'] == 3
    first, last = look[name]['losses']
    assert last < first


@pytest.mark.parametrize('name', CASES)
def test_loss_is_the_formula(look: Seen, name: str) -> None:
    """With a blank decoder every output is 1/2: mean((x - 1/2)**2)."""
    assert look[name]['half'] == pytest.approx(look[name]['half expected'])


@pytest.mark.parametrize('name', CASES)
def test_data_of_another_shape_is_refused(look: Seen, name: str) -> None:
    """The message names both shapes; an axis of 1 is one too many."""
    shape, _ = CASES[name]
    for data, have in (('wide data', shape + (1,)),
                       ('short data', (shape[0] - 1,) + shape[1:])):
        assert look[name][data] == (
            f'ValueError: the data has [{have}], but the encoder takes '
            f'[{shape}]')


@pytest.mark.parametrize('what, shapes', [
    ('code', ['(3,)', '(3, 1)']), ('output', ['(4, 1)', '(4,)']),
    ('two inputs', ['[(4,)]', '[(4,), (4,)]']),
    ('two outputs', ['[(3,), (3,)]', '[(3,)]']),
    ('late', ['[(3,)]', '[(4,)]'])])
def test_what_does_not_fit_is_refused(look: Seen, what: str,
                                      shapes: list[str]) -> None:
    """The message names both shapes."""
    message = look['refused'][what]
    assert message.startswith('ValueError')
    place = 0
    for shape in shapes:
        place = message.index(shape, place) + len(shape)


@pytest.mark.parametrize('what', ['saved', 'loaded'])
def test_another_extension_is_refused(look: Seen, what: str) -> None:
    """Only .keras and .hdf5 are known; nothing is written."""
    assert look['refused'][what] == (
        "ValueError: '.h5' is neither .keras nor .hdf5")
    assert look['files'] == ['decoderone.keras', 'decodertwo.hdf5',
                             'encoderone.keras', 'encodertwo.hdf5']


@pytest.mark.parametrize('name', ['one', 'two'])
def test_loaded_models_answer_as_before(folder: Path, name: str) -> None:
    """In another process, from either kind of file."""
    with np.load(folder / f'{name}.npz') as saved:
        np.testing.assert_allclose(np.load(folder / f'{name}-loaded.npy'),
                                   saved['y'], atol=1e-6)
