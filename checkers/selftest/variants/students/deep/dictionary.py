#!/usr/bin/env python3
"""All layers stand in a dictionary first."""
import tensorflow.keras as keras


def deep(input_dims, hidden_layers, latent_dims):
    """Make the layers, then apply them in order."""
    spec = {}
    for number, width in enumerate(hidden_layers, start=1):
        spec['hidden_layer_%d' % number] = (width, 'relu')
    spec['code_layer'] = (latent_dims, 'relu')
    for number, width in enumerate(hidden_layers[::-1],
                                   start=len(hidden_layers) + 1):
        spec['hidden_layer_%d' % number] = (width, 'relu')
    spec['output_layer'] = (input_dims, 'sigmoid')
    layers = {name: keras.layers.Dense(width, activation, name=name)
              for name, (width, activation) in spec.items()}
    tensors = {'input_layer': keras.Input((input_dims,), name='input_layer')}
    x = tensors['input_layer']
    for name, layer in layers.items():
        x = tensors[name] = layer(x)
    auto = keras.Model(tensors['input_layer'], tensors['output_layer'])
    encoder = keras.Model(tensors['input_layer'], tensors['code_layer'])
    auto.compile(optimizer='Adam', loss='bce')
    return encoder, auto
