#!/usr/bin/env python3
"""Task 6 with layers and helper classes of its own."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='bottleneck')
class Squeeze(keras.layers.Layer):
    """Flatten, go through hidden layers, and take another shape."""

    def __init__(self, shape, widths, activation=None, **kwargs):
        """Make the layers.

        Args:
            shape: what comes out, without the batch.
            widths: the widths of the hidden layers.
            activation: the last layer's.
        """
        super().__init__(**kwargs)
        self.shape = tuple(shape)
        self.widths = list(widths)
        self.activation = activation
        self.flatten = keras.layers.Flatten()
        self.hidden = [keras.layers.Dense(w, 'relu') for w in self.widths]
        size = 1
        for side in self.shape:
            size *= side
        self.last = keras.layers.Dense(size, activation)
        self.reshape = keras.layers.Reshape(self.shape)

    def build(self, input_shape):
        """Build every layer for its input."""
        width = 1
        for side in input_shape[1:]:
            width *= side
        for layer in self.hidden + [self.last]:
            layer.build((None, width))
            width = layer.units
        super().build(input_shape)

    def call(self, x):
        """Return x in another shape."""
        x = self.flatten(x)
        for layer in self.hidden:
            x = layer(x)
        return self.reshape(self.last(x))

    def compute_output_shape(self, input_shape):
        """Return the shape with the batch."""
        return (input_shape[0],) + self.shape

    def get_config(self):
        """Return what __init__ needs."""
        config = super().get_config()
        config.update(shape=self.shape, widths=self.widths,
                      activation=self.activation)
        return config


def mnist_encoder(input_shape, code_shape):
    """Return a new encoder."""
    inputs = keras.Input(shape=input_shape)
    return keras.Model(inputs, Squeeze(code_shape, [64, 32])(inputs))


def mnist_decoder(code_shape, output_shape):
    """Return a new decoder."""
    inputs = keras.Input(shape=code_shape)
    return keras.Model(
        inputs, Squeeze(output_shape, [32, 64], 'sigmoid')(inputs))


class Ends:
    """The input and output shapes of a model, as far as they are known."""

    def __init__(self, model):
        """Read them off the model."""
        self.model = model
        self.taken = self.single(getattr(model, 'inputs', None), 'input')
        self.single(getattr(model, 'outputs', None), 'output')

    def single(self, tensors, text):
        """Return the shape of the only tensor; None if not known."""
        if tensors is None:
            return None
        tensors = keras.tree.flatten(tensors)
        if len(tensors) != 1:
            raise ValueError('%s has %d %ss, not one' % (
                self.model.name, len(tensors), text))
        return tuple(tensors[0].shape[1:])

    def give(self, shape):
        """Return the shape that the model makes of data of a shape."""
        if self.taken is not None:
            Ends.equal(shape, self.taken)
        return self.single(self.model(keras.Input(shape=shape)), 'output')

    @staticmethod
    def equal(given, wanted):
        """Raise ValueError where the shapes are not the same."""
        for a, b in zip(tuple(given) + (-1,), tuple(wanted) + (-1,)):
            if a != b and a is not None and b is not None:
                raise ValueError('%s was given, %s is wanted' % (
                    tuple(given), tuple(wanted)))


class Autoencoder:
    """Two models, joined."""

    def __init__(self, encoder, decoder):
        """Join them."""
        self.encoder = encoder
        self.decoder = decoder
        self.ends = Ends(encoder), Ends(decoder)
        if self.ends[0].taken is not None:
            self.inspect(self.ends[0].taken)
        self.auto = keras.Sequential(name='auto')
        self.auto.add(encoder)
        if encoder.name == decoder.name:
            self.auto.add(keras.Sequential([decoder], name='the_decoder'))
        else:
            self.auto.add(decoder)
        self.auto.compile(optimizer='adam', loss='mse')

    def inspect(self, shape):
        """Raise ValueError unless data of this shape comes back."""
        encoder, decoder = self.ends
        Ends.equal(decoder.give(encoder.give(shape)), shape)

    def train(self, data, epochs=10, batch_size=256, **options):
        """Train both."""
        self.inspect(tuple(data.shape[1:]))
        return self.auto.fit(data, data, epochs=epochs,
                             batch_size=batch_size, **options)

    def save_models(self, name, extension='.keras'):
        """Save both."""
        self.check_extension(extension)
        self.encoder.save('encoder' + name + extension)
        self.decoder.save('decoder' + name + extension)

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load both."""
        cls.check_extension(extension)
        return cls(keras.models.load_model('encoder' + name + extension),
                   keras.models.load_model('decoder' + name + extension))

    @staticmethod
    def check_extension(extension):
        """Raise ValueError for all but two extensions."""
        if extension not in ('.keras', '.hdf5'):
            raise ValueError('%s: neither .keras nor .hdf5' % extension)
