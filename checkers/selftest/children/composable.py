"""A child of test_composable: builds, trains and observes.

In the folder given, cases.txt is a list of (input_shape, layers), or of ()
for the defaults. observed.json gets one observation for each.
"""
import ast
import json
import pathlib
import sys
import types
import typing
from collections.abc import Callable

import keras
import numpy as np

from checkers.selftest import course


def refusal(build: Callable[[], object]) -> str | None:
    """Return what a call that should be refused says."""
    try:
        build()
    except ValueError as error:
        return str(error)
    return None


def observe(module: types.ModuleType, case: tuple[typing.Any, ...],
            folder: pathlib.Path) -> dict[str, typing.Any]:
    """Build one AutoEncoder; return what it is, and what training does."""
    auto, other = module.AutoEncoder(*case), module.AutoEncoder(*case)
    model, encoder = auto.model, auto.encoder
    for each in model, encoder, other.model:
        each.run_eagerly = True                     # nothing to compile
    x = np.random.default_rng(0).random((8,) + model.input_shape[1:],
                                        dtype=np.float32)
    seen: dict[str, typing.Any] = {
        'case': repr(case), 'compiled': model.compiled,
        'shapes': [list(w.shape) for w in model.get_weights()],
        'input': model.input_shape, 'code': encoder.output_shape,
        'output': model.output_shape}

    before, apart = model.get_weights(), other.model.get_weights()
    model.compile(optimizer='adam', loss='mse', run_eagerly=True)
    seen['losses'] = model.fit(x, x, epochs=5, verbose=0).history['loss']
    after = model.get_weights()
    seen['moved'] = [bool((old != new).any())
                     for old, new in zip(before, after)]
    seen['shared'] = [bool((mine == its).all())
                      for mine, its in zip(encoder.get_weights(), after)]
    seen['apart'] = all(np.array_equal(old, new) for old, new in zip(
        apart, other.model.get_weights()))

    # The procedural form with the same weights gives the same.
    layers = case[1] if case else [64, 32, 32]
    inputs = keras.Input(shape=model.input_shape[1:])
    channels = () if inputs.shape[-1] == 3 else (inputs.shape[-1],)
    procedural = keras.Model(inputs, module.decoder(
        module.encoder(inputs, layers), layers, *channels))
    procedural.set_weights(after)
    rebuilt = model.predict_on_batch(x)
    seen['negative'] = bool((rebuilt < 0).any())
    seen['procedural'] = bool(np.array_equal(
        procedural.predict_on_batch(x), rebuilt))
    model.save(folder / 'model.keras')
    loaded = keras.models.load_model(folder / 'model.keras', safe_mode=True)
    seen['loaded'] = bool(np.array_equal(loaded.predict_on_batch(x),
                                         rebuilt))
    return seen


def main(folder: pathlib.Path) -> None:
    """Observe every case, and what the sides that do not divide give."""
    module = course.module('5-composable')
    cases = ast.literal_eval((folder / 'cases.txt').read_text())
    observed: dict[str, typing.Any] = {
        'cases': [observe(module, case, folder) for case in cases]}
    for shape in (28, 36, 3), (32, 36, 3), (8, 8, 3), (None, None, 3):
        observed[repr(shape)] = [
            refusal(lambda: module.AutoEncoder(shape, [7, 6, 5])),
            refusal(lambda: module.encoder(keras.Input(shape=shape),
                                           [7, 6, 5]))]
    (folder / 'observed.json').write_text(json.dumps(observed))


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]))
