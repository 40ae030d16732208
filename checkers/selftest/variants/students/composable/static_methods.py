#!/usr/bin/env python3
"""The class does the work, and the functions call it."""
import tensorflow.keras as keras


class Composable:
    """Base class: blocks and halves."""

    @staticmethod
    def block(x, layer):
        """Normalise and cut off below 0 what layer gives."""
        x = layer(x)
        x = keras.layers.BatchNormalization(scale=True, center=True)(x)
        return keras.ops.maximum(x, 0)

    @classmethod
    def encode(cls, x, layers):
        """Return the code of x."""
        height, width = x.shape[1], x.shape[2]
        for filters in layers:
            x = cls.block(x, keras.layers.Conv2D(
                filters, 3, strides=2, padding='same', use_bias=False,
                kernel_initializer='he_normal'))
        if x.shape[1] * 2 ** len(layers) != height:
            raise ValueError('height')
        if x.shape[2] * 2 ** len(layers) != width:
            raise ValueError('width')
        return x

    @classmethod
    def decode(cls, x, layers, channels):
        """Return the images of x."""
        for filters in [channels, *layers[1:]][::-1]:
            x = cls.block(x, keras.layers.Conv2DTranspose(
                filters, 3, strides=2, padding='same', use_bias=False,
                kernel_initializer='he_normal'))
        return x


def encoder(inputs, layers):
    """The procedural encoder."""
    return Composable.encode(inputs, layers)


def decoder(x, layers, channels=3):
    """The procedural decoder."""
    return Composable.decode(x, layers, channels)


class AutoEncoder(Composable):
    """The composable form."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Build and keep model and encoder."""
        super().__init__()
        images = keras.Input(shape=input_shape)
        code = self.encode(images, layers)
        self.model = keras.Model(images, self.decode(code, layers,
                                                     images.shape[-1]))
        self.encoder = keras.Model(images, code)
