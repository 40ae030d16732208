#!/usr/bin/env python3
"""Task 7: a last layer that computes the whole loss, by add_loss."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='task7')
class Noise(keras.layers.Layer):
    """Standard normal noise of the shape of its input."""

    def __init__(self, seed=None, **kwargs):
        """Make the generator."""
        super().__init__(**kwargs)
        self.generator = keras.random.SeedGenerator(seed)

    def call(self, x):
        """Return noise."""
        return keras.random.normal(keras.ops.shape(x), seed=self.generator)


@keras.utils.register_keras_serializable(package='task7')
class Loss(keras.layers.Layer):
    """Adds the loss of a beta-VAE, and passes the reconstruction on."""

    def __init__(self, beta, **kwargs):
        """Keep beta; make three metrics."""
        super().__init__(**kwargs)
        self.beta = beta
        self.shown = [keras.metrics.Mean(name=name)
                      for name in ('reconstruction', 'kl', 'beta_kl')]

    def call(self, inputs):
        """Return the reconstruction, the second of four inputs."""
        x, y, mean, log_var = inputs
        error = keras.ops.sum((x - y) ** 2, axis=(1, 2, 3))
        kl = 0.5 * keras.ops.sum(keras.ops.exp(log_var) + mean ** 2 - 1
                                 - log_var, axis=1)
        self.add_loss(keras.ops.mean(error + self.beta * kl))
        for metric, value in zip(self.shown, (error, kl, self.beta * kl)):
            metric.update_state(value)
        return y

    def get_config(self):
        """Return what makes the same layer."""
        return {**super().get_config(), 'beta': self.beta}


def beta(input_dims, filters, latent_dims, beta):
    """Make encoder, decoder and auto, for pictures of input_dims."""
    small = []
    for side in input_dims[:-1]:
        quotient, remainder = divmod(side, 2 ** len(filters))
        if remainder:
            raise ValueError('a side of %d cannot be halved %d times'
                             % (side, len(filters)))
        small.append(quotient)
    small.append(filters[-1])

    picture = keras.Input(shape=input_dims)
    x = picture
    for n in filters:
        x = keras.layers.Conv2D(n, 3, strides=2, padding='same',
                                activation='relu')(x)
    x = keras.layers.Flatten()(x)
    mean = keras.layers.Dense(latent_dims)(x)
    log_var = keras.layers.Dense(latent_dims)(x)
    z = mean + keras.ops.exp(0.5 * log_var) * Noise()(mean)
    encoder = keras.Model(picture, [z, mean, log_var], name='encoder')

    decoder = keras.Sequential(name='decoder')
    decoder.add(keras.Input(shape=(latent_dims,)))
    decoder.add(keras.layers.Dense(small[0] * small[1] * small[2],
                                   activation='relu'))
    decoder.add(keras.layers.Reshape(small))
    for n in reversed(filters):
        decoder.add(keras.layers.Conv2DTranspose(
            n, 3, strides=2, padding='same', activation='relu'))
    decoder.add(keras.layers.Conv2DTranspose(
        input_dims[-1], 3, padding='same', activation='sigmoid'))

    z, mean, log_var = encoder(picture)
    y = Loss(beta)([picture, decoder(z), mean, log_var])
    auto = keras.Model(picture, y)
    auto.compile(optimizer='adam')
    return encoder, decoder, auto
