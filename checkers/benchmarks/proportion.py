"""How many points a mistake costs beyond the check that names it.

Every mutant of the selftest has one mistake, which one check names. What it
loses beside that check's points is lost for what follows from the mistake.
This reads what a run of the mutants has written:

    python3 -m pytest -m '' checkers/selftest/test_mutants.py --junitxml FILE
    python3 -m checkers.benchmarks.proportion FILE
"""
import argparse
import collections
import statistics
import typing
import xml.etree.ElementTree
from collections.abc import Iterator, Sequence

from checkers.conftest import BEYOND
from checkers.selftest.mutants import MUTANTS

# The checks without which there are no models to judge, and a mistake of
# another check for which the function raises before it returns any.
RETURNING = ('signature', 'models', 'procedural', 'composable')
RAISES = 'the last of strides of 2, seen where auto is built'
MOST = 3                # what a mistake may cost beyond its check
WORST = 10


class Loss(typing.NamedTuple):
    """What one mutant has lost beyond the check that names it.

    Attributes:
        points: it.
        task: the task's number.
        name: the mutant's.
        check: the check's.
    """

    points: int
    task: int
    name: str
    check: str


def losses(file: str) -> Iterator[Loss]:
    """Yield what the mutants of a run have lost.

    Args:
        file: path of what pytest has written.
    """
    checks = {f'test_mutant[{number}: {mutant.name}]': (
        number, mutant.name, mutant.check)
        for number, table in MUTANTS.items() for mutant in table}
    for test in xml.etree.ElementTree.parse(file).iter('testcase'):
        for found in test.iter('property'):
            if found.get('name') == BEYOND:
                yield Loss(int(found.get('value', '')),
                           *checks[test.get('name', '')])


def summary(points: Sequence[int]) -> str:
    """Return mean, median and the largest as text."""
    return (f'mean {statistics.mean(points):.2f}, median '
            f'{statistics.median(points):g}, largest {max(points)}')


def main() -> None:
    """Print the measure."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.proportion',
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('file', help='what pytest has written of the mutants')
    found = sorted(losses(parser.parse_args().file), reverse=True)
    if not found:
        parser.error('no mutants were run there')
    returning = [loss.points for loss in found
                 if loss.check not in RETURNING and loss.name != RAISES]
    print(f'points lost beyond the check, of {len(found)} mutants: '
          f'{summary([loss.points for loss in found])}')
    if returning:
        print(f'of the {len(returning)} that return models: '
              f'{summary(returning)}; '
              f'{sum(points > MOST for points in returning)} above {MOST}')
    for number in sorted({loss.task for loss in found}):
        own = [loss.points for loss in found if loss.task == number]
        print(f'task {number}: {len(own)} mutants, {summary(own)}')
        for points, count in sorted(collections.Counter(own).items()):
            print(f'  {points:2} points {count:4} {"#" * count}')
    print('the worst:')
    for loss in found[:WORST]:
        print(f'  {loss.points:2}  {loss.task}: {loss.name} ({loss.check})')


if __name__ == '__main__':
    main()
