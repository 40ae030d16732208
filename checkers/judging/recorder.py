"""How a check of the rubric ends, as a mark."""
import functools
import math
import typing
from collections.abc import Iterable, Sequence

from checkers.base.text import clean
from checkers.judging import rubric
from checkers.judging.checks import Blocked, Check, Wrong
from checkers.judging.evidence import Evidence
from checkers.judging.rubric import CheckFunction
from checkers.judging.source import Source
from checkers.marks.document import CheckMark, CheckStatus


class Gathered(typing.NamedTuple):
    """What is known of one task of a submission.

    Attributes:
        evidence: what its models did.
        source: its file as text.
    """

    evidence: Evidence
    source: Source


def run(function: CheckFunction, gathered: Gathered) -> CheckMark:
    """Run a check; return how it ended.

    Args:
        function: the check.
        gathered: what it judges.

    Raises:
        MemoryError: one of the child's limits.
    """
    worth = rubric.worth(function)
    known = {'seen': gathered.evidence, 'source': gathered.source}
    arguments = [known[name] for name in rubric.reads(function)]
    ended = functools.partial(mark, function, worth)
    try:
        if not gathered.source.is_attempted:
            raise Blocked('not attempted')
        function(*arguments)
    except Blocked as reason:
        return ended(CheckStatus.BLOCKED, str(reason))
    except Wrong as wrong:
        return ended(CheckStatus.FAILED, str(wrong), wrong.rungs(worth),
                     wrong.table, wrong.curve)
    except MemoryError:
        raise
    except Exception as error:
        return ended(CheckStatus.FAILED, 'The check itself broke ('
                     f'{type(error).__name__}: {clean(str(error))}): tell '
                     'your teacher.')
    return ended(CheckStatus.PASSED)


def mark(function: CheckFunction, worth: Check, status: CheckStatus,
         message: str = '', hints: Sequence[str] = (),
         table: Iterable[Sequence[str]] = (),
         curve: Iterable[float] = ()) -> CheckMark:
    """Return the mark of a check that has ended."""
    passed = status is CheckStatus.PASSED
    return CheckMark(
        id=rubric.id_of(function), title=rubric.title(function),
        status=status, points=worth.points if passed else 0,
        max_points=worth.points, message=clean(message), hints=tuple(hints),
        table=tuple(tuple(map(clean, row)) for row in table),
        curve=tuple(loss for loss in map(float, curve)
                    if math.isfinite(loss)))        # JSON knows no others
