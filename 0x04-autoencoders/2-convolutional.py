#!/usr/bin/env python3
"""Task 2: a convolutional autoencoder, whose code is a small image.

Source: the exercise 0x04 Autoencoders (2018), task 2; the idea is Masci et
al., "Stacked Convolutional Auto-Encoders", ICANN (2011).
"""
import tensorflow.keras as keras


def autoencoder(input_dims, filters, latent_dims):
    """Build and compile a convolutional autoencoder.

    Each pooling halves the sides, rounding up; each upsampling doubles
    them; the one valid convolution takes two off. The output has the size
    of the input where these agree: with three filters for sides of 12, 20,
    28 and so on by 8, with four for 12, 28, 44 by 16. Heights and widths
    may differ.

    The loss is the binary cross-entropy between the input and its
    reconstruction, averaged over all pixels, channels and the batch.

    Args:
        input_dims: tuple of integers (height, width, channels).
        filters: list of integers, the filters of the encoder's convolutions
            in order; the decoder has them in reverse. Not changed.
        latent_dims: tuple of integers, the shape of the code
            (height, width, filters[-1]).

    Returns:
        encoder: model, (batch, *input_dims) -> (batch, *latent_dims).
        decoder: model, (batch, *latent_dims) -> (batch, *input_dims).
        auto: model, the decoder on the encoder, sharing their weights,
            compiled with Adam and binary cross-entropy.
    """
    inputs = keras.Input(shape=input_dims)
    x = inputs                                      # (batch, h, w, channels)
    for width in filters:
        x = keras.layers.Conv2D(width, (3, 3), padding='same',
                                activation='relu')(x)
        x = keras.layers.MaxPooling2D((2, 2), padding='same')(x)
    encoder = keras.Model(inputs, x, name='encoder')

    latent = keras.Input(shape=latent_dims)
    x = latent                                      # (batch, h', w', filters)
    for width in filters[:0:-1]:                    # last down to second
        x = keras.layers.Conv2D(width, (3, 3), padding='same',
                                activation='relu')(x)
        x = keras.layers.UpSampling2D((2, 2))(x)
    x = keras.layers.Conv2D(filters[0], (3, 3), padding='valid',
                            activation='relu')(x)   # 16 x 16 -> 14 x 14
    x = keras.layers.UpSampling2D((2, 2))(x)
    outputs = keras.layers.Conv2D(input_dims[-1], (3, 3), padding='same',
                                  activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs, name='decoder')

    auto = keras.Model(inputs, decoder(encoder(inputs)), name='auto')
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
