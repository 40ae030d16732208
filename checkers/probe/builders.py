"""How the models of a case are made from what the student defined.

A builder takes what is asked for (child.Asked) and the case's arguments, and
returns the models. Where an exception ends it, those in its variables count.
"""
import numpy as np


# The builders that give their models in the places of the case's. Models of
# the others are known by what they map.
BY_PLACE = ('halves', 'foreign')


def returned(asked, *args):
    """Let the first definition return the models."""
    return asked.call(0, *args)


def procedural(asked, shape, layers):
    """Make two models from the functions encoder and decoder.

    Each gets a list of its own, so that a change of one does not reach the
    other; what either leaves behind is put into layers.
    """
    import tensorflow.keras as keras
    lists = list(layers), list(layers)
    inputs = keras.layers.Input(shape=shape)
    try:
        code = asked.call(0, inputs, lists[0])
        if not hasattr(code, 'shape'):
            raise TypeError('what encoder returns is no tensor: ' +
                            type(code).__name__)
        encoder = keras.models.Model(inputs, code)
        outputs = asked.call(1, code, lists[1])
    finally:
        layers[:] = next((after for after in lists if after != layers),
                         layers)
    return encoder, keras.models.Model(inputs, outputs)


def encoded(asked, shape, layers):
    """Let the function encoder alone make a code."""
    import tensorflow.keras as keras
    return asked.call(0, keras.layers.Input(shape=shape), layers)


class Replaced(Exception):
    """A second object has put its models in the places of the first one's."""


def composable(asked, *args):
    """Take both models out of an AutoEncoder.

    Raises:
        Replaced: where it was made a second time.
    """
    made = asked.call(2, *args)
    models, first = parts(made), getattr(asked, 'made', None)
    # Who makes a model anew whenever it is asked for has the same weights.
    if asked.by_name and first and of(parts(first[0])) != of(first[1]):
        raise Replaced('the encoder and model of one AutoEncoder are now '
                       'those of another')
    asked.made = made, models
    return models


def of(models):
    """Return which weights models have."""
    return [id(weight) for model in models
            for weight in getattr(model, 'weights', ())]


def parts(made):
    """Return the two models of an AutoEncoder."""
    return getattr(made, 'encoder', None), getattr(made, 'model', None)


class Raised(object):
    """Stands where a model should be that could not be made."""

    def __init__(self, error):
        """Keep the exception."""
        self.error = error

    def get_weights(self):
        """Return something that can be recorded."""
        return [np.zeros(1, np.float32)]

    def set_weights(self, weights):
        """Keep nothing."""

    def predict_on_batch(self, x):
        """Raise the exception."""
        raise self.error


def halves(asked, shape, code):
    """Let the first two definitions return an encoder and a decoder.

    Where one of them fails, the other is seen all the same.
    """
    made = []
    for place, args in enumerate([(shape, code), (code, shape)]):
        try:
            made.append(asked.call(place, *args))
            if not hasattr(made[-1], 'get_weights'):
                raise TypeError('what is returned is no Keras model: ' +
                                type(made.pop()).__name__)
        except Exception as error:
            made.append(Raised(error))
    return made


def foreign(asked, shape, code, kind):
    """Make two small models that are not the student's.

    Its outputs below 0 show whether they are cut off.

    Args: kind is 'functional', or 'other' for a subclassed model and a
    Sequential without Input, both built by the shapes that they are given.
    """
    if kind == 'functional':
        return (functional(shape, stack(7, code, 'linear')),
                functional(code, stack(5, shape, 'tanh')))
    made = without_shapes(code, shape)
    for model, takes in zip(made, (shape, code)):
        model.build((None,) + tuple(takes))
    return made


def without_shapes(code, gives):
    """Return two such models; data, or build, will show what they take."""
    from tensorflow.keras import Model, Sequential

    class Subclassed(Model):
        """A Sequential, as a model of a class of its own."""

        def __init__(self, stacked):
            """Make the layers."""
            super(Subclassed, self).__init__()
            self.stacked = Sequential(stacked)

        def build(self, input_shape):
            """Make the weights."""
            self.stacked.build(input_shape)
            self.built = True

        def call(self, x):
            """Return what the layers give."""
            return self.stacked(x)

    return (Subclassed(stack(7, code, 'linear')),
            Sequential(stack(5, gives, 'tanh')))


def stack(width, last, activation):
    """Return a tanh layer and a last one, which gives a shape."""
    from tensorflow.keras import layers
    return [layers.Flatten(), layers.Dense(width, activation='tanh'),
            layers.Dense(size(last), activation=activation),
            layers.Reshape(tuple(last))]


def functional(shape, stacked):
    """Return a functional model of layers."""
    from tensorflow.keras import Model, layers
    x = inputs = layers.Input(shape=tuple(shape))
    for layer in stacked:
        x = layer(x)
    return Model(inputs, x)


def size(shape):
    """Return how many values a shape has."""
    return int(np.prod(shape))


def wired(inputs, outputs):
    """Return a model with inputs and outputs of these shapes."""
    from tensorflow.keras import Model, layers
    inputs = [layers.Input(shape=tuple(shape)) for shape in inputs]
    x = [layers.Flatten()(x) for x in inputs]
    x = layers.concatenate(x) if len(x) > 1 else x[0]
    made = [layers.Reshape(tuple(shape))(layers.Dense(size(shape))(x))
            for shape in outputs]
    return Model(*[end if len(end) > 1 else end[0]
                   for end in (inputs, made)])
