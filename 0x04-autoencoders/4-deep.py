#!/usr/bin/env python3
"""Task 4: a deep autoencoder, one flat model whose encoder is cut out of it.

Source: the original, "AutoEncoder Using Keras on Mnist DataSet", a chain of 14
dense layers with names; deep autoencoders are Hinton and Salakhutdinov's,
"Reducing the Dimensionality of Data with Neural Networks", Science 313
(2006).
"""
import tensorflow.keras as keras


def deep(input_dims, hidden_layers, latent_dims):
    """Build and compile a deep autoencoder as one flat model.

    Its layers are named: input_layer; hidden_layer_1, hidden_layer_2 and so
    on through encoder and decoder; code_layer between the two; output_layer.
    Whatever is later cut out of it at a name has its weights.

    The loss is the binary cross-entropy between the input x and its
    reconstruction y, averaged over the input_dims values and the batch:

        loss = -mean(x * log(y) + (1 - x) * log(1 - y))

    Args:
        input_dims: integer, the width of the input.
        hidden_layers: list of integers, the widths of the encoder's hidden
            layers in order; the decoder has them in reverse. Not changed.
        latent_dims: integer, the width of the latent code.

    Returns:
        encoder: model, (batch, input_dims) -> (batch, latent_dims), the part
            of auto that ends at code_layer.
        auto: model, (batch, input_dims) -> (batch, input_dims), in (0, 1),
            compiled with Adam and binary cross-entropy.
    """
    depth = len(hidden_layers)
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = inputs                                      # (batch, input_dims)
    for number, width in enumerate(hidden_layers, 1):
        x = keras.layers.Dense(width, activation='relu',
                               name='hidden_layer_%d' % number)(x)
    x = keras.layers.Dense(latent_dims, activation='relu',
                           name='code_layer')(x)    # (batch, latent_dims)
    for number, width in enumerate(reversed(hidden_layers), depth + 1):
        x = keras.layers.Dense(width, activation='relu',
                               name='hidden_layer_%d' % number)(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid',
                                 name='output_layer')(x)
    auto = keras.Model(inputs, outputs, name='auto')
    auto.compile(optimizer='adam', loss='binary_crossentropy')

    encoder = keras.Model(auto.input, auto.get_layer('code_layer').output,
                          name='encoder')
    return encoder, auto
