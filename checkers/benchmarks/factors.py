"""What each factor of the drawn faces is worth: error against nats.

    python3 -m checkers.benchmarks.factors [--sizes 32 48 64] [--faces N]

How it is reckoned stands in worth.py of the course, and needs no training.

    error     what the factor costs if it is unknown, summed over the picture
    nats      what telling it costs at beta = 1
    pays to   the beta up to which telling it pays; stated for 64 pixels, and
              scaled for others
"""
import argparse

from checkers.selftest import course

worth = course.module('worth')


def main() -> None:
    """Measure and print a table, the factor that pays least first."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--sizes', type=int, nargs='+',
                        default=[32, 48, 64], metavar='PIXELS')
    parser.add_argument('--faces', type=int, default=100, metavar='N')
    args = parser.parse_args()
    tables = [worth.ranking(size, args.faces) for size in args.sizes]
    print('              ' + ''.join(f'{f"{size} pixels":>28}'
                                     for size in args.sizes))
    print('factor        ' + len(tables) * '     error    nats  pays to')
    for name in tables[-1]:
        print(f'{name:14}' + ''.join(
            '  {:8.2f}  {:6.1f}  {:7.1f}'.format(*table[name])
            for table in tables))


if __name__ == '__main__':
    main()
