"""The driver of task 6, one epoch for each size: it goes on where it ended.

The first run is whole; the others start from what it has kept.
"""
import json
import shutil
import signal
import subprocess
import sys

import pytest
from test_drivers import numberless, results

import course

SIZES = 1, 2, 3, 5, 10, 20, 50, 100
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
    folder = copy / 'models' / 'bottleneck'
    shutil.copytree(kept.parents[1], folder)
    return copy, folder / kept.parent.name / kept.name


@pytest.fixture(scope='module')
def first(tmp_path_factory):
    """Run the driver once; give the process and the file of results."""
    folder = tmp_path_factory.mktemp('first')
    copy = course.copy(folder)
    process = course.run(copy / '6-main.py', '--epochs', '1', cwd=folder)
    file, = copy.glob('models/bottleneck/1-epochs-tensorflow-*/results.json')
    return process, file


def test_every_size_is_trained_and_drawn(first):
    """Silent on stderr; the errors that are printed are those kept."""
    process, file = first
    assert (process.returncode, process.stderr) == (0, '')
    assert numberless(results(process.stdout)) == printed(len(SIZES))
    kept = json.loads(file.read_text())
    assert kept['settings']['epochs'] == 1
    assert list(map(int, kept['results'])) == [50, 1, 2, 3, 5, 10, 20, 100]
    for size in SIZES:
        error = kept['results'][str(size)]['error']
        assert '\n%d %.4f\n' % (size, error) in results(process.stdout)
    assert sorted(path.name for path in
                  (file.parents[4] / '0x04-images').iterdir()) == [
                      'bottleneck.png', 'difference.png']


def test_only_what_is_missing_is_trained(first, tmp_path):
    """Two sizes are taken out, one is told another error: it is believed."""
    copy, file = start(tmp_path, first[1])
    kept = json.loads(file.read_text())
    del kept['results']['3'], kept['results']['100']
    kept['results']['2']['error'] = 0.0432
    file.write_text(json.dumps(kept))
    times = {path: path.stat().st_mtime_ns
             for path in file.parent.glob('*.keras')}
    process = course.run(copy / '6-main.py', '--epochs', '1', cwd=tmp_path)
    assert (process.returncode, process.stderr) == (0, '')
    assert 'Epoch 1/1' not in process.stdout
    assert numberless(results(process.stdout)) == printed(len(SIZES))
    assert '\n2 0.0432\n' in results(process.stdout)
    assert {path.name for path in times
            if path.stat().st_mtime_ns != times[path]} == {
        part + size + '.keras' for part in ('encoder', 'decoder')
        for size in ('3', '100')}


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
