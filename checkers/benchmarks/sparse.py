"""How sparse the codes of task 1 are, for several settings of it.

    python3 -m checkers.benchmarks.sparse [--epochs N] [--digits N]

For each setting a sparse autoencoder is trained as 1-main.py trains it, with
fewer digits and epochs, so that the whole takes minutes; and its codes of the
10,000 test digits are looked at. A unit speaks where it is more than a
thousandth of the largest value of all codes.

    start     what the units begin with: random weights, with a first bias or
              without, or a training digit each (training.from_digits)
    bce       the validation loss without the penalty
    speak     the share of units that speak for a digit, on average
    most      the share that speaks for the digit for which most do
    dead      the share of units that speak for no digit
    own       how much of what speaks for a digit speaks for another one of
              its class, on average: |both| / |either|
    other     the same for two digits of different classes
    read      how many reconstructions are told right by the nearest of 4,000
              training digits; of the test digits themselves that many:
"""
import argparse
import dataclasses
import typing

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier

from checkers.selftest import course

datasets, training = course.module('datasets'), course.module('training')

Array = NDArray[typing.Any]


@dataclasses.dataclass(frozen=True)
class Setting:
    """What a training is given: widths, penalty, and the bias to start with.

    Attributes:
        hidden: the widths of the hidden layers.
        units: the width of the code.
        lambtha: the weight of the penalty.
        bias: what each unit of the code has as its first bias.
        digits: whether each unit begins with a digit of its own.
    """

    hidden: tuple[int, ...]
    units: int
    lambtha: float
    bias: float = 0
    digits: bool = False

    def start(self) -> str:
        """Return what the units begin with, in a word."""
        if self.digits:
            return 'digits'
        return f'bias {self.bias}' if self.bias else 'random'


# The first two are those of the exercise, as written and as TensorFlow 1.12
# summed the penalty. What follows goes away from the second step by step.
SETTINGS = (
    Setting((128, 64), 32, 10e-6), Setting((128, 64), 32, 256 * 10e-6),
    Setting((128, 64), 128, 256 * 10e-6), Setting((), 128, 256 * 10e-6),
    Setting((), 128, 256 * 10e-6, bias=0.2),
    Setting((), 128, 256 * 10e-6, digits=True),
    Setting((), 128, 5e-3, digits=True), Setting((), 256, 3e-3, digits=True))


def spoken(code: Array) -> Array:
    """Return which units speak for which digit, as an array of booleans."""
    return np.asarray(code > code.max() / 1000)


def shared(speaks: Array, labels: Array) -> tuple[float, float]:
    """Return |both| / |either| for two digits of a class, of two classes."""
    some = speaks.astype(np.float32)
    both = some @ some.T
    either = some.sum(1)[:, None] + some.sum(1) - both
    share = both / np.maximum(either, 1)
    same = labels[:, None] == labels
    np.fill_diagonal(same, False)
    other = labels[:, None] != labels
    return float(share[same].mean()), float(share[other].mean())


def measure(setting: Setting, epochs: int, digits: int,
            reader: KNeighborsClassifier) -> list[float]:
    """Train with a setting and return the columns of the table."""
    (x, _), (x_test, labels) = datasets.load_mnist()
    sparse = training.load('1-sparse.py')
    encoder, decoder, auto = sparse.sparse(
        784, list(setting.hidden), setting.units, setting.lambtha)
    kernel, bias = encoder.layers[-1].get_weights()
    encoder.layers[-1].set_weights([kernel, bias + setting.bias])
    if setting.digits:
        training.from_digits(encoder, decoder, x[:digits])
    training.speed_up(auto, digits, 256, xla=True)
    auto.fit(x[:digits], x[:digits], epochs=epochs, batch_size=256,
             shuffle=True, verbose=0)
    code = encoder.predict(x_test, batch_size=1000, verbose=0)
    drawn = decoder.predict(code, batch_size=1000, verbose=0)
    clipped = np.clip(drawn, 1e-7, 1 - 1e-7)
    bce = -np.mean(x_test * np.log(clipped)
                   + (1 - x_test) * np.log(1 - clipped))
    speaks = spoken(code)
    return [float(bce), speaks.mean(), speaks.mean(1).max(),
            1 - speaks.any(0).mean(), *shared(speaks[:2000], labels[:2000]),
            reader.score(drawn[:1000], labels[:1000])]


def main() -> None:
    """Train and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--epochs', type=int, default=20, metavar='N')
    parser.add_argument('--digits', type=int, default=12032, metavar='N',
                        help='train on the first N (default: %(default)s)')
    args = parser.parse_args()
    (x, y), (x_test, labels) = datasets.load_mnist()
    reader = KNeighborsClassifier(1).fit(x[:4000], y[:4000])
    print('of the test digits themselves are told right: '
          f'{reader.score(x_test[:1000], labels[:1000]):.1%}')
    print('hidden     units  lambtha  start       bce  speak   most   dead    '
          'own  other   read')
    for setting in SETTINGS:
        bce, *shares = measure(setting, args.epochs, args.digits, reader)
        hidden = ', '.join(map(str, setting.hidden)) or 'none'
        print(f'{hidden:10} {setting.units:5}  {setting.lambtha:7.6f}  '
              f'{setting.start():8}  {bce:6.4f}'
              + ''.join(f'  {share:5.1%}' for share in shares), flush=True)


if __name__ == '__main__':
    main()
