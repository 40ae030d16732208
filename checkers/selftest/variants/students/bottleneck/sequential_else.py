#!/usr/bin/env python3
"""Task 6: encoder, decoder, and a class that trains the two as one.

The functional way where Keras knows the shapes, and Sequential elsewhere.
"""
import tensorflow.keras as keras


def mnist_encoder(input_shape, code_shape):
    """Return encoder: input_shape -> code_shape.

    input_shape is a tuple, code_shape as well.
    """
    input_layer = keras.layers.Input(shape=input_shape)
    encoded = keras.layers.Flatten()(input_layer)
    for nodes in (128, 64):
        encoded = keras.layers.Dense(nodes, activation='softplus')(encoded)
    size = 1
    for axis in code_shape:
        size = size * axis
    encoded = keras.layers.Dense(size, activation='softplus')(encoded)
    encoded = keras.layers.Reshape(code_shape)(encoded)
    return keras.models.Model(input_layer, encoded, name='encoder_model')


def mnist_decoder(code_shape, output_shape):
    """Return decoder: code_shape -> output_shape.

    code_shape is a tuple, output_shape as well.
    """
    code_layer = keras.layers.Input(shape=code_shape)
    decoded = keras.layers.Flatten()(code_layer)
    for nodes in (64, 128):
        decoded = keras.layers.Dense(nodes, activation='softplus')(decoded)
    size = 1
    for axis in output_shape:
        size = size * axis
    decoded = keras.layers.Dense(size, activation='sigmoid')(decoded)
    decoded = keras.layers.Reshape(output_shape)(decoded)
    return keras.models.Model(code_layer, decoded, name='decoder_model')


def fit_together(shape_1, shape_2):
    """Return False if two lengths are known, and differ."""
    if len(shape_1) != len(shape_2):
        return False
    for length_1, length_2 in zip(shape_1, shape_2):
        if length_1 is None or length_2 is None:
            continue
        if length_1 != length_2:
            return False
    return True


class Autoencoder:
    """The class of the library."""

    def __init__(self, encoder, decoder):
        """Class constructor.

        encoder and decoder: Keras models.
        """
        self.encoder = encoder
        self.decoder = decoder
        encoder_input = getattr(encoder, 'inputs', None)
        decoder_input = getattr(decoder, 'inputs', None)
        encoder_output = getattr(encoder, 'outputs', None)
        decoder_output = getattr(decoder, 'outputs', None)
        for tensors in (encoder_input, decoder_input, encoder_output,
                        decoder_output):
            if tensors and len(tensors) > 1:
                raise ValueError('Models with one input and one output only.')
        if encoder_output and decoder_input:
            if not fit_together(encoder_output[0].shape,
                                decoder_input[0].shape):
                raise ValueError(
                    'The output of the encoder must have the same shape of '
                    'the decoder input: {} is not {}'.format(
                        encoder_output[0].shape[1:],
                        decoder_input[0].shape[1:]))
        if encoder_input and decoder_output:
            if not fit_together(encoder_input[0].shape,
                                decoder_output[0].shape):
                raise ValueError(
                    'The output of the decoder must have the same shape of '
                    'the encoder input: {} is not {}'.format(
                        decoder_output[0].shape[1:],
                        encoder_input[0].shape[1:]))
        if encoder_input:
            self.validate(encoder_input[0].shape[1:])
            tensor = keras.layers.Input(shape=encoder_input[0].shape[1:])
            self.auto = keras.models.Model(tensor, decoder(encoder(tensor)))
        else:
            last = keras.models.Sequential([decoder])
            self.auto = keras.models.Sequential([encoder, last])
        self.auto.compile(optimizer='adam', loss='mean_squared_error')

    def validate(self, shape):
        """Raise a ValueError where data of this shape does not come back."""
        tensor = keras.layers.Input(shape=shape)
        result = tensor
        for model in (self.encoder, self.decoder):
            taken = getattr(model, 'inputs', None)
            if taken and not fit_together(result.shape, taken[0].shape):
                raise ValueError('{} takes {}, not {}'.format(
                    model.name, taken[0].shape[1:], result.shape[1:]))
            result = model(result)
            if not hasattr(result, 'shape'):
                raise ValueError(model.name + ' has more than one output')
        if not fit_together(result.shape, tensor.shape):
            raise ValueError('{} comes back as {}'.format(
                tensor.shape[1:], result.shape[1:]))

    def train(self, data, epochs=10, batch_size=256, **options):
        """Train the autoencoder; return the history."""
        self.validate(data.shape[1:])
        history = self.auto.fit(x=data, y=data, epochs=epochs,
                                batch_size=batch_size, **options)
        return history

    def save_models(self, name, extension='.keras'):
        """Save the models to the working folder."""
        if not (extension == '.keras' or extension == '.hdf5'):
            raise ValueError('{} is no extension for a model'.format(
                extension))
        self.encoder.save('encoder{}{}'.format(name, extension))
        self.decoder.save('decoder{}{}'.format(name, extension))

    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Return a new Autoencoder of the saved models."""
        encoder = keras.models.load_model('encoder{}{}'.format(name,
                                                               extension))
        decoder = keras.models.load_model('decoder{}{}'.format(name,
                                                               extension))
        return cls(encoder, decoder)
