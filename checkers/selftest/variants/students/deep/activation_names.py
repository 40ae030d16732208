#!/usr/bin/env python3
"""Every activation is a layer and bears the name of its step."""
import tensorflow.keras as keras


def step(x, width, activation, name):
    """Apply a dense layer and its activation, which is called `name`."""
    x = keras.layers.Dense(width, name=name + '_dense')(x)
    return keras.layers.Activation(activation, name=name)(x)


def deep(input_dims, hidden_layers, latent_dims):
    """Return the encoder and the flat autoencoder."""
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = inputs
    i = 0
    for i, width in enumerate(hidden_layers, 1):
        x = step(x, width, 'relu', 'hidden_layer_%d' % i)
    x = step(x, latent_dims, 'relu', 'code_layer')
    for j, width in enumerate(hidden_layers[::-1], i + 1):
        x = step(x, width, 'relu', 'hidden_layer_%d' % j)
    outputs = step(x, input_dims, 'sigmoid', 'output_layer')
    auto = keras.Model(inputs, outputs)
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    encoder = keras.Model(inputs, auto.get_layer('code_layer').output)
    return encoder, auto
