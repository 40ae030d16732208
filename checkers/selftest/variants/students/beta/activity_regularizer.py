#!/usr/bin/env python3
"""Task 7: the KL term as a regularizer of the heads' activity."""
import tensorflow.keras as keras


def split(heads):
    """Return mean and log_var of (batch, 2 * latent_dims)."""
    return keras.ops.split(heads, 2, axis=-1)


def divergence(mean, log_var):
    """Return KL, (batch,)."""
    return -0.5 * keras.ops.sum(
        1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)


@keras.utils.register_keras_serializable(package='seven')
class KL(keras.regularizers.Regularizer):
    """beta * KL, summed over the batch, by whose size Keras divides."""

    def __init__(self, beta):
        """Keep beta."""
        self.beta = beta

    def __call__(self, heads):
        """Return the penalty."""
        return self.beta * keras.ops.sum(divergence(*split(heads)))

    def get_config(self):
        """Return the configuration."""
        return {'beta': self.beta}


@keras.utils.register_keras_serializable(package='seven')
class Draw(keras.layers.Layer):
    """Draw z from both heads, put together."""

    def __init__(self, beta, **kwargs):
        """Make two metrics."""
        super().__init__(activity_regularizer=None, **kwargs)
        self.beta = beta
        self.kl = keras.metrics.Mean(name='kl')
        self.beta_kl = keras.metrics.Mean(name='beta_kl')

    def call(self, heads):
        """Return z."""
        mean, log_var = split(heads)
        kl = divergence(mean, log_var)
        self.kl.update_state(kl)
        self.beta_kl.update_state(self.beta * kl)
        return mean + keras.ops.exp(log_var / 2) * keras.random.normal(
            keras.ops.shape(mean))

    def get_config(self):
        """Return the configuration."""
        return {**super().get_config(), 'beta': self.beta}


@keras.utils.register_keras_serializable(package='seven')
def reconstruction(y_true, y_pred):
    """Return the squared error of each picture."""
    difference = keras.layers.Flatten()(y_true - y_pred)
    return keras.ops.sum(difference ** 2, axis=-1)


def beta(input_dims, filters, latent_dims, beta):
    """Return the three models of a beta-VAE."""
    if any(side % 2 ** len(filters) for side in input_dims[:2]):
        raise ValueError('{} cannot be halved {} times'.format(
            input_dims[:2], len(filters)))
    image = x = keras.Input(input_dims)
    for n in filters:
        x = keras.layers.Conv2D(n, 3, strides=2, padding='same',
                                activation='relu')(x)
    flat = keras.layers.Flatten()(x)
    mean = keras.layers.Dense(latent_dims)(flat)
    log_var = keras.layers.Dense(latent_dims)(flat)
    heads = keras.layers.Concatenate()([mean, log_var])
    heads = keras.layers.Activation(
        'linear', activity_regularizer=KL(beta))(heads)
    z = Draw(beta)(heads)
    encoder = keras.Model(image, [z, mean, log_var])

    code = keras.Input((latent_dims,))
    y = keras.layers.Dense(flat.shape[1], activation='relu')(code)
    y = keras.layers.Reshape(x.shape[1:])(y)
    for n in reversed(filters):
        y = keras.layers.Conv2DTranspose(n, 3, strides=2, padding='same',
                                         activation='relu')(y)
    y = keras.layers.Conv2DTranspose(input_dims[-1], 3, padding='same',
                                     activation='sigmoid')(y)
    decoder = keras.Model(code, y)

    auto = keras.Model(image, decoder(encoder(image)[0]))
    auto.compile('adam', reconstruction, metrics=[reconstruction])
    return encoder, decoder, auto
