#!/usr/bin/env python3
"""Task 1: a sparse autoencoder, whose code is kept near zero by L1.

Source: the exercise 0x04 Autoencoders (2018), task 1; the idea is Ng,
"Sparse autoencoder", CS294A lecture notes (2011), here with an L1 penalty.
"""
import tensorflow.keras as keras


def sparse(input_dims, hidden_layers, latent_dims, lambtha):
    """Build and compile a sparse autoencoder.

    The loss is the binary cross-entropy of the reconstruction plus the L1
    norm of the code, averaged over the batch (Keras 3.14 and newer):

        loss = BCE + lambtha * sum(|code|) / batch

    Args:
        input_dims: integer, the width of the input.
        hidden_layers: list of integers, the widths of the encoder's hidden
            layers in order; the decoder has them in reverse. Not changed.
        latent_dims: integer, the width of the latent code.
        lambtha: float, the weight of the L1 penalty on the code.

    Returns:
        encoder: model, (batch, input_dims) -> (batch, latent_dims).
        decoder: model, (batch, latent_dims) -> (batch, input_dims), in (0, 1).
        auto: model, the decoder on the encoder, sharing their weights,
            compiled with Adam, binary cross-entropy and the penalty.
    """
    inputs = keras.Input(shape=(input_dims,))
    x = inputs                                      # (batch, input_dims)
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu')(x)
    code = keras.layers.Dense(
        latent_dims, activation='relu',
        activity_regularizer=keras.regularizers.L1(lambtha))(x)
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
