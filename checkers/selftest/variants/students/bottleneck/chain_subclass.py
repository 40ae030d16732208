#!/usr/bin/env python3
"""Task 6. Subclasses of keras.Model, as in Keras' own guides."""
import tensorflow.keras as keras


class Chain(keras.Model):
    """Two models, one behind the other."""

    def __init__(self, first, second, **kwargs):
        """Remember both."""
        super(Chain, self).__init__(**kwargs)
        self.first = first
        self.second = second

    def call(self, x, training=None):
        """Return second(first(x))."""
        return self.second(self.first(x))


def volume(shape):
    """Multiply all sides of a shape."""
    return shape[0] * volume(shape[1:]) if shape else 1


def mnist_encoder(input_shape, code_shape):
    """Build the encoder as a Sequential model."""
    model = keras.Sequential(name='mnist_encoder')
    model.add(keras.layers.Input(shape=input_shape))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(200, activation='tanh'))
    model.add(keras.layers.Dense(volume(tuple(code_shape))))
    model.add(keras.layers.Reshape(code_shape))
    return model


def mnist_decoder(code_shape, output_shape):
    """Build the decoder as a Sequential model."""
    model = keras.Sequential(name='mnist_decoder')
    model.add(keras.layers.Input(shape=code_shape))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(200, activation='tanh'))
    model.add(keras.layers.Dense(volume(tuple(output_shape))))
    model.add(keras.layers.Activation('sigmoid'))
    model.add(keras.layers.Reshape(output_shape))
    return model


def only(tensors, what):
    """Return the one tensor there is, or raise ValueError."""
    tensors = keras.tree.flatten(tensors)
    if len(tensors) != 1:
        raise ValueError('%s: one was expected, not %d, of the shapes %s' % (
            what, len(tensors), [t.shape[1:] for t in tensors]))
    return tensors[0]


def compare(a, b, text):
    """Raise ValueError where the shapes of a and b are not alike."""
    a, b = tuple(a), tuple(b)
    alike = len(a) == len(b) and all(
        m == n or m is None or n is None for m, n in zip(a, b))
    if not alike:
        raise ValueError(text % (a, b))


class Autoencoder(object):
    """Two Keras models that learn together."""

    def __init__(self, encoder, decoder):
        """Check both models where it can be done; build auto; compile it."""
        self.encoder = encoder
        self.decoder = decoder
        for model, name in ((encoder, 'encoder'), (decoder, 'decoder')):
            if getattr(model, 'inputs', None):
                only(model.inputs, name + "'s inputs")
                only(model.outputs, name + "'s outputs")
        if getattr(encoder, 'inputs', None):
            self._check(encoder.inputs[0].shape[1:])
        self.auto = Chain(encoder, decoder)
        self.auto.compile(optimizer=keras.optimizers.Adam(),
                          loss=keras.losses.MeanSquaredError())

    def _check(self, shape):
        """Send a symbolic tensor through both models."""
        x = keras.Input(shape=shape)
        if getattr(self.encoder, 'inputs', None):
            compare(shape, self.encoder.inputs[0].shape[1:],
                    'data is %s, but the encoder wants %s')
        code = only(self.encoder(x), "encoder's outputs")
        if getattr(self.decoder, 'inputs', None):
            compare(code.shape[1:],
                    only(self.decoder.inputs, "decoder's inputs").shape[1:],
                    'the code is %s, but the decoder wants %s')
        y = only(self.decoder(code), "decoder's outputs")
        compare(y.shape[1:], shape,
                'the decoder gives %s, but the encoder takes %s')

    def train(self, data, epochs=10, batch_size=256, **options):
        """Fit the data to itself."""
        self._check(data.shape[1:])
        return self.auto.fit(x=data, y=data, batch_size=batch_size,
                             epochs=epochs, **options)

    def save_models(self, name, extension='.keras'):
        """Save the encoder and the decoder."""
        if extension != '.keras' and extension != '.hdf5':
            raise ValueError('unknown extension: ' + str(extension))
        keras.models.save_model(self.encoder, f'encoder{name}{extension}')
        keras.models.save_model(self.decoder, f'decoder{name}{extension}')

    @staticmethod
    def load_models(name, extension='.keras'):
        """Load the encoder and the decoder."""
        return Autoencoder(
            keras.models.load_model(f'encoder{name}{extension}'),
            keras.models.load_model(f'decoder{name}{extension}'))
