#!/usr/bin/env python3
"""The model has a training step of its own."""
import tensorflow.keras as keras


class Pairs(keras.Model):
    """Functional model that is fitted on (images, images)."""

    def train_step(self, data):
        """Train on a batch of pairs."""
        x, y = data
        return super().train_step((x, y))


def encoder(inputs, layers):
    """Halve, halve, halve."""
    remainder_h = inputs.shape[1] % (2 ** len(layers))
    remainder_w = inputs.shape[2] % (2 ** len(layers))
    if remainder_h != 0 or remainder_w != 0:
        raise ValueError("The height and the width must be divisible by 2^n")
    net = inputs
    for units in layers:
        net = keras.layers.Conv2D(units, (3, 3), strides=(2, 2),
                                  padding="same", use_bias=False,
                                  activation=None,
                                  kernel_initializer="he_normal")(net)
        net = keras.layers.BatchNormalization()(net)
        net = keras.layers.Lambda(lambda t: keras.activations.relu(t))(net)
    return net


def decoder(x, layers, channels=3):
    """Double, double, double."""
    reverse = list(layers)
    reverse.reverse()
    reverse = reverse[:-1]
    reverse.append(channels)
    net = x
    for units in reverse:
        net = keras.layers.Conv2DTranspose(units, (3, 3), strides=(2, 2),
                                           padding="same", use_bias=False,
                                           kernel_initializer="he_normal")(net)
        net = keras.layers.BatchNormalization()(net)
        net = keras.layers.Lambda(lambda t: keras.activations.relu(t))(net)
    return net


class AutoEncoder:
    """The whole."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Make model, encoder."""
        self.inputs = keras.Input(input_shape)
        self.code = encoder(self.inputs, layers)
        self.outputs = decoder(self.code, layers, channels=input_shape[2])
        self.model = Pairs(self.inputs, self.outputs)
        self.encoder = keras.Model(self.inputs, self.code)
