"""The driver of task 6, one epoch for each size: it goes on where it ended.

The first run finds five sizes done already; the others start from what the
first has kept.
"""
import hashlib
import json
import shutil
import signal
import subprocess
import sys

import numpy as np
import pytest
from checkers.selftest.test_drivers import numberless, results

from checkers.selftest import course

DONE, LEFT = (2, 3, 5, 10, 20), (1, 50, 100)
FIGURES = ['figure: 0x04-images/difference.png',
           'figure: 0x04-images/bottleneck.png']


def printed(rows):
    """Return what a run prints, without numbers, for so many sizes."""
    lines = FIGURES[:1] + ['code size test error'] + rows * ['# #'] + [
        'mean digit #'] + FIGURES[1:]
    return '\n'.join(lines) + '\n'


def start(folder, kept):
    """Return a copy of the course in which an earlier run has kept this."""
    copy = course.copy(folder)
    models = copy / 'models' / 'bottleneck'
    shutil.copytree(kept.parents[1], models)
    return copy, models / kept.parent.name / kept.name


@pytest.fixture(scope='module')
def first(tmp_path_factory):
    """Run the driver with results prepared; give the process and theirs."""
    folder = tmp_path_factory.mktemp('first')
    copy = course.copy(folder)
    digest = hashlib.sha256((copy / '6-bottleneck.py').read_bytes())
    file = copy / 'models' / 'bottleneck' / (
        '1-epochs-tensorflow-' + digest.hexdigest()[:8]) / 'results.json'
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({'results': {
        size: {'error': size / 1000, 'digit': np.eye(28).tolist()}
        for size in DONE}}))
    return course.run(copy / '6-main.py', '--epochs', '1', cwd=folder), file


def test_only_what_is_missing_is_trained(first):
    """Silent on stderr; what was there is believed, the rest is added."""
    process, file = first
    assert (process.returncode, process.stderr) == (0, '')
    assert numberless(results(process.stdout)) == printed(len(DONE + LEFT))
    kept = json.loads(file.read_text())
    assert kept['settings']['epochs'] == 1
    assert {path.name for path in file.parent.glob('*.keras')} == {
        '%s%d.keras' % (part, size) for size in LEFT
        for part in ('encoder', 'decoder')}
    errors = {int(size): kept['results'][size]['error']
              for size in kept['results']}
    assert {size: errors[size] for size in DONE} == {
        size: size / 1000 for size in DONE}
    for size in DONE + LEFT:
        assert '\n%d %.4f\n' % (size, errors[size]) in results(process.stdout)
    assert 0 < errors[100] < errors[50] < errors[1] < 0.0675


def test_figures_are_drawn(first):
    """Both, and no others."""
    images = first[1].parents[4] / '0x04-images'
    assert {path.name for path in images.iterdir()} == {'difference.png',
                                                        'bottleneck.png'}
    for path in images.iterdir():
        assert path.read_bytes().startswith(b'\x89PNG\r\n\x1a\n')


def test_ctrl_c_keeps_what_is_done(first, tmp_path):
    """SIGINT while other sizes are trained: 50 is still printed and drawn."""
    copy, file = start(tmp_path, first[1])
    kept = json.loads(file.read_text())
    kept['results'] = {'50': kept['results']['50']}
    file.write_text(json.dumps(kept))
    with subprocess.Popen(
            [sys.executable, '-u', copy / '6-main.py', '--epochs', '1'],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=tmp_path, env=course.environment()) as process:
        begun = process.stdout.readline()
        assert begun == FIGURES[0] + '\n', process.stderr.read()
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate(timeout=600)
    assert (process.returncode, complaints) == (0, '')
    done = json.loads(file.read_text())['results']
    assert '50' in done and '100' not in done
    assert numberless(results(begun + rest)) == printed(len(done))
    assert (tmp_path / '0x04-images' / 'bottleneck.png').exists()


def test_a_changed_module_starts_afresh(first, tmp_path):
    """What another module has trained is neither believed nor lost."""
    copy, file = start(tmp_path, first[1])
    before = file.read_text()
    with open(copy / '6-bottleneck.py', 'a') as module:
        module.write('\n\ndef mnist_encoder(*shapes):\n'
                     '    raise SystemExit("mine: %r" % (shapes,))\n')
    process = course.run(copy / '6-main.py', '--epochs', '1', cwd=tmp_path)
    assert process.stderr == 'mine: ((28, 28), (50,))\n'
    assert file.read_text() == before


def test_spoilt_results_are_one_line(first, tmp_path):
    """Exit code 2 and what to do; the file is left as it is."""
    copy, file = start(tmp_path, first[1])
    file.write_text('{"results": {"1"')
    process = course.run(copy / '6-main.py', '--epochs', '1', cwd=tmp_path)
    assert process.returncode == 2
    assert process.stderr == ('%s is spoilt: delete it to start afresh\n'
                              % file.relative_to(tmp_path))
    assert file.read_text() == '{"results": {"1"'
