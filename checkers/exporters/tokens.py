"""Sources as streams of tokens, read in a child with limits.

Names of variables, texts and comments do not count, so that a renamed copy
has the tokens of what it was copied from.
"""
import json
from collections.abc import Callable, Iterator, Sequence

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Name, String, Text

from checkers.base import confined, strangers
from checkers.judging.source import LIMIT

LONGEST = 24            # characters of a token that are compared
MOST = 5000             # tokens of a file that are; an honest one has 1,000
DECODED = 4             # bytes of a character, as the sources are kept
READING = 'checkers.exporters.tokens:reading'

Lines = list[list[str]]         # the tokens of each line


def lines_of(folder: str, files: Sequence[str]) -> Iterator[Lines | str]:
    """Read files; yield the tokens of each, or why there are none.

    Args:
        folder: path of a folder.
        files: paths in it. One that is not there has no tokens.
    """
    left = list(files)[::-1]
    while left:
        job = {'folder': folder, 'files': left[::-1],
               'seconds': confined.SECONDS}
        try:
            for record in confined.run(READING, job):
                lines: Lines = json.loads(record)
                yield lines
                left.pop()
        except confined.Broken as broken:
            yield broken.said('compare')
            left.pop()


def reading(job: confined.Job, handed: Sequence[int],
            write: Callable[[bytes], None]) -> None:
    """In the child: write the tokens of each file."""
    for file in job['files']:
        confined.allow(job['seconds'])
        write(json.dumps(tokens(text_of(job['folder'], file))).encode())


def text_of(folder: str, file: str) -> str:
    """Return the text of a kept source, or '' where there is none."""
    try:
        data = strangers.read(folder, file, DECODED * LIMIT)
    except OSError:
        return ''
    return data.decode('utf-8', 'replace')[:LIMIT]


def tokens(text: str) -> Lines:
    """Return the tokens of each line, without what is easily changed.

    Names that are neither keywords nor attributes are V, texts are S.
    """
    found: Lines = [[]]
    last, count = '', 0
    for kind, value in PythonLexer(
            stripnl=False, ensurenl=False).get_tokens(text):
        if kind not in Text and kind not in Comment:
            word = value[:LONGEST]
            if kind in String:
                word = 'S'
            elif kind in Name and value != '.':
                word = f'.{word}' if last == '.' else 'V'
            if last == '.' and word[0] == '.':
                found[-1].pop()         # .name is one token
            if (last, word) != ('S', 'S'):
                found[-1].append(word)
                count += 1
            last = word
        found += [[] for _ in range(value.count('\n'))]
        if count == MOST:
            break
    return found
