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

from checkers import curriculum
from checkers.commands import COURSE
from checkers.text import LIMIT

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
    """

    file: str
    share: float
    runs: int
    names: list


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
    found = pool.map(functools.partial(of_task, folder),
                     [task.file for task in curriculum.TASKS])
    pairs = sorted(itertools.chain.from_iterable(found),
                   key=lambda pair: (-pair.runs, pair.names))
    return Likeness('', pairs[:SHOWN])


def of_task(folder, file):
    """Return the pairs of one task: those whose `file` is alike."""
    streams = collections.defaultdict(list)
    for name in sorted(os.listdir(folder)):
        stream = tokens(os.path.join(folder, name, file))
        if stream:
            streams[stream].append(name)
    return alike(file, streams, tokens(os.path.join(COURSE, file)))


def tokens(path):
    """Return a file's tokens as one text, without what is easily changed.

    Names that are neither keywords nor attributes are V, texts are S.
    """
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            source = file.read(LIMIT)
    except OSError:
        return ''
    source = SILENT.sub(lambda found: 'S' if found['text'] else '', source)
    return ' '.join(TOKEN.findall(NAME.sub('V', source)))


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
    found = [Pair(file, 1., int(size), names)
             for names, size in zip(who, sizes)
             if len(names) > 1 and size >= LEAST]
    shared = (own @ own.T).tocoo()
    smaller = np.minimum(sizes[shared.row], sizes[shared.col])
    near = ((shared.row < shared.col) & (shared.data >= LEAST) &
            (shared.data >= SHARE * smaller))
    return found + [
        Pair(file, float(runs / size), int(runs), who[one] + who[other])
        for one, other, runs, size in zip(
            shared.row[near], shared.col[near], shared.data[near],
            smaller[near])]
