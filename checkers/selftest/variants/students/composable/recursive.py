#!/usr/bin/env python3
"""Both halves by recursion."""
import tensorflow.keras as keras

he = keras.initializers.VarianceScaling(scale=2.0, mode='fan_in',
                                        distribution='truncated_normal')


def halve(x, layers):
    """Apply one block, then the others."""
    if not layers:
        return x
    x = keras.layers.Conv2D(layers[0], 3, strides=2, padding='same',
                            use_bias=False, kernel_initializer=he)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    return halve(x, layers[1:])


def encoder(inputs, layers):
    """Halve the sides once for each layer."""
    height, width = inputs.shape[1:3]
    if (height % 2 ** len(layers), width % 2 ** len(layers)) != (0, 0):
        raise ValueError('The sides are not multiples of 2^n')
    return halve(inputs, layers)


def decoder(x, layers, channels=3):
    """Double the sides once for each layer."""
    if len(layers) == 1:
        width = channels
    else:
        width = layers[-1]
    x = keras.layers.Conv2DTranspose(width, 3, strides=2, padding='same',
                                     use_bias=False,
                                     kernel_initializer=he)(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    if len(layers) == 1:
        return x
    return decoder(x, layers[:-1], channels)


class AutoEncoder:
    """Autoencoder for images of any channels."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Build both."""
        height, width, channels = input_shape
        inputs = keras.Input(shape=(height, width, channels))
        self.encoder = keras.Model(inputs, encoder(inputs, layers))
        self.model = keras.Model(
            inputs, decoder(self.encoder.output, layers, channels))
