#!/usr/bin/env python3
"""Task 7: compute_loss weighs, compute_metrics shows."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='m')
class Z(keras.layers.Layer):
    """Draws z, and adds the Kullback-Leibler divergence to the losses."""

    def call(self, inputs):
        """inputs: mean and log_var."""
        mean, log_var = inputs
        self.add_loss(keras.ops.mean(keras.ops.sum(
            0.5 * (keras.ops.exp(log_var) + mean ** 2 - 1 - log_var), 1)))
        eps = keras.random.normal(keras.ops.shape(mean))
        return mean + eps * keras.ops.exp(0.5 * log_var)


@keras.utils.register_keras_serializable(package='m')
class Beta(keras.Model):
    """A functional model that knows its beta."""

    def set_beta(self, beta):
        """Take beta, and make the metrics."""
        self.beta = beta
        self.terms = [keras.metrics.Mean(name='reconstruction'),
                      keras.metrics.Mean(name='kl'),
                      keras.metrics.Mean(name='beta_kl')]
        return self

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Return the weighted sum, and keep the terms for the metrics."""
        error = keras.ops.sum((y - y_pred) ** 2, axis=(1, 2, 3))
        self.now = [keras.ops.mean(error), self.losses[0],
                    self.beta * self.losses[0]]
        return self.now[0] + self.now[2]

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        """Show all three."""
        for term, value in zip(self.terms, self.now):
            term.update_state(value, sample_weight=keras.ops.shape(x)[0])
        return self.get_metrics_result()

    def get_compile_config(self):
        """Return beta too."""
        return {**super().get_compile_config(), 'beta': self.beta}

    def compile_from_config(self, config):
        """Take beta out of it again."""
        self.set_beta(config.pop('beta'))
        super().compile_from_config(config)


def beta(input_dims, filters, latent_dims, beta):
    """Build encoder, decoder and auto."""
    times = len(filters)
    small = [side / 2 ** times for side in input_dims[:2]]
    if small != [int(side) for side in small]:
        raise ValueError('after %d halvings the sides would be %s'
                         % (times, small))
    small = [int(side) for side in small] + [filters[-1]]

    layers = keras.layers
    inputs = layers.Input(shape=input_dims)
    trunk = keras.Sequential(
        [layers.Conv2D(n, 3, strides=2, padding='same', activation='relu')
         for n in filters] + [layers.Flatten()])
    hidden = trunk(inputs)
    mean = layers.Dense(latent_dims)(hidden)
    log_var = layers.Dense(latent_dims)(hidden)
    encoder = keras.Model(inputs, [Z()([mean, log_var]), mean, log_var],
                          name='encoder')

    latent = layers.Input(shape=(latent_dims,))
    head = keras.Sequential([
        layers.Dense(small[0] * small[1] * small[2], activation='relu'),
        layers.Reshape(small)])
    tail = keras.Sequential(
        [layers.Conv2DTranspose(n, 3, strides=2, padding='same',
                                activation='relu') for n in filters[::-1]]
        + [layers.Conv2DTranspose(input_dims[2], 3, padding='same',
                                  activation='sigmoid')])
    decoder = keras.Model(latent, tail(head(latent)), name='decoder')

    auto = Beta(inputs, decoder(encoder(inputs)[0])).set_beta(beta)
    auto.compile(optimizer='adam')
    return encoder, decoder, auto
