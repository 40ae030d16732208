#!/usr/bin/env python3
"""Composable autoencoder with types and methods."""
import tensorflow.keras as keras


def unit(x, layer):
    """Return relu(batch normalisation(layer(x)))."""
    return keras.layers.ReLU()(
        keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(layer(x)))


def encoder(inputs, layers: list):
    """Encode.

    Raises:
        ValueError: where the sides cannot be halved often enough.
    """
    check_sides(inputs.shape[1], inputs.shape[2], len(layers))
    x = inputs
    for filters in layers:
        x = unit(x, keras.layers.Conv2D(
            filters=filters, kernel_size=(3, 3), strides=(2, 2),
            padding='same', use_bias=False, kernel_initializer='he_normal'))
    return x


def decoder(x, layers: list, channels: int = 3):
    """Decode."""
    for filters in (*reversed(layers[1:]), channels):
        x = unit(x, keras.layers.Conv2DTranspose(
            filters=filters, kernel_size=(3, 3), strides=(2, 2),
            padding='same', use_bias=False, kernel_initializer='he_normal'))
    return x


def check_sides(height: int, width: int, depth: int) -> None:
    """Raise ValueError for sides that 2^depth does not divide."""
    for side in (height, width):
        quotient, remainder = divmod(side, 2 ** depth)
        if remainder:
            raise ValueError(f'{side} = {quotient} * {2 ** depth} + '
                             f'{remainder}')


class AutoEncoder:
    """Autoencoder of images.

    Attributes:
        model: the model
        encoder: its first half
    """

    model: keras.Model
    encoder: keras.Model

    def __init__(self, input_shape: tuple = (32, 32, 3),
                 layers: list = [64, 32, 32]) -> None:
        """Build."""
        self.input_shape = input_shape
        self.layers = list(layers)
        self.inputs = keras.Input(shape=self.input_shape)
        self.code = self.build_encoder()
        self.outputs = self.build_decoder()
        self.model = keras.Model(self.inputs, self.outputs)
        self.encoder = keras.Model(self.inputs, self.code)

    def build_encoder(self):
        """Return the code."""
        return encoder(self.inputs, self.layers)

    def build_decoder(self):
        """Return the reconstruction."""
        return decoder(self.code, self.layers, self.input_shape[-1])

    def compile(self, **options) -> None:
        """Compile the model."""
        self.model.compile(**options)

    def fit(self, *args, **options):
        """Train the model."""
        return self.model.fit(*args, **options)
