"""An observation as the rubric reads it: cases, weights, outputs, errors."""
import numpy as np

from checkers.course import planting
from checkers.judging import feedback
from checkers.judging.checks import Blocked, Raised

# Under which name the first output of a model is recorded.
OUTPUTS = {'encoder': 'code', 'decoder': 'decoded', 'auto': 'rebuilt'}
# What a builder calls, where it is not what the file defines first.
CALLED = {'composable': 'AutoEncoder', 'procedural': 'encoder and decoder '}


class Evidence:
    """What was seen of one task of a submission.

    Args:
        task: curriculum.Task.
        record: the observation, or {'ended': text} where there is none.
        job: the job that the probe was given.
        runtime: dictionary, the versions in the student's interpreter.
        lines: dictionary, where the student's layers are made, as
            layer_table.lines gives it.

    Attributes:
        cases: list of Case.
    """

    def __init__(self, task, record, job, runtime, lines):
        """Pair the record's cases with what was asked for."""
        self.task, self.record, self.runtime = task, record, runtime
        self.cases = [
            Case(name, args, asked, case, lines)
            for (name, args), asked, case in zip(
                task.cases.items(), job['cases'], record.get('cases', []))]

    @property
    def function(self):
        """Return the name of what the student's file defines first."""
        found = self.record['definitions'][0]
        return found['name'] if found else self.task.function

    @property
    def built(self):
        """Return the cases in which encoder and decoder run.

        One layer has no order: who fails with all others shows nothing.

        Raises:
            Blocked: there is none, or none with several layers.
        """
        cases = [case for case in self.cases if case.is_built]
        deep = [case for case in self.cases if case.is_deep]
        if not cases or deep and not any(map(cases.count, deep)):
            raise Blocked('there are no models that run')
        return cases

    def with_values(self, *names):
        """Return the built cases in which these values were recorded.

        Raises:
            Blocked: there is none.
        """
        cases = [case for case in self.built if case.has(*names)]
        if not cases:
            raise Blocked('the models could not be run')
        return cases


class Case:
    """One call of the student's function.

    Attributes:
        name: text.
        args: the arguments.
        steps: list of dictionaries, the plan.
        models: tuple of texts, the models' names.
        build: text, the builder of the models.
        record: dictionary, what came back.
        lines: dictionary, where the student's layers are made.
    """

    def __init__(self, name, args, asked, record, lines):
        """Remember what was asked and what came back."""
        self.name, self.args, self.record = name, args, record
        self.steps, self.models = asked['steps'], tuple(asked['inputs'])
        self.lines = lines
        self.build = asked['build']

    @property
    def is_deep(self):
        """Tell whether several layers are asked for."""
        return any(isinstance(value, list) and len(value) > 1
                   for value in self.args)

    @property
    def is_missing(self):
        """Tell whether there was nothing to call."""
        error = self.record['error']
        return error is not None and error['type'] == 'Missing'

    @property
    def is_built(self):
        """Tell whether the models were returned, and all but auto run.

        Where there is no decoder, auto must run in its place.
        """
        wanted = ('encoder', 'decoder' if 'decoder' in self.models
                  else 'auto')
        return bool(self.record['error'] is None and
                    self.record['weights'] and
                    self.has(*map(OUTPUTS.get, wanted)))

    def call(self, function):
        """Return the call as the student would write it."""
        return '%s(%s)' % (CALLED.get(self.build, function),
                           ', '.join(map(repr, self.args)))

    def has(self, *names):
        """Tell whether all of these values were recorded."""
        return all(name in self.record['values'] and not self.error(name)
                   for name in names)

    def agree(self, *names):
        """Tell whether two recorded losses are the same."""
        return self.has(*names) and bool(np.isclose(
            *map(self.value, names)))

    def error(self, name):
        """Return the exception of a step, or None."""
        value = self.record['values'].get(name)
        return value['error'] if isinstance(value, dict) and \
            'error' in value else None

    def value(self, name):
        """Return what a step recorded.

        Raises:
            Raised: the step raised an exception; the message tells which.
            Blocked: the step was not reached.
        """
        if self.error(name):
            raise Raised(*feedback.explain(
                self.error(name),
                'loss' if 'loss' in name or name == 'train' else 'build'))
        value = self.record['values'].get(name)
        if value is None:
            raise Blocked('the models could not be run')
        return value

    def output(self, name, place=0):
        """Return one output array of a model that was run."""
        return self.value(name)[place]

    def shapes(self, model):
        """Return a model's weight shapes, as tuples."""
        return [tuple(shape) for shape in self.record['weights'][model]]

    def step(self, name):
        """Return the step that saved a value."""
        return next(step for step in self.steps if step.get('save') == name)

    def input(self, name):
        """Return the input that a step was given, without its copies."""
        x = self.step(name)['x']
        return planting.uniform(x['shape'], x['seed'], x['low'], x['high'])

    def planted(self, model, name):
        """Return the weights that a model had when a value was saved."""
        place = self.steps.index(self.step(name))
        plan = [step for step in self.steps[:place]
                if step['do'] == 'plant' and step['model'] == model][-1]
        return planting.planted(
            self.shapes(model), plan['seed'], plan['gain'], plan['fixed'],
            self.record['kinds'][model])
