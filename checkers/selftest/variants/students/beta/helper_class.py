#!/usr/bin/env python3
"""Task 7: helper classes build the parts."""
import tensorflow.keras as keras


class Plan:
    """What a beta-VAE is to look like."""

    def __init__(self, input_dims, filters, latent_dims):
        """Keep all numbers; refuse sides that leave a remainder."""
        self.input_dims = input_dims
        self.filters = list(filters)
        self.latent_dims = latent_dims
        self.height, self.width = [self.shrink(side)
                                   for side in input_dims[:2]]

    def shrink(self, side):
        """Return a side after all halvings."""
        for _ in self.filters:
            side, odd = divmod(side, 2)
            if odd:
                raise ValueError('%s x %s cannot be halved that often'
                                 % self.input_dims[:2])
        return side

    def encoder(self):
        """Return the encoder."""
        x = inputs = keras.Input(shape=self.input_dims)
        for width in self.filters:
            x = keras.layers.Conv2D(width, 3, 2, 'same',
                                    activation=keras.activations.relu)(x)
        x = keras.layers.Flatten()(x)
        heads = [keras.layers.Dense(self.latent_dims, name=name)(x)
                 for name in ('mean', 'log_var')]
        return keras.Model(inputs, [Gauss(name='z')(heads)] + heads)

    def decoder(self):
        """Return the decoder."""
        self.filters.reverse()
        x = inputs = keras.Input(shape=(self.latent_dims,))
        last = self.height, self.width, self.filters[0]
        x = keras.layers.Dense(last[0] * last[1] * last[2],
                               activation=keras.activations.relu)(x)
        x = keras.layers.Reshape(last)(x)
        for width in self.filters:
            x = keras.layers.Conv2DTranspose(
                width, 3, 2, 'same', activation=keras.activations.relu)(x)
        x = keras.layers.Conv2DTranspose(
            self.input_dims[2], 3, padding='same',
            activation=keras.activations.sigmoid)(x)
        return keras.Model(inputs, x)


@keras.utils.register_keras_serializable(package='helper')
class Gauss(keras.layers.Layer):
    """A normal distribution."""

    def __init__(self, **kwargs):
        """Make the generator."""
        super().__init__(**kwargs)
        self.random = keras.random.SeedGenerator()

    def call(self, inputs):
        """Draw from it."""
        return inputs[0] + keras.random.normal(
            keras.ops.shape(inputs[0]), seed=self.random
        ) * keras.ops.exp(inputs[1] / 2)


@keras.utils.register_keras_serializable(package='helper')
class Trained(keras.Model):
    """An autoencoder that computes its loss from its two parts."""

    def __init__(self, encoder=None, decoder=None, beta=1, **kwargs):
        """Take the parts."""
        super().__init__(**kwargs)
        self.encoder, self.decoder, self.beta = encoder, decoder, beta
        self.shown = {name: keras.metrics.Mean(name=name) for name in
                      ('reconstruction', 'kl', 'beta_kl')}

    def call(self, x):
        """Return the reconstruction of x, and keep KL for the loss."""
        z, mean, log_var = self.encoder(x)
        self.kl = -0.5 * keras.ops.mean(keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=1))
        return self.decoder(z)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Return reconstruction + beta * KL."""
        error = keras.ops.sum((x - y_pred) ** 2) / keras.ops.cast(
            keras.ops.shape(x)[0], 'float32')
        size = keras.ops.shape(x)[0]
        self.shown['reconstruction'].update_state(error, size)
        self.shown['kl'].update_state(self.kl, size)
        self.shown['beta_kl'].update_state(self.beta * self.kl, size)
        return error + self.beta * self.kl

    def get_config(self):
        """Return the parts, in a form that can be saved."""
        save = keras.utils.serialize_keras_object
        return {**super().get_config(), 'beta': self.beta,
                'encoder': save(self.encoder), 'decoder': save(self.decoder)}

    @classmethod
    def from_config(cls, config):
        """Return the model that was saved."""
        load = keras.utils.deserialize_keras_object
        config['encoder'] = load(config['encoder'])
        config['decoder'] = load(config['decoder'])
        return cls(**config)


def beta(input_dims, filters, latent_dims, beta):
    """Build all three models."""
    plan = Plan(input_dims, filters, latent_dims)
    encoder, decoder = plan.encoder(), plan.decoder()
    auto = Trained(encoder, decoder, beta)
    auto.build((None,) + tuple(input_dims))
    auto.compile(optimizer='adam')
    return encoder, decoder, auto
