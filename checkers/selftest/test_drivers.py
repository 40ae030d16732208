"""The drivers of tasks 0 to 4, on the real MNIST, one epoch each."""
import functools
import re
import signal
import subprocess
import sys

import matplotlib.image
import pytest

from checkers.selftest import course

FULL_RUN = {0: 'half a minute', 1: 'two minutes', 2: 'seven minutes',
            3: 'a minute and a half', 4: 'a minute', 5: 'two minutes'}

# What each driver prints after training, with # for every number.
LOSSES = """epochs loss val_loss
this run # # #
the seed # # #
"""
CODE = 'mean code of ten digits: #\n'
SPARSE = CODE + 'silent units in them: # %\n' + LOSSES
PAIRS = '[' + '\n'.join(10 * ['[# #]']) + ']\n'
PRINTED = {
    0: CODE + LOSSES + 'figure: 0x04-images/img_1.png\n',
    1: 'lambtha = #\n' + SPARSE + 'lambtha = # * #\n' + SPARSE
    + 'figure: 0x04-images/img_2.png\n'
    + 'figure: 0x04-images/sparsity.png\n',
    2: CODE + LOSSES + 'figure: 0x04-images/img_3.png\n',
    3: 'mean of ten digits:\n' + PAIRS + 'sigma of ten digits:\n' + PAIRS
    + LOSSES + 'figure: 0x04-images/img_4.png\n'
    + 'figure: 0x04-images/img_5.png\n'
    + 'figure: 0x04-images/latent.png\nfigure: 0x04-images/kl.png\n',
    4: 'Model: "auto"\nTotal params: #,# (# MB)\n'
    'Trainable params: #,# (# MB)\nNon-trainable params: # (# B)\n'
    'dead code units, # for every test digit: # of #\n'
    'epochs loss val_loss\nthis run # # #\n'
    'figure: 0x04-images/img_6.png\n',
}

# The seed's own last line of training, in today's units (FACTS: the loss of
# task 2 was multiplied by the batch size). That of task 4 prints none.
SEED = {0: 'the seed 50 0.0848 0.0844', 1: 'the seed 100 0.1597 0.1601',
        2: 'the seed 50 0.0930 0.0919', 3: 'the seed 50 147.6572 151.1969'}

# 60,000 digits in batches of 256; of task 4 in batches of 128.
BATCHES = {0: 235, 1: 235, 2: 235, 3: 235, 4: 469}

# The least width and height of each task's figures, in pixels.
FIGURES = {0: {'img_1.png': (800, 200)}, 2: {'img_3.png': (800, 200)},
           1: {'img_2.png': (800, 300), 'sparsity.png': (700, 700)},
           3: {'img_4.png': (800, 200), 'img_5.png': (700, 700),
               'latent.png': (700, 700), 'kl.png': (800, 400)}}


def results(printed):
    """Return a driver's printout without progress, tables and padding."""
    lines = [' '.join(line.split()) for line in printed.split('\n')]
    return '\n'.join(line.replace('[ ', '[').replace(' ]', ']')
                     for line in lines
                     if line and line.isascii() and '/step' not in line
                     and not line.startswith('Epoch')) + '\n'


def numberless(text):
    """Return a text with # in the place of every number in it."""
    return re.sub(r'(?<![\w.])-?\d+\.?\d*(e[-+]?\d+)?(?!\w)', '#', text)


@pytest.fixture(scope='module')
def first_run(tmp_path_factory):
    """Run each driver once, from a folder that is not the course's.

    Returns:
        A function; a task's number gives the ended process of one epoch and
        the copy of the course that it ran in.
    """
    @functools.cache
    def run(task):
        folder = tmp_path_factory.mktemp('task%d' % task)
        copy = course.copy(folder)
        return course.run(copy / ('%d-main.py' % task), '--epochs', '1',
                          cwd=folder), copy

    return run


@pytest.mark.parametrize('task', PRINTED)
def test_driver_prints_what_the_seed_prints(first_run, task):
    """One epoch runs, silent on stderr, and ends with the seed's items."""
    process, _ = first_run(task)
    assert (process.returncode, process.stderr) == (0, '')
    assert '{0}/{0}'.format(BATCHES[task]) in process.stdout
    assert numberless(results(process.stdout)) == PRINTED[task]


@pytest.mark.parametrize('task', SEED)
def test_driver_prints_the_seeds_losses(first_run, task):
    """The losses of the seed's printout stand beside those of this run."""
    process, _ = first_run(task)
    assert SEED[task] in results(process.stdout)


@pytest.mark.parametrize('task', FIGURES)
def test_driver_draws_its_figures(first_run, task):
    """The task's figures, and no others, are PNG pictures with ink."""
    _, copy = first_run(task)
    images = copy.parent / '0x04-images'
    assert {path.name for path in images.iterdir()} == set(FIGURES[task])
    for name, (width, height) in FIGURES[task].items():
        assert (images / name).read_bytes().startswith(b'\x89PNG\r\n\x1a\n')
        picture = matplotlib.image.imread(images / name)[..., :3]
        assert picture.shape[0] >= height and picture.shape[1] >= width
        assert picture[0, 0].min() == 1, 'the page is white'
        assert 0.005 < (picture < 0.5).mean() < 0.5, 'there is ink'


def test_same_seed_same_numbers(first_run):
    """A second run of task 0 prints the same results as the first."""
    process, copy = first_run(0)
    again = course.run(copy / '0-main.py', '--epochs', '1', cwd=copy.parent)
    assert results(again.stdout) == results(process.stdout)


@pytest.mark.parametrize('task', FULL_RUN)
def test_help_says_the_time_without_tensorflow(task, tmp_path):
    """--help names a full run's time; importing TensorFlow would kill it."""
    for name in 'tensorflow', 'keras':
        (tmp_path / (name + '.py')).write_text('raise SystemExit(9)\n')
    process = course.run(
        course.COURSE / ('%d-main.py' % task), '--help', cwd=tmp_path,
        env=course.environment(PYTHONPATH=str(tmp_path)))
    assert (process.returncode, process.stderr) == (0, '')
    text = ' '.join(process.stdout.split())
    assert 'A full run takes about %s on 2 cores' % FULL_RUN[task] in text
    assert '--epochs N' in text


@pytest.mark.parametrize('epochs', ['0', '-1', 'two'])
def test_wrong_epochs_are_refused(epochs):
    """Anything but a whole number of at least 1 exits 2 and says so."""
    process = course.run(course.COURSE / '0-main.py', '--epochs=' + epochs)
    assert process.returncode == 2
    assert ("%r is not a whole number of at least 1" % epochs
            in process.stderr)


def test_missing_module_is_one_line(tmp_path):
    """Where the student's file is not there yet, exit 2 and one line."""
    copy = course.copy(tmp_path)
    (copy / '0-vanilla.py').unlink()
    process = course.run(copy / '0-main.py')
    assert process.returncode == 2
    assert process.stderr == ('0-vanilla.py is not in %s: write it there '
                              'first\n' % copy)


def test_the_students_own_module_is_what_runs(tmp_path):
    """A 0-vanilla.py put in the folder gets the seed's arguments."""
    copy = course.copy(tmp_path)
    (copy / '0-vanilla.py').write_text(
        'def autoencoder(*arguments):\n'
        '    raise SystemExit("mine: %r" % (arguments,))\n')
    process = course.run(copy / '0-main.py', cwd=tmp_path)
    assert process.stderr == 'mine: (784, [128, 64], 32)\n'


def test_ctrl_c_still_prints_and_draws(tmp_path):
    """SIGINT in the first of 50 epochs ends the training, not the lesson."""
    copy = course.copy(tmp_path)
    with subprocess.Popen([sys.executable, copy / '0-main.py'],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, cwd=tmp_path,
                          env=course.environment()) as process:
        while 'Epoch 1/50' not in process.stdout.readline():
            assert process.poll() is None, process.stderr.read()
        process.send_signal(signal.SIGINT)
        printed, complaints = process.communicate(timeout=600)
    assert (process.returncode, complaints) == (0, '')
    assert 'Epoch 2/50' not in printed
    assert numberless(results(printed)) == PRINTED[0]
    assert (tmp_path / '0x04-images' / 'img_1.png').stat().st_size > 5000
