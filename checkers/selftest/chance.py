"""How often chance refuses a right submission, whatever a seed draws.

    python3 -m checkers.selftest.chance

prints every statistic of the seed at which it does so most often.
"""
from collections.abc import Iterable

from checkers.course.curriculum import TASKS
from checkers.judging.networks.chance import Statistic, statistics


def of(seed: int) -> dict[int, list[Statistic]]:
    """Return the statistics of each task at a seed."""
    return {task.number: [one for case in task.cases(seed)
                          for one in statistics(case)] for task in TASKS}


def rate(found: Iterable[Statistic]) -> float:
    """Return how often one of these statistics is out of bounds."""
    return sum(one.times * one.rate for one in found)


def total(seed: int) -> float:
    """Return how often one of all tasks' is."""
    return sum(map(rate, of(seed).values()))


def worst(seeds: Iterable[int] = range(101)) -> int:
    """Return the seed at which that is most often."""
    return max(seeds, key=total)


if __name__ == '__main__':
    at = worst()
    for number, found in of(at).items():
        for one in found:
            print(f'task {number}  {one.times:3} x {one.rate:7.1e}  '
                  f'{one.what}')
    print(f'all of seed {at}: {total(at):.1e}')
