#!/usr/bin/env python3
"""Deep autoencoder with a training step of its own."""
import tensorflow.keras as keras


class Trainer(keras.Model):
    """A functional model that is trained on pairs (x, x)."""

    def train_step(self, data):
        """Unpack the pair, and train as usual."""
        x, y = data
        return super().train_step((x, y))

    def test_step(self, data):
        """Unpack the pair, and test as usual."""
        x, y = data
        return super().test_step((x, y))


def deep(input_dims, hidden_layers, latent_dims):
    """
    Builds the deep autoencoder.

    :param input_dims: the number of input values
    :param hidden_layers: list of widths
    :param latent_dims: the width of the code
    :return: encoder, auto
    """
    names = ['hidden_layer_%i' % (k + 1)
             for k in range(2 * len(hidden_layers))]
    inputs = keras.layers.Input((input_dims,), name='input_layer')
    x = inputs
    for name, nodes in zip(names, hidden_layers):
        x = keras.layers.Dense(nodes, activation=keras.activations.relu,
                               name=name)(x)
    x = keras.layers.Dense(latent_dims, activation=keras.activations.relu,
                           name='code_layer')(x)
    for name, nodes in zip(names[len(hidden_layers):], hidden_layers[::-1]):
        x = keras.layers.Dense(nodes, activation=keras.activations.relu,
                               name=name)(x)
    x = keras.layers.Dense(input_dims, activation=keras.activations.sigmoid,
                           name='output_layer')(x)
    auto = Trainer(inputs, x)
    auto.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001),
                 loss=keras.losses.binary_crossentropy)
    encoder = keras.Model(auto.inputs, auto.get_layer('code_layer').output)
    return encoder, auto
