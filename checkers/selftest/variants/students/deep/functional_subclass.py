#!/usr/bin/env python3
"""Deep autoencoder as a class of its own."""
import tensorflow.keras as keras


class DeepAutoencoder(keras.Model):
    """A model that builds its own graph in the constructor."""

    def __init__(self, input_dims, hidden_layers, latent_dims):
        """Build the chain of layers."""
        inputs = keras.Input(shape=(input_dims,), name='input_layer')
        x = inputs
        count = 1
        for width in hidden_layers:
            x = self.hidden(width, count)(x)
            count += 1
        x = keras.layers.Dense(latent_dims, 'relu', name='code_layer')(x)
        for width in reversed(hidden_layers):
            x = self.hidden(width, count)(x)
            count += 1
        outputs = keras.layers.Dense(input_dims, 'sigmoid',
                                     name='output_layer')(x)
        super().__init__(inputs=inputs, outputs=outputs)

    @staticmethod
    def hidden(width, number):
        """Return hidden layer number `number`."""
        return keras.layers.Dense(width, 'relu',
                                  name='hidden_layer_%d' % number)

    def encoder(self):
        """Return the part that ends at code_layer."""
        return keras.Model(self.input, self.get_layer('code_layer').output)


def deep(input_dims, hidden_layers, latent_dims):
    """Return encoder, auto."""
    auto = DeepAutoencoder(input_dims, hidden_layers, latent_dims)
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return auto.encoder(), auto
