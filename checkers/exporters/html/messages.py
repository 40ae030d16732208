"""The same mistake told with other numbers and names is the same message."""
import collections
import functools
import re

# What differs between two students who made one mistake: quoted names and
# numbers, and rows of them, however long.
NAMES = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"")
NUMBERS = re.compile(r'(?<![\w#])[-+]?\d[\d.,]*(?:e[-+]?\d+)?\b', re.I)
ROWS = re.compile(r'#(?:(?:, | x |x| )#)+')
SHOWN = 3               # messages of a check that are shown


@functools.lru_cache(maxsize=1024)      # for messages, then for groups
def normal(message):
    """Return a message with `...` for names and # for numbers."""
    return ROWS.sub('#', NUMBERS.sub('#', NAMES.sub('`...`', message)))


class Messages:
    """The messages of one check, counted by what they have in common."""

    def __init__(self):
        """Start without a message."""
        self.counts, self.examples = collections.Counter(), {}

    def add(self, message):
        """Count a message."""
        key = normal(message)
        self.counts[key] += 1
        self.examples.setdefault(key, message)

    def common(self):
        """Return [(count, a message as one student read it)], commonest
        first.
        """
        return [(count, self.examples[key])
                for key, count in self.counts.most_common(SHOWN)]
