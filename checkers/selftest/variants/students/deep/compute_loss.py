#!/usr/bin/env python3
"""The loss written in the model."""
import tensorflow.keras as keras


class WithLoss(keras.Model):
    """An autoencoder that knows its loss."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Binary cross-entropy, averaged over everything."""
        return keras.ops.mean(keras.losses.binary_crossentropy(y, y_pred))


def deep(input_dims, hidden_layers, latent_dims):
    """Return encoder and auto; auto computes its own loss."""
    x = inputs = keras.Input((input_dims,), name='input_layer')
    number = 1
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu',
                               name='hidden_layer_%d' % number)(x)
        number += 1
    x = keras.layers.Dense(latent_dims, activation='relu',
                           name='code_layer')(x)
    for width in hidden_layers[::-1]:
        x = keras.layers.Dense(width, activation='relu',
                               name='hidden_layer_%d' % number)(x)
        number += 1
    outputs = keras.layers.Dense(input_dims, activation='sigmoid',
                                 name='output_layer')(x)
    auto = WithLoss(inputs, outputs)
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return keras.Model(inputs, auto.get_layer('code_layer').output), auto
