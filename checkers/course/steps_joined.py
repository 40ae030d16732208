"""The steps on what task 6's class made of two models, as steps.py has them.

probe/joined.py does them.
"""
import typing
from collections.abc import Sequence

from checkers.course import values
from checkers.course.steps import Drawn, Step
from checkers.course.values import require


class Join(Step, tag='join', frozen=True, kw_only=True):
    """Make the student's object of an encoder and a decoder."""


class Misfit(Step, tag='misfit', frozen=True, kw_only=True):
    """Join the models with another in the place of one; see if it raises.

    Attributes:
        model: in whose place, 'encoder' or 'decoder'.
        inputs, outputs: the shapes of the other one's.
    """

    model: str
    inputs: tuple[Sequence[int], ...]
    outputs: tuple[Sequence[int], ...]

    def read(self, value: typing.Any) -> values.Refusal:
        """Return what was raised."""
        return values.refusal(value)


class Unshaped(Step, tag='unshaped', frozen=True, kw_only=True):
    """Join two models that know no shapes yet, train; see if it raises.

    Attributes:
        x: the data.
        code: the shape of the encoder's outputs.
        gives: that of the decoder's.
    """

    x: Drawn
    code: Sequence[int]
    gives: Sequence[int]

    def read(self, value: typing.Any) -> values.Refusal:
        """Return what was raised."""
        return values.refusal(value)


class Take(Step, tag='take', frozen=True, kw_only=True):
    """Take models out of the object: the name that they get -> attribute."""

    names: dict[str, str]

    def read(self, value: typing.Any) -> list[str]:
        """Return the attributes that are the very models it was given."""
        return values.names(value, 'attributes without names')


class Fit(Step, tag='fit', frozen=True, kw_only=True):
    """Call the object's train method.

    Attributes:
        x: the data.
        options: what else it is given.
        models: whose weights are recorded.
        watched: whether it is given a callback, too.
    """

    x: Drawn
    options: dict[str, int]
    models: tuple[str, ...] = ()
    watched: bool = False

    def read(self, value: typing.Any) -> values.Fitted:
        """Return what it left."""
        require(values.is_numbers(value['losses']),
                'a history of no numbers')
        return values.Fitted(
            value['losses'], values.weights(value['weights'], self.models),
            values.epochs(value['epochs']),
            values.numbers_by_name(value['handed']))


class Write(Step, tag='write', frozen=True, kw_only=True):
    """Call the object's save_models method."""

    arguments: tuple[str, ...]

    def read(self, value: typing.Any) -> list[str]:
        """Return the names of the files that were written."""
        return values.names(value, 'files without names')


class Revive(Step, tag='revive', frozen=True, kw_only=True):
    """Call the class's load_models.

    What it gives is called 'loaded encoder', 'loaded decoder' and 'loaded
    auto'.
    """

    arguments: tuple[str, ...]


class Refuses(Step, tag='refuses', frozen=True, kw_only=True):
    """Call a method of the object, and see whether it raises."""

    method: str
    arguments: tuple[str, ...] = ()
    x: Drawn | None = None

    def read(self, value: typing.Any) -> values.Refusal:
        """Return what was raised."""
        return values.refusal(value)
