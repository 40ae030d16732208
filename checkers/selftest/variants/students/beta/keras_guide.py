#!/usr/bin/env python3
"""Task 7: the VAE of Keras' guide to subclassing, with beta."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable()
class Sampling(keras.layers.Layer):
    """Draws z."""

    def call(self, inputs):
        """Return mean + sigma * epsilon."""
        mean, log_var = inputs
        noise = keras.random.normal(keras.ops.shape(log_var))
        return mean + keras.ops.exp(0.5 * log_var) * noise


@keras.utils.register_keras_serializable()
class VariationalAutoEncoder(keras.Model):
    """Combines the encoder and decoder into an end-to-end model."""

    def __init__(self, encoder, decoder, beta=1.0, **kwargs):
        """Keep the parts and beta; make the trackers."""
        super().__init__(**kwargs)
        self.encoder = encoder
        self.decoder = decoder
        self.beta = beta
        self.reconstruction_tracker = keras.metrics.Mean('reconstruction')
        self.kl_tracker = keras.metrics.Mean('kl')
        self.beta_kl_tracker = keras.metrics.Mean('beta_kl')

    def call(self, inputs):
        """Return the reconstruction; add beta * KL to the losses."""
        z, mean, log_var = self.encoder(inputs)
        reconstructed = self.decoder(z)
        kl = keras.ops.sum(mean ** 2 + keras.ops.exp(log_var)
                           - log_var - 1, axis=1) / 2
        self.add_loss(self.beta * keras.ops.mean(kl))
        self.kl_tracker.update_state(kl)
        self.beta_kl_tracker.update_state(self.beta * kl)
        return reconstructed

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Return the loss."""
        error = keras.ops.sum((y - y_pred) ** 2, axis=(1, 2, 3))
        self.reconstruction_tracker.update_state(error)
        return keras.ops.mean(error) + sum(self.losses)

    def get_config(self):
        """Return all that from_config needs."""
        config = super().get_config()
        config['encoder'] = keras.utils.serialize_keras_object(self.encoder)
        config['decoder'] = keras.utils.serialize_keras_object(self.decoder)
        config['beta'] = self.beta
        return config

    @classmethod
    def from_config(cls, config):
        """Return a model of this configuration."""
        for part in ('encoder', 'decoder'):
            config[part] = keras.utils.deserialize_keras_object(config[part])
        return cls(**config)


def beta(input_dims, filters, latent_dims, beta):
    """Return encoder, decoder, auto."""
    for side in input_dims[:2]:
        for _ in filters:
            if side % 2:
                raise ValueError('sides %s cannot be halved %d times'
                                 % (input_dims[:2], len(filters)))
            side //= 2

    inputs = keras.Input(shape=input_dims)
    x = inputs
    for n in filters:
        x = keras.layers.Conv2D(n, (3, 3), (2, 2), 'same',
                                activation='relu')(x)
    last = tuple(x.shape[1:])
    x = keras.layers.Flatten()(x)
    mean = keras.layers.Dense(latent_dims)(x)
    log_var = keras.layers.Dense(latent_dims)(x)
    encoder = keras.Model(inputs, [Sampling()([mean, log_var]), mean,
                                   log_var])

    code = keras.Input(shape=(latent_dims,))
    x = keras.layers.Dense(last[0] * last[1] * last[2], 'relu')(code)
    x = keras.layers.Reshape(last)(x)
    for n in filters[::-1]:
        x = keras.layers.Conv2DTranspose(n, (3, 3), (2, 2), 'same',
                                         activation='relu')(x)
    x = keras.layers.Conv2DTranspose(input_dims[2], (3, 3), (1, 1), 'same',
                                     activation='sigmoid')(x)
    decoder = keras.Model(code, x)

    auto = VariationalAutoEncoder(encoder, decoder, beta)
    auto(keras.Input(shape=input_dims))
    auto.compile(optimizer='adam')
    return encoder, decoder, auto
