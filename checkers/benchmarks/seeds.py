"""Whether right answers keep all their points, whatever the random seed.

The references and the variants of selftest/variants are graded at many seeds,
one after the other. What was graded is written to a file, a line each, and
is not graded again: stop it whenever you like, and start it again. The pairs
of variant and seed are gone through in such an order that every variant is
soon seen at several seeds.
"""
import argparse
import json
import os
import pathlib
import tempfile
import typing
from collections.abc import Iterator

from checkers.course.curriculum import TASKS, Task
from checkers.judging import grading
from checkers.runner.zygote import Zygote
from checkers.selftest import door
from checkers.selftest.course import COURSE
from checkers.selftest.variants import VARIANTS

REFERENCE = 'reference'


class Piece(typing.NamedTuple):
    """One answer at one seed.

    Attributes:
        task: the task that it answers.
        name: the variant's, or REFERENCE.
        seed: the random seed.
    """

    task: Task
    name: str
    seed: int

    @property
    def key(self) -> str:
        """Return what it is written down as."""
        return f'{self.task.number}: {self.name} at {self.seed}'

    @property
    def source(self) -> str:
        """Return the answer's text."""
        if self.name == REFERENCE:
            return (COURSE / self.task.file).read_text()
        return VARIANTS[self.task.number][self.name]


def references(seeds: range) -> Iterator[Piece]:
    """Yield the references, all of them at one seed after the other."""
    for seed in seeds:
        for task in TASKS:
            yield Piece(task, REFERENCE, seed)


def variants(seeds: range) -> Iterator[Piece]:
    """Yield the variants: in a round each one, at a seed of its own."""
    every = [(task, name) for task in TASKS
             for name in VARIANTS.get(task.number, ())]
    for turn in range(len(seeds)):
        for place, (task, name) in enumerate(every):
            yield Piece(task, name, seeds[(turn + place) % len(seeds)])


def lost(piece: Piece, warm: Zygote) -> dict[str, str]:
    """Grade a piece; return what it did not get: check's id -> message."""
    with tempfile.TemporaryDirectory(prefix='seeds-') as folder:
        graded = door.submit(pathlib.Path(folder), warm,
                             {piece.task.file: piece.source},
                             seed=piece.seed)[piece.task.number]
    return {check.id: check.message for check in graded.checks
            if check.points < check.max_points}


def before(path: str) -> dict[str, dict[str, str]]:
    """Return what was written of this rubric: key -> what it lost."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding='utf-8') as file:
        lines = [json.loads(line) for line in file]
    return {line['key']: line['lost'] for line in lines
            if line['rubric'] == grading.rubric_hash()}


def main() -> None:
    """Grade what is not graded yet; print how many lost what."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.seeds', description=__doc__)
    parser.add_argument('file', help='what was graded; it is gone on with')
    parser.add_argument('--seeds', type=int, default=200, metavar='N',
                        help='the seeds 0 to N - 1 (default: 200)')
    parser.add_argument('--first', type=int, default=0, metavar='N',
                        help='the first seed (default: 0)')
    parser.add_argument('--variants', action='store_true',
                        help='the variants in place of the references')
    arguments = parser.parse_args()
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    pieces = list((variants if arguments.variants else references)(seeds))
    known = before(arguments.file)
    rubric = grading.rubric_hash()
    with Zygote() as warm, open(arguments.file, 'a',
                                encoding='utf-8') as file:
        for piece in pieces:
            if piece.key in known:
                continue
            known[piece.key] = lost(piece, warm)
            line = {'rubric': rubric, 'key': piece.key,
                    'lost': known[piece.key]}
            print(json.dumps(line), file=file, flush=True)
            if known[piece.key]:
                print(piece.key, known[piece.key], flush=True)
    answers = {(piece.task.number, piece.name) for piece in pieces}
    losers = [piece for piece in pieces if known[piece.key]]
    print(f'{len(pieces)} gradings at {len(seeds)} seeds, of {len(answers)} '
          f'answers: {len(losers)} lost points')


if __name__ == '__main__':
    main()
