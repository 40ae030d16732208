#!/usr/bin/env python3
"""Task 6, with type hints: the bottleneck."""
import tensorflow.keras as keras


def product(shape: tuple) -> int:
    """Return the number of elements.

    Args:
        shape: the lengths of all axes.
    """
    result: int = 1
    for length in shape:
        result = result * int(length)
    return result


def mnist_encoder(input_shape: tuple, code_shape: tuple) -> keras.Model:
    """Return the encoder: one layer, straight to the code."""
    inputs: keras.KerasTensor = keras.Input(shape=input_shape)
    flat = keras.layers.Reshape((product(input_shape),))(inputs)
    code = keras.layers.Dense(product(code_shape))(flat)
    return keras.Model(inputs=inputs,
                       outputs=keras.layers.Reshape(code_shape)(code))


def mnist_decoder(code_shape: tuple, output_shape: tuple) -> keras.Model:
    """Return the decoder: one layer, straight from the code."""
    inputs: keras.KerasTensor = keras.Input(shape=code_shape)
    flat = keras.layers.Reshape((product(code_shape),))(inputs)
    pixels = keras.layers.Dense(product(output_shape), 'sigmoid')(flat)
    return keras.Model(inputs=inputs,
                       outputs=keras.layers.Reshape(output_shape)(pixels))


def agree(left: tuple, right: tuple) -> bool:
    """Return whether two shapes could be the same."""
    return len(left) == len(right) and not any(
        a != b for a, b in zip(left, right) if None not in (a, b))


class Autoencoder:
    """Any encoder with any decoder.

    Attributes:
        encoder: as given.
        decoder: as given.
        auto: both, compiled.
    """

    def __init__(self, encoder: keras.Model, decoder: keras.Model) -> None:
        """Join the models.

        Raises:
            ValueError: where they do not fit.
        """
        self.encoder: keras.Model = encoder
        self.decoder: keras.Model = decoder
        self._check_ends(encoder)
        self._check_ends(decoder)
        self._check_inside()
        self.auto: keras.Model = keras.Sequential(
            [encoder, keras.Sequential([decoder], name='back')])
        self.auto.compile('adam', 'mean_squared_error')

    @staticmethod
    def _check_ends(model: keras.Model) -> None:
        """Raise ValueError unless there is one input and one output."""
        for ends in 'inputs', 'outputs':
            tensors = getattr(model, ends, None)
            if tensors is not None and len(tensors) != 1:
                raise ValueError(f'{model.name} has {len(tensors)} {ends}')

    def _check_inside(self, shape: tuple = None) -> None:
        """Raise ValueError unless shapes agree, as far as they are known."""
        if shape is None:
            if getattr(self.encoder, 'inputs', None) is None:
                return
            shape = self.encoder.inputs[0].shape[1:]
        code = self.encoder(keras.Input(shape=shape))
        if isinstance(code, (list, tuple, dict)):
            raise ValueError(f'the encoder gives {len(code)} outputs')
        given = tuple(code.shape[1:])
        if getattr(self.decoder, 'inputs', None) is not None:
            taken = tuple(self.decoder.inputs[0].shape[1:])
            if not agree(given, taken):
                raise ValueError(f'encoder output {given} does not match '
                                 f'decoder input {taken}')
        image = self.decoder(keras.Input(shape=given))
        if isinstance(image, (list, tuple, dict)):
            raise ValueError(f'the decoder gives {len(image)} outputs')
        drawn = tuple(image.shape[1:])
        if not agree(drawn, tuple(shape)):
            raise ValueError(f'decoder output {drawn} does not match '
                             f'encoder input {tuple(shape)}')

    def train(self, data, epochs: int = 10, batch_size: int = 256,
              **options) -> keras.callbacks.History:
        """Fit the data to itself; return the history."""
        shape = tuple(data.shape[1:])
        if getattr(self.encoder, 'inputs', None) is not None:
            taken = tuple(self.encoder.inputs[0].shape[1:])
            if not agree(shape, taken):
                raise ValueError(f'data of shape {shape} does not match '
                                 f'encoder input {taken}')
        self._check_inside(shape)
        return self.auto.fit(data, data, epochs=epochs,
                             batch_size=batch_size, **options)

    def save_models(self, name: str, extension: str = '.keras') -> None:
        """Save both models."""
        if extension not in {'.keras', '.hdf5'}:
            raise ValueError(f'cannot save as {extension!r}')
        for part, model in (('encoder', self.encoder),
                            ('decoder', self.decoder)):
            model.save(part + name + extension)

    @classmethod
    def load_models(cls, name: str,
                    extension: str = '.keras') -> 'Autoencoder':
        """Load both models and join them again."""
        return cls(*(keras.models.load_model(part + name + extension)
                     for part in ('encoder', 'decoder')))
