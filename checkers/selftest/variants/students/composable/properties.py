#!/usr/bin/env python3
"""The encoder is taken out when it is asked for."""
import tensorflow.keras as keras

OPTIONS = dict(kernel_size=(3, 3), strides=(2, 2), padding='same',
               use_bias=False, kernel_initializer='he_uniform')


def encoder(inputs, layers):
    """Halve the sides for each width in layers."""
    n = len(layers)
    if any(side % 2 ** n for side in inputs.shape[1:3]):
        raise ValueError(f'sides {inputs.shape[1:3]} and {n} layers')
    x = inputs
    for index, width in enumerate(layers):
        x = keras.layers.Conv2D(width, **OPTIONS)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x


def decoder(x, layers, channels=3):
    """Double the sides for each width in layers."""
    widths = [channels] + list(layers[1:])
    while widths:
        x = keras.layers.Conv2DTranspose(widths.pop(), **OPTIONS)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x


class AutoEncoder:
    """A model, and the encoder in it."""

    def __init__(self, input_shape=(32, 32, 3), layers=(64, 32, 32)):
        """Build the model."""
        inputs = keras.Input(shape=input_shape)
        self._code = encoder(inputs, layers)
        outputs = decoder(self._code, layers, input_shape[-1])
        self._model = keras.Model(inputs, outputs)

    @property
    def model(self):
        """The whole."""
        return self._model

    @property
    def encoder(self):
        """The part that ends at the code."""
        return keras.Model(self._model.input, self._code)
