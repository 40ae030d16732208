#!/usr/bin/env python3
"""Task 7 in blocks: convolution, then relu, each a layer."""
import tensorflow.keras as keras


def down(x, count):
    """Halve the sides."""
    x = keras.layers.Conv2D(count, 3, strides=2, padding='same')(x)
    return keras.layers.ReLU()(x)


def up(x, count):
    """Double the sides."""
    x = keras.layers.Conv2DTranspose(count, 3, strides=2, padding='same')(x)
    return keras.layers.ReLU()(x)


@keras.utils.register_keras_serializable(package='blocks')
class Reparametrise(keras.layers.Layer):
    """z from mean and log_var; two losses kept apart."""

    def call(self, mean, log_var):
        """Return z."""
        return mean + keras.ops.exp(log_var * 0.5) * keras.random.normal(
            keras.ops.shape(mean))


@keras.utils.register_keras_serializable(package='blocks')
class Negative(keras.layers.Layer):
    """The objective of a beta-VAE, to be minimised."""

    def __init__(self, beta, **kwargs):
        """Keep beta."""
        super().__init__(**kwargs)
        self.beta = beta
        self.reconstruction = keras.metrics.Mean(name='reconstruction')
        self.kl = keras.metrics.Mean(name='kl')
        self.beta_kl = keras.metrics.Mean(name='beta_kl')

    def call(self, x, y, mean, log_var):
        """Return y; add the loss."""
        reconstruction = keras.ops.sum(
            keras.ops.reshape((x - y) ** 2, (keras.ops.shape(x)[0], -1)), 1)
        kl = -keras.ops.sum(1 + log_var - mean ** 2
                            - keras.ops.exp(log_var), 1) / 2
        self.add_loss(keras.ops.mean(reconstruction))
        self.add_loss(keras.ops.mean(kl) * self.beta)
        self.reconstruction.update_state(reconstruction)
        self.kl.update_state(kl)
        self.beta_kl.update_state(kl * self.beta)
        return y

    def get_config(self):
        """Return the configuration."""
        config = super().get_config()
        config.update({'beta': self.beta})
        return config


def beta(input_dims, filters, latent_dims, beta):
    """Return the encoder, the decoder and the autoencoder."""
    if max(side % (1 << len(filters)) for side in input_dims[:2]):
        raise ValueError('cannot halve %s %d times' % (input_dims,
                                                       len(filters)))
    inputs = keras.layers.Input(shape=tuple(input_dims))
    x = inputs
    for count in filters:
        x = down(x, count)
    before = x.shape[1:]
    x = keras.layers.Reshape((-1,))(x)
    mean = keras.layers.Dense(latent_dims, name='mean')(x)
    log_var = keras.layers.Dense(latent_dims, name='log_var')(x)
    z = Reparametrise(name='z')(mean, log_var)
    encoder = keras.Model(inputs=[inputs], outputs=[z, mean, log_var],
                          name='encoder')

    latent = keras.layers.Input(shape=(latent_dims,))
    x = keras.layers.Dense(before[0] * before[1] * before[2])(latent)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Reshape(before)(x)
    for count in list(filters)[::-1]:
        x = up(x, count)
    x = keras.layers.Conv2DTranspose(input_dims[2], 3, padding='same')(x)
    x = keras.layers.Activation('sigmoid')(x)
    decoder = keras.Model(inputs=latent, outputs=x, name='decoder')

    z, mean, log_var = encoder(inputs)
    outputs = Negative(beta)(inputs, decoder(z), mean, log_var)
    auto = keras.Model(inputs, outputs, name='auto')
    auto.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3))
    return encoder, decoder, auto
