#!/usr/bin/env python3
"""Task 7 with type hints, Sequential parts, and Keras' own mean error."""
import tensorflow.keras as keras


@keras.utils.register_keras_serializable(package='hints')
class Code(keras.layers.Layer):
    """Draws a code and adds the weighted divergence to the loss."""

    def __init__(self, beta: float = 1, **kwargs) -> None:
        """Remember the weight."""
        super().__init__(**kwargs)
        self.beta: float = float(beta)
        self.kl = keras.metrics.Mean(name='kl')
        self.beta_kl = keras.metrics.Mean(name='beta_kl')

    def call(self, inputs: list):
        """Draw a code for each mean and log_var."""
        mean, log_var = inputs
        variance = keras.ops.exp(log_var)
        kl = keras.ops.sum(mean * mean + variance - 1 - log_var, -1) / 2
        self.kl.update_state(kl)
        self.beta_kl.update_state(self.beta * kl)
        self.add_loss(self.beta * keras.ops.mean(kl))
        return keras.random.normal(
            keras.ops.shape(mean)) * keras.ops.sqrt(variance) + mean

    def get_config(self) -> dict:
        """Return the configuration of the layer."""
        config: dict = super().get_config()
        config['beta'] = self.beta
        return config


@keras.utils.register_keras_serializable(package='hints')
class SumOfSquares(keras.metrics.Mean):
    """The squared error of a picture, summed."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Add the errors of a batch."""
        errors = keras.ops.sum((y_true - y_pred) ** 2, (1, 2, 3))
        return super().update_state(errors, sample_weight)


def convolutions(input_dims: tuple, filters: list) -> keras.Sequential:
    """Return pictures -> the last picture, flattened."""
    model = keras.Sequential([keras.Input(shape=input_dims)])
    for count in filters:
        model.add(keras.layers.Conv2D(count, 3, 2, 'same',
                                      activation='relu'))
    model.add(keras.layers.Flatten())
    return model


def beta(input_dims: tuple, filters: list, latent_dims: int,
         beta: float) -> tuple:
    """Return encoder, decoder and auto of a beta-VAE.

    Args:
        input_dims: height, width, channels.
        filters: the encoder's.
        latent_dims: the width of the code.
        beta: the weight of the divergence.
    """
    height, width, channels = input_dims
    times: int = 2 ** len(filters)
    if height // times * times != height or width // times * times != width:
        raise ValueError(f'{height} x {width}: no multiples of {times}')
    small: tuple = (height // times, width // times, filters[-1])

    pictures = keras.Input(shape=input_dims)
    hidden = convolutions(input_dims, filters)(pictures)
    mean = keras.layers.Dense(latent_dims)(hidden)
    log_var = keras.layers.Dense(latent_dims)(hidden)
    z = Code(beta)([mean, log_var])
    encoder = keras.Model(pictures, [z, mean, log_var])

    decoder = keras.Sequential([
        keras.Input(shape=(latent_dims,)),
        keras.layers.Dense(small[0] * small[1] * small[2],
                           activation='relu'),
        keras.layers.Reshape(small),
        *[keras.layers.Conv2DTranspose(count, 3, 2, 'same',
                                       activation='relu')
          for count in filters[::-1]],
        keras.layers.Conv2DTranspose(channels, 3, 1, 'same',
                                     activation='sigmoid')])

    auto = keras.Model(pictures, decoder(encoder(pictures)[0]))
    auto.compile(optimizer='adam', loss='mse',
                 loss_weights=[height * width * channels],
                 metrics=[SumOfSquares(name='reconstruction')])
    return encoder, decoder, auto
