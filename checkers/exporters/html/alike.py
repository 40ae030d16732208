"""Pairs of submissions that are suspiciously alike, over the token stream.

Names of variables, texts and comments do not count, so that a renamed copy
is found. Nor does what the exercise gives, or what many share: runs of
tokens of the reference solution, and those that more than a few of the class
have. What is left is a student's own; a pair that shares most of it is shown.
Source: Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for
Document Fingerprinting", SIGMOD (2003), whose MOSS leaves common runs out too.
"""
import collections
import functools
import itertools
import keyword
import os
import re
import sys
import typing

import numpy as np

from checkers.base.paths import COURSE
from checkers.base.text import clean
from checkers.course import curriculum
from checkers.judging.source import LIMIT

try:
    from sklearn.feature_extraction.text import CountVectorizer
except ImportError:
    CountVectorizer = None

INSTALL = 'python3 -m pip install -r checkers/optional.txt'
RUN = 12                # tokens in a row that are compared
COMMON = 10             # who has what more have is like the class
LEAST = 15              # runs that a pair must share to be shown
SHARE = 0.6             # of the smaller one's own runs, at least
SHOWN = 200             # pairs that are shown

SILENT = re.compile(r'''(?x)
    (?P<text>[rbfuRBFU]*(?:\"""[\s\S]*?\"""|\'\'\'[\s\S]*?\'\'\'
        |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    |\#[^\n]*''')
NAME = re.compile(r'(?<![.\w])(?!(?:%s)\b)[^\W\d]\w*'
                  % '|'.join(keyword.kwlist))
TOKEN = re.compile(r'\.?\w+|[^\w\s]')


class Pair(typing.NamedTuple):
    """Two answers to one task, or more that are the same but for names.

    Attributes:
        file: the task's file.
        share: the share of the smaller one's own runs that both have.
        runs: how many runs that are.
        names: list of names of result files.
        two: two of them, one of each side.
    """

    file: str
    share: float
    runs: int
    names: list
    two: list


class Likeness(typing.NamedTuple):
    """What was found.

    Attributes:
        missing: why nothing was looked for, or ''.
        pairs: list of Pair, those that share most first.
    """

    missing: str
    pairs: list


def search(grades, pool):
    """Look for alike sources in a class; return Likeness.

    Args:
        grades: grades.Grades of a class.
        pool: an executor, which is given a task of the course at a time.
    """
    if CountVectorizer is None:
        print('checkers: LIKENESS WAS NOT LOOKED FOR: scikit-learn is not '
              'installed; ' + INSTALL, file=sys.stderr)
        return Likeness('scikit-learn is not installed: ' + INSTALL, [])
    folder = os.path.join(grades.path, 'sources')
    if not os.path.isdir(folder):
        return Likeness('there are no sources in %s' % folder, [])
    found = pool.map(functools.partial(of_task, folder, grades.names),
                     [task.file for task in curriculum.TASKS])
    pairs = sorted(itertools.chain.from_iterable(found),
                   key=lambda pair: (-pair.runs, pair.names))
    return Likeness('', pairs[:SHOWN])


def of_task(folder, names, file):
    """Return the pairs of one task: those whose `file` is alike."""
    streams = collections.defaultdict(list)
    for name in names:
        stream = tokens(read(os.path.join(folder, name, file)))
        if stream:
            streams[stream].append(name)
    return alike(file, streams, tokens(read(os.path.join(COURSE, file))))


def read(path):
    """Return the text of a student's file, or '' where there is none."""
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read(LIMIT)
    except OSError:
        return ''


def tokens(source):
    """Return a text's tokens as one text, without what is easily changed.

    Names that are neither keywords nor attributes are V, texts are S.
    """
    source = SILENT.sub(lambda found: 'S' if found['text'] else '', source)
    return ' '.join(TOKEN.findall(NAME.sub('V', source)))


def side_by_side(folder, pair):
    """Return the two sources of a pair, to be compared by eye.

    Args:
        folder: path of the class' sources.
        pair: Pair.

    Returns:
        For each of the two a list of (line, whether the other has a line
        of the same tokens, and the reference has none).
    """
    given = read(os.path.join(COURSE, pair.file)).splitlines()
    given = {'', *map(tokens, given)}
    sides = [read(os.path.join(folder, name, pair.file)).splitlines()
             for name in pair.two]
    streams = [list(map(tokens, lines)) for lines in sides]
    return [[(clean(line), words in other) for line, words in
             zip(lines, own)] for lines, own, other in
            zip(sides, streams, [set(stream) - given
                                 for stream in reversed(streams)])]


def runs(stream):
    """Return the runs of a stream of tokens."""
    words = stream.split(' ')
    return list(map(' '.join, zip(*(
        words[start:] for start in range(RUN)))))


def alike(file, streams, reference):
    """Return the pairs of one task.

    Args:
        file: the task's file.
        streams: dictionary, stream -> names of those who have it.
        reference: the stream of the reference solution.
    """
    if not any(map(runs, streams)):
        return []
    table = CountVectorizer(analyzer=runs, binary=True, dtype=np.int32)
    has = table.fit_transform(streams).tocsc()          # (streams, runs)
    known = [table.vocabulary_[run] for run in runs(reference)
             if run in table.vocabulary_]
    count = np.asarray(has.sum(axis=0)).ravel()
    count[known] = 0
    common = max(2, min(COMMON, len(streams) // 10))
    own = has[:, (0 < count) & (count <= common)].tocsr()
    sizes = np.asarray(own.sum(axis=1)).ravel()
    who = list(streams.values())
    found = [Pair(file, 1., int(size), names, names[:2])
             for names, size in zip(who, sizes)
             if len(names) > 1 and size >= LEAST]
    shared = (own @ own.T).tocoo()
    smaller = np.minimum(sizes[shared.row], sizes[shared.col])
    near = ((shared.row < shared.col) & (shared.data >= LEAST) &
            (shared.data >= SHARE * smaller))
    return found + [
        Pair(file, float(runs / size), int(runs), who[one] + who[other],
             [who[one][0], who[other][0]])
        for one, other, runs, size in zip(
            shared.row[near], shared.col[near], shared.data[near],
            smaller[near])]
