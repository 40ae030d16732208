#!/usr/bin/env python3
"""Task 6: convolutions where there is a picture, dense layers elsewhere."""
import tensorflow.keras as keras

EXTENSIONS = ['.keras', '.hdf5']


def total(shape):
    """Return the product of the shape."""
    n = 1
    for s in shape:
        n *= s
    return n


def mnist_encoder(input_shape, code_shape):
    """Make an encoder for images of input_shape."""
    image = keras.layers.Input(input_shape)
    x = image
    if len(input_shape) == 2:
        x = keras.layers.Reshape(tuple(input_shape) + (1,))(x)
    if len(input_shape) in (2, 3):
        x = keras.layers.Conv2D(16, (3, 3), padding='same',
                                activation='relu')(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(total(code_shape))(x)
    code = keras.layers.Reshape(code_shape, name='code')(x)
    return keras.models.Model(image, code)


def mnist_decoder(code_shape, output_shape):
    """Make a decoder to images of output_shape."""
    code = keras.layers.Input(code_shape)
    x = keras.layers.Flatten()(code)
    if len(output_shape) in (2, 3):
        x = keras.layers.Dense(8 * output_shape[0] * output_shape[1])(x)
        x = keras.layers.LeakyReLU()(x)
        x = keras.layers.Reshape(tuple(output_shape[:2]) + (8,))(x)
        channels = output_shape[2] if len(output_shape) == 3 else 1
        x = keras.layers.Conv2D(channels, 3, padding='same',
                                activation='sigmoid')(x)
    else:
        x = keras.layers.Dense(total(output_shape), activation='sigmoid')(x)
    image = keras.layers.Reshape(output_shape, name='image')(x)
    return keras.models.Model(code, image)


def shapes_of(tensors):
    """Return the shapes of tensors without the batch."""
    return [tuple(t.shape)[1:] for t in keras.tree.flatten(tensors)]


def differ(one, two):
    """Return True if two shapes are different."""
    if len(one) != len(two):
        return True
    return any(i != j for i, j in zip(one, two)
               if i is not None and j is not None)


class Autoencoder:
    """Autoencoder for any two models."""

    def __init__(self, encoder, decoder):
        """Initialize."""
        self.encoder = encoder
        self.decoder = decoder
        try:
            shapes = shapes_of(encoder.inputs)
        except AttributeError:
            shapes = None
        if shapes is not None:
            self.check_shapes(shapes)

        class Auto(keras.Model):
            """Calls the decoder on the code."""

            def __init__(self):
                """Keep both, so that Keras finds their weights."""
                super().__init__()
                self.encoder = encoder
                self.decoder = decoder

            def call(self, x):
                """Encode, then decode."""
                return decoder(encoder(x))

        self.auto = Auto()
        self.auto.compile(optimizer='adam', loss='mse')

    def check_shapes(self, shapes):
        """Check one input, one output and equal shapes."""
        if len(shapes) != 1:
            raise ValueError('encoder has inputs {}'.format(shapes))
        x = keras.Input(shapes[0])
        code = self.encoder(x)
        codes = shapes_of(code)
        if len(codes) != 1:
            raise ValueError('encoder has outputs {}'.format(codes))
        try:
            wanted = shapes_of(self.decoder.inputs)
        except AttributeError:
            wanted = codes
        if len(wanted) != 1:
            raise ValueError('decoder has inputs {}'.format(wanted))
        if differ(codes[0], wanted[0]):
            raise ValueError('encoder output {} != decoder input {}'.format(
                codes[0], wanted[0]))
        outputs = shapes_of(self.decoder(keras.tree.flatten(code)[0]))
        if len(outputs) != 1:
            raise ValueError('decoder has outputs {}'.format(outputs))
        if differ(outputs[0], shapes[0]):
            raise ValueError('decoder output {} != encoder input {}'.format(
                outputs[0], shapes[0]))

    def train(self, data, epochs=10, batch_size=256, **options):
        """Train the autoencoder."""
        if getattr(self.encoder, 'inputs', None):
            wanted = shapes_of(self.encoder.inputs)[0]
            if differ(data.shape[1:], wanted):
                raise ValueError('data {} != encoder input {}'.format(
                    data.shape[1:], wanted))
        self.check_shapes([data.shape[1:]])
        history = self.auto.fit(data, data, epochs=epochs,
                                batch_size=batch_size, **options)
        return history

    def save_models(self, name, extension='.keras'):
        """Save models."""
        if extension not in EXTENSIONS:
            raise ValueError('extension {} not in {}'.format(
                extension, EXTENSIONS))
        self.encoder.save('encoder{}{}'.format(name, extension))
        self.decoder.save('decoder{}{}'.format(name, extension))

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load models."""
        encoder = keras.models.load_model(
            'encoder{}{}'.format(name, extension), compile=False)
        decoder = keras.models.load_model(
            'decoder{}{}'.format(name, extension), compile=False)
        return cls(encoder, decoder)
