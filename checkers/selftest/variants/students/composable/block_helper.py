#!/usr/bin/env python3
"""Task 5, one function for all blocks."""
import tensorflow.keras as keras


def block(x, convolution, filters):
    """Apply convolution, batch normalisation and relu."""
    x = convolution(filters, kernel_size=3, strides=2, padding='same',
                    use_bias=False, kernel_initializer='he_normal')(x)
    x = keras.layers.BatchNormalization()(x)
    return keras.layers.Activation('relu')(x)


def encoder(inputs, layers):
    """Return the code of the images."""
    for side in inputs.shape[1:-1]:
        if side % 2 ** len(layers) != 0:
            raise ValueError(f'{side} cannot be halved {len(layers)} times')
    x = inputs
    for filters in layers:
        x = block(x, keras.layers.Conv2D, filters)
    return x


def decoder(x, layers, channels=3):
    """Return the images of the code."""
    widths = list(reversed(layers))[:-1]
    for filters in widths + [channels]:
        x = block(x, keras.layers.Conv2DTranspose, filters)
    return x


class AutoEncoder:
    """Both in one."""

    def __init__(self, input_shape=(32, 32, 3), layers=None):
        """Make the two models; without layers these are 64, 32, 32."""
        if layers is None:
            layers = [64, 32, 32]
        images = keras.layers.Input(shape=input_shape)
        code = encoder(images, layers)
        channels = input_shape[-1]
        self.encoder = keras.models.Model(images, code)
        self.model = keras.models.Model(
            images, decoder(code, layers, channels=channels))
