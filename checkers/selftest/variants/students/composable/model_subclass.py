#!/usr/bin/env python3
"""AutoEncoder is a Keras model itself."""
import tensorflow.keras as keras


def encoder(inputs, layers):
    """Images to code."""
    factor = 1
    for _ in layers:
        factor *= 2
    for name, size in (('height', inputs.shape[1]),
                       ('width', inputs.shape[2])):
        if size // factor * factor != size:
            raise ValueError('%s %d is no multiple of %d' % (
                name, size, factor))
    x = inputs
    for filters in layers:
        x = keras.layers.Conv2D(filters, (3, 3), strides=2, padding='same',
                                use_bias=False,
                                kernel_initializer='HeNormal')(x)
        x = keras.layers.BatchNormalization(axis=-1)(x)
        x = keras.activations.relu(x)
    return x


def decoder(x, layers, channels=3):
    """Code to images."""
    filters = layers[::-1][:len(layers) - 1]
    for f in filters:
        x = keras.layers.Conv2DTranspose(f, (3, 3), strides=2,
                                         padding='same', use_bias=False,
                                         kernel_initializer='HeNormal')(x)
        x = keras.layers.BatchNormalization(axis=-1)(x)
        x = keras.activations.relu(x)
    x = keras.layers.Conv2DTranspose(channels, (3, 3), strides=2,
                                     padding='same', use_bias=False,
                                     kernel_initializer='HeNormal')(x)
    x = keras.layers.BatchNormalization(axis=-1)(x)
    return keras.activations.relu(x)


class AutoEncoder(keras.Model):
    """A functional model with an encoder that shares its layers."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Build the graph of both."""
        inputs = keras.Input(shape=input_shape)
        code = encoder(inputs, layers)
        outputs = decoder(code, layers, input_shape[-1])
        super().__init__(inputs=inputs, outputs=outputs)
        self.encoder = keras.Model(inputs=inputs, outputs=code)

    @property
    def model(self):
        """The model: this one."""
        return self
