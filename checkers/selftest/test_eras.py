"""The same probe and rubric under three eras of Keras.

The interpreters are looked for in the repository's root; INSTALL has the
lines that make them. Without one its tests are skipped, saying so.
"""
import importlib.util
import pathlib
import sys
from collections.abc import Iterator

import pytest

from checkers.course import curriculum
from checkers.runner import zygote
from checkers.selftest import door
from checkers.selftest.course import ROOT
from checkers.selftest.twins import MORE_TWINS, TWINS

INSTALL = {
    'tf1': 'python3.6 -m venv .venv-tf1; .venv-tf1/bin/pip install '
           '"pip==21.3.1"; .venv-tf1/bin/pip install tensorflow==1.12.3 '
           'numpy==1.15.4 "protobuf<3.20" gast==0.2.2 "h5py<2.11" '
           '"grpcio<1.49"',
    'keras2': 'python3.9 -m venv .venv-keras2; .venv-keras2/bin/pip install '
              'tensorflow-cpu==2.15.0 numpy==1.25.2',
    'tf_keras': 'pip install tf_keras==2.21.0'}
VERSIONS = {'tf1': '1.12.', 'keras2': '2.15.', 'tf_keras': '2.21.'}
# Of an answer: it may be run on a busy machine, and old Keras takes its time.
SECONDS = 600
# Of an era the tests share a probe.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group('eras')]
Era = tuple[str, zygote.Zygote]     # its name, its running probe
FILES = {task.number: task.file for task in curriculum.TASKS}
# tf_keras is Keras 2 on today's TensorFlow.
SOURCES = {'tf1': 'tf1', 'keras2': 'keras2', 'tf_keras': 'keras2'}


@pytest.fixture(scope='module', params=list(INSTALL))
def era(request: pytest.FixtureRequest) -> Iterator[Era]:
    """Give (name, running probe) of an era that is installed here."""
    name: str = request.param
    python = ROOT / f'.venv-{name}' / 'bin' / 'python'
    there = python.exists()
    if name == 'tf_keras':
        python = pathlib.Path(sys.executable)
        there = importlib.util.find_spec('tf_keras') is not None
    if not there:
        pytest.skip(f'not installed: {INSTALL[name]}')
    with pytest.MonkeyPatch.context() as patch:
        if name == 'tf_keras':
            patch.setenv('TF_USE_LEGACY_KERAS', '1')
        with zygote.Zygote(str(python)) as warm:
            assert warm.runtime['tensorflow'].startswith(VERSIONS[name])
            yield name, warm


def test_twins(era: Era, tmp_path: pathlib.Path) -> None:
    """The references' twins get full marks in their era."""
    name, warm = era
    twins = TWINS[SOURCES[name]]
    graded = door.submit(tmp_path, warm, {
        FILES[number]: source for number, source in twins.items()},
        seconds=SECONDS)
    assert {number: door.lost(task) for number, task in graded.items()} == {
        number: {} for number in twins}
    assert {task.status for task in graded.values()} == {'passed'}


@pytest.mark.parametrize('place', range(max(map(len, MORE_TWINS.values()))))
def test_more_twins(era: Era, place: int, tmp_path: pathlib.Path) -> None:
    """Right answers in the words of their era get full marks."""
    name, warm = era
    twins = list(MORE_TWINS[SOURCES[name]].values())
    if place >= len(twins):
        pytest.skip('this era has no more twins')
    number, source = twins[place]
    graded = door.submit(tmp_path, warm, {FILES[number]: source})[number]
    assert door.lost(graded) == {}
    assert graded.status == 'passed'
