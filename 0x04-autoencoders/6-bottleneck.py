#!/usr/bin/env python3
"""Task 6: any encoder and any decoder, joined at a bottleneck of any shape.

Source: a small library's README, whose names are kept; the idea is Hinton
and Salakhutdinov, "Reducing the Dimensionality of Data with Neural
Networks", Science 313 (2006). Shapes are tuples, without the batch.
"""
import tensorflow.keras as keras


def dense(input_shape, output_shape, widths, activation):
    """Return relu layers of these widths, and a last one, between shapes."""
    units = int(keras.ops.prod(output_shape))
    return keras.Sequential(
        [keras.Input(shape=input_shape), keras.layers.Flatten()]
        + [keras.layers.Dense(width, activation='relu') for width in widths]
        + [keras.layers.Dense(units, activation=activation),
           keras.layers.Reshape(output_shape)])


def mnist_encoder(input_shape, code_shape):
    """Return a new model: (batch, *input_shape) -> (batch, *code_shape)."""
    return dense(input_shape, code_shape, [256, 128], 'linear')


def mnist_decoder(code_shape, output_shape):
    """Return a new model: (batch, *code_shape) -> (batch, *output_shape).

    Its outputs lie in (0, 1), as MNIST's pixels do.
    """
    return dense(code_shape, output_shape, [128, 256], 'sigmoid')


def ends(model):
    """Return a model's input and output; ValueError unless one of each."""
    inputs = keras.tree.flatten(getattr(model, 'inputs', 0) or model.input)
    outputs = keras.tree.flatten(getattr(model, 'outputs', 0) or model.output)
    if len(inputs) != 1 or len(outputs) != 1:
        raise ValueError('not one input and one output, but %s and %s' % (
            [x.shape[1:] for x in inputs], [y.shape[1:] for y in outputs]))
    return inputs + outputs


def paths(name, extension):
    """Return encoder<name><extension> and decoder<name><extension>."""
    if extension not in ('.keras', '.hdf5'):
        raise ValueError('%r is neither .keras nor .hdf5' % (extension,))
    return [part + name + extension for part in ('encoder', 'decoder')]


class Autoencoder:
    """Two Keras models of any kind, trained as one on mean((x - y)**2).

    The squared error of the reconstruction y, averaged over the values of x
    and the batch, suits outputs of any range. Attributes:
        encoder, decoder: the very models that were given.
        auto: the decoder on the encoder, sharing their weights, compiled
            with Adam and that loss.
    """

    def __init__(self, encoder, decoder):
        """Join two models. ValueError, naming the two shapes that differ,
        unless each has one input, one output, and takes what the other gives.
        """
        (x, code), (z, y) = ends(encoder), ends(decoder)
        for giver, given, taker, taken in (('encoder', code, 'decoder', z),
                                           ('decoder', y, 'encoder', x)):
            if given.shape[1:] != taken.shape[1:]:
                raise ValueError('the %s gives %s, but the %s takes %s' % (
                    giver, given.shape[1:], taker, taken.shape[1:]))
        self.encoder, self.decoder = encoder, decoder
        self.auto = keras.Model(x, decoder(code), name='auto')
        self.auto.compile(optimizer='adam', loss='mse')

    def train(self, data, epochs=10, batch_size=256, **options):
        """Fit data (n, *input_shape) to itself; return Keras' history.

        More options go to Keras' fit. ValueError where data does not fit.
        """
        want, have = self.auto.input_shape[1:], data.shape[1:]
        if len(want) != len(have) or any(
                size not in (None, side) for size, side in zip(want, have)):
            raise ValueError('the encoder takes %s, but the data is %s' % (
                want, have))
        return self.auto.fit(data, data, batch_size, epochs, **options)

    def save_models(self, name, extension='.keras'):
        """Write encoder<name><extension> and decoder<name><extension>;
        ValueError where the extension is neither .keras nor .hdf5.
        """
        encoder, decoder = paths(name, extension)
        self.encoder.save(encoder)
        self.decoder.save(decoder)

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Return the Autoencoder that save_models wrote under that name."""
        return cls(*[keras.models.load_model(path, compile=False)
                     for path in paths(name, extension)])
