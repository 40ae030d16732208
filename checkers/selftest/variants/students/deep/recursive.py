#!/usr/bin/env python3
"""A deep autoencoder by recursion, from the outside to the inside."""
import tensorflow.keras as keras


def wrap(x, hidden_layers, latent_dims, first, total):
    """Put the outermost pair of hidden layers around what is inside."""
    if not hidden_layers:
        return keras.layers.Dense(latent_dims, activation='relu',
                                  name='code_layer')(x)
    width, *inner = hidden_layers
    x = keras.layers.Dense(width, activation='relu',
                           name='hidden_layer_%d' % first)(x)
    x = wrap(x, inner, latent_dims, first + 1, total)
    return keras.layers.Dense(width, activation='relu',
                              name='hidden_layer_%d' % (total + 1 - first))(x)


def deep(input_dims, hidden_layers, latent_dims):
    """Return the encoder and the whole."""
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = wrap(inputs, hidden_layers, latent_dims, 1, 2 * len(hidden_layers))
    auto = keras.Model(inputs, keras.layers.Dense(
        input_dims, activation='sigmoid', name='output_layer')(x))
    auto.compile(loss='binary_crossentropy', optimizer='adam')
    encoder = keras.Model(auto.input, auto.get_layer('code_layer').output)
    return encoder, auto
