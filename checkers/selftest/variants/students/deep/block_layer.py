#!/usr/bin/env python3
"""Each step is a small layer, made of a dense layer and relu."""
import tensorflow.keras as keras


class Block(keras.layers.Layer):
    """Dense, then relu."""

    def __init__(self, width, **kwargs):
        """Keep the width."""
        super().__init__(**kwargs)
        self.width = width
        self.dense = keras.layers.Dense(width)
        self.relu = keras.layers.ReLU()

    def build(self, input_shape):
        """Build the dense layer."""
        self.dense.build(input_shape)
        self.built = True

    def call(self, inputs):
        """Return relu(dense(inputs))."""
        return self.relu(self.dense(inputs))

    def get_config(self):
        """Return what the layer was made with."""
        return {**super().get_config(), 'width': self.width}


def deep(input_dims, hidden_layers, latent_dims):
    """Return encoder and auto."""
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = inputs
    number = 1
    for width in hidden_layers:
        x = Block(width, name='hidden_layer_%d' % number)(x)
        number += 1
    x = Block(latent_dims, name='code_layer')(x)
    for width in reversed(hidden_layers):
        x = Block(width, name='hidden_layer_%d' % number)(x)
        number += 1
    x = keras.layers.Dense(input_dims, 'sigmoid', name='output_layer')(x)
    auto = keras.Model(inputs, x)
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    encoder = keras.Model(inputs, auto.get_layer('code_layer').output)
    return encoder, auto
