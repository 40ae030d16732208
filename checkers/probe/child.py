"""Run a student's function and record what its models do; judge nothing.

It knows no expected value. A job says what to call, which weights to plant
and what to feed; the answer says what came out. Only methods are used that
the models of every era of Keras have.
"""
import importlib.util
import inspect
import linecache
import os
import random
import sys
import traceback

import numpy as np

import plant

MODELS = ('encoder', 'decoder', 'auto')


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


def first_loss(model, method, x):
    """Return the total loss of one batch from test_ or train_on_batch."""
    if hasattr(model, 'reset_metrics'):
        model.reset_metrics()
    call = getattr(model, method)
    try:
        value = call(x, x, return_dict=True)
    except TypeError:                   # TensorFlow 1.12 has no return_dict
        value = call(x, x)
    if isinstance(value, dict):
        value = value.get('loss', next(iter(value.values()), None))
    return float(np.asarray(value, dtype=float).ravel()[0])


class Case(object):
    """One call of the student's function and what its models did."""

    def __init__(self, function, case, eager, path):
        """Remember what to do; eager runs the models without a graph."""
        self.function, self.case = function, case
        self.eager, self.path = eager, path
        self.values = {}
        self.record = {'name': case['name'], 'error': None, 'weights': {}}

    def build(self):
        """Call the function; return its models by name, or None."""
        args = to_python(self.case['args'])
        if self.case['by_name']:
            made = self.function(**dict(zip(self.case['parameters'], args)))
        else:
            made = self.function(*args)
        self.record['args_after'] = to_json(list(args))
        if not isinstance(made, (tuple, list)):
            made = [made]
        self.record['returned'] = [type(model).__name__ for model in made]
        if len(made) != len(self.case['inputs']) or not all(
                callable(getattr(model, name, None)) for model in made
                for name in ('get_weights', 'predict_on_batch')):
            return None
        models = dict(zip(MODELS, made))
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
        model.set_weights(plant.planted(shapes, seed, gain, fixed))

    def plant_again(self, seed):
        """Call the function again and plant other weights in the result."""
        first, self.models = self.models, self.build()
        try:
            for model in ('encoder', 'decoder'):
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

    def train(self, x, steps):
        """Train auto on one batch; return its losses and the weights.

        The weights are the encoder's and the decoder's, after the first
        step and after the last.
        """
        x, losses, weights = self.input(x), [], []
        for _ in range(steps):
            losses.append(first_loss(self.models['auto'], 'train_on_batch',
                                     x))
            weights.append({name: arrays(self.models[name].get_weights())
                            for name in ('encoder', 'decoder')})
        return {'losses': losses, 'first': weights[0], 'last': weights[-1]}

    def optimizer(self):
        """Return the class names of auto's optimizer and its base classes."""
        optimizer = self.models['auto'].optimizer
        optimizer = getattr(optimizer, 'optimizer', optimizer)
        return [kind.__name__ for kind in type(optimizer).__mro__]


def load(job):
    """Import the student's file from the scratch folder, as a module."""
    path = os.path.join(os.getcwd(), job['file'])
    sys.path.append(os.getcwd())
    spec = importlib.util.spec_from_file_location(
        job['file'][:-3].replace('-', '_'), path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def calling(function, names):
    """Say how a function can be called with parameters of these names.

    Returns:
        Its own parameters' names, and whether it takes the arguments by
        position and by name.
    """
    binds = {'position': False, 'name': False}
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return [], binds
    try:
        signature.bind(**dict.fromkeys(names))
        binds['name'] = True
    except TypeError:
        pass
    try:
        bound = signature.bind(*names).arguments
        binds['position'] = list(bound.items()) == [
            (name, name) for name in names]
    except TypeError:
        pass
    return list(signature.parameters)[:20], binds


def observe(job):
    """Do a job; return the observation."""
    path = os.path.join(os.getcwd(), job['file'])
    record = {'task': job['task'], 'nonce': job['nonce'], 'error': None,
              'function': None, 'parameters': None, 'cases': []}
    try:
        module = load(job)
    except BaseException:
        record['error'] = failure(path)
        return record
    name = next((name for name in job['functions']
                 if callable(getattr(module, name, None))), None)
    if name is None:
        return record
    function = getattr(module, name)
    record['function'] = name
    record['parameters'], record['binds'] = calling(function,
                                                    job['parameters'])
    if not any(record['binds'].values()):
        return record
    for case in job['cases']:
        way = 'name' if case['by_name'] else 'position'
        if not record['binds'][way]:
            way = {'name': 'position', 'position': 'name'}[way]
        case = dict(case, parameters=job['parameters'],
                    by_name=way == 'name')
        seed_everything(job['seed'])
        run = Case(function, case, True, path)
        run.run()
        if run.failed():                # it may work in a graph only
            seed_everything(job['seed'])
            again = Case(function, case, False, path)
            again.run()
            run = run if again.failed() else again
        record['cases'].append(run.record)
    return record


def seed_everything(seed):
    """Seed every generator that a student's model may draw from."""
    import tensorflow as tf
    random.seed(seed)
    np.random.seed(seed)
    if hasattr(tf.random, 'set_seed'):
        tf.random.set_seed(seed)
    else:
        tf.set_random_seed(seed)
