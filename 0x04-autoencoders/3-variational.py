#!/usr/bin/env python3
"""Task 3: a variational autoencoder, a generative model.

Source: the exercise 0x04 Autoencoders (2018), task 3; the idea is Kingma
and Welling, "Auto-Encoding Variational Bayes", ICLR (2014).
"""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='autoencoders')
class Sampling(keras.layers.Layer):
    """Draw z from N(mean, exp(log_var)) and add the KL term to the loss.

    z = mean + exp(log_var / 2) * epsilon, with epsilon ~ N(0, 1) drawn
    afresh for every sample, every dimension and every call: the
    reparametrisation trick, so that gradients reach mean and log_var.

    The term added is the Kullback-Leibler divergence from N(0, 1), summed
    over the latent dimensions and averaged over the batch:

        KL = -1/2 * sum(1 + log_var - mean**2 - exp(log_var))
    """

    def __init__(self, **kwargs):
        """Make the layer's own source of random numbers."""
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator()

    def call(self, inputs):
        """Return z for inputs = (mean, log_var); all (batch, latent_dims)."""
        mean, log_var = inputs
        kl = -0.5 * keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)
        self.add_loss(keras.ops.mean(kl))           # (batch,) -> ()
        epsilon = keras.random.normal(keras.ops.shape(mean),
                                      seed=self.seed_generator)
        return mean + keras.ops.exp(log_var / 2) * epsilon


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build and compile a variational autoencoder.

    The loss is the negative evidence lower bound: the binary cross-entropy
    summed over the input plus the KL divergence of N(mean, exp(log_var))
    from N(0, 1) summed over the latent dimensions, averaged over the batch.
    Keras' binary cross-entropy is a mean over the input, so it weighs
    input_dims:

        loss = input_dims * BCE + KL

    Args:
        input_dims: integer, the width of the input.
        hidden_layers: list of integers, the widths of the encoder's hidden
            layers in order; the decoder has them in reverse. Not changed.
        latent_dims: integer, the width of the latent code.

    Returns:
        encoder: model, (batch, input_dims) -> [z, mean, log_var], each
            (batch, latent_dims); z is drawn from N(mean, exp(log_var)),
            afresh for every number.
        decoder: model, (batch, latent_dims) -> (batch, input_dims), in (0, 1).
        auto: model, the decoder on the encoder's z, sharing their weights,
            compiled with Adam and the loss above.

    A saved model loads where this module has been imported first: the module
    registers its classes, with get_config where they take arguments.
    """
    inputs = keras.Input(shape=(input_dims,))
    x = inputs                                      # (batch, input_dims)
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu')(x)
    mean = keras.layers.Dense(latent_dims, name='mean')(x)
    log_var = keras.layers.Dense(latent_dims, name='log_var')(x)
    z = Sampling(name='z')([mean, log_var])
    encoder = keras.Model(inputs, [z, mean, log_var], name='encoder')

    latent = keras.Input(shape=(latent_dims,))
    x = latent                                      # (batch, latent_dims)
    for width in reversed(hidden_layers):
        x = keras.layers.Dense(width, activation='relu')(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs, name='decoder')

    auto = keras.Model(inputs, decoder(encoder(inputs)[0]), name='auto')
    auto.compile(optimizer='adam', loss='binary_crossentropy',
                 loss_weights=[input_dims])
    return encoder, decoder, auto
