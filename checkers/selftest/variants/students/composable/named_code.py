#!/usr/bin/env python3
"""Layers have names, and the encoder is cut out at one."""
import tensorflow.keras as keras


def encoder(inputs, layers):
    """Encoder: Conv2D, BatchNormalization, ReLU for each width."""
    x = inputs
    for k in range(len(layers)):
        if x.shape[1] % 2 == 1 or x.shape[2] % 2 == 1:
            raise ValueError('an odd side cannot be halved: %s' % (x.shape,))
        last = k == len(layers) - 1
        x = keras.layers.Conv2D(
            layers[k], (3, 3), strides=(2, 2), padding='same', use_bias=False,
            kernel_initializer=keras.initializers.he_normal(),
            name='encoder_conv_%d' % k)(x)
        x = keras.layers.BatchNormalization(name='encoder_bn_%d' % k)(x)
        x = keras.layers.ReLU(
            name='code' if last else 'encoder_relu_%d' % k)(x)
    return x


def decoder(x, layers, channels=3):
    """Decoder: Conv2DTranspose, BatchNormalization, ReLU."""
    for k in range(len(layers)):
        filters = channels if k == len(layers) - 1 else layers[-1 - k]
        x = keras.layers.Conv2DTranspose(
            filters, (3, 3), strides=(2, 2), padding='same', use_bias=False,
            kernel_initializer=keras.initializers.he_normal(),
            name='decoder_conv_%d' % k)(x)
        x = keras.layers.BatchNormalization(name='decoder_bn_%d' % k)(x)
        x = keras.layers.ReLU(name='decoder_relu_%d' % k)(x)
    return x


class AutoEncoder():
    """Autoencoder of images."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Put encoder and decoder together."""
        inputs = keras.Input(shape=input_shape, name='images')
        x = encoder(inputs, layers)
        x = decoder(x, layers, channels=input_shape[-1])
        self.model = keras.Model(inputs, x)
        self.encoder = keras.Model(self.model.input,
                                   self.model.get_layer('code').output)
