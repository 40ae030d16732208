#!/usr/bin/env python3
"""Task 7 with a Loss and a Metric of its own."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable()
class SquaredError(keras.losses.Loss):
    """The squared error summed over a picture."""

    def call(self, y_true, y_pred):
        """Return (batch,)."""
        return keras.ops.sum(keras.ops.square(y_true - y_pred),
                             axis=(-3, -2, -1))


@keras.utils.register_keras_serializable()
class Reconstruction(keras.metrics.Metric):
    """The same, averaged over all pictures of an epoch."""

    def __init__(self, name='reconstruction', **kwargs):
        """Start at zero."""
        super().__init__(name=name, **kwargs)
        self.total = self.add_weight(name='total', initializer='zeros')
        self.count = self.add_weight(name='count', initializer='zeros')

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Add a batch."""
        self.total.assign_add(keras.ops.sum((y_true - y_pred) ** 2))
        self.count.assign_add(keras.ops.cast(
            keras.ops.shape(y_true)[0], 'float32'))

    def result(self):
        """Return the mean."""
        return self.total / self.count


@keras.utils.register_keras_serializable()
class Divergence(keras.layers.Layer):
    """Passes (mean, log_var) on, and adds beta * KL."""

    def __init__(self, weight, **kwargs):
        """Keep the weight."""
        super().__init__(**kwargs)
        self.weight = weight
        self.plain = keras.metrics.Mean('kl')
        self.weighted = keras.metrics.Mean('beta_kl')

    def call(self, inputs):
        """Return the inputs."""
        mean, log_var = inputs
        kl = 0.5 * keras.ops.mean(keras.ops.sum(
            keras.ops.square(mean) + keras.ops.exp(log_var) - log_var - 1.0,
            axis=1))
        count = keras.ops.shape(mean)[0]
        self.plain.update_state(kl, sample_weight=count)
        self.weighted.update_state(kl * self.weight, sample_weight=count)
        self.add_loss(kl * self.weight)
        return mean, log_var

    def get_config(self):
        """Return the configuration."""
        config = super().get_config()
        config['weight'] = self.weight
        return config


@keras.utils.register_keras_serializable()
class Normal(keras.layers.Layer):
    """z ~ N(mean, exp(log_var))."""

    def call(self, inputs):
        """Return z."""
        mean, log_var = inputs
        sigma = keras.ops.exp(log_var) ** 0.5
        return mean + sigma * keras.random.normal(keras.ops.shape(sigma))


def beta(input_dims, filters, latent_dims, beta):
    """Build a beta-VAE for pictures.

    input_dims: tuple; filters: list; latent_dims: integer; beta: float
    """
    rows, columns, channels = input_dims
    for _ in filters:
        if rows % 2 == 1 or columns % 2 == 1:
            raise ValueError('odd sides: %d x %d' % (rows, columns))
        rows, columns = rows // 2, columns // 2

    inputs = keras.Input(shape=input_dims)
    outputs = inputs
    for filter_ in filters:
        outputs = keras.layers.Conv2D(
            filters=filter_, kernel_size=(3, 3), strides=(2, 2),
            padding='same', activation='relu')(outputs)
    outputs = keras.layers.Flatten()(outputs)
    mean = keras.layers.Dense(units=latent_dims)(outputs)
    log_var = keras.layers.Dense(units=latent_dims)(outputs)
    z = Normal()(Divergence(beta)((mean, log_var)))
    encoder = keras.Model(inputs=inputs, outputs=[z, mean, log_var])

    latent = keras.Input(shape=(latent_dims,))
    outputs = keras.layers.Dense(rows * columns * filters[-1],
                                 activation='relu')(latent)
    outputs = keras.layers.Reshape((rows, columns, filters[-1]))(outputs)
    for filter_ in filters[::-1]:
        outputs = keras.layers.Conv2DTranspose(
            filters=filter_, kernel_size=(3, 3), strides=(2, 2),
            padding='same', activation='relu')(outputs)
    outputs = keras.layers.Conv2DTranspose(
        filters=channels, kernel_size=(3, 3), strides=(1, 1),
        padding='same', activation='sigmoid')(outputs)
    decoder = keras.Model(inputs=latent, outputs=outputs)

    code = encoder(inputs)
    auto = keras.Model(inputs=inputs, outputs=decoder(code[0]))
    auto.compile(optimizer=keras.optimizers.Adam(learning_rate=0.0005),
                 loss=SquaredError(), metrics=[Reconstruction()])
    return encoder, decoder, auto
