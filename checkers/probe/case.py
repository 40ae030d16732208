"""One case of a task: build the models, do the plan's steps, record."""
import linecache
import os
import sys
import traceback

import numpy as np

import builders
import joined
from steps import kinds, to_python


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
        self.eager, self.path = eager, path
        self.steps = joined.Joined(asked, eager, self.build)
        self.record = {'name': case['name'], 'error': None, 'weights': {},
                       'kinds': {}}

    def build(self, by_name=False):
        """Make the models; return them by name, or None.

        Args: by_name is whether to give the arguments by their names.
        """
        args = to_python(self.case['args'])
        self.asked.by_name = by_name
        made = getattr(builders, self.case['build'])(self.asked, *args)
        self.record['args_after'] = to_json(list(args))
        if not isinstance(made, (tuple, list)):
            made = [made]
        self.record['returned'] = [type(model).__name__ for model in made]
        if len(made) != len(self.case['inputs']) or not all(
                callable(getattr(model, name, None)) for model in made
                for name in ('get_weights', 'predict_on_batch')):
            return None
        models = dict(zip(self.case['inputs'], made))
        for name, model in models.items():
            if self.eager and hasattr(model, 'reset_metrics'):
                model.run_eagerly = True
            if not model.get_weights():         # built at the first call
                shape = self.case['inputs'][name]
                model.predict_on_batch(np.zeros([1] + shape, np.float32))
        return models

    def run(self):
        """Do every step; an exception is recorded and ends only its step."""
        try:
            models = self.build() or {}
            for name, model in models.items():
                self.record['weights'][name] = [
                    list(weight.shape) for weight in model.get_weights()]
                self.record['kinds'][name] = kinds(model)
        except BaseException:
            self.record['error'] = failure(self.path)
            models = {}
        self.steps.models, values = models, self.steps.values
        for step in self.case['steps'] if models else ():
            if self.agree(step.get('unless_equal', ())):
                continue
            try:
                value = getattr(self.steps, step['do'])(**{
                    key: item for key, item in step.items()
                    if key not in ('do', 'save', 'unless_equal')})
            except BaseException:
                value = {'error': failure(self.path)}
            if 'save' in step:
                values[step['save']] = value
        self.record['values'] = values
        return self.record

    def agree(self, names):
        """Tell whether these losses were recorded and are the same."""
        values = [self.steps.values.get(name) for name in names]
        return bool(values) and all(isinstance(value, float) for value in
                                    values) and np.allclose(*values)

    def failed(self):
        """Tell whether anything raised an exception."""
        return bool(self.record['error']) or any(
            isinstance(value, dict) and value.get('error')
            for value in self.steps.values.values())
