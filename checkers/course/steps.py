"""The steps that a plan is made of: what the probe does, each defined once.

A step's fields are the arguments of the method of that name in
probe/steps.py, which does it; its read says what the method may return. What
is saved has a name, under which the rubric asks for it.
"""
import typing
from collections.abc import Sequence

import msgspec

from checkers.course import values
from checkers.course.planting import Array
from checkers.course.values import require

Fixed = tuple[Sequence[int | None], int | None, float]


class Drawn(msgspec.Struct, frozen=True):
    """An input that is drawn at random.

    Attributes:
        shape: that of the batch, the number of rows first.
        seed: the random seed.
        low, high: the values lie in [low, high).
        copies: how often each row stands in the batch.
    """

    shape: tuple[int, ...]
    seed: int
    low: float = 0.
    high: float = 1.
    copies: int = 1


class Earlier(msgspec.Struct, frozen=True):
    """An input that is the first output which an earlier step saved."""

    of: str


class Step(msgspec.Struct, frozen=True, kw_only=True, tag_field='do',
           omit_defaults=True):
    """One thing for the probe to do.

    Attributes:
        save: the name under which the result is saved; None for no result.
        apart: whether it is done at the end, in another process: one that
            has imported the file, finds what was written, and knows nothing
            else.
        unless_equal: names of losses; where they agree the step is left out.
    """

    save: str | None = None
    apart: bool = False
    unless_equal: tuple[str, ...] = ()

    @classmethod
    def name(cls) -> str:
        """Return what the step is called in a job."""
        return str(cls.__struct_config__.tag)

    def read(self, value: typing.Any) -> object:
        """Return what the step recorded; by default it must be nothing.

        Raises:
            values.Unreadable: the step cannot have recorded that.
        """
        require(value is None, f'a {self.name()} that left something')
        return None


class Plant(Step, tag='plant', frozen=True, kw_only=True):
    """Plant known weights in a model; see probe/plant.py."""

    model: str
    seed: int
    gain: float = 1.
    fixed: tuple[Fixed, ...] = ()


class Lend(Step, tag='lend', frozen=True, kw_only=True):
    """Give a model the weights of its parts, where it has copies of these.

    It changes nothing where the model shares them.

    Attributes:
        models: the parts, in their order.
        to: the model.
        x: what it is asked for before, where it has other weights.
    """

    models: tuple[str, ...]
    to: str = 'auto'
    x: Drawn | None = None

    def read(self, value: typing.Any) -> list[Array]:
        """Return the outputs; none where nothing was lent."""
        return [] if value == [] else values.arrays(value)


class PlantAgain(Step, tag='plant_again', frozen=True, kw_only=True):
    """Make the models a second time and plant other weights in these.

    Attributes: last is the last argument, where that is another one.
    """

    models: tuple[str, ...]
    seed: int
    last: float | None = None

    def read(self, value: typing.Any) -> bool:
        """Return whether both calls' autos have one optimizer.

        All else that it does is seen by the steps after it.
        """
        require(isinstance(value, bool), 'a second call that told no truth')
        return bool(value)


class Predict(Step, tag='predict', frozen=True, kw_only=True):
    """Ask a model for its outputs."""

    model: str
    x: Drawn | Earlier

    def read(self, value: typing.Any) -> list[Array]:
        """Return the outputs, each (batch, ...)."""
        outputs = values.arrays(value)
        require(all(array.ndim for array in outputs),
                'an output without rows')
        return outputs


class Loss(Step, tag='loss', frozen=True, kw_only=True):
    """Measure auto's loss; a training step is undone again."""

    x: Drawn
    method: str = 'test_on_batch'

    def read(self, value: typing.Any) -> float:
        """Return the loss."""
        require(type(value) is float, 'a loss that is no number')
        return float(value)


class Metrics(Step, tag='metrics', frozen=True, kw_only=True):
    """Measure what auto logs of a batch."""

    x: Drawn

    def read(self, value: typing.Any) -> object:
        """Return the numbers by name."""
        return values.numbers_by_name(value)


class Optimizer(Step, tag='optimizer', frozen=True, kw_only=True):
    """Look at the optimizer of auto, or of another model."""

    model: str = 'auto'

    def read(self, value: typing.Any) -> list[str]:
        """Return the names of its class and of the base classes."""
        what = 'an optimizer without a name'
        require(value, what)
        return values.names(value, what)


class Settings(Step, tag='settings', frozen=True, kw_only=True):
    """Look at the numbers among the settings of auto's optimizer."""

    def read(self, value: typing.Any) -> object:
        """Return the numbers by name."""
        return values.numbers_by_name(value)


class Initial(Step, tag='initial', frozen=True, kw_only=True):
    """Look at how large a model's weights are before others are planted."""

    model: str

    def read(self, value: typing.Any) -> list[float]:
        """Return the mean square of each weight."""
        require(values.is_numbers(value), 'weights that are no numbers')
        return list(value)


class Train(Step, tag='train', frozen=True, kw_only=True):
    """Take a training step on a batch."""

    x: Drawn
    models: tuple[str, ...]

    def read(self, value: typing.Any) -> values.Trained:
        """Return the loss, and the models' weights."""
        require(type(value['loss']) is float, 'training without a loss')
        return values.Trained(value['loss'], values.weights(
            value['weights'], self.models))


class Compile(Step, tag='compile', frozen=True, kw_only=True):
    """Compile auto as a user would, where the task does not ask for it.

    Attributes:
        chain: the models that auto is made of first, one on the other; none
            where it is there.
        loss, weight: what to compile it with, and how often that counts.
        options: what it is given besides, where its compile takes them.
        unless_compiled: whether auto stays as it is where it is compiled.
    """

    chain: tuple[str, ...] = ()
    loss: str = 'mse'
    weight: float = 1.
    options: dict[str, float] = msgspec.field(default_factory=dict)
    unless_compiled: bool = False


class Thaw(Step, tag='thaw', frozen=True, kw_only=True):
    """Let all weights of these models learn; tell which were not to."""

    models: tuple[str, ...]

    def read(self, value: typing.Any) -> dict[str, list[bool]]:
        """Return of each weight whether it was frozen, by model."""
        require(isinstance(value, dict) and list(value) == list(self.models)
                and all(isinstance(flags, list) and all(
                    type(flag) is bool for flag in flags)
                    for flags in value.values()), 'a thaw of other models')
        return dict(value)


class Layers(Step, tag='layers', frozen=True, kw_only=True):
    """Look for layers by their names."""

    model: str
    names: tuple[str, ...]

    def read(self, value: typing.Any) -> dict[str, list[values.Shape] | None]:
        """Return the shapes of each layer's weights; None for no layer."""
        require(isinstance(value, dict) and list(value) == list(self.names),
                'layers of other names')
        return {name: None if shapes is None else values.shapes(shapes)
                for name, shapes in value.items()}


class Named(Step, tag='named', frozen=True, kw_only=True):
    """Ask for what the layers of these names give, those that there are."""

    model: str
    names: tuple[str, ...]
    x: Drawn

    def read(self, value: typing.Any) -> dict[str, Array]:
        """Return the outputs by name."""
        require(isinstance(value, dict) and set(value) <= set(self.names),
                'layers of other names')
        return {name: values.arrays([output])[0]
                for name, output in value.items()}


class Raises(Step, tag='raises', frozen=True, kw_only=True):
    """Make models with a builder, and see whether that raises."""

    build: str
    args: tuple[typing.Any, ...]

    def read(self, value: typing.Any) -> values.Refusal:
        """Return what was raised."""
        return values.refusal(value)


class Store(Step, tag='store', frozen=True, kw_only=True):
    """Save a model with Keras, in a file.

    Attributes:
        model, file: which, and where.
        unless_there: whether a file of that name stays as it is.
    """

    model: str
    file: str
    unless_there: bool = False


class Read(Step, tag='read', frozen=True, kw_only=True):
    """Load models with Keras: the name that they get -> file.

    They are compiled, if they were and Keras knows how.
    """

    files: dict[str, str]

    def read(self, value: typing.Any) -> list[str]:
        """Return why Keras could not compile those that it could load."""
        return values.names(value, 'no list of reasons')
