#!/usr/bin/env python3
"""Task 7: a layer draws z, adds the KL term and shows it."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='Custom')
class Sampling(keras.layers.Layer):
    """Uses (z_mean, z_log_var) to sample z, the vector encoding a face."""

    def __init__(self, beta=1.0, **kwargs):
        """Store beta and make the metrics."""
        super().__init__(**kwargs)
        self.beta = beta
        self.kl_metric = keras.metrics.Mean(name='kl')
        self.beta_kl_metric = keras.metrics.Mean(name='beta_kl')

    def call(self, inputs):
        """Return z."""
        z_mean, z_log_var = inputs
        kl_loss = -0.5 * (1 + z_log_var - keras.ops.square(z_mean)
                          - keras.ops.exp(z_log_var))
        kl_loss = keras.ops.mean(keras.ops.sum(kl_loss, axis=1))
        self.add_loss(self.beta * kl_loss)
        batch = keras.ops.shape(z_mean)[0]
        self.kl_metric.update_state(kl_loss, batch)
        self.beta_kl_metric.update_state(self.beta * kl_loss, batch)
        epsilon = keras.random.normal(shape=keras.ops.shape(z_mean))
        return z_mean + keras.ops.exp(0.5 * z_log_var) * epsilon

    def get_config(self):
        """Return the arguments of __init__."""
        return {**super().get_config(), 'beta': self.beta}


@keras.utils.register_keras_serializable(package='Custom')
def reconstruction(x, y):
    """Return the squared error, summed over each image."""
    return keras.ops.sum(keras.ops.square(x - y), axis=[1, 2, 3])


def beta(input_dims, filters, latent_dims, beta):
    """Create the convolutional beta-VAE."""
    height, width, channels = input_dims
    if height % (2 ** len(filters)) != 0:
        raise ValueError('height {} cannot be halved'.format(height))
    if width % (2 ** len(filters)) != 0:
        raise ValueError('width {} cannot be halved'.format(width))
    encoder_inputs = keras.Input(shape=input_dims)
    x = encoder_inputs
    for f in filters:
        x = keras.layers.Conv2D(f, 3, activation='relu', strides=2,
                                padding='same')(x)
    shape = x.shape[1:]
    x = keras.layers.Flatten()(x)
    z_mean = keras.layers.Dense(latent_dims, name='z_mean')(x)
    z_log_var = keras.layers.Dense(latent_dims, name='z_log_var')(x)
    z = Sampling(beta)([z_mean, z_log_var])
    encoder = keras.Model(encoder_inputs, [z, z_mean, z_log_var],
                          name='encoder')

    latent_inputs = keras.Input(shape=(latent_dims,))
    x = keras.layers.Dense(shape[0] * shape[1] * shape[2],
                           activation='relu')(latent_inputs)
    x = keras.layers.Reshape(shape)(x)
    for f in filters[::-1]:
        x = keras.layers.Conv2DTranspose(f, 3, activation='relu', strides=2,
                                         padding='same')(x)
    decoder_outputs = keras.layers.Conv2DTranspose(
        channels, 3, activation='sigmoid', padding='same')(x)
    decoder = keras.Model(latent_inputs, decoder_outputs, name='decoder')

    auto = keras.Model(encoder_inputs,
                       decoder(encoder(encoder_inputs)[0]), name='vae')
    auto.compile(optimizer=keras.optimizers.Adam(), loss=reconstruction,
                 metrics=[reconstruction])
    return encoder, decoder, auto
