#!/usr/bin/env python3
"""Blocks as layers of their own."""
import tensorflow.keras as keras


class Block(keras.layers.Layer):
    """A convolution without bias, batch normalisation, relu."""

    convolution = keras.layers.Conv2D

    def __init__(self, filters, **kwargs):
        """Make the three layers."""
        super().__init__(**kwargs)
        self.filters = filters
        self.conv = self.convolution(
            filters, (3, 3), strides=(2, 2), padding='same', use_bias=False,
            kernel_initializer=keras.initializers.HeNormal())
        self.norm = keras.layers.BatchNormalization()
        self.relu = keras.layers.ReLU()

    def call(self, inputs, training=None):
        """Return relu(norm(conv(inputs)))."""
        x = self.conv(inputs)
        x = self.norm(x, training=training)
        return self.relu(x)

    def get_config(self):
        """Return what the block was made with."""
        return {**super().get_config(), 'filters': self.filters}


class Down(Block):
    """Halves the sides."""


class Up(Block):
    """Doubles the sides."""

    convolution = keras.layers.Conv2DTranspose


def encoder(inputs, layers):
    """From images to codes."""
    height, width = inputs.shape[1], inputs.shape[2]
    n = 2 ** len(layers)
    if height % n:
        raise ValueError('bad height %d' % height)
    if width % n:
        raise ValueError('bad width %d' % width)
    x = inputs
    for filters in layers:
        x = Down(filters)(x)
    return x


def decoder(x, layers, channels=3):
    """From codes to images."""
    for filters in layers[:0:-1]:
        x = Up(filters)(x)
    return Up(channels)(x)


class AutoEncoder:
    """Encoder and decoder together."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Build model and encoder."""
        inputs = keras.Input(shape=input_shape)
        code = encoder(inputs, layers)
        self.model = keras.Model(inputs, decoder(code, layers,
                                                 input_shape[-1]))
        self.encoder = keras.Model(inputs, code)
