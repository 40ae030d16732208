"""Pairs of submissions that are suspiciously alike, over the token stream.

Names of variables, texts and comments do not count, so that a renamed copy
is found. Nor do runs of tokens that the reference solution has, or more than
a few of the class: the exercise gives them, or the teacher did. The rest is a
student's own, and a pair that shares most of it is shown.
Source: Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for
Document Fingerprinting", SIGMOD (2003), whose MOSS leaves common runs out too.
"""
import collections
import concurrent.futures
import functools
import itertools
import os
import typing
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from checkers.base.paths import COURSE
from checkers.base.text import clean
from checkers.course import curriculum
from checkers.exporters.tokens import Lines, lines_of, text_of
from checkers.marks.grades import Grades

RUN = 12                # tokens in a row that are compared
COMMON = 10             # students at most who share a run of their own
LEAST = 15              # runs that a pair must share to be shown
SHARE = 0.6             # of the smaller one's own runs, at least
SHOWN = 200             # pairs that are shown
LINES = 1000            # lines of a source that are shown


class Pair(typing.NamedTuple):
    """Two answers to a task that are alike.

    Where several students wrote the same but for names, each side of the
    pair, or the pair itself, stands for all of them.

    Attributes:
        file: the task's file.
        share: the share of the smaller one's own runs that both have.
        runs: how many runs that are.
        names: the names of all their result files.
        two: two of these names, one of each side.
    """

    file: str
    share: float
    runs: int
    names: list[str]
    two: tuple[str, str]


class Likeness(typing.NamedTuple):
    """What was found.

    Attributes:
        missing: why nothing was looked for, or ''.
        pairs: those that share most come first.
        left_out: (name of a result file, the task's file, why it was not
            compared).
    """

    missing: str
    pairs: list[Pair]
    left_out: list[tuple[str, str, str]]


def search(grades: Grades, pool: concurrent.futures.Executor) -> Likeness:
    """Look for alike sources in a class.

    Args:
        grades: a class.
        pool: it is given a task of the course at a time.
    """
    folder = grades.sources
    if not os.path.isdir(folder):
        return Likeness(f'there are no sources in {folder}', [], [])
    found = list(pool.map(functools.partial(of_task, folder, grades.names),
                          [task.file for task in curriculum.TASKS]))
    pairs = sorted(itertools.chain.from_iterable(pairs for pairs, _ in found),
                   key=lambda pair: (-pair.runs, pair.names))
    return Likeness('', pairs[:SHOWN], list(
        itertools.chain.from_iterable(left_out for _, left_out in found)))


def of_task(folder: str, names: Sequence[str], file: str
            ) -> tuple[list[Pair], list[tuple[str, str, str]]]:
    """Return the pairs of one task, whose `file` is alike, and what was left
    out.
    """
    streams = collections.defaultdict(list)
    left_out = []
    for name, lines in zip(names, lines_of(
            folder, [f'{name}/{file}' for name in names])):
        if isinstance(lines, str):
            left_out.append((name, file, lines))
        elif any(lines):
            streams[stream(lines)].append(name)
    return alike(file, streams, stream(of_reference(file))), left_out


def of_reference(file: str) -> Lines:
    """Return the tokens of the reference solution."""
    lines, = lines_of(COURSE, [file])
    assert not isinstance(lines, str), lines
    return lines


def stream(lines: Lines) -> str:
    """Return the tokens of lines as one text."""
    return ' '.join(itertools.chain.from_iterable(lines))


def side_by_side(folder: str, pair: Pair) -> list[list[tuple[str, bool]]]:
    """Return the two sources of a pair, to be compared by eye.

    Args:
        folder: path of the class' sources.
        pair: whose two sources they are.

    Returns:
        For each of the two its lines; beside each line, whether the other
        has a line of the same tokens, and the reference has none.
    """
    files = [f'{name}/{pair.file}' for name in pair.two]
    one, two = ([] if isinstance(lines, str) else
                [' '.join(words) for words in lines]
                for lines in lines_of(folder, files))
    known = {'', *map(' '.join, of_reference(pair.file))}
    shared = set(one) & set(two) - known
    sides = []
    for file, marked in zip(files, (one, two)):
        lines = text_of(folder, file).removesuffix('\n').split('\n')
        marked += [''] * len(lines)
        sides.append([(clean(line), words in shared) for line, words
                      in zip(lines[:LINES], marked)])
    return sides


def runs(stream: str) -> list[str]:
    """Return the runs of a stream of tokens."""
    words = stream.split(' ')
    return [' '.join(words[start:start + RUN])
            for start in range(len(words) - RUN + 1)]


def alike(file: str, streams: Mapping[str, list[str]],
          reference: str) -> list[Pair]:
    """Return the pairs of one task.

    Args:
        file: the task's file.
        streams: by a stream, the names of those who have it.
        reference: the stream of the reference solution.
    """
    if not any(map(runs, streams)):
        return []
    table = CountVectorizer(analyzer=runs, binary=True, dtype=np.int32)
    has = table.fit_transform(streams).tocsc()          # (streams, runs)
    known = [table.vocabulary_[run] for run in runs(reference)
             if run in table.vocabulary_]
    count = np.asarray(has.sum(axis=0)).ravel()         # who has a run
    count[known] = 0
    common = max(2, min(COMMON, len(streams) // 10))
    own = has[:, (0 < count) & (count <= common)].tocsr()
    sizes = np.asarray(own.sum(axis=1)).ravel()
    who = list(streams.values())
    found = [Pair(file, 1., int(size), names, (names[0], names[1]))
             for names, size in zip(who, sizes)
             if len(names) > 1 and size >= LEAST]
    shared = (own @ own.T).tocoo()
    smaller = np.minimum(sizes[shared.row], sizes[shared.col])
    near = ((shared.row < shared.col) & (shared.data >= LEAST) &
            (shared.data >= SHARE * smaller))
    return found + [
        Pair(file, float(both / size), int(both), who[one] + who[other],
             (who[one][0], who[other][0]))
        for one, other, both, size in zip(
            shared.row[near], shared.col[near], shared.data[near],
            smaller[near])]
