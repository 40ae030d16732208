#!/usr/bin/env python3
"""Task 7: train_step and test_step put the weighted term into the logs."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='logs')
class KLLayer(keras.layers.Layer):
    """KL, kept as a metric, weighted as a loss."""

    def __init__(self, beta, **kwargs):
        """Keep beta."""
        super().__init__(**kwargs)
        self.beta = beta
        self.mean_kl = keras.metrics.Mean(name='kl')

    def call(self, inputs):
        """Return z, drawn at random."""
        mean, log_var = inputs
        kl = keras.ops.sum(-0.5 * (1 + log_var - keras.ops.square(mean)
                                   - keras.ops.exp(log_var)), axis=1)
        self.mean_kl.update_state(kl)
        self.add_loss(self.beta * keras.ops.mean(kl))
        std = keras.ops.exp(log_var / 2)
        return keras.random.normal(keras.ops.shape(std)) * std + mean

    def get_config(self):
        """Return name and beta."""
        return dict(super().get_config(), beta=self.beta)


@keras.utils.register_keras_serializable(package='logs')
def reconstruction(y_true, y_pred):
    """Return the squared error of each image."""
    error = keras.ops.square(keras.ops.subtract(y_true, y_pred))
    return keras.ops.sum(error, axis=(1, 2, 3))


@keras.utils.register_keras_serializable(package='logs')
class LoggingModel(keras.Model):
    """A functional model with a third number in its logs."""

    def weighted(self, logs):
        """Add beta_kl to the logs."""
        beta = self.get_layer('encoder').get_layer('z').beta
        return {**logs, 'beta_kl': beta * logs['kl']}

    def train_step(self, data):
        """Train on a batch."""
        return self.weighted(super().train_step(data))

    def test_step(self, data):
        """Evaluate a batch."""
        return self.weighted(super().test_step(data))


def beta(input_dims, filters, latent_dims, beta):
    """Make a beta-VAE."""
    height, width, channels = input_dims
    steps = len(filters)
    for name, side in (('height', height), ('width', width)):
        if side % 2 ** steps:
            raise ValueError('%s %d cannot be halved %d times'
                             % (name, side, steps))

    inputs = keras.Input(shape=input_dims, name='image')
    layer = inputs
    for index, count in enumerate(filters):
        layer = keras.layers.Conv2D(
            count, 3, strides=2, padding='same', activation='relu',
            kernel_initializer='he_normal', name='conv%d' % index)(layer)
    layer = keras.layers.Flatten(name='flat')(layer)
    mean = keras.layers.Dense(latent_dims, name='mean')(layer)
    log_var = keras.layers.Dense(latent_dims, name='log_var',
                                 kernel_initializer='zeros')(layer)
    z = KLLayer(beta, name='z')([mean, log_var])
    encoder = keras.Model(inputs, [z, mean, log_var], name='encoder')

    code = keras.Input(shape=(latent_dims,), name='code')
    layer = keras.layers.Dense(
        height * width * filters[-1] // 4 ** steps, activation='relu',
        kernel_initializer='he_normal', name='dense')(code)
    layer = keras.layers.Reshape(
        (height // 2 ** steps, width // 2 ** steps, filters[-1]),
        name='reshape')(layer)
    for index, count in enumerate(filters[::-1]):
        layer = keras.layers.Conv2DTranspose(
            count, 3, strides=2, padding='same', activation='relu',
            kernel_initializer='he_normal', name='deconv%d' % index)(layer)
    outputs = keras.layers.Conv2DTranspose(
        channels, 3, padding='same', activation='sigmoid',
        name='output')(layer)
    decoder = keras.Model(code, outputs, name='decoder')

    auto = LoggingModel(inputs, decoder(encoder(inputs)[0]), name='auto')
    auto.compile(optimizer='adam', loss=reconstruction,
                 metrics=[reconstruction])
    return encoder, decoder, auto
