#!/usr/bin/env python3
"""Task 6, as short as it gets."""
import tensorflow.keras as keras


def model(shape, target, activation):
    """Return a model from a shape to a target shape."""
    size = int(keras.ops.prod(target))
    return keras.Sequential([
        keras.Input(shape=shape), keras.layers.Flatten(),
        keras.layers.Dense(64, activation='selu'),
        keras.layers.Dense(size, activation=activation),
        keras.layers.Reshape(target)])


def mnist_encoder(input_shape, code_shape):
    """Return an encoder."""
    return model(input_shape, code_shape, None)


def mnist_decoder(code_shape, output_shape):
    """Return a decoder."""
    return model(code_shape, output_shape, 'sigmoid')


class Chained(keras.Model):
    """All models in a row, with checks of what goes from one to the next."""

    def __init__(self, *models):
        """Keep the models."""
        super().__init__()
        self.models = models

    def call(self, x):
        """Return what the last model gives; ValueError where one refuses."""
        first = x.shape[1:]
        for model in self.models:
            taken = getattr(model, 'inputs', None) or [x]
            if len(taken) > 1 or differ(x.shape[1:], taken[0].shape[1:]):
                raise ValueError('given %s, but %s takes %s' % (
                    x.shape[1:], model.name, [t.shape[1:] for t in taken]))
            x = model(x)
            if isinstance(x, (list, tuple, dict)):
                raise ValueError('%s gives %d outputs' % (model.name, len(x)))
        if differ(x.shape[1:], first):
            raise ValueError('given %s, returned %s' % (first, x.shape[1:]))
        return x


def differ(a, b):
    """Return whether shapes differ where both are known."""
    return len(a) != len(b) or any(
        i != j and i is not None and j is not None for i, j in zip(a, b))


class Autoencoder:
    """Any encoder and any decoder."""

    def __init__(self, encoder, decoder):
        """Join and compile."""
        self.encoder = encoder
        self.decoder = decoder
        self.auto = Chained(encoder, decoder)
        if getattr(encoder, 'inputs', None):
            if len(encoder.inputs) > 1:
                raise ValueError('several inputs: %s' % encoder.inputs)
            self.auto.call(keras.Input(shape=encoder.inputs[0].shape[1:]))
        self.auto.compile('adam', 'mse')

    def train(self, data, epochs=10, batch_size=256, **options):
        """Train on data."""
        self.auto.call(keras.Input(shape=data.shape[1:]))
        return self.auto.fit(data, data, batch_size, epochs, **options)

    def save_models(self, name, extension='.keras'):
        """Save the models."""
        if extension not in ('.keras', '.hdf5'):
            raise ValueError(extension)
        self.encoder.save('encoder' + name + extension)
        self.decoder.save('decoder' + name + extension)

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load the models."""
        return cls(*[keras.models.load_model(part + name + extension)
                     for part in ('encoder', 'decoder')])
