#!/usr/bin/env python3
"""Hidden layers are a class."""
import tensorflow.keras as keras


class Hidden(keras.layers.Dense):
    """A dense layer with relu, which numbers itself."""

    def __init__(self, units, number=None, **kwargs):
        """Set activation and name."""
        if number is not None:
            kwargs.setdefault('name', 'hidden_layer_%d' % number)
        kwargs.setdefault('activation', 'relu')
        super().__init__(units, **kwargs)


def deep(input_dims, hidden_layers, latent_dims):
    """Return encoder and auto."""
    depth = len(hidden_layers)
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = inputs
    for k in range(depth):
        x = Hidden(hidden_layers[k], k + 1)(x)
    x = Hidden(latent_dims, name='code_layer')(x)
    for k in range(depth):
        x = Hidden(hidden_layers[-1 - k], depth + k + 1)(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid',
                                 name='output_layer')(x)
    auto = keras.models.Model(inputs=[inputs], outputs=[outputs])
    encoder = keras.models.Model(
        inputs=auto.inputs, outputs=[auto.get_layer('code_layer').output])
    auto.compile(optimizer=keras.optimizers.Adam(amsgrad=False),
                 loss=['binary_crossentropy'])
    return encoder, auto
