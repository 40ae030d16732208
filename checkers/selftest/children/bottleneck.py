"""A child of test_bottleneck: joins, trains, saves and loads.

FOLDER build writes observations.json and, for each pair of models that was
saved, NAME.npz with an input and its output. FOLDER load, in another process,
adds what the loaded models answer as NAME-loaded.npy.
"""
import ast
import json
import os
import pathlib
import sys
import typing
from collections.abc import Callable

import keras
import numpy as np

from checkers.selftest import course

task = course.module('6-bottleneck')
# The name under which models are saved -> the arguments beside it.
SAVED = {'one': (), 'two': ('.hdf5',)}


class Affine(keras.Model):      # type: ignore[misc]  # Keras has no types
    """A model of a user's own class."""

    def __init__(self, after: int) -> None:
        """Make the layer."""
        super().__init__()
        self.dense = keras.layers.Dense(after)

    def call(self, x: typing.Any) -> typing.Any:
        """Return what the layer gives."""
        return self.dense(x)


def refusal(function: Callable[..., object], *args: object) -> str:
    """Return what a call raises, as text."""
    try:
        function(*args)
    except ValueError as error:
        return f'ValueError: {error}'
    return 'accepted'


def two_ended(inputs: int, outputs: int) -> keras.Model:
    """Return a model of 4 to 3 with so many inputs and outputs."""
    given = [keras.Input((4,)) for _ in range(inputs)]
    x = given[0] if inputs == 1 else keras.layers.concatenate(given)
    made = [keras.layers.Dense(3)(x) for _ in range(outputs)]
    return keras.Model(given, made if outputs > 1 else made[0])


def observe(shape: tuple[int, ...],
            code: tuple[int, ...]) -> dict[str, typing.Any]:
    """Return what the two functions and the class do with these shapes."""
    keras.utils.set_random_seed(0)
    encoder = task.mnist_encoder(shape, code)
    decoder = task.mnist_decoder(code, shape)
    made = task.Autoencoder(encoder, decoder)
    made.auto.run_eagerly = True
    x = np.random.default_rng(0).random((12,) + shape, dtype=np.float32)
    before = encoder.get_weights() + decoder.get_weights()
    first = float(made.auto.test_on_batch(x, x))
    history = made.train(x, epochs=3, batch_size=6, verbose=0)
    after = encoder.get_weights() + decoder.get_weights()
    y = decoder.predict_on_batch(encoder.predict_on_batch(x))
    blank = [0 * weight for weight in decoder.get_weights()]
    last = float(made.auto.test_on_batch(x, x))
    weights = decoder.get_weights()
    decoder.set_weights(blank)
    half = float(made.auto.test_on_batch(x, x))
    decoder.set_weights(weights)
    return {'code': encoder.predict_on_batch(x).shape, 'output': y.shape,
            'range': [float(y.min()), float(y.max())],
            'kept': [made.encoder is encoder, made.decoder is decoder],
            'moved': [bool((old != new).any())
                      for old, new in zip(before, after)],
            'epochs': len(history.history['loss']), 'losses': [first, last],
            'half': half, 'half expected': float(np.mean((x - 0.5) ** 2)),
            'wide data': refusal(made.train, x[..., None]),
            'short data': refusal(made.train, x[:, 1:])}


def build() -> None:
    """Observe everything, and save models of three kinds."""
    cases = ast.literal_eval(pathlib.Path('cases.txt').read_text())
    seen: dict[str, typing.Any] = {
        name: observe(*shapes) for name, shapes in cases.items()}
    encoder, decoder = (task.mnist_encoder((4,), (3,)),
                        task.mnist_decoder((3,), (4,)))
    made = task.Autoencoder(encoder, decoder)
    join, parts = task.Autoencoder, (task.mnist_encoder, task.mnist_decoder)
    seen['refused'] = {
        'code': refusal(join, encoder, parts[1]((3, 1), (4,))),
        'output': refusal(join, encoder, parts[1]((3,), (4, 1))),
        'two inputs': refusal(join, two_ended(2, 1), decoder),
        'two outputs': refusal(join, two_ended(1, 2), decoder),
        'saved': refusal(made.save_models, 'no', '.h5'),
        'loaded': refusal(join.load_models, 'no', '.h5')}
    for pair in ((Affine(3), Affine(4)),
                 (Affine(3), keras.Sequential([keras.layers.Dense(4)])),
                 (keras.Sequential([keras.layers.Dense(3)]), decoder)):
        join(*pair).train(np.ones((2, 4)), epochs=1, verbose=0)
    late = join(Affine(3), Affine(3))
    seen['refused']['late'] = refusal(late.train, np.ones((2, 4)))
    for model in encoder, decoder:      # of one name, as two files may be
        model.name = 'dense'
    join(encoder, decoder).train(np.ones((2, 4)), epochs=1, verbose=0)
    free = keras.Sequential([keras.Input((None, None, 2)),
                             keras.layers.Conv2D(2, 3, padding='same')])
    join(free, keras.models.clone_model(free)).train(
        np.ones((2, 6, 5, 2)), epochs=1, verbose=0)
    x = np.random.default_rng(1).random((5, 4), dtype=np.float32)
    for name, arguments in SAVED.items():
        made.save_models(name, *arguments)
        np.savez(f'{name}.npz', x=x, y=made.auto.predict_on_batch(x))
    seen['files'] = sorted(name for name in os.listdir()
                           if name.startswith(('encoder', 'decoder')))
    pathlib.Path('observations.json').write_text(json.dumps(seen))


def load() -> None:
    """Load what was saved; write what the models answer."""
    for name, arguments in SAVED.items():
        made = task.Autoencoder.load_models(name, *arguments)
        with np.load(f'{name}.npz') as saved:
            np.save(f'{name}-loaded', made.decoder.predict_on_batch(
                made.encoder.predict_on_batch(saved['x'])))


if __name__ == '__main__':
    os.chdir(sys.argv[1])
    {'build': build, 'load': load}[sys.argv[2]]()
