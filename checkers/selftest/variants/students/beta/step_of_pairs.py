#!/usr/bin/env python3
"""Task 7 with the train_step and test_step of many tutorials."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='vae')
class Sample(keras.layers.Layer):
    """The reparametrisation trick, and the KL term."""

    def call(self, inputs):
        """Draw z; remember KL as a loss."""
        mu, log_var = inputs
        kl = -0.5 * keras.ops.sum(1 + log_var - mu ** 2
                                  - keras.ops.exp(log_var), axis=-1)
        self.add_loss(keras.ops.mean(kl))
        return mu + keras.ops.exp(log_var / 2) * keras.random.normal(
            keras.ops.shape(mu))


@keras.utils.register_keras_serializable(package='vae')
class VAE(keras.Model):
    """Weighs the KL term."""

    beta = 1.0

    def compile(self, beta=1.0, **kwargs):
        """Compile with a beta."""
        super().compile(**kwargs)
        self.beta = beta
        self.reconstruction = keras.metrics.Mean(name='reconstruction')
        self.kl = keras.metrics.Mean(name='kl')
        self.beta_kl = keras.metrics.Mean(name='beta_kl')

    def get_compile_config(self):
        """Return how this model was compiled."""
        return dict(super().get_compile_config(), beta=self.beta)

    def compile_from_config(self, config):
        """Compile a loaded model."""
        config = keras.utils.deserialize_keras_object(config)
        self.compile(**config)
        self.optimizer.build(self.trainable_variables)

    def train_step(self, data):
        """One step of training."""
        x, y = data
        return super().train_step((x, y))

    def test_step(self, data):
        """One step of testing."""
        x, y = data
        return super().test_step((x, y))

    def compute_loss(self, x, y, y_pred, sample_weight=None, training=True):
        """Return the sum of both terms."""
        squared = keras.ops.square(y - y_pred)
        reconstruction = keras.ops.mean(
            keras.ops.sum(squared, axis=(1, 2, 3)))
        kl = keras.ops.sum(self.losses)
        n = keras.ops.shape(x)[0]
        self.reconstruction.update_state(reconstruction, sample_weight=n)
        self.kl.update_state(kl, sample_weight=n)
        self.beta_kl.update_state(self.beta * kl, sample_weight=n)
        return reconstruction + self.beta * kl


def beta(input_dims, filters, latent_dims, beta):
    """Build a beta-VAE.

    Returns: the encoder, the decoder and the whole model.
    """
    h, w, c = input_dims
    factor = 2 ** len(filters)
    if h % factor or w % factor:
        raise ValueError('%d and %d must be multiples of %d'
                         % (h, w, factor))
    conv = dict(kernel_size=3, strides=2, padding='same', activation='relu')

    inputs = keras.layers.Input(shape=(h, w, c))
    hidden = inputs
    for number in filters:
        hidden = keras.layers.Conv2D(number, **conv)(hidden)
    hidden = keras.layers.Flatten()(hidden)
    mu = keras.layers.Dense(latent_dims, name='mu')(hidden)
    log_var = keras.layers.Dense(latent_dims, name='log_var')(hidden)
    z = Sample(name='z')((mu, log_var))
    encoder = keras.models.Model(inputs, (z, mu, log_var), name='encoder')

    codes = keras.layers.Input(shape=(latent_dims,))
    small = (h // factor, w // factor, filters[-1])
    hidden = keras.layers.Dense(small[0] * small[1] * small[2],
                                activation='relu')(codes)
    hidden = keras.layers.Reshape(small)(hidden)
    for number in reversed(filters):
        hidden = keras.layers.Conv2DTranspose(number, **conv)(hidden)
    images = keras.layers.Conv2DTranspose(c, 3, padding='same',
                                          activation='sigmoid')(hidden)
    decoder = keras.models.Model(codes, images, name='decoder')

    z, _, _ = encoder(inputs)
    auto = VAE(inputs, decoder(z), name='beta_vae')
    auto.compile(beta, optimizer='adam')
    return encoder, decoder, auto
