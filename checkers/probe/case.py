"""One case of a task: build the models, do the plan's steps, record."""
import linecache
import os
import sys
import traceback

import numpy as np

import builders
import joined
import which
from steps import kinds, to_python

MANY = 40               # types of what was returned that are told
# What is said of a step besides its arguments.
EVERY = ('do', 'save', 'apart', 'unless_equal')


class Again(Exception):
    """A second call raised what the first one did not."""


def failure(path):
    """Describe the exception at hand: type, message, the student's line."""
    kind, error, trace = sys.exc_info()
    frames = [frame for frame in traceback.extract_tb(trace)
              if os.path.realpath(frame[0]) == os.path.realpath(path)]
    line = frames[-1][1] if frames else getattr(error, 'lineno', None)
    try:
        message = str(error)
    except Exception:
        message = ''
    return {'type': kind.__name__, 'message': message[:2000], 'line': line,
            'text': linecache.getline(path, line).strip() if line else ''}


def to_json(value):
    """Turn arguments back into JSON, whatever the student made of them."""
    if isinstance(value, tuple):
        return {'tuple': [to_json(item) for item in value]}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if type(value) in (int, float, str, bool, type(None)):
        return value
    return repr(type(value))


def is_apart(step):
    """Tell whether a step is for the process that remembers nothing."""
    return step.get('apart', False)


def is_left(case):
    """Tell whether a case has steps for that process."""
    return any(map(is_apart, case['steps']))


def known():
    """Return the names of all steps and of all builders."""
    return {'steps': public(joined.Joined), 'builders': public(builders)}


def public(place):
    """Return the names of what can be called in a module or class."""
    return sorted(name for name in dir(place) if not name.startswith('_') and
                  callable(getattr(place, name)))


class Case(object):
    """One call of what the student defined, and what its models did."""

    def __init__(self, asked, case, eager, path):
        """Remember what to do; eager runs the models without a graph."""
        self.asked, self.case = asked, case
        self.builder = getattr(builders, case['build'])
        self.eager, self.path = eager, path
        self.steps = joined.Joined(asked, eager, self.build)
        self.record = {'name': case['name'], 'error': None, 'returned': [],
                       'held': '', 'places': {}, 'weights': {}, 'kinds': {}}

    def make(self, by_name, last):
        """Call what makes the models; return what it returned, as a list.

        Where layers bear one name, it is called again and they do not.

        Args: by_name is whether the arguments are given by their names; last
        is the last of them, where it is another one.

        Returns:
            The list, what held it, and how the call ended: None, or the
            exception. The list is then of the models that were finished.
        """
        self.asked.by_name = by_name
        made, held, error = self.attempt(last)
        if error and 'unique' in error['message']:
            with which.Renamed():
                made, held, _ = self.attempt(last)
        return made, held, error

    def attempt(self, last):
        """Call it once; as make."""
        args, error = to_python(self.case['args']), None
        if last is not None:
            args[-1] = last
        try:
            made, held = which.models_of(self.builder(self.asked, *args))
        except BaseException:
            error, held, frames = failure(self.path), '', self.frames()
            frames.trace(sys.exc_info()[2])
            made = frames.models
        self.record.setdefault('args_after', to_json(list(args)))
        return made, held, error

    def frames(self):
        """Return what looks for models in variables."""
        return which.Frames([self.path, builders.__file__], self.asked.kind)

    def build(self, again=False, last=None):
        """Make the models; return them by name, as far as they are there.

        Args: again is whether this is the second call, which gives the
        arguments by their names; last is the last of them, where it is
        another one.

        Raises:
            Again: the second call raised an exception, the first did not.
        """
        made, held, error = self.make(again, last)
        if again and error and not self.record['error']:
            raise Again(error)
        models = returned = self.known(made)
        if len(models) < len(self.case['maps']) and not error:
            frames = self.frames()      # is it there, and not returned?
            frames.call(self.builder, self.asked,
                        *to_python(self.case['args']))
            models = max(models, self.known(frames.models), key=len)
        for name, model in models.items():
            if self.eager and hasattr(model, 'reset_metrics'):
                model.run_eagerly = True
            if not model.get_weights():         # built at the first call
                shape = self.case['maps'][name][0]
                try:
                    model.predict_on_batch(np.zeros([1] + shape, np.float32))
                except Exception:       # its first step tells
                    pass
        if not again:
            self.record.update(error=error, held=held)
            if not error:
                self.record['returned'] = [type(model).__name__
                                           for model in made][:MANY]
                self.record['places'] = {
                    name: next((place for place, other in enumerate(made)
                                if other is model), None)
                    for name, model in returned.items()}
        return models

    def known(self, models):
        """Return models by name, as far as they are known for what they are.
        """
        names = self.case['maps']
        models = [model for model in models if which.is_model(model)]
        if self.case['build'] in builders.BY_PLACE:
            return which.Known(zip(names, models))
        if len(models) < len(names):
            models = which.inside(models, self.asked.kind)
        return which.Known((name, models[place]) for name, place in
                           which.assign(models, names).items())

    def run(self):
        """Do every step; an exception is recorded and ends only its step."""
        models = self.steps.models
        try:
            models = self.steps.models = self.build()
            for name, model in models.items():
                shapes = [list(weight.shape)
                          for weight in model.get_weights()]
                self.record['weights'][name] = shapes
                self.record['kinds'][name] = kinds(model, len(shapes))
        except BaseException:
            self.record['error'] = failure(self.path)
        if models:
            self.follow()
        self.record['values'] = self.steps.values
        return self.record

    def follow(self, apart=False):
        """Do the steps of this process, or those apart; return all values."""
        values = self.steps.values
        for step in self.case['steps']:
            if is_apart(step) != apart or self.agree(
                    step.get('unless_equal', ())):
                continue
            try:
                value = getattr(self.steps, step['do'])(**{
                    key: item for key, item in step.items()
                    if key not in EVERY})
            except which.Absent:
                continue
            except Again as error:
                value = {'error': error.args[0]}
            except BaseException:
                value = {'error': failure(self.path)}
            if 'save' in step:
                values[step['save']] = value
        return values

    def agree(self, names):
        """Tell whether these losses were recorded and are the same."""
        values = [self.steps.values.get(name) for name in names]
        return bool(values) and all(isinstance(value, float) for value in
                                    values) and np.allclose(*values)

    def failed(self):
        """Tell whether models that were made without an exception raise one.
        """
        return not self.record['error'] and any(
            isinstance(value, dict) and value.get('error')
            for value in self.steps.values.values())
