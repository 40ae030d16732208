"""The two speeds of the tests: what the fast run keeps of a long table."""
import collections
from collections.abc import Hashable, Iterable, Sequence

import pytest

# The id of a test, what the test shows (None: what a faster test shows too),
# and its arguments.
Entry = tuple[str, Hashable, Sequence[object]]


def parametrize(names: str, entries: Iterable[Entry],
                keep: int = 1) -> pytest.MarkDecorator:
    """Return pytest's mark that runs a test with each entry.

    The first entries that show a thing run always, the others are slow.

    Args:
        names: the names of the test's arguments.
        entries: what to run it with.
        keep: how many that show the same run always.
    """
    seen: collections.Counter[Hashable] = collections.Counter()
    parameters = []
    for name, shows, arguments in entries:
        seen[shows] += 1
        slow = shows is None or seen[shows] > keep
        marks = [pytest.mark.slow] if slow else []
        parameters.append(pytest.param(*arguments, id=name, marks=marks))
    return pytest.mark.parametrize(names, parameters)
