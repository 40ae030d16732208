#!/usr/bin/env python3
"""Task 6: an Autoencoder with properties."""
import tensorflow.keras as keras


def cells(shape):
    """Return how many cells an array has."""
    answer = 1
    for side in tuple(shape):
        answer = answer * side
    return answer


def mnist_encoder(input_shape, code_shape):
    """Return a fresh encoder.

    input_shape: tuple
    code_shape: tuple
    """
    i = keras.Input(input_shape)
    o = keras.layers.Flatten()(i)
    o = keras.layers.Dense(400, activation='gelu')(o)
    o = keras.layers.LayerNormalization()(o)
    o = keras.layers.Dense(cells(code_shape))(o)
    o = keras.layers.Reshape(code_shape)(o)
    return keras.Model(i, o, name='mnist_encoder')


def mnist_decoder(code_shape, output_shape):
    """Return a fresh decoder.

    code_shape: tuple
    output_shape: tuple
    """
    i = keras.Input(code_shape)
    o = keras.layers.Flatten()(i)
    o = keras.layers.Dense(400, activation='gelu')(o)
    o = keras.layers.LayerNormalization()(o)
    o = keras.layers.Dense(cells(output_shape))(o)
    o = keras.layers.Reshape(output_shape)(o)
    o = keras.layers.Activation('sigmoid')(o)
    return keras.Model(i, o, name='mnist_decoder')


class Pair(keras.Model):
    """Two models as one."""

    def __init__(self, encoder, decoder):
        """Save them."""
        super().__init__(name='pair')
        self.front = encoder
        self.back = decoder

    def call(self, inputs):
        """Run them."""
        return self.back(self.front(inputs))


class Autoencoder:
    """Encoder and decoder, and what is made of them."""

    def __init__(self, encoder, decoder):
        """Check, join and compile."""
        for model in (encoder, decoder):
            if len(getattr(model, 'inputs', None) or [0]) > 1 or \
                    len(getattr(model, 'outputs', None) or [0]) > 1:
                raise ValueError('%s must have one input and one output'
                                 % model.name)
        self.__encoder = encoder
        self.__decoder = decoder
        if getattr(encoder, 'inputs', None):
            self.__check(encoder.inputs[0].shape[1:])
        self.__auto = Pair(encoder, decoder)
        self.__auto.compile(optimizer=keras.optimizers.Adam(),
                            loss=keras.losses.get("mse"),
                            metrics=['mae'])

    @property
    def encoder(self):
        """Return the encoder."""
        return self.__encoder

    @property
    def decoder(self):
        """Return the decoder."""
        return self.__decoder

    @property
    def auto(self):
        """Return the model that is trained."""
        return self.__auto

    def __check(self, shape):
        """Raise ValueError where shapes differ."""
        x = keras.Input(shape)
        self.__compare(x, self.encoder, 'encoder')
        z = self.__single(self.encoder(x), 'encoder')
        self.__compare(z, self.decoder, 'decoder')
        y = self.__single(self.decoder(z), 'decoder')
        if not self.__alike(y.shape, x.shape):
            raise ValueError('the decoder gives %s where the encoder took %s'
                             % (y.shape[1:], x.shape[1:]))

    def __compare(self, tensor, model, name):
        """Raise ValueError where the model takes other tensors."""
        if getattr(model, 'inputs', None) and not self.__alike(
                tensor.shape, model.inputs[0].shape):
            raise ValueError('the %s is given %s but takes %s' % (
                name, tensor.shape[1:], model.inputs[0].shape[1:]))

    @staticmethod
    def __alike(a, b):
        """Return whether the shapes may be the same."""
        return len(a) == len(b) and all(
            i == j or i is None or j is None for i, j in zip(a, b))

    @staticmethod
    def __single(tensors, name):
        """Return the only output of a model."""
        if isinstance(tensors, (list, tuple, dict)):
            raise ValueError('the %s gives %d outputs' % (name, len(tensors)))
        return tensors

    def train(self, data, epochs=10, batch_size=256, **options):
        """Fit the data to itself."""
        self.__check(data.shape[1:])
        options.update(epochs=epochs, batch_size=batch_size)
        return self.auto.fit(data, data, **options)

    def save_models(self, name, extension='.keras'):
        """Save the two models."""
        if extension not in ('.keras', '.hdf5'):
            raise ValueError('the extension must be .keras or .hdf5, not %r'
                             % (extension,))
        for part in 'encoder', 'decoder':
            getattr(self, part).save(part + name + extension)

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load two models, and join them."""
        return cls(**{part: keras.models.load_model(part + name + extension)
                      for part in ('encoder', 'decoder')})
