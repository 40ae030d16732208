#!/usr/bin/env python3
"""Autoencoder of colour pictures."""
import tensorflow.keras as keras

DEFAULTS = {'input_shape': (32, 32, 3), 'layers': [64, 32, 32]}


def conv(kind, filters):
    """Return a convolution of a kind, 'down' or 'up'."""
    options = {'filters': filters, 'kernel_size': 3, 'strides': 2,
               'padding': 'same', 'use_bias': False,
               'kernel_initializer': keras.initializers.get('he_normal')}
    if kind == 'down':
        return keras.layers.Conv2D(**options)
    return keras.layers.Conv2DTranspose(**options)


def encoder(inputs, layers):
    """Go down."""
    sides = inputs.shape[1:3]
    for n in range(1, len(layers) + 1):
        for side in sides:
            if side % 2 ** n:
                raise ValueError(
                    "side %s is not divisible by 2 ** %s" % (side, n))
    x = inputs
    for filters in layers:
        x = conv('down', filters)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x


def decoder(x, layers, channels=3):
    """Go up."""
    i = len(layers) - 1
    while i >= 0:
        x = conv('up', layers[i] if i > 0 else channels)(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
        i -= 1
    return x


class AutoEncoder:
    """Model and encoder."""

    def __init__(self, input_shape=DEFAULTS['input_shape'],
                 layers=DEFAULTS['layers']):
        """Build them."""
        self.model, self.encoder = self.build(input_shape, layers)

    def build(self, input_shape, layers):
        """Return model and encoder."""
        inputs = keras.Input(shape=input_shape)
        model = keras.Model(inputs, decoder(
            encoder(inputs, layers), layers, channels=input_shape[-1]))
        code = model.layers[3 * len(layers)].output
        return model, keras.Model(model.inputs, code)

    def summary(self):
        """Print the model."""
        self.model.summary()
