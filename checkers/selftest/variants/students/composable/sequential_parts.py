#!/usr/bin/env python3
"""Encoder and decoder are Sequential models on the inside."""
import tensorflow.keras as keras


def encoder(inputs, layers):
    """Apply a Sequential model to the inputs."""
    _, height, width, _ = inputs.shape
    if height % (2 ** len(layers)) or width % (2 ** len(layers)):
        raise ValueError('sides %d, %d' % (height, width))
    net = keras.Sequential()
    for units in layers:
        net.add(keras.layers.Conv2D(units, 3, 2, 'same', use_bias=False,
                                    kernel_initializer='he_normal'))
        net.add(keras.layers.BatchNormalization())
        net.add(keras.layers.ReLU())
    return net(inputs)


def decoder(x, layers, channels=3):
    """Apply another one to the code."""
    net = keras.Sequential()
    for units in [channels, *layers[1:]][::-1]:
        net.add(keras.layers.Conv2DTranspose(
            units, 3, 2, 'same', use_bias=False,
            kernel_initializer='he_normal'))
        net.add(keras.layers.BatchNormalization())
        net.add(keras.layers.ReLU())
    return net(x)


class AutoEncoder:
    """The composable form."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Compose."""
        inputs = keras.Input(shape=input_shape)
        code = encoder(inputs, layers)
        self.model = keras.Model(inputs, decoder(code, layers,
                                                 channels=input_shape[2]))
        self.encoder = keras.Model(inputs, code)
