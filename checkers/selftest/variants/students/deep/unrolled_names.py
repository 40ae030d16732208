#!/usr/bin/env python3
"""Deep autoencoder."""
import tensorflow.keras as keras


def deep(input_dims, hidden_layers, latent_dims):
    """Creates a deep autoencoder.

    input_dims is the size of the input, hidden_layers the list of sizes,
    latent_dims the size of the code. Returns encoder, auto.
    """
    K = keras
    input_layer = K.Input(shape=(input_dims,), name="input_layer")
    h = input_layer
    n = 1
    for i in range(len(hidden_layers)):
        h = K.layers.Dense(hidden_layers[i], activation='relu',
                           name="hidden_layer_" + str(n))(h)
        n += 1
    code_layer = K.layers.Dense(latent_dims, activation='relu',
                                name="code_layer")(h)
    h = code_layer
    for i in range(len(hidden_layers) - 1, -1, -1):
        h = K.layers.Dense(hidden_layers[i], activation='relu',
                           name="hidden_layer_" + str(n))(h)
        n += 1
    output_layer = K.layers.Dense(input_dims, activation='sigmoid',
                                  name="output_layer")(h)
    model = K.models.Model(input_layer, output_layer)
    model.compile(optimizer='adam', loss='binary_crossentropy')
    encoder = K.models.Model(inputs=model.input,
                             outputs=model.get_layer("code_layer").output)
    return encoder, model
