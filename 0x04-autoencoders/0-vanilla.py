#!/usr/bin/env python3
"""Task 0: a "vanilla" autoencoder, made of fully connected layers.

Source: the exercise 0x04 Autoencoders (2018), task 0; the idea is Hinton
and Salakhutdinov, "Reducing the Dimensionality of Data with Neural
Networks", Science 313 (2006).
"""
import tensorflow.keras as keras


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build and compile a vanilla autoencoder.

    The loss is the binary cross-entropy between the input x and its
    reconstruction y, averaged over the input_dims values and the batch:

        loss = -mean(x * log(y) + (1 - x) * log(1 - y))

    Args:
        input_dims: integer, the width of the input.
        hidden_layers: list of integers, the widths of the encoder's hidden
            layers in order; the decoder has them in reverse. Not changed.
        latent_dims: integer, the width of the latent code.

    Returns:
        encoder: model, (batch, input_dims) -> (batch, latent_dims).
        decoder: model, (batch, latent_dims) -> (batch, input_dims), in (0, 1).
        auto: model, the decoder on the encoder, sharing their weights,
            compiled with Adam and binary cross-entropy.
    """
    inputs = keras.Input(shape=(input_dims,))
    x = inputs                                      # (batch, input_dims)
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu')(x)
    code = keras.layers.Dense(latent_dims, activation='relu')(x)
    encoder = keras.Model(inputs, code, name='encoder')

    latent = keras.Input(shape=(latent_dims,))
    x = latent                                      # (batch, latent_dims)
    for width in reversed(hidden_layers):
        x = keras.layers.Dense(width, activation='relu')(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs, name='decoder')

    auto = keras.Model(inputs, decoder(encoder(inputs)), name='auto')
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
