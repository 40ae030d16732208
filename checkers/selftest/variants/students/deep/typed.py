#!/usr/bin/env python3
"""Deep autoencoder, with types."""
import tensorflow.keras as keras


class Counter:
    """Names hidden layers one after the other."""

    def __init__(self) -> None:
        """Begin before the first."""
        self.last: int = 0

    def __next__(self) -> str:
        """Return the next name."""
        self.last += 1
        return f'hidden_layer_{self.last}'


def deep(input_dims: int, hidden_layers: list[int],
         latent_dims: int) -> tuple[keras.Model, keras.Model]:
    """Build a deep autoencoder.

    Args:
        input_dims: width of the input
        hidden_layers: widths of the hidden layers of the encoder
        latent_dims: width of the code
    """
    names: Counter = Counter()
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = inputs
    for width in hidden_layers:
        x = keras.layers.Dense(units=width, activation='relu',
                               kernel_initializer='he_normal',
                               name=next(names))(x)
    code = keras.layers.Dense(units=latent_dims, activation='relu',
                              kernel_initializer='he_normal',
                              name='code_layer')(x)
    x = code
    for width in reversed(hidden_layers):
        x = keras.layers.Dense(units=width, activation='relu',
                               kernel_initializer='he_normal',
                               name=next(names))(x)
    x = keras.layers.Dense(units=input_dims, activation='sigmoid',
                           name='output_layer')(x)
    auto: keras.Model = keras.Model(inputs=inputs, outputs=x, name='auto')
    auto.compile(optimizer=keras.optimizers.Adam(learning_rate=0.002),
                 loss=keras.losses.BinaryCrossentropy(from_logits=False),
                 metrics=['mse'])
    encoder: keras.Model = keras.Model(
        inputs=auto.input, outputs=auto.get_layer('code_layer').output)
    return encoder, auto
