#!/usr/bin/env python3
"""Task 6 with a train_step of its own.

The model takes its input as its target, whatever fit is given.
"""
import tensorflow.keras as keras


class SelfTaught(keras.Model):
    """A model that is trained to give back its input."""

    def __init__(self, encoder, decoder):
        """Store encoder and decoder."""
        super().__init__(name='autoencoder')
        self.encoder = encoder
        self.decoder = decoder

    def call(self, x):
        """Encode and decode x."""
        code = self.encoder(x)
        return self.decoder(code)

    def train_step(self, data):
        """Train with x as the target."""
        x = data[0] if isinstance(data, (tuple, list)) else data
        return super().train_step((x, x))

    def test_step(self, data):
        """Test with x as the target."""
        x = data[0] if isinstance(data, (tuple, list)) else data
        return super().test_step((x, x))


def mnist_encoder(input_shape, code_shape):
    """Return an encoder: Flatten, 100 relu units, the code."""
    n = int(keras.ops.prod(code_shape))
    return keras.Sequential([
        keras.layers.InputLayer(shape=input_shape),
        keras.layers.Flatten(),
        keras.layers.Dense(100, 'relu'),
        keras.layers.Dense(n, 'tanh'),
        keras.layers.Reshape(code_shape),
    ])


def mnist_decoder(code_shape, output_shape):
    """Return a decoder: Flatten, 100 relu units, the pixels."""
    n = int(keras.ops.prod(output_shape))
    return keras.Sequential([
        keras.layers.InputLayer(shape=code_shape),
        keras.layers.Flatten(),
        keras.layers.Dense(100, 'relu'),
        keras.layers.Dense(n, keras.activations.sigmoid),
        keras.layers.Reshape(output_shape),
    ])


def known(model):
    """Return whether Keras knows the shapes of a model."""
    return bool(getattr(model, 'inputs', None))


def matches(shape, other):
    """Return whether shapes agree; None stands for any length."""
    pairs = list(zip(shape, other))
    return len(shape) == len(other) and all(
        p == q for p, q in pairs if p is not None and q is not None)


class Autoencoder:
    """A trained pair."""

    def __init__(self, encoder, decoder):
        """Take two models, refuse them where they do not fit."""
        for role, model in [('encoder', encoder), ('decoder', decoder)]:
            if known(model) and len(model.inputs) > 1:
                raise ValueError('The %s has %d inputs.'
                                 % (role, len(model.inputs)))
            if known(model) and len(model.outputs) > 1:
                raise ValueError('The %s has %d outputs.'
                                 % (role, len(model.outputs)))
        if known(encoder) and known(decoder):
            a, b = encoder.output_shape[1:], decoder.input_shape[1:]
            if not matches(a, b):
                raise ValueError('Code shapes: %s and %s' % (a, b))
            a = decoder.compute_output_shape((None,) + tuple(a))[1:]
            b = encoder.input_shape[1:]
            if not matches(a, b):
                raise ValueError('Output shape %s, input shape %s' % (a, b))
        self.encoder, self.decoder = encoder, decoder
        if known(encoder):
            self.walk(encoder.inputs[0].shape[1:])
        self.auto = SelfTaught(encoder, decoder)
        self.auto.compile(optimizer=keras.optimizers.Adam(1e-3), loss='mse')

    def walk(self, shape):
        """Go through both models with data of this shape."""
        x = keras.Input(shape=shape)
        shapes = [tuple(x.shape[1:])]
        for model in self.encoder, self.decoder:
            if known(model) and not matches(x.shape[1:],
                                            model.inputs[0].shape[1:]):
                raise ValueError('%s cannot take %s, but only %s' % (
                    model.name, x.shape[1:], model.inputs[0].shape[1:]))
            x = model(x)
            if isinstance(x, (tuple, list, dict)):
                raise ValueError('%s gives %d outputs' % (model.name, len(x)))
            shapes.append(tuple(x.shape[1:]))
        if not matches(shapes[0], shapes[2]):
            raise ValueError('%s becomes %s' % (shapes[0], shapes[2]))

    def train(self, data, epochs=10, batch_size=256, **options):
        """Fit to data."""
        self.walk(data.shape[1:])
        return self.auto.fit(data, data, batch_size=batch_size,
                             epochs=epochs, **options)

    def save_models(self, name, extension='.keras'):
        """Save to disk."""
        if extension == '.keras' or extension == '.hdf5':
            self.encoder.save(''.join(['encoder', name, extension]))
            self.decoder.save(''.join(['decoder', name, extension]))
            return
        raise ValueError(extension)

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load from disk."""
        return cls(keras.saving.load_model('encoder' + name + extension)
                   if hasattr(keras, 'saving') else
                   keras.models.load_model('encoder' + name + extension),
                   keras.models.load_model('decoder' + name + extension))
