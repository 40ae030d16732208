#!/usr/bin/env python3
"""AutoEncoder, as the seed writes it."""
import tensorflow.keras as keras


def encoder(inputs, layers):
    """ Construct the Encoder
        inputs : the input vector
        layers : number of filters per layer
    """
    factor = 2 ** len(layers)
    if inputs.shape[1] % factor or inputs.shape[2] % factor:
        raise ValueError('height and width must be multiples of %d' % factor)
    x = inputs
    # Feature pooling by 1/2H x 1/2W
    for n_filters in layers:
        x = keras.layers.Conv2D(n_filters, (3, 3), strides=(2, 2),
                                padding='same', use_bias=False,
                                kernel_initializer='he_normal')(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x


def decoder(x, layers, channels=3):
    """ Construct the Decoder
      x      : input to decoder
      layers : the number of filters per layer (in encoder)
    """
    # Feature unpooling by 2H x 2W
    for i in range(len(layers) - 1, 0, -1):
        n_filters = layers[i]
        x = keras.layers.Conv2DTranspose(n_filters, (3, 3), strides=(2, 2),
                                         padding='same', use_bias=False,
                                         kernel_initializer='he_normal')(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)

    # Last unpooling, restore number of channels
    x = keras.layers.Conv2DTranspose(channels, (3, 3), strides=(2, 2),
                                     padding='same', use_bias=False,
                                     kernel_initializer='he_normal')(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    return x


class AutoEncoder(object):
    """ Construct an AutoEncoder """

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """ Construct an AutoEncoder
            input_shape : shape of the images
            layers      : number of filters per layer
        """
        inputs = keras.Input(input_shape)
        code = encoder(inputs, layers)
        outputs = decoder(code, layers, input_shape[2])
        self.model = keras.Model(inputs, outputs)
        self.encoder = keras.Model(inputs, code)
