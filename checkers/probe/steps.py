"""The steps on the models of a case; a step is the method of its name.

Only methods are used that the models of every era of Keras have. What a step
is for, and what it may return, stands in course/steps.py; whether it is right
is not known here. A method whose name begins with _ is no step.
"""
import inspect
import os

import numpy as np

import batch
import builders
import plant
import which


def to_python(value):
    """Turn JSON arguments into Python's: {"tuple": [...]} is a tuple."""
    if isinstance(value, dict):
        return tuple(to_python(item) for item in value['tuple'])
    if isinstance(value, list):
        return [to_python(item) for item in value]
    return value


def arrays(value):
    """Turn a model's outputs into a list of NumPy arrays."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, (list, tuple)):
        value = [value]
    return [np.asarray(item, np.float32) for item in value]


def kinds(model, count):
    """Return what each weight of a model is: a name of plant.KINDS, or ''.

    Args: count is how many it has.
    """
    weights = getattr(model, 'weights', [])
    if len(weights) != count:
        return [''] * count
    names = [weight.name.split('/')[-1].split(':')[0] for weight in weights]
    return [name if name in plant.KINDS else '' for name in names]


def optimizers():
    """Return the classes of optimizers that are Keras' own.

    They are looked up before a student's code can put others there.
    """
    import tensorflow as tf
    import tensorflow.keras as keras
    spaces = [keras.optimizers, getattr(keras.optimizers, 'legacy', None),
              tf.train]         # of TensorFlow 1.12
    found = [getattr(space, name, None) for space in spaces
             for name in dir(space)]
    return {kind for kind in found if isinstance(kind, type)}


def refusal(function, *args):
    """Call a function; return the classes of what it raises, and its words.

    Where it raises nothing there are none.
    """
    try:
        function(*args)
    except Exception as error:
        return {'classes': [kind.__name__ for kind in type(error).__mro__],
                'message': str(error)[:2000]}
    return {'classes': [], 'message': ''}


def load(file):
    """Return the model that Keras loads from a file, and a list of reasons.

    It is not compiled where Keras does not find what it was compiled with:
    then the list says why, and it is empty otherwise.

    Raises:
        Exception: it does not load.
    """
    from tensorflow.keras.models import load_model
    try:
        return load_model(file), []
    except Exception as error:
        reason = first(error)
    try:
        return load_model(file, compile=False), [
            f'{type(reason).__name__}: {str(reason)[:2000]}']
    except Exception as error:
        raise first(error)


def first(error):
    """Return what an exception says that Keras says again for each model.

    There is one for each model around a layer; this is the layer's.
    """
    while error.__context__ is not None:
        error = error.__context__
    return error


class Steps(object):
    """The models of a case, and what has been recorded of them.

    Attributes:
        asked: child.Asked.
        models: dictionary, name -> model.
        values: dictionary, what was saved so far, by name.
    """

    def __init__(self, asked, eager, build):
        """Start without models.

        Args: eager is whether models run without a graph, build a function
        that makes the models again.
        """
        self.asked, self._eager, self._build = asked, eager, build
        self.models, self.values = which.Known(), {}

    def _keep(self, name, model):
        """Give a model a name under which it can be asked to predict."""
        if self._eager and hasattr(model, 'reset_metrics'):
            model.run_eagerly = True
        self.models[name] = model

    def _input(self, x):
        """Return an input: drawn, copied, or an earlier step's output."""
        if 'of' in x:
            earlier = self.values.get(x['of'])
            if not isinstance(earlier, list):
                raise which.Absent(x['of'])
            return np.asarray(earlier[0], np.float32)
        drawn = plant.uniform(x['shape'], x['seed'], x['low'], x['high'])
        return np.repeat(drawn, x['copies'], axis=0)

    def plant(self, model, seed, gain=1., fixed=()):
        """Plant known weights in a model."""
        model = self.models[model]
        shapes = [weight.shape for weight in model.get_weights()]
        model.set_weights(plant.planted(shapes, seed, gain, fixed,
                                        kinds(model, len(shapes))))

    def lend(self, models, to='auto', x=None):
        """Give a model the weights of its parts, where it has copies of these.

        Where it lists shared ones in another order, they stay as they were.

        Returns:
            What it gave for x before; [] where nothing was lent.
        """
        parts = [self.models[name].get_weights() for name in models]
        lent, whole = sum(parts, []), self.models[to]
        if x and not getattr(whole, 'built', True):
            self.predict(to, x)         # its weights are made then
        own = whole.get_weights()
        if [weight.shape for weight in own] != [
                weight.shape for weight in lent] or all(
                map(np.array_equal, own, lent)):
            return []
        before = self.predict(to, x) if x else []
        whole.set_weights(lent)
        for name, weights in zip(models, parts):
            self.models[name].set_weights(weights)
        return before

    def plant_again(self, models, seed, last=None):
        """Make the models again and plant other weights in these.

        This is the one call that gives the arguments by their names; last is
        the last of them, where it is another one. What comes back is whether
        auto has the very optimizer of the first call's.
        """
        first, self.models = self.models, self._build(again=True, last=last)
        own, other = (getattr(found.get('auto'), 'optimizer', None)
                      for found in (first, self.models))
        try:
            for model in models:
                if model in first:
                    self.plant(model, seed)
        finally:
            self.models = first
        return own is other and hasattr(own, 'get_config')

    def predict(self, model, x):
        """Return the list of a model's outputs."""
        return arrays(self.models[model].predict_on_batch(self._input(x)))

    def loss(self, x, method='test_on_batch'):
        """Return the loss of auto; a training step's is undone again."""
        auto = self.models['auto']
        before = auto.get_weights()
        value = batch.first_loss(auto, method, self._input(x))
        if method == 'train_on_batch':
            auto.set_weights(before)
        return value

    def compile(self, chain=(), loss='mse', weight=1., options=(),
                unless_compiled=False):
        """Compile auto as a user would, where that is not the task's.

        Args: as steps.Compile in course/ has it.
        """
        if unless_compiled and getattr(self.models['auto'], 'optimizer',
                                       None) is not None:
            return
        if chain:
            from tensorflow.keras import Sequential
            self.models['auto'] = Sequential([
                Sequential([self.models[name]])     # names must differ
                for name in chain])
        auto = self.models['auto']
        taken = inspect.signature(auto.compile).parameters
        words = {name: value for name, value in dict(options).items()
                 if name in taken}
        if weight != 1:
            words['loss_weights'] = [weight]
        auto.compile(optimizer='adam', loss=loss, **words)
        if self._eager:
            auto.run_eagerly = True

    def thaw(self, models):
        """Let all weights of these models learn.

        Returns:
            Of each weight whether it was frozen, by model. What moves by
            itself, as a batch normalisation's mean does, is not.
        """
        found = {}
        for name in models:
            model = self.models[name]
            free = {id(weight) for weight in model.trainable_weights}
            moving = kinds(model, len(model.get_weights()))
            found[name] = [id(weight) not in free and
                           not kind.startswith('moving')
                           for weight, kind in zip(model.weights, moving)]
        for name in models:
            if any(found[name]):
                self.models[name].trainable = True
        return found

    def train(self, x, models):
        """Train auto on a batch once; return its loss and the weights.

        The weights are those of the models that are named.
        """
        return {'loss': batch.first_loss(
                    self.models['auto'], 'train_on_batch', self._input(x)),
                'weights': {name: arrays(self.models[name].get_weights())
                            for name in models}}

    def optimizer(self, model='auto'):
        """Return the class names of an optimizer and of its base classes.

        A class that is not Keras' own has its module before its name.
        """
        optimizer = getattr(self.models[model], 'optimizer', None)
        optimizer = getattr(optimizer, 'optimizer', optimizer)
        own = self.asked.optimizers | {type(None)}
        return [kind.__name__ if kind in own else
                f'{kind.__module__}.{kind.__name__}'
                for kind in type.mro(type(optimizer))]

    def initial(self, model):
        """Return the mean square of each of a model's first weights."""
        return [float(np.mean(np.square(weight)))
                for weight in self.models[model].get_weights()[:40]]

    def settings(self):
        """Return the numbers among the settings of auto's optimizer."""
        optimizer = self.models['auto'].optimizer
        optimizer = getattr(optimizer, 'optimizer', optimizer)
        try:
            found = optimizer.get_config()
        except Exception:               # TensorFlow 1.12's own have none
            found = vars(optimizer)
        return {str(name): float(value) for name, value in found.items()
                if isinstance(value, (bool, int, float, np.number))}

    def metrics(self, x):
        """Return what auto logs for a batch: name -> number."""
        return dict(batch.logged(
            self.models['auto'], 'test_on_batch', self._input(x)))

    def layers(self, model, names):
        """Return the weight shapes of a model's layers, found by name.

        The first is the input's, which a Sequential does not list. Keras
        knows no input of a subclassed model: any name will do.
        """
        model = self.models[model]
        ends = getattr(model, 'inputs', None)
        found = {end._keras_history[0].name: [] for end in ends} if ends \
            else {names[0]: []}
        found.update((layer.name, layer.get_weights())
                     for layer in model.layers)
        return {name: [list(weight.shape) for weight in found[name]]
                if name in found else None for name in names}

    def named(self, model, names, x):
        """Return what layers give, found by name, as far as there are any.

        Of a subclassed model Keras does not know it.
        """
        import tensorflow.keras as keras
        whole = self.models[model]
        found = {layer.name: layer for layer in whole.layers
                 if getattr(whole, 'inputs', None)}
        names = [name for name in names if name in found]
        if not names:
            return {}
        part = keras.models.Model(whole.inputs,
                                  [found[name].output for name in names])
        if self._eager and hasattr(part, 'reset_metrics'):
            part.run_eagerly = True
        return dict(zip(names, arrays(part.predict_on_batch(
            self._input(x)))))

    def store(self, model, file, unless_there=False):
        """Save a model with Keras, unless there is such a file already."""
        if not (unless_there and os.path.exists(file)):
            self.models[model].save(file)

    def read(self, files):
        """Load models with Keras: name -> file; return why uncompiled."""
        reasons = []
        for name, file in files.items():
            model, why = load(file)
            self._keep(name, model)
            reasons += why
        return reasons

    def raises(self, build, args):
        """Make models; return what that raises."""
        return refusal(getattr(builders, build), self.asked,
                       *to_python(args))
