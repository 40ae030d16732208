#!/usr/bin/env python3
"""Task 6: any encoder and any decoder, joined at a bottleneck of any shape.

Source: a small library's README, whose names are kept; the idea is Hinton
and Salakhutdinov, "Reducing the Dimensionality of Data with Neural
Networks", Science 313 (2006). Shapes are tuples, without the batch.
"""
import tensorflow.keras as keras


def dense(input_shape, output_shape, widths, activation):
    """Return relu layers of these widths, and a last one, between shapes."""
    return keras.Sequential(
        [keras.Input(shape=input_shape), keras.layers.Flatten()]
        + [keras.layers.Dense(width, activation='relu') for width in widths]
        + [keras.layers.Dense(int(keras.ops.prod(output_shape)), activation),
           keras.layers.Reshape(output_shape)])


def mnist_encoder(input_shape, code_shape):
    """Return a new model: (batch, *input_shape) -> (batch, *code_shape)."""
    return dense(input_shape, code_shape, [256, 128], 'linear')


def mnist_decoder(code_shape, output_shape):
    """Return a new model: (batch, *code_shape) -> (batch, *output_shape).
    Its outputs lie in (0, 1), as MNIST's pixels do.
    """
    return dense(code_shape, output_shape, [128, 256], 'sigmoid')


def match(said, given, want, taken):
    """Raise ValueError unless each list is one tensor, and shapes agree."""
    one, other = [[end.shape[1:] for end in ends] for ends in (given, taken)]
    if not len(one) == len(other) == 1 or len(*one) != len(*other) or any(
            None not in pair and pair[0] != pair[1]     # None agrees with any
            for pair in zip(*one, *other)):
        raise ValueError('the %s %s, but the %s %s' % (said, one, want, other))


def check(encoder, decoder, shape):
    """Raise ValueError where data of this shape cannot pass both."""
    x = [keras.Input(shape)]
    match('data has', x, 'encoder takes', getattr(encoder, 'inputs', 0) or x)
    code = keras.tree.flatten(encoder(*x))
    match('encoder gives', code, 'decoder takes',
          getattr(decoder, 'inputs', 0) or code)
    y = keras.tree.flatten(decoder(*code))
    match('decoder gives', y, 'encoder takes', x)


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
        auto: the decoder on the encoder, compiled with Adam and that loss.
    """

    def __init__(self, encoder, decoder):
        """Join two models. ValueError, naming the two shapes that differ,
        unless each has one input, one output, and takes what the other gives.
        Where Keras knows no shapes before data come, train raises it.
        """
        self.encoder, self.decoder = encoder, decoder
        if getattr(encoder, 'inputs', None):
            check(encoder, decoder, encoder.inputs[0].shape[1:])
        self.auto = keras.Sequential([encoder, keras.Sequential(
            [decoder], name='after_' + encoder.name)])  # names must differ
        self.auto.compile(optimizer='adam', loss='mse')

    def train(self, data, epochs=10, batch_size=256, **options):
        """Fit data (n, *input_shape) to itself; return Keras' history. More
        options go to Keras' fit. ValueError where data does not fit.
        """
        check(self.encoder, self.decoder, data.shape[1:])
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
