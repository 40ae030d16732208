#!/usr/bin/env python3
"""Deep autoencoder (helper class)."""
import tensorflow.keras as keras


class Chain:
    """Adds one named layer after the other."""

    def __init__(self, input_dims):
        """Start with the input."""
        self.first = keras.layers.Input(shape=(input_dims,),
                                        name='input_layer')
        self.last = self.first
        self.count = 0

    def add(self, units, name=None, activation='relu'):
        """Add a dense layer; without a name it is a hidden layer."""
        if name is None:
            self.count += 1
            name = 'hidden_layer_' + str(self.count)
        dense = keras.layers.Dense(units, name=name)
        if activation == 'relu':
            dense.activation = keras.activations.relu
        else:
            dense.activation = keras.activations.get(activation)
        self.last = dense(self.last)
        return self

    def model(self):
        """Return what has been built so far."""
        return keras.Model(self.first, self.last)


def deep(input_dims, hidden_layers, latent_dims):
    """Return encoder, auto."""
    chain = Chain(input_dims)
    for units in hidden_layers:
        chain.add(units)
    encoder = chain.add(latent_dims, 'code_layer').model()
    for units in hidden_layers[::-1]:
        chain.add(units)
    auto = chain.add(input_dims, 'output_layer', 'sigmoid').model()
    auto.compile(optimizer=keras.optimizers.Adam(),
                 loss=keras.losses.binary_crossentropy,
                 metrics=['accuracy'])
    return encoder, auto
