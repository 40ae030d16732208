"""What a rubric file is written with: checks, points, and how they end.

A check is a pytest test that reads the evidence of one task:

    @check(points=2, hints=['A question?', 'The place.'])
    def test_decoder_layers(seen):
        '''The decoder's hidden layers are the encoder's, in reverse.'''

It passes, fails (Wrong), or is blocked (Blocked) where something that it
needs is missing, so that nothing can be said. Only a passed check earns its
points.
"""
import dataclasses
import typing
from collections.abc import Callable, Iterable, Sequence

Function = typing.TypeVar('Function', bound=Callable[..., None])


class Wrong(AssertionError):
    """A check failed: what was expected, what was found, and a hint.

    Args:
        message: text for the student.
        hint: a hint that fits just this mistake, told before the check's
            own; '' for none.
        table: rows, the first one the head: where the mistake lies, layer
            by layer.
        curve: the losses of the steps of a training.
    """

    def __init__(self, message: str, hint: str = '',
                 table: Iterable[Sequence[str]] = (),
                 curve: Iterable[float] = ()) -> None:
        """Keep what is known of the mistake."""
        super().__init__(message)
        self.hint, self.table, self.curve = hint, table, curve

    def rungs(self, check: 'Check') -> tuple[str, ...]:
        """Return the hints to give, in order, for a failed check."""
        return tuple(dict.fromkeys(self.own + check.hints))

    @property
    def own(self) -> tuple[str, ...]:
        """Return the mistake's own hint, if it has one."""
        return (self.hint,) if self.hint else ()


class Raised(Wrong):
    """The student's code raised an exception.

    The check's own hints do not speak of exceptions and are left out.
    """

    def rungs(self, check: 'Check') -> tuple[str, ...]:
        """Return the hints that speak of the exception."""
        return self.own


class Blocked(Exception):
    """A check has nothing to go on; the message says what is missing."""


@dataclasses.dataclass(frozen=True)
class Check:
    """What a check is worth and how it helps.

    Attributes:
        points: what it is worth.
        hints: a question first, the place next; never the solution.
    """

    points: int
    hints: tuple[str, ...]


def check(points: int, hints: Iterable[str] = ()) -> \
        Callable[[Function], Function]:
    """Mark a test as a check of the rubric. Args: as Check."""
    def mark(function: Function) -> Function:
        setattr(function, 'check', Check(points, tuple(hints)))
        return function
    return mark


def expect(condition: object, message: str, hint: str = '',
           curve: Iterable[float] = ()) -> None:
    """Raise Wrong where a condition does not hold."""
    if not condition:
        raise Wrong(message, hint, curve=curve)
