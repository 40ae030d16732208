"""An observation as the rubric reads it: cases, weights, outputs, errors.

A check passes by what it has seen. A value that the plan asks for, and that
is missing or is an exception, ends the checks that read it. A case drops out
of a check only as follows, and each time another check has failed, or says
the same of another value:

- a model that the check reads was not returned, nor finished before an
  exception, or does not run: `models` fails (Evidence.running). Where all
  cases with several layers drop out, nothing is left to judge;
- the outputs of its encoder or decoder do not follow from their weights:
  nobody knows what its loss should be. The checks of its layers are blocked
  or fail (common.believed);
- it has other layers than were asked for: the check of the layers fails, and
  that of activations or sizes has nothing to compare (check_activations,
  check_outputs; variational.check_decoded);
- of the losses of testing and of training one is enough where a model has a
  step of its own for one of them alone (elbo.in_either);
- a model of task 5 that cannot be trained fails `training`; `encoder_shared`
  is then judged by the planted weights alone.
"""
import dataclasses
import functools
import typing
from collections.abc import Callable

import numpy as np

from checkers.course import planting
from checkers.course.curriculum import Task
from checkers.course.plans import SLOPES, far
from checkers.course.planting import Array
from checkers.course.steps import Drawn, Plant, PlantAgain, Raises, Step
from checkers.course.values import (Failure, Fitted, Refusal, Shape,
                                    Trained)
from checkers.judging import feedback
from checkers.judging.checks import Blocked, Raised
from checkers.runner.job import Asked, Job
from checkers.runner.observation import Observation, Seen

# Under which name the first output of a model is recorded.
OUTPUTS = {'encoder': 'code', 'decoder': 'decoded', 'auto': 'rebuilt'}
# What a builder calls, where it is not what the file defines first.
CALLED = {'composable': 'AutoEncoder', 'procedural': 'encoder and decoder '}

# Says where layers are made: (model, layer) -> line.
Lines = Callable[[], dict[tuple[str, str], int]]
P = typing.ParamSpec('P')
T = typing.TypeVar('T')


def remembered(function: Callable[typing.Concatenate['Case', P], T]) -> \
        Callable[typing.Concatenate['Case', P], T]:
    """Let a function of a case do its work once for the same arguments.

    Several checks ask for the same thing. The results are kept by the case,
    and go with it.
    """
    @functools.wraps(function)
    def remember(case: 'Case', /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = function, args, tuple(kwargs.items())
        if key not in case.known:
            case.known[key] = function(case, *args, **kwargs)
        known: T = case.known[key]
        return known
    return remember


class Case:
    """One call of the student's function, and what its models did.

    Attributes:
        asked: what the probe was asked to do.
        name: what the case is called.
        args: the arguments.
        builder: what made the models; see course/cases.py.
        trains: whether training steps were asked for.
        steps: the plan.
        models: the models' names.
        seen: what came back.
        lines: says where the student's layers are made.
        known: what `remembered` keeps, for as long as the case lives.
    """

    def __init__(self, asked: Asked, seen: Seen, lines: Lines) -> None:
        """Pair what was asked with what came back."""
        self.asked = asked
        self.name, self.args = asked.case.name, asked.case.args
        self.builder, self.trains = asked.case.builder, asked.case.trains
        self.steps, self.models = asked.steps, tuple(asked.maps)
        self.seen, self.lines = seen, lines
        self.known: dict[object, typing.Any] = {}

    @property
    def is_deep(self) -> bool:
        """Tell whether several layers are asked for."""
        return any(isinstance(value, list) and len(value) > 1
                   for value in self.args)

    @property
    def is_missing(self) -> bool:
        """Tell whether there was nothing to call."""
        return self.seen.error is not None and \
            self.seen.error.type == 'Missing'

    def runs(self, *models: str) -> bool:
        """Tell whether these models are there, and run."""
        return all(model in self.seen.weights and self.has(OUTPUTS[model])
                   for model in models)

    @property
    def in_order(self) -> bool:
        """Tell whether the models were returned as they were asked for."""
        places = [self.seen.places.get(model) for model in self.models]
        return not self.seen.held and len(self.seen.returned) == len(
            places) and places == list(range(len(places)))

    def returned(self, auto: str = 'auto') -> str:
        """Return what was returned, as text; models by what they map.

        Args: auto is what the task calls the whole model.
        """
        names = {place: auto if model == 'auto' else model
                 for model, place in self.seen.places.items()}
        text = ', '.join(
            names.get(place, 'None' if kind == 'NoneType' else kind)
            for place, kind in enumerate(self.seen.returned)) or 'nothing'
        return f'a dictionary of {text}' if self.seen.held else text

    def call(self, function: str) -> str:
        """Return the call as the student would write it."""
        name = CALLED.get(self.builder, function)
        return f'{name}({", ".join(map(repr, self.args))})'

    def asks(self, *names: str) -> bool:
        """Tell whether the plan records all of these values."""
        saved = {step.save for step in self.steps}
        return saved.issuperset(names)

    def has(self, *names: str) -> bool:
        """Tell whether all of these values were recorded.

        What a check needs it asks for with `require` or `value`, which do
        not pass over what is missing.
        """
        return all(name in self.seen.values and not self.error(name)
                   for name in names)

    def agree(self, one: str, other: str) -> bool:
        """Tell whether two recorded losses are the same."""
        return self.has(one, other) and bool(
            np.isclose(self.loss(one), self.loss(other)))

    def error(self, name: str) -> Failure | None:
        """Return the exception of a step, or None."""
        value = self.seen.values.get(name)
        return value if isinstance(value, Failure) else None

    def require(self, name: str, before: str = '') -> None:
        """Raise an exception where a step did not come to its end.

        Args:
            name: that of the value that it saves, or would save.
            before: what it did, as the start of the message.

        Raises:
            Raised: it raised an exception; the message tells which.
            Blocked: nothing was recorded of it.
        """
        error = self.error(name)
        if error:
            message, hint = feedback.explain(
                error, 'loss' if 'loss' in name or name in SLOPES
                else 'build')
            raise Raised(f'{before} {message}'.lstrip(), hint)
        if name not in self.seen.values:
            raise Blocked('the models could not be run')

    def value(self, name: str) -> typing.Any:
        """Return what a step recorded; raises as require."""
        self.require(name)
        return self.seen.values[name]

    def outputs(self, name: str) -> list[Array]:
        """Return all outputs of a model that was run; raises as value."""
        outputs: list[Array] = self.value(name)
        return outputs

    def output(self, name: str, place: int = 0) -> Array:
        """Return one output of a model that was run; raises as value."""
        return self.outputs(name)[place]

    def loss(self, name: str) -> float:
        """Return a loss that was measured; raises as value."""
        return float(self.value(name))

    def training(self, name: str = SLOPES[0]) -> Trained:
        """Return what a training step left; raises as value."""
        trained: Trained = self.value(name)
        return trained

    def fitted(self, name: str = 'fit') -> Fitted:
        """Return what task 6's train left; raises as value."""
        fitted: Fitted = self.value(name)
        return fitted

    def refusal(self, name: str) -> Refusal:
        """Return what was raised; raises as value."""
        refusal: Refusal = self.value(name)
        return refusal

    def names(self, name: str) -> list[str]:
        """Return the texts that a step recorded; raises as value."""
        names: list[str] = self.value(name)
        return names

    def shapes(self, model: str) -> list[Shape]:
        """Return the shapes of a model's weights.

        Raises:
            Blocked: there is no such model.
        """
        if model not in self.seen.weights:
            raise Blocked(f'there is no {model} that runs')
        return self.seen.weights[model]

    def needs(self, name: str) -> set[str]:
        """Return the models of the step that saves a value."""
        step = self.step(name)
        own = '' if isinstance(step, PlantAgain | Raises) else 'auto'
        return {getattr(step, 'model', own),
                *getattr(step, 'models', ())} & set(self.models)

    def step(self, name: str) -> Step:
        """Return the step that saved a value."""
        return next(step for step in self.steps if step.save == name)

    @remembered
    def input(self, name: str) -> Array:
        """Return the input that a step was given, without its copies."""
        x = getattr(self.step(name), 'x')
        assert isinstance(x, Drawn), f'{name} was given no drawn input'
        return planting.uniform(x.shape, x.seed, x.low, x.high)

    def look(self, name: str) -> tuple[Array, list[Array]]:
        """Return inputs and outputs of a model that was run; as value.

        Below those of the step stand those for larger inputs, if any.

        Raises:
            Blocked: the two have different shapes.
        """
        names = [name, *filter(self.asks, [far(name)])]
        pairs = list(zip(*map(self.outputs, names)))
        if any(len({array.shape[1:] for array in pair}) > 1
               for pair in pairs):
            raise Blocked('the outputs differ in shape')
        return (np.concatenate([self.input(one) for one in names]),
                [np.concatenate(pair) for pair in pairs])

    @remembered
    def planted(self, model: str, name: str) -> list[Array]:
        """Return the weights that a model had when a value was saved."""
        place = self.steps.index(self.step(name))
        plan = [step for step in self.steps[:place]
                if isinstance(step, Plant) and step.model == model][-1]
        return planting.planted(self.shapes(model), plan.seed, plan.gain,
                                plan.fixed, self.seen.kinds[model])


def pair(job: Job, seen: Observation, lines: Lines) -> list[Case]:
    """Pair the cases that were asked for with what came back.

    Args:
        job: what the probe was asked to do.
        seen: what it answered.
        lines: says where the student's layers are made, as
            layer_table.lines does; few ask.
    """
    return [Case(asked, case, lines)
            for asked, case in zip(job.cases, seen.cases) if case]


@dataclasses.dataclass(frozen=True)
class Evidence:
    """What was seen of one task of a submission.

    Attributes:
        task: the task.
        seen: the observation.
        runtime: the versions in the student's interpreter.
        cases: the calls that were made.
    """

    task: Task
    seen: Observation
    runtime: dict[str, str]
    cases: list[Case]

    @property
    def function(self) -> str:
        """Return the name of what the student's file defines first."""
        found = self.seen.definitions[0]
        return found.name if found else self.task.function

    def running(self, *models: str) -> list[Case]:
        """Return the cases in which these models run.

        A case with one hidden layer cannot show in which order layers come.
        Where the task has cases with several, one of those must run too:
        otherwise the points for the order would be had for nothing.

        Raises:
            Blocked: there is none, or none with several layers.
        """
        cases = [case for case in self.cases if case.runs(*models)]
        if not any(case.is_deep for case in cases) and (
                not cases or any(case.is_deep for case in self.cases)):
            raise Blocked('there are no models that run')
        return cases

    @property
    def built(self) -> list[Case]:
        """Return the cases in which encoder and decoder run.

        Where there is no decoder, auto must run in its place. Raises as
        running.
        """
        return self.running(*self.cases[0].models[:2] if self.cases else ())

    def asked(self, *names: str) -> list[Case]:
        """Return the cases whose plan records these values.

        The models that they are values of run in all of these.

        Raises:
            Blocked: there is none.
        """
        cases = [case for case in self.cases if case.asks(*names)]
        needs = {model for case in cases for name in names
                 for model in case.needs(name)}
        running = self.running(*sorted(needs))
        cases = [case for case in cases if case in running]
        if not cases:
            raise Blocked('the models could not be run')
        return cases

    def with_values(self, *names: str) -> list[Case]:
        """Return the same; none of them lacks one of the values.

        Raises:
            Raised: in one of them a step raised an exception.
            Blocked: there is none, or a value was not recorded.
        """
        cases = self.asked(*names)
        for case in cases:
            for name in names:
                case.require(name)
        return cases
