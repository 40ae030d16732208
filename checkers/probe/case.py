"""One case of a task: build the models, do the plan's steps, record.

Only methods are used that the models of every era of Keras have. What a step
does is the method of that name; whether it is right is not known here.
"""
import linecache
import os
import sys
import traceback

import numpy as np

import builders
import joined
import plant


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


def to_python(value):
    """Turn JSON arguments into Python's: {"tuple": [...]} is a tuple."""
    if isinstance(value, dict):
        return tuple(to_python(item) for item in value['tuple'])
    if isinstance(value, list):
        return [to_python(item) for item in value]
    return value


def to_json(value):
    """Turn arguments back into JSON, whatever the student made of them."""
    if isinstance(value, tuple):
        return {'tuple': [to_json(item) for item in value]}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if type(value) in (int, float, str, bool, type(None)):
        return value
    return repr(type(value))


def arrays(value):
    """Turn a model's outputs into a list of NumPy arrays."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, (list, tuple)):
        value = [value]
    return [np.asarray(item, np.float32) for item in value]


def kinds(model):
    """Return what each weight of a model is: a name of plant.KINDS, or ''."""
    count, weights = len(model.get_weights()), getattr(model, 'weights', [])
    if len(weights) != count:
        return [''] * count
    names = [weight.name.split('/')[-1].split(':')[0] for weight in weights]
    return [name if name in plant.KINDS else '' for name in names]


def logged(model, method, x):
    """Return what test_ or train_on_batch logs of one batch, by name."""
    if hasattr(model, 'reset_metrics'):
        model.reset_metrics()
    call = getattr(model, method)
    try:
        values = call(x, x, return_dict=True)
    except TypeError:                   # TensorFlow 1.12 has no return_dict
        values = call(x, x)
    if not isinstance(values, dict):
        names = getattr(model, 'metrics_names', None) or ['loss']
        values = dict(zip(names, np.ravel(values)))
    return {str(name): float(np.asarray(value, dtype=float).ravel()[0])
            for name, value in values.items()}


def first_loss(model, method, x):
    """Return the total loss of one batch from test_ or train_on_batch."""
    values = logged(model, method, x)
    return values.get('loss', next(iter(values.values()), None))


class Case(joined.Joined):
    """One call of what the student defined, and what its models did."""

    def __init__(self, asked, case, eager, path):
        """Remember what to do; eager runs the models without a graph."""
        self.asked, self.case = asked, case
        self.eager, self.path = eager, path
        self.values = {}
        self.record = {'name': case['name'], 'error': None, 'weights': {},
                       'kinds': {}}

    def build(self):
        """Make the models; return them by name, or None."""
        args = to_python(self.case['args'])
        self.asked.by_name = self.case['by_name']
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
        self.values = {}
        try:
            self.models = self.build()
            for name, model in (self.models or {}).items():
                self.record['weights'][name] = [
                    list(weight.shape) for weight in model.get_weights()]
                self.record['kinds'][name] = kinds(model)
        except BaseException:
            self.record['error'] = failure(self.path)
            self.models = None
        for step in self.case['steps'] if self.models else ():
            if self.agree(step.get('unless_equal', ())):
                continue
            try:
                value = getattr(self, step['do'])(**{
                    key: item for key, item in step.items()
                    if key not in ('do', 'save', 'unless_equal')})
            except BaseException:
                value = {'error': failure(self.path)}
            if 'save' in step:
                self.values[step['save']] = value
        self.record['values'] = self.values
        return self.record

    def agree(self, names):
        """Tell whether these losses were recorded and are the same."""
        values = [self.values.get(name) for name in names]
        return bool(values) and all(isinstance(value, float) for value in
                                    values) and np.allclose(*values)

    def failed(self):
        """Tell whether anything raised an exception."""
        return bool(self.record['error']) or any(
            isinstance(value, dict) and value.get('error')
            for value in self.values.values())

    def input(self, x):
        """Return an input: drawn, copied, or an earlier step's output."""
        if 'of' in x:
            return np.asarray(self.values[x['of']][0], np.float32)
        drawn = plant.uniform(x['shape'], x['seed'], x['low'], x['high'])
        return np.repeat(drawn, x['copies'], axis=0)

    def plant(self, model, seed, gain=1., fixed=()):
        """Plant known weights in a model."""
        model = self.models[model]
        shapes = [weight.shape for weight in model.get_weights()]
        model.set_weights(plant.planted(shapes, seed, gain, fixed,
                                        kinds(model)))

    def plant_again(self, models, seed):
        """Make the models again and plant other weights in these."""
        first, self.models = self.models, self.build()
        try:
            for model in models:
                self.plant(model, seed)
        finally:
            self.models = first

    def predict(self, model, x):
        """Return the list of a model's outputs."""
        return arrays(self.models[model].predict_on_batch(self.input(x)))

    def loss(self, x, method='test_on_batch'):
        """Return the loss of auto; a training step's is undone again."""
        auto = self.models['auto']
        before = auto.get_weights()
        value = first_loss(auto, method, self.input(x))
        if method == 'train_on_batch':
            auto.set_weights(before)
        return value

    def compile(self):
        """Compile auto as a user would, where that is not the task's."""
        self.models['auto'].compile(optimizer='adam', loss='mse')
        if self.eager:
            self.models['auto'].run_eagerly = True

    def train(self, x, steps, models):
        """Train auto on one batch; return its losses and the weights.

        The weights are those of the models that are named, after the first
        step and after the last.
        """
        x, losses, weights = self.input(x), [], []
        for _ in range(steps):
            losses.append(first_loss(self.models['auto'], 'train_on_batch',
                                     x))
            weights.append({name: arrays(self.models[name].get_weights())
                            for name in models})
        return {'losses': losses, 'first': weights[0], 'last': weights[-1]}

    def optimizer(self):
        """Return the class names of auto's optimizer and its base classes."""
        optimizer = self.models['auto'].optimizer
        optimizer = getattr(optimizer, 'optimizer', optimizer)
        return [kind.__name__ for kind in type(optimizer).__mro__]

    def metrics(self, x):
        """Return what auto logs for a batch: name -> number."""
        return logged(self.models['auto'], 'test_on_batch', self.input(x))

    def layers(self, model, names):
        """Return the weight shapes of a model's layers, found by name."""
        found = {layer.name: layer for layer in self.models[model].layers}
        return {name: [list(weight.shape) for weight in
                       found[name].get_weights()] if name in found else None
                for name in names}

    def raises(self, build, args):
        """Make models; return the classes of what that raises."""
        return joined.classes(getattr(builders, build), self.asked,
                              *to_python(args))
