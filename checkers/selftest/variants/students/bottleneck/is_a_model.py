#!/usr/bin/env python3
"""The bottleneck: an Autoencoder that is itself a Keras model."""
import tensorflow.keras as keras


def mlp(name, shape_in, shape_out, sizes, last):
    """Return a multilayer perceptron between two shapes."""
    size = 1
    for side in shape_out:
        size *= side
    layers = [keras.Input(shape=shape_in), keras.layers.Flatten()]
    for s in sizes:
        layers.append(keras.layers.Dense(s, activation='elu',
                                         kernel_initializer='he_normal'))
    layers.append(keras.layers.Dense(size, activation=last))
    layers.append(keras.layers.Reshape(target_shape=shape_out))
    return keras.Sequential(layers, name=name)


def mnist_encoder(input_shape, code_shape):
    """Return a new encoder."""
    return mlp('encoder', input_shape, code_shape, (512, 256, 128), 'relu')


def mnist_decoder(code_shape, output_shape):
    """Return a new decoder; its outputs lie between 0 and 1."""
    return mlp('decoder', code_shape, output_shape, (128, 256, 512),
               'sigmoid')


class Autoencoder(keras.Model):
    """An autoencoder of any two models."""

    def __init__(self, encoder, decoder):
        """Keep encoder and decoder, and build auto of them."""
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder
        if hasattr(encoder, 'inputs') and encoder.inputs:
            self.fits(encoder.inputs)
            x = keras.Input(batch_shape=encoder.inputs[0].shape)
            self.auto = keras.Model(x, self.call(x))
        else:
            self.auto = keras.Sequential([
                keras.layers.Identity(), Inner(encoder, decoder)])
        self.auto.compile(optimizer='adam', loss='mse')

    def call(self, inputs):
        """Return the reconstruction."""
        return self.decoder(self.encoder(inputs))

    def fits(self, inputs):
        """Raise a ValueError if the models do not fit."""
        one('inputs of the encoder', inputs)
        x = keras.Input(shape=inputs[0].shape[1:])
        if hasattr(self.encoder, 'inputs') and self.encoder.inputs:
            like(x, self.encoder.inputs[0], 'the input', 'the encoder')
        z = one('outputs of the encoder', self.encoder(x))
        if hasattr(self.decoder, 'inputs') and self.decoder.inputs:
            like(z, one('inputs of the decoder', self.decoder.inputs),
                 'the code', 'the decoder')
        y = one('outputs of the decoder', self.decoder(z))
        like(y, x, 'the output', 'the encoder')

    def train(self, data, epochs=10, batch_size=256, **options):
        """Fit data to itself, and return the history."""
        self.fits([keras.KerasTensor((None,) + tuple(data.shape[1:]))])
        return self.auto.fit(data, data, batch_size, epochs, **options)

    def save_models(self, name, extension='.keras'):
        """Save encoder and decoder."""
        if extension in ('.keras', '.hdf5'):
            self.encoder.save('encoder' + name + extension)
            self.decoder.save('decoder' + name + extension)
        else:
            raise ValueError('not an extension: %s' % extension)

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load encoder and decoder."""
        load = keras.models.load_model
        return cls(load('encoder' + name + extension),
                   load('decoder' + name + extension))


class Inner(keras.layers.Layer):
    """A layer that calls two models."""

    def __init__(self, encoder, decoder):
        """Keep the models."""
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def call(self, inputs):
        """Return the reconstruction."""
        return self.decoder(self.encoder(inputs))


def one(text, tensors):
    """Return the only tensor."""
    tensors = keras.tree.flatten(tensors)
    if len(tensors) > 1:
        raise ValueError('more than one: %s' % text)
    return tensors[0]


def like(a, b, text, taker):
    """Raise a ValueError unless a has the shape that b has."""
    a, b = a.shape[1:], b.shape[1:]
    for i in range(max(len(a), len(b))):
        if len(a) != len(b) or (a[i] != b[i] and a[i] and b[i]):
            raise ValueError('%s has shape %s, but %s takes %s'
                             % (text, a, taker, b))
