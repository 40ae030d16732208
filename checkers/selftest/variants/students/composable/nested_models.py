#!/usr/bin/env python3
"""The model is the decoder model on the encoder model."""
import tensorflow.keras as keras


class ConvBlock:
    """Callable: one block of the autoencoder."""

    def __init__(self, filters, transposed=False):
        """Choose the kind of convolution."""
        kind = (keras.layers.Conv2DTranspose if transposed
                else keras.layers.Conv2D)
        self.steps = [kind(filters, (3, 3), strides=(2, 2), padding='same',
                           use_bias=False, kernel_initializer='he_normal'),
                      keras.layers.BatchNormalization(),
                      keras.layers.ReLU()]

    def __call__(self, x):
        """Apply the three steps."""
        for step in self.steps:
            x = step(x)
        return x


def encoder(inputs, layers):
    """Tensor of images to tensor of codes."""
    sides = [int(side) for side in inputs.shape[1:3]]
    if sum(side % (1 << len(layers)) for side in sides) > 0:
        raise ValueError('wrong sides', sides)
    x = inputs
    for filters in layers:
        x = ConvBlock(filters)(x)
    return x


def decoder(x, layers, channels=3):
    """Tensor of codes to tensor of images."""
    for filters in layers[-1:0:-1]:
        x = ConvBlock(filters, transposed=True)(x)
    return ConvBlock(channels, transposed=True)(x)


class AutoEncoder:
    """Two models, one on the other."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Make encoder, decoder and model."""
        images = keras.Input(shape=input_shape)
        self.encoder = keras.Model(images, encoder(images, layers),
                                   name='encoder')
        codes = keras.Input(shape=self.encoder.output.shape[1:])
        self.decoder = keras.Model(
            codes, decoder(codes, layers, input_shape[-1]), name='decoder')
        self.model = keras.Model(
            images, self.decoder(self.encoder(images)), name='autoencoder')
