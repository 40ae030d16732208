"""What each factor of the drawn faces is worth: error against nats.

    python3 -m checkers.benchmarks.factors [--sizes 32 64 128] [--faces N]

A factor that a code does not tell costs squared error: the face has to be
drawn as the mean over all values of that factor, all others being as they
are. A factor that it tells costs nats. A kind, one of n, costs ln n at most.
Of any other the code tells as much as pays: where the error is D without it
and beta weighs the nats, the error left is beta / 2 and ln(2 D / beta) / 2
nats are paid, and where 2 D is less than beta, nothing is told. (A normal
distribution's rate and distortion; the picture is taken to change evenly
with the factor.)

    D         the error without the factor, summed over the picture
    beta      the beta from which on telling it does not pay
"""
import argparse
import math
import typing

import numpy as np
from numpy.typing import NDArray

from checkers.selftest import course

faces = course.module('faces')
STEPS = 9               # values of a factor that is no kind


def values(name: str) -> NDArray[typing.Any]:
    """Return the values of a factor that stand for all of them."""
    of = faces.FACTORS[name]
    if isinstance(of, int):
        return np.arange(of)
    middles = (np.arange(STEPS) + 0.5) / STEPS
    return np.asarray(of[0] + (of[1] - of[0]) * middles)


def unknown(name: str, size: int, count: int) -> float:
    """Return the mean squared error of faces drawn without a factor."""
    factors = faces.draw_factors(count)
    drawn = []
    for value in values(name):
        some = factors.copy()
        some[name] = value
        drawn.append(faces.draw_faces(some, size) / np.float32(255))
    return float(np.var(drawn, axis=0).sum() / count)


def limit(name: str, error: float) -> float:
    """Return the beta from which on it does not pay to tell a factor."""
    of = faces.FACTORS[name]
    return error / math.log(of) if isinstance(of, int) else 2 * error


def main() -> None:
    """Measure and print a table, the factor that pays least first."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--sizes', type=int, nargs='+',
                        default=[32, 64, 128], metavar='PIXELS')
    parser.add_argument('--faces', type=int, default=100, metavar='N')
    args = parser.parse_args()
    rows = {name: [unknown(name, size, args.faces) for size in args.sizes]
            for name in faces.FACTORS}
    print('factor       ' + ''.join(f'    D {size:3} px    beta'
                                    for size in args.sizes))
    for name, errors in sorted(rows.items(), key=lambda row: row[1][-1]):
        print(f'{name:13}' + ''.join(
            f'    {error:8.1f}  {limit(name, error):6.1f}'
            for error in errors))


if __name__ == '__main__':
    main()
