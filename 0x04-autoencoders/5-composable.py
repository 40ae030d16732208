#!/usr/bin/env python3
"""Task 5: an autoencoder composed of an encoder and a decoder.

The procedural form is two functions from tensor to tensor, the composable
form a class that puts them together. All layers: 3 x 3 kernel, stride 2,
`same` padding, no bias (batch normalisation adds one), He's initial weights,
then batch normalisation, with scale and shift, and ReLU.

Source: A. Ferlitsch's AutoEncoder, autoencoder.py and autoencoder_c.py in
the Keras idiomatic programmer; batch normalisation is Ioffe and Szegedy,
"Batch Normalization: Accelerating Deep Network Training by Reducing Internal
Covariate Shift", ICML (2015).
"""
import tensorflow.keras as keras


def encoder(inputs, layers):
    """Halve height and width once for every width in layers.

    Args:
        inputs: tensor (batch, height, width, channels), its sides known.
        layers: list of integers, the filters of the convolutions in order.
            Not changed.

    Returns:
        The code, tensor (batch, height / 2**n, width / 2**n, layers[-1])
        for n = len(layers).

    Raises:
        ValueError: 2**n does not divide the height or the width, so that
            the decoder would not come back to it.
    """
    factor = 2 ** len(layers)
    for side, pixels in zip(('height', 'width'), inputs.shape[1:3]):
        if pixels and pixels % factor:              # None: any size
            raise ValueError(
                'the %s, %d, is not a multiple of %d: each of the %d layers '
                'halves it' % (side, pixels, factor, len(layers)))
    x = inputs
    for width in layers:
        x = keras.layers.Conv2D(
            width, (3, 3), strides=(2, 2), padding='same', use_bias=False,
            kernel_initializer='he_normal')(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x


def decoder(x, layers, channels=3):
    """Double height and width once for every width in layers.

    Args:
        x: tensor (batch, height, width, layers[-1]), the code.
        layers: list of integers, the encoder's; the decoder has them from
            the last down to the second. Not changed.
        channels: integer, the channels of the images.

    Returns:
        The reconstruction, not negative, tensor (batch, height * 2**n,
        width * 2**n, channels) for n = len(layers).
    """
    for width in [*layers[:0:-1], channels]:
        x = keras.layers.Conv2DTranspose(
            width, (3, 3), strides=(2, 2), padding='same', use_bias=False,
            kernel_initializer='he_normal')(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x


class AutoEncoder:
    """The encoder, the decoder on it, and a Keras model of each use.

    Compile and fit by Keras' own methods, then take the encoder out:

        autoencoder = AutoEncoder()
        autoencoder.model.compile(optimizer='adam', loss='mse')
        autoencoder.model.fit(images, images)
        code = autoencoder.encoder.predict(images)

    Attributes:
        model: Keras model, images (batch, *input_shape) -> reconstructions
            of the same shape. Not compiled.
        encoder: Keras model, images -> codes, made of the model's own
            layers: what the model learns, it has learned.
    """

    def __init__(self, input_shape=(32, 32, 3), layers=(64, 32, 32)):
        """Build both models for images (height, width, channels).

        See encoder for layers and the ValueError that sides can give.
        """
        inputs = keras.Input(shape=input_shape)
        code = encoder(inputs, layers)
        outputs = decoder(code, layers, channels=input_shape[-1])
        self.model = keras.Model(inputs, outputs, name='autoencoder')
        self.encoder = keras.Model(inputs, code, name='encoder')
