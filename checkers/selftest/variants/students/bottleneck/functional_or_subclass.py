#!/usr/bin/env python3
"""An autoencoder of two models, in the functional style of tutorials."""
import tensorflow.keras as keras


def count(shape):
    """Return how many numbers an array of this shape holds."""
    number = 1
    for side in shape:
        number *= side
    return number


def mnist_encoder(input_shape, code_shape):
    """Return a new encoder, input_shape -> code_shape."""
    inputs = keras.Input(shape=input_shape)
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(128, activation='relu')(x)
    x = keras.layers.Dense(64, activation='relu')(x)
    x = keras.layers.Dense(count(code_shape), activation='relu')(x)
    return keras.Model(inputs, keras.layers.Reshape(code_shape)(x))


def mnist_decoder(code_shape, output_shape):
    """Return a new decoder, code_shape -> output_shape, in (0, 1)."""
    inputs = keras.Input(shape=code_shape)
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(64, activation='relu')(x)
    x = keras.layers.Dense(128, activation='relu')(x)
    x = keras.layers.Dense(count(output_shape), activation='sigmoid')(x)
    return keras.Model(inputs, keras.layers.Reshape(output_shape)(x))


class Both(keras.Model):
    """The decoder on the encoder, for models whose shapes are unknown."""

    def __init__(self, encoder, decoder):
        """Keep the two models."""
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def call(self, inputs):
        """Return the reconstruction of inputs."""
        return self.decoder(self.encoder(inputs))


def same(one, other):
    """Return whether two shapes agree; None agrees with any number."""
    if len(one) != len(other):
        return False
    for a, b in zip(one, other):
        if a is not None and b is not None and a != b:
            return False
    return True


def verify(encoder, decoder, shape):
    """Raise ValueError unless the two fit for inputs of this shape."""
    x = keras.Input(shape=shape)
    code = encoder(x)
    if isinstance(code, (list, tuple, dict)):
        raise ValueError('the encoder has more than one output')
    taken = getattr(decoder, 'inputs', None)
    if taken:
        if len(taken) > 1:
            raise ValueError('the decoder has more than one input')
        if not same(code.shape[1:], taken[0].shape[1:]):
            raise ValueError(
                'the encoder gives codes of shape {}, but the decoder takes '
                'codes of shape {}'.format(tuple(code.shape[1:]),
                                           tuple(taken[0].shape[1:])))
    y = decoder(code)
    if isinstance(y, (list, tuple, dict)):
        raise ValueError('the decoder has more than one output')
    if not same(y.shape[1:], x.shape[1:]):
        raise ValueError(
            'the decoder gives outputs of shape {}, but the encoder takes '
            'inputs of shape {}'.format(tuple(y.shape[1:]),
                                        tuple(x.shape[1:])))


class Autoencoder:
    """An encoder and a decoder, trained together."""

    def __init__(self, encoder, decoder):
        """Join the two models and compile them with Adam and mse."""
        self.encoder = encoder
        self.decoder = decoder
        known = getattr(encoder, 'inputs', None)
        if known and len(known) > 1:
            raise ValueError('the encoder has more than one input')
        if known:
            verify(encoder, decoder, known[0].shape[1:])
            inputs = keras.Input(shape=known[0].shape[1:])
            self.auto = keras.Model(inputs, decoder(encoder(inputs)))
        else:
            self.auto = Both(encoder, decoder)
        self.auto.compile(optimizer='adam', loss='mse')

    def train(self, data, epochs=10, batch_size=256, **options):
        """Train on data; return Keras' history."""
        known = getattr(self.encoder, 'inputs', None)
        if known and not same(data.shape[1:], known[0].shape[1:]):
            raise ValueError(
                'the data has shape {}, but the encoder takes {}'.format(
                    tuple(data.shape[1:]), tuple(known[0].shape[1:])))
        verify(self.encoder, self.decoder, data.shape[1:])
        return self.auto.fit(data, data, epochs=epochs,
                             batch_size=batch_size, **options)

    def save_models(self, name, extension='.keras'):
        """Write the two models to two files in the working folder."""
        if extension not in ('.keras', '.hdf5'):
            raise ValueError('extension must be .keras or .hdf5')
        self.encoder.save('encoder' + name + extension)
        self.decoder.save('decoder' + name + extension)

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Return an Autoencoder of the two models in the files."""
        encoder = keras.models.load_model('encoder' + name + extension)
        decoder = keras.models.load_model('decoder' + name + extension)
        return cls(encoder, decoder)
