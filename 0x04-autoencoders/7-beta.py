#!/usr/bin/env python3
"""Task 7: a convolutional beta-VAE, whose KL term weighs beta.

Source: the original's four models of faces; Higgins et al., ICLR (2017).
"""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='beta')
class Sampling(keras.layers.Layer):
    """Draw z from N(mean, exp(log_var)); add the KL term, as in task 3."""

    def __init__(self, **kwargs):
        """Make the layer's own source of random numbers."""
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator()

    def call(self, inputs):
        """Return z for inputs = (mean, log_var); all (batch, latent_dims)."""
        mean, log_var = inputs
        self.add_loss(keras.ops.mean(-0.5 * keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)))
        epsilon = keras.random.normal(keras.ops.shape(mean),
                                      seed=self.seed_generator)
        return mean + keras.ops.exp(log_var / 2) * epsilon


@keras.utils.register_keras_serializable(package='beta')
class BetaVAE(keras.Model):
    """A model that weighs its KL term, and shows both terms as metrics."""

    def compile(self, beta, **options):
        """Compile with beta, the weight of KL, and Keras' own options."""
        super().compile(**options)
        self.beta = beta
        self.terms = [keras.metrics.Mean(name=name) for name in
                      ('reconstruction', 'kl', 'beta_kl')]

    def compute_loss(self, x, y, y_pred, sample_weight=None):
        """Return sum((y - y_pred)**2) + beta * KL, a mean over the batch."""
        error = keras.ops.sum(keras.ops.subtract(y, y_pred) ** 2, (1, 2, 3))
        error, kl = keras.ops.mean(error), sum(self.losses)
        for term, value in zip(self.terms, (error, kl, self.beta * kl)):
            term.update_state(value, keras.ops.shape(y)[0])
        return error + self.beta * kl

    def get_compile_config(self):
        """Return what a loaded model is to be compiled with."""
        return {**super().get_compile_config(), 'beta': self.beta}

    def compile_from_config(self, config):
        """Compile a loaded model, ready to be trained on."""
        self.compile(**keras.utils.deserialize_keras_object(config))
        self.optimizer.build(self.trainable_variables)


def beta(input_dims, filters, latent_dims, beta):
    """Build and compile a convolutional beta-VAE.

    Args:
        input_dims: tuple (height, width, channels). A ValueError where
            halving the sides once per filter leaves a remainder.
        filters: list of integers, for the encoder's convolutions in order;
            the decoder has them in reverse. Not changed.
        latent_dims: integer, the width of the latent code.
        beta: float, the weight of the KL term in the loss:
            sum((x - y)**2) + beta * KL, averaged over the batch.

    Returns: encoder, images -> [z, mean, log_var], each (batch, latent_dims);
        decoder, z -> images; auto, the decoder on the encoder's z. Saved
        ones load where this module was imported.
    """
    height, width, channels = input_dims
    if height % 2 ** len(filters) or width % 2 ** len(filters):
        raise ValueError('%d x %d cannot be halved %d times'
                         % (height, width, len(filters)))
    halving = {'strides': 2, 'padding': 'same', 'activation': 'relu'}
    inputs = x = keras.Input(shape=input_dims)      # (batch, h, w, channels)
    for count in filters:
        x = keras.layers.Conv2D(count, 3, **halving)(x)
    small = x.shape[1:]                             # (h', w', filters[-1])
    x = keras.layers.Flatten()(x)
    mean = keras.layers.Dense(latent_dims, name='mean')(x)
    log_var = keras.layers.Dense(latent_dims, name='log_var')(x)
    z = Sampling(name='z')([mean, log_var])
    encoder = keras.Model(inputs, [z, mean, log_var], name='encoder')

    latent = keras.Input(shape=(latent_dims,))
    x = keras.layers.Dense(x.shape[-1], activation='relu')(latent)
    x = keras.layers.Reshape(small)(x)
    for count in reversed(filters):
        x = keras.layers.Conv2DTranspose(count, 3, **halving)(x)
    outputs = keras.layers.Conv2DTranspose(channels, 3, padding='same',
                                           activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs, name='decoder')

    auto = BetaVAE(inputs, decoder(encoder(inputs)[0]), name='auto')
    auto.compile(beta, optimizer='adam')
    return encoder, decoder, auto
