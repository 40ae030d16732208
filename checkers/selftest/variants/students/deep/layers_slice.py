#!/usr/bin/env python3
"""The encoder is the first layers of auto, in a Sequential."""
import tensorflow.keras as keras


def deep(input_dims, hidden_layers, latent_dims):
    """Return encoder and auto."""
    x = inputs = keras.Input(shape=(input_dims,), name='input_layer')
    number = iter(range(1, 2 * len(hidden_layers) + 1))
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu', name=(
            f'hidden_layer_{next(number)}'))(x)
    x = keras.layers.Dense(latent_dims, activation='relu',
                           name='code_layer')(x)
    for width in sorted(range(len(hidden_layers)), reverse=True):
        x = keras.layers.Dense(hidden_layers[width], activation='relu', name=(
            f'hidden_layer_{next(number)}'))(x)
    x = keras.layers.Dense(input_dims, activation='sigmoid',
                           name='output_layer')(x)
    auto = keras.Model(inputs, x)
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    encoder = keras.Sequential(auto.layers[:len(hidden_layers) + 2])
    return encoder, auto
