#!/usr/bin/env python3
"""Task 4, everything in one list of layers."""
import tensorflow.keras as keras


def deep(input_dims, hidden_layers, latent_dims):
    """Make the list of all layers first and give it to Sequential."""
    Dense = keras.layers.Dense
    widths = list(hidden_layers) + list(reversed(hidden_layers))
    hidden = [Dense(w, activation='relu', name='hidden_layer_{}'.format(i + 1))
              for i, w in enumerate(widths)]
    half = len(hidden_layers)
    auto = keras.models.Sequential(
        [keras.layers.InputLayer(shape=(input_dims,), name='input_layer')]
        + hidden[:half]
        + [Dense(latent_dims, activation='relu', name='code_layer')]
        + hidden[half:]
        + [Dense(input_dims, activation='sigmoid', name='output_layer')])
    auto.compile('adam', 'binary_crossentropy')
    code = auto.get_layer('code_layer')
    return keras.Model(auto.inputs, code.output), auto
