"""What the tests know of each task's driver, and how they run it.

A new task needs a row in DRIVERS.
"""
import dataclasses
import hashlib
import json
import pathlib
import re
from collections.abc import Callable

import numpy as np
import pytest

from checkers.course.curriculum import Task
from checkers.selftest import course


# A function: a task -> its ended quick run, and the copy that it ran in.
FirstRun = Callable[[Task], tuple[course.Ended, pathlib.Path]]


def as_it_is(copy: pathlib.Path) -> None:
    """Leave a copy of the course as it is, with the whole of MNIST."""


def few_digits(copy: pathlib.Path) -> None:
    """Give a copy of the course a fifth of MNIST's digits."""
    file = copy / 'mnist.npz'
    with np.load(file) as arrays:
        kept = {name: arrays[name][:12032 if 'train' in name else 2000]
                for name in arrays.files}
    file.unlink()                       # a link to the whole of it
    np.savez(file, **kept)


def change(file: pathlib.Path, *changes: tuple[str, str]) -> None:
    """Replace texts of a file; each stands there once."""
    text = file.read_text()
    for old, new in changes:
        assert text.count(old) == 1, f'{file.name} has no one {old!r}'
        text = text.replace(old, new)
    file.write_text(text)


def few_pictures(copy: pathlib.Path) -> None:
    """Let the driver of task 5 train on 1,280 faces in place of 10,000."""
    change(copy / 'datasets.py', ('load_faces(11000', 'load_faces(1408'),
           ('images[:10000], images[10000:]', 'images[:1280], images[1280:]'))


# What a driver prints after training.
THIS = 'epochs loss val_loss\nthis run # # #\n'
LOSSES = THIS + 'the original # # #\n'
CODE = 'mean code of ten digits: #\n'
SPARSE = ('mean code: #\nsilent for a digit: # % of the units\n'
          'silent for all digits: # %\n' + THIS)
PAIRS = '[' + '\n'.join(10 * ['[# #]']) + ']\n'
COLOURS = THIS + 'black values in ten pictures: # %\n'
WIDE = (800, 350)       # pixels of a figure of losses, at least


@dataclasses.dataclass(frozen=True)
class Driver:
    """What the driver of a task prints and draws.

    Attributes:
        time: how long a full run takes, as --help says it.
        printed: all that one epoch prints but progress and figures, with #
            for every number and ... for the rest of a line.
        figures: what it draws, in order: a file's name -> its least width
            and height in pixels.
        models: what --save keeps, by name.
        steps: how many steps an epoch shows.
        original: the line with the losses of the original, in today's units;
            '' where the original prints none.
        quick: what its command line has beside --epochs 1.
        prepare: makes one epoch quick in a copy of the course.
    """

    time: str
    printed: str
    figures: dict[str, tuple[int, int]]
    models: tuple[str, ...] = ('encoder', 'decoder', 'auto')
    steps: int = 47                     # few_digits, in batches of 256
    original: str = ''
    quick: tuple[str, ...] = ()
    prepare: Callable[[pathlib.Path], None] = few_digits


# Sizes that a prepared run of task 6 finds done, and those that it trains.
DONE, LEFT = (2, 3, 5, 10, 20, 100), (1, 50)


def bottleneck_results(copy: pathlib.Path) -> pathlib.Path:
    """Return where one epoch of task 6 keeps its results."""
    module = hashlib.sha256((copy / '6-bottleneck.py').read_bytes())
    return (copy / 'models' / 'bottleneck' / '1-epochs-tensorflow-'
            f'{module.hexdigest()[:8]}' / 'results.json')


def few_sizes(copy: pathlib.Path) -> None:
    """Let the driver of task 6 find six sizes done by an earlier run."""
    few_digits(copy)
    file = bottleneck_results(copy)
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({'results': {
        size: {'error': size / 1000, 'digit': np.eye(28).tolist()}
        for size in DONE}}))


def few_faces(copy: pathlib.Path) -> None:
    """Let the driver of task 7 draw 960 faces in place of 10,000.

    It trains with two values of beta in place of six.
    """
    change(copy / '7-main.py', ('faces=10000', 'faces=960'),
           ('load_faces(5000', 'load_faces(300'),
           ('BETAS = 0.2, 1, 2, 3, 5, 15', 'BETAS = 0.2, 1'))


BETAS = 0.2, 1          # of task 7, where few_faces prepared it

DRIVERS = {
    '0-vanilla.py': Driver(
        'a minute and a half', CODE + LOSSES,
        {'loss_0.png': WIDE, 'img_1.png': (800, 200)},
        steps=235, original='the original 50 0.0848 0.0844',
        prepare=as_it_is),
    '1-sparse.py': Driver(
        'five minutes',
        'lambtha = #\n' + SPARSE + 'lambtha = # * #\n' + SPARSE
        + 'lambtha = # * #, from digits\n' + SPARSE,
        {'loss_1.png': WIDE, 'img_2.png': (800, 300),
         'sparsity.png': (700, 700)}),
    # The original's loss was multiplied by the batch size.
    '2-convolutional.py': Driver(
        'eleven minutes', CODE + LOSSES,
        {'loss_2.png': WIDE, 'img_3.png': (800, 200)},
        original='the original 50 0.0930 0.0919'),
    '3-variational.py': Driver(
        'three minutes',
        'mean of ten digits:\n' + PAIRS + 'sigma of ten digits:\n' + PAIRS
        + LOSSES,
        {'loss_3.png': WIDE, 'img_4.png': (800, 200),
         'img_5.png': (700, 700), 'between_digits.png': (800, 250),
         'latent.png': (700, 700),
         'kl.png': (800, 400)},
        original='the original 50 147.6572 151.1969'),
    '4-deep.py': Driver(
        'a minute and a half',
        'Model: "auto"\nTotal params: #,# (# MB)\n'
        'Trainable params: #,# (# MB)\nNon-trainable params: # (# B)\n'
        'dead code units, # for every test digit: # of #\n'
        + THIS, {'loss_4.png': WIDE, 'img_6.png': (800, 300)},
        ('encoder', 'auto'), steps=94),             # batches of 128
    '5-composable.py': Driver(
        'five minutes',
        'procedural: # parameters, code (#, #, #)\n'
        f'start: from zero\n{COLOURS}start: from the mean\n{COLOURS}'
        'code of ten pictures: (#, #, #, #)\n'
        'custom: # parameters, (#, #, #) -> (#, #, #) -> (#, #, #)\n',
        {'loss_5.png': WIDE, 'composable_faces.png': (800, 300)},
        ('encoder', 'model'), steps=10,
        prepare=few_pictures),
    '6-bottleneck.py': Driver(
        'six and a half minutes',
        'code size test error\n' + len(DONE + LEFT) * '# #\n'
        + 'mean digit #\n',
        {'difference.png': (800, 300), 'loss_6.png': WIDE,
         'bottleneck.png': (800, 500)}, ('encoder50', 'decoder50'),
        prepare=few_sizes),
    '7-beta.py': Driver(
        'a quarter of an hour',
        'trains on ...\n' + len(BETAS) * 'beta = #\n'
        + 'beta reconstruction KL active MIG SAP\n'
        + len(BETAS) * '# # # # # #\n'
        + 'factor error nats pays to' + len(BETAS) * ' beta #' + '\n'
        + 14 * ('... # # #' + len(BETAS) * ' # %' + '\n'),
        {**{f'{kind}_w{beta}.png': (800, 250) for beta in BETAS
            for kind in ('predict', 'random')},
         **{f'traversals_w{beta}.png': (800, 700) for beta in BETAS},
         'between_faces.png': (800, 250), 'loss_7.png': WIDE},
        tuple(f'vae_model_NN3_w{beta}' for beta in BETAS),
        steps=30, quick=('--size', '16'), prepare=few_faces),
}


def driver(task: Task) -> Driver:
    """Return what the tests know of a task's driver."""
    assert task.file in DRIVERS, \
        f'{task.file} has no row in DRIVERS of checkers/selftest/drivers.py'
    return DRIVERS[task.file]


def path(task: Task, folder: pathlib.Path = course.COURSE) -> pathlib.Path:
    """Return the path of a task's driver."""
    return folder / f'{task.number}-main.py'


def together(task: Task) -> pytest.MarkDecorator:
    """Return a mark: a task's tests share a worker, for they share a run."""
    return pytest.mark.xdist_group(f'driver of {task.file}')


def kept(task: Task, copy: pathlib.Path) -> pathlib.Path:
    """Return where a quick run keeps the models of a task."""
    return copy / 'models' / str(task.number)


def quick(task: Task, copy: pathlib.Path) -> list[course.Word]:
    """Return the command line that trains for one epoch, but for python3."""
    return [path(task, copy), '--epochs', '1', *driver(task).quick, '--save',
            kept(task, copy)]


def quick_run(task: Task, copy: pathlib.Path) -> course.Ended:
    """Train for one epoch, in a copy of the course that was prepared.

    It runs in a folder that is not the course's.
    """
    return course.run(*quick(task, copy), cwd=copy.parent)


def another_run(task: Task, copy: pathlib.Path,
                *arguments: course.Word) -> course.Ended:
    """Do what quick_run does, in an interpreter that has Keras."""
    return course.run_ready(*quick(task, copy), *arguments, cwd=copy.parent)


def prepared(task: Task, folder: pathlib.Path) -> pathlib.Path:
    """Copy the course into a folder and prepare it for a quick run."""
    copy = course.copy(folder)
    driver(task).prepare(copy)
    return copy


def results(printed: str) -> str:
    """Return a driver's printout without progress, tables and padding."""
    lines = [' '.join(line.split()) for line in printed.split('\n')]
    return '\n'.join(line.replace('[ ', '[').replace(' ]', ']')
                     for line in lines
                     if line and line.isascii() and '/step' not in line
                     and not line.startswith('Epoch')) + '\n'


def numberless(text: str) -> str:
    """Return a text with # in the place of every number in it."""
    return re.sub(r'(?<![\w.])-?\d+\.?\d*(e[-+]?\d+)?(?!\w)', '#', text)


def check_printed(task: Task, printed: str) -> None:
    """Assert that a driver printed what its row in DRIVERS says."""
    said = re.sub(r'^(figure|model): .*\n', '',
                  numberless(results(printed)), flags=re.MULTILINE)
    wanted = driver(task).printed
    assert re.fullmatch(re.escape(wanted).replace(r'\.\.\.', '.*'), said), \
        f'printed:\n{said}\nexpected:\n{wanted}'
