#!/usr/bin/env python3
"""Task 6: Keras tells what does not fit, and we say it again in our words."""
import tensorflow.keras as keras


def flat(shape):
    """Return the length of a flattened shape."""
    length = 1
    for n in shape:
        length *= n
    return length


def mnist_encoder(input_shape, code_shape):
    """Return a dense encoder with swish."""
    return keras.models.Sequential([
        keras.layers.Input(shape=input_shape),
        keras.layers.Flatten(),
        keras.layers.Dense(256, activation='swish'),
        keras.layers.Dense(flat(code_shape), activation='linear'),
        keras.layers.Reshape(code_shape)])


def mnist_decoder(code_shape, output_shape):
    """Return a dense decoder with swish."""
    return keras.models.Sequential([
        keras.layers.Input(shape=code_shape),
        keras.layers.Flatten(),
        keras.layers.Dense(256, activation='swish'),
        keras.layers.Dense(flat(output_shape), activation='sigmoid'),
        keras.layers.Reshape(output_shape)])


def shape_in(model):
    """Return the shape that a model takes, or None if nobody knows."""
    try:
        shape = model.input_shape
    except AttributeError:
        return None
    if isinstance(shape, (list, dict)):
        raise ValueError('%s has several inputs: %s' % (model.name, shape))
    return shape


def shape_out(model, shape):
    """Return the shape that a model gives for inputs of this shape."""
    outputs = model(keras.Input(shape=shape[1:]))
    try:
        return outputs.shape
    except AttributeError:
        raise ValueError('%s has several outputs: %s' % (
            model.name, [output.shape for output in outputs]))


def agree(one, other):
    """Return whether two shapes with a batch agree."""
    return len(one) == len(other) and all(
        a in (b, None) or b is None for a, b in zip(one, other))


class Joint(keras.Model):
    """Encoder and decoder in a row."""

    def __init__(self, *parts):
        """Keep the parts."""
        super().__init__()
        self.parts = list(parts)

    def call(self, x):
        """Call one after the other."""
        for part in self.parts:
            x = part(x)
        return x


class Autoencoder:
    """An autoencoder of given parts."""

    def __init__(self, encoder, decoder):
        """Join the parts and compile them."""
        self.encoder = encoder
        self.decoder = decoder
        shape_in(decoder)
        if shape_in(encoder) is not None:
            self.compare(shape_in(encoder))
        self.auto = Joint(encoder, decoder)
        self.auto.compile(loss='mean_squared_error', optimizer='Adam')

    def compare(self, shape):
        """Raise ValueError where data of this shape does not pass."""
        first = shape_in(self.encoder) or shape
        if not agree(first, shape):
            raise ValueError('Encoder takes %s, data is %s' % (
                first[1:], shape[1:]))
        given = self.code_shape(shape)
        taken = shape_in(self.decoder) or given
        if not agree(given, taken):
            raise ValueError('Encoder gives %s, decoder takes %s' % (
                given[1:], taken[1:]))
        back = shape_out(self.decoder, given)
        if not agree(back, shape):
            raise ValueError('Decoder gives %s, encoder takes %s' % (
                back[1:], shape[1:]))

    def code_shape(self, shape):
        """Return the shape of the code."""
        return shape_out(self.encoder, shape)

    def train(self, data, epochs=10, batch_size=256, **options):
        """Train on data (n, ...)."""
        self.compare((None,) + tuple(data.shape[1:]))
        return self.auto.fit(
            data,
            data,
            epochs=epochs,
            batch_size=batch_size,
            **options)

    def save_models(self, name, extension='.keras'):
        """Save both models under a name."""
        if extension not in ['.keras', '.hdf5']:
            raise ValueError("extension: '.keras' or '.hdf5'")
        self.encoder.save(f"encoder{name}{extension}")
        self.decoder.save(f"decoder{name}{extension}")

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load both models of a name."""
        encoder = keras.models.load_model(f"encoder{name}{extension}")
        decoder = keras.models.load_model(f"decoder{name}{extension}")
        return cls(encoder=encoder, decoder=decoder)
