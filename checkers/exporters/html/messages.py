"""Messages of the same mistake, counted as one.

Two students who make one mistake get messages that differ in numbers and
names only: "It gave 0.74" and "It gave 0.75".
"""
import collections
import functools
import re

# What differs between two such messages: quoted names and numbers, and rows
# of numbers, however long.
NAMES = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"")
NUMBERS = re.compile(r'(?<![\w#])[-+]?\d[\d.,]*(?:e[-+]?\d+)?\b', re.I)
ROWS = re.compile(r'#(?:(?:, | x |x| )#)+')
SHOWN = 3               # messages of a check that are shown


@functools.lru_cache(maxsize=1024)      # for messages, then for groups
def normal(message: str) -> str:
    """Return a message with `...` for names and # for numbers."""
    return ROWS.sub('#', NUMBERS.sub('#', NAMES.sub('`...`', message)))


class Messages:
    """The messages of one check, counted by mistake."""

    def __init__(self) -> None:
        """Start without a message."""
        self.counts: collections.Counter[str] = collections.Counter()
        self.examples: dict[str, str] = {}

    def add(self, message: str) -> None:
        """Count a message."""
        key = normal(message)
        self.counts[key] += 1
        self.examples.setdefault(key, message)

    def common(self) -> list[tuple[int, str]]:
        """Return the commonest mistakes: (count, one student's message)."""
        return [(count, self.examples[key])
                for key, count in self.counts.most_common(SHOWN)]
