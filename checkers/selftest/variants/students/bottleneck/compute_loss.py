#!/usr/bin/env python3
"""Task 6: the loss is computed by the model itself, line by line."""
import tensorflow.keras as keras


class Network(keras.Model):
    """The decoder on the encoder."""

    def __init__(self, encoder, decoder, **kwargs):
        """Take the two parts."""
        super().__init__(**kwargs)
        self.encoder, self.decoder = encoder, decoder

    def call(self, x):
        """Return the output of the decoder."""
        return self.decoder(self.encoder(x))

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Return the mean squared error."""
        return keras.ops.mean(keras.ops.square(y - y_pred))


def units(shape):
    """Return the number of units that a shape needs."""
    answer = 1
    for length in shape:
        answer *= length
    return answer


def mnist_encoder(input_shape, code_shape):
    """Input -> code."""
    x_in = keras.Input(shape=input_shape)
    h = keras.layers.Flatten()(x_in)
    for n in [300, 100]:
        h = keras.layers.Dense(n)(h)
        h = keras.layers.ReLU()(h)
    h = keras.layers.Dense(units(code_shape), activation='sigmoid')(h)
    return keras.Model(x_in, keras.layers.Reshape(code_shape)(h))


def mnist_decoder(code_shape, output_shape):
    """Code -> output."""
    z_in = keras.Input(shape=code_shape)
    h = keras.layers.Flatten()(z_in)
    for n in [100, 300]:
        h = keras.layers.Dense(n)(h)
        h = keras.layers.ReLU()(h)
    h = keras.layers.Dense(units(output_shape))(h)
    h = keras.layers.Reshape(output_shape)(h)
    return keras.Model(z_in, keras.activations.sigmoid(h))


def compatible(a, b):
    """Return True where shapes a and b could be equal."""
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if a[i] != b[i] and a[i] is not None and b[i] is not None:
            return False
    return True


class Autoencoder:
    """Encoder, decoder, and both."""

    def __init__(self, encoder, decoder):
        """Create the network."""
        self.encoder = encoder
        self.decoder = decoder
        if self.shape_of('inputs', encoder) is not None:
            self.validate(self.shape_of('inputs', encoder))
        self.auto = Network(encoder, decoder)
        self.auto.compile(optimizer='adam')

    def shape_of(self, ends, model):
        """Return the shape of a model's only input or output, or None."""
        tensors = getattr(model, ends, None)
        if not tensors:
            return None
        if len(tensors) != 1:
            raise ValueError('A model has %d %s: %s' % (
                len(tensors), ends, [tuple(t.shape) for t in tensors]))
        return tuple(tensors[0].shape[1:])

    def validate(self, shape):
        """Compare all shapes."""
        shape = tuple(shape)
        expected = self.shape_of('inputs', self.encoder)
        if expected is not None and not compatible(shape, expected):
            raise ValueError('Data %s, encoder input %s' % (shape, expected))
        self.shape_of('outputs', self.encoder)
        self.shape_of('outputs', self.decoder)
        code = self.run(self.encoder, shape)
        expected = self.shape_of('inputs', self.decoder)
        if expected is not None and not compatible(code, expected):
            raise ValueError('Encoder output %s, decoder input %s' % (
                code, expected))
        output = self.run(self.decoder, code)
        if not compatible(output, shape):
            raise ValueError('Decoder output %s, encoder input %s' % (
                output, shape))

    @staticmethod
    def run(model, shape):
        """Return the shape that comes out of a model."""
        out = model(keras.Input(shape=shape))
        if not hasattr(out, 'shape'):
            raise ValueError('A model has %d outputs' % len(out))
        return tuple(out.shape[1:])

    def train(self, data, epochs=10, batch_size=256, **options):
        """Train the network on data."""
        self.validate(data.shape[1:])
        return self.auto.fit(data, data, epochs=epochs,
                             batch_size=batch_size, **options)

    def save_models(self, name, extension='.keras'):
        """Save both parts."""
        if extension not in '.keras .hdf5'.split():
            raise ValueError('Cannot write %s' % extension)
        self.encoder.save('encoder%s%s' % (name, extension))
        self.decoder.save('decoder%s%s' % (name, extension))

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load both parts."""
        parts = []
        for part in ('encoder', 'decoder'):
            parts.append(keras.models.load_model(part + name + extension,
                                                 compile=False))
        return cls(parts[0], parts[1])
