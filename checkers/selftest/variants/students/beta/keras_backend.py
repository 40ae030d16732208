#!/usr/bin/env python3
"""Task 7 with keras.backend, as older tutorials have it."""
import tensorflow.keras as keras

K = keras.backend


@keras.utils.register_keras_serializable(package='K')
class SampleLayer(keras.layers.Layer):
    """Reparametrisation."""

    def __init__(self, beta=1.0, **kwargs):
        """Init."""
        super(SampleLayer, self).__init__(**kwargs)
        self.beta = beta
        self.m_kl = keras.metrics.Mean(name='kl')
        self.m_beta_kl = keras.metrics.Mean(name='beta_kl')

    def call(self, args):
        """Sample."""
        z_mean, z_log_var = args
        kl_loss = 1 + z_log_var - K.square(z_mean) - K.exp(z_log_var)
        kl_loss = -0.5 * K.sum(kl_loss, axis=-1)
        self.add_loss(self.beta * K.mean(kl_loss))
        self.m_kl.update_state(kl_loss)
        self.m_beta_kl.update_state(self.beta * kl_loss)
        batch = K.shape(z_mean)[0]
        dim = K.int_shape(z_mean)[1]
        epsilon = K.random_normal(shape=(batch, dim))
        return z_mean + K.exp(0.5 * z_log_var) * epsilon

    def get_config(self):
        """Config."""
        config = super(SampleLayer, self).get_config()
        config.update({'beta': self.beta})
        return config


@keras.utils.register_keras_serializable(package='K')
def reconstruction(y_true, y_pred):
    """Squared error."""
    return K.sum(K.square(y_true - y_pred), axis=[1, 2, 3])


def beta(input_dims, filters, latent_dims, beta):
    """Create a beta-VAE."""
    n = len(filters)
    if input_dims[0] % 2 ** n or input_dims[1] % 2 ** n:
        raise ValueError('input_dims must be divisible by %d' % 2 ** n)
    X_input = keras.Input(shape=input_dims)
    X = X_input
    for i in range(n):
        X = keras.layers.Conv2D(filters[i], (3, 3), strides=(2, 2),
                                activation='relu', padding='same')(X)
    flat = keras.layers.Flatten()(X)
    z_mean = keras.layers.Dense(latent_dims, activation=None)(flat)
    z_log_var = keras.layers.Dense(latent_dims, activation=None)(flat)
    z = SampleLayer(beta)([z_mean, z_log_var])
    encoder = keras.Model(X_input, [z, z_mean, z_log_var])

    Z_input = keras.Input(shape=(latent_dims,))
    h, w = input_dims[0] // 2 ** n, input_dims[1] // 2 ** n
    Y = keras.layers.Dense(h * w * filters[-1], activation='relu')(Z_input)
    Y = keras.layers.Reshape((h, w, filters[-1]))(Y)
    for i in range(n - 1, -1, -1):
        Y = keras.layers.Conv2DTranspose(filters[i], (3, 3), strides=(2, 2),
                                         activation='relu',
                                         padding='same')(Y)
    Y = keras.layers.Conv2DTranspose(input_dims[-1], (3, 3),
                                     activation='sigmoid', padding='same')(Y)
    decoder = keras.Model(Z_input, Y)

    auto = keras.Model(X_input, decoder(encoder(X_input)[0]))
    auto.compile(optimizer='adam', loss=reconstruction,
                 metrics=[reconstruction])
    return encoder, decoder, auto
