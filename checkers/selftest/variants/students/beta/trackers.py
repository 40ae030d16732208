#!/usr/bin/env python3
"""Task 7, after the VAE in Keras' own collection of examples."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='e')
class Sampling(keras.layers.Layer):
    """Uses (z_mean, z_log_var) to sample z."""

    def __init__(self, **kwargs):
        """Create the source of random numbers."""
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        """Sample z."""
        z_mean, z_log_var = inputs
        batch = keras.ops.shape(z_mean)[0]
        dim = keras.ops.shape(z_mean)[1]
        epsilon = keras.random.normal(shape=(batch, dim),
                                      seed=self.seed_generator)
        return z_mean + keras.ops.exp(0.5 * z_log_var) * epsilon


@keras.utils.register_keras_serializable(package='e')
class VAE(keras.Model):
    """A VAE with trackers."""

    def __init__(self, encoder, decoder, beta, **kwargs):
        """Keep the two models; create the trackers."""
        super().__init__(**kwargs)
        self.encoder = encoder
        self.decoder = decoder
        self.beta = beta
        self.total_loss_tracker = keras.metrics.Mean(name="loss")
        self.reconstruction_loss_tracker = keras.metrics.Mean(
            name="reconstruction")
        self.kl_loss_tracker = keras.metrics.Mean(name="kl")
        self.beta_kl_tracker = keras.metrics.Mean(name="beta_kl")

    @property
    def metrics(self):
        """Return the trackers, so that each epoch starts anew."""
        return [
            self.total_loss_tracker,
            self.reconstruction_loss_tracker,
            self.kl_loss_tracker,
            self.beta_kl_tracker,
        ]

    def call(self, inputs):
        """Return the reconstruction."""
        z, _, _ = self.encoder(inputs)
        return self.decoder(z)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Return reconstruction + beta * KL."""
        _, z_mean, z_log_var = self.encoder(x)
        reconstruction_loss = keras.ops.mean(
            keras.ops.sum(keras.ops.square(x - y_pred), axis=(1, 2, 3))
        )
        kl_loss = -0.5 * (1 + z_log_var - keras.ops.square(z_mean)
                          - keras.ops.exp(z_log_var))
        kl_loss = keras.ops.mean(keras.ops.sum(kl_loss, axis=1))
        total_loss = reconstruction_loss + self.beta * kl_loss
        n = keras.ops.shape(x)[0]
        self.total_loss_tracker.update_state(total_loss, n)
        self.reconstruction_loss_tracker.update_state(reconstruction_loss, n)
        self.kl_loss_tracker.update_state(kl_loss, n)
        self.beta_kl_tracker.update_state(self.beta * kl_loss, n)
        return total_loss

    def get_config(self):
        """Return the configuration."""
        config = super().get_config()
        config.update({
            "encoder": keras.saving.serialize_keras_object(self.encoder)
            if hasattr(keras, "saving") else
            keras.utils.serialize_keras_object(self.encoder),
            "decoder": keras.utils.serialize_keras_object(self.decoder),
            "beta": self.beta,
        })
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Create the model from its configuration."""
        encoder = keras.utils.deserialize_keras_object(config.pop("encoder"))
        decoder = keras.utils.deserialize_keras_object(config.pop("decoder"))
        return cls(encoder, decoder, **config)


def beta(input_dims, filters, latent_dims, beta):
    """Build the beta-VAE."""
    height, width, channels = input_dims
    for i in range(1, len(filters) + 1):
        if height % 2 ** i != 0 or width % 2 ** i != 0:
            raise ValueError("(%d, %d) has a remainder after %d halvings"
                             % (height, width, i))

    encoder_inputs = keras.Input(shape=(height, width, channels))
    x = encoder_inputs
    for filter_count in filters:
        x = keras.layers.Conv2D(filter_count, 3, activation="relu",
                                strides=2, padding="same")(x)
    _, rows, columns, depth = x.shape
    x = keras.layers.Flatten()(x)
    z_mean = keras.layers.Dense(latent_dims, name="z_mean")(x)
    z_log_var = keras.layers.Dense(latent_dims, name="z_log_var")(x)
    z = Sampling()([z_mean, z_log_var])
    encoder = keras.Model(encoder_inputs, [z, z_mean, z_log_var],
                          name="encoder")

    latent_inputs = keras.Input(shape=(latent_dims,))
    x = keras.layers.Dense(rows * columns * depth,
                           activation="relu")(latent_inputs)
    x = keras.layers.Reshape((rows, columns, depth))(x)
    for filter_count in reversed(filters):
        x = keras.layers.Conv2DTranspose(filter_count, 3, activation="relu",
                                         strides=2, padding="same")(x)
    decoder_outputs = keras.layers.Conv2DTranspose(
        channels, 3, activation="sigmoid", padding="same")(x)
    decoder = keras.Model(latent_inputs, decoder_outputs, name="decoder")

    vae = VAE(encoder, decoder, beta)
    vae.build((None, height, width, channels))
    vae.compile(optimizer=keras.optimizers.Adam())
    return encoder, decoder, vae
