#!/usr/bin/env python3
"""Lists of layers, folded over the tensor."""
import tensorflow.keras as keras

L = keras.layers


def run(x, layers):
    """Apply all layers in order."""
    for layer in layers:
        x = layer(x)
    return x


def parts(convolution, widths):
    """Return the layers of all blocks, one after the other."""
    return [layer for width in widths for layer in (
        convolution(width, (3, 3), strides=(2, 2), padding='same',
                    use_bias=False, kernel_initializer='he_normal'),
        L.BatchNormalization(), L.Activation(keras.activations.relu))]


def encoder(inputs, layers):
    """Return the code."""
    power = pow(2, len(layers))
    if not all(side % power == 0 for side in inputs.shape[1:3]):
        raise ValueError('%d does not divide %s' % (power, inputs.shape[1:3]))
    return run(inputs, parts(L.Convolution2D, layers))


def decoder(x, layers, channels=3):
    """Return the reconstruction."""
    mirrored = [layers[i] for i in reversed(range(1, len(layers)))]
    return run(x, parts(L.Convolution2DTranspose, mirrored + [channels]))


class AutoEncoder:
    """Puts the parts together."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Take the shape of images and the widths of layers."""
        inputs = L.Input(shape=tuple(input_shape))
        code = encoder(inputs, layers)
        outputs = decoder(code, layers, inputs.shape[-1])
        self.model = keras.Model(inputs=inputs, outputs=outputs)
        self.encoder = keras.Model(inputs=inputs, outputs=code)
