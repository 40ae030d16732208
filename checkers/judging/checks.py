"""What a rubric file is written with: checks, points, and how they end.

A check is a pytest test that reads the evidence of one task:

    @check(points=2, hints=['A question?', 'The place.'])
    def test_decoder_layers(seen):
        '''The decoder's hidden layers are the encoder's, in reverse.'''

It passes, fails (Wrong), or is blocked (Blocked): its ground is missing, so
that nothing can be said. Only a passed check earns its points.
"""
import dataclasses


class Wrong(AssertionError):
    """A check failed: what was expected, what was found, and a hint.

    Args:
        message: text for the student.
        hint: text; a hint that fits just this mistake, told before the
            check's own.
        table: rows of text, the first one the head: where the mistake lies,
            layer by layer.
        curve: numbers, the losses of the steps of a training.
    """

    def __init__(self, message, hint='', table=(), curve=()):
        """Keep what is known of the mistake."""
        super().__init__(message)
        self.hint, self.table, self.curve = hint, table, curve

    def rungs(self, check):
        """Return the hints to give, in order, for a failed Check."""
        return [self.hint] * bool(self.hint) + list(check.hints)


class Raised(Wrong):
    """The student's code raised an exception.

    Of that the check's own hints know nothing.
    """

    def rungs(self, check):
        """Return the hints that speak of the exception."""
        return [self.hint] * bool(self.hint)


class Blocked(Exception):
    """A check has nothing to go on; the message says what is missing."""


@dataclasses.dataclass(frozen=True)
class Check:
    """What a check is worth and how it helps."""

    points: int
    hints: tuple


def check(points, hints=()):
    """Mark a test as a check of the rubric.

    Args:
        points: integer, what it is worth.
        hints: texts, a question first, the place next; never the solution.
    """
    def mark(function):
        function.check = Check(points, tuple(hints))
        return function
    return mark


def expect(condition, message, hint='', curve=()):
    """Raise Wrong where a condition does not hold."""
    if not condition:
        raise Wrong(message, hint, curve=curve)
