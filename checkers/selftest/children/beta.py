"""A child of test_beta: builds, trains, saves and loads.

FOLDER build writes to FOLDER/seen.json what it sees; FOLDER load writes to
FOLDER/loaded.json what the saved models answer.
"""
import json
import pathlib
import sys
import typing

import keras
import numpy as np
from numpy.typing import NDArray

from checkers.selftest import course

SMALL = ((8, 12, 3), [6, 5], 4, 0.5)


def given() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the input and the code that the models are fed."""
    rng = np.random.default_rng(0)
    return (rng.random((10, 8, 12, 3), dtype=np.float32),
            rng.random((10, 4), dtype=np.float32))


def build(folder: pathlib.Path) -> dict[str, typing.Any]:
    """Return what models of the original's size and of a small one do."""
    module = course.module('7-beta')
    encoder, decoder, auto = module.beta((128, 128, 3), [32, 64, 128, 256],
                                         256, 2)
    seen: dict[str, typing.Any] = {
        'counts': [encoder.count_params(), decoder.count_params()],
        'shapes': [[layer.output.shape[1:] for layer in model.layers]
                   for model in (encoder, decoder)]}
    try:
        module.beta((8, 10, 3), [4, 5], 2, 1)
    except ValueError as error:
        seen['refused'] = str(error)
    keras.utils.set_random_seed(0)
    encoder, decoder, auto = module.beta(*SMALL)
    x, code = given()
    # With a last kernel and bias of zero, every output is exactly 1/2.
    weights = decoder.get_weights()
    decoder.set_weights(weights[:-2] + [0 * w for w in weights[-2:]])
    seen['blank'] = auto.evaluate(x, x, batch_size=7, return_dict=True,
                                  verbose=0)
    seen['code'] = [np.asarray(part).tolist()
                    for part in encoder.predict_on_batch(x)]
    decoder.set_weights(weights)
    seen['history'] = auto.fit(x, x, batch_size=4, epochs=2, verbose=0,
                               validation_data=(x, x)).history
    for name, model in (('encoder', encoder), ('decoder', decoder),
                        ('auto', auto)):
        model.save(folder / f'{name}.keras')
    seen['mean'] = encoder.predict_on_batch(x)[1].tolist()
    seen['decoded'] = decoder.predict_on_batch(code).tolist()
    return seen


def load(folder: pathlib.Path) -> dict[str, typing.Any]:
    """Return what the saved models answer in another process."""
    course.module('7-beta')
    encoder, decoder, auto = (
        keras.models.load_model(folder / f'{name}.keras', safe_mode=True)
        for name in ('encoder', 'decoder', 'auto'))
    x, code = given()
    seen = {'mean': encoder.predict_on_batch(x)[1].tolist(),
            'decoded': decoder.predict_on_batch(code).tolist(),
            'shown': auto.evaluate(x, x, return_dict=True, verbose=0),
            'steps': int(auto.optimizer.iterations)}
    auto.fit(x, x, verbose=0)
    seen['more steps'] = int(auto.optimizer.iterations)
    return seen


if __name__ == '__main__':
    where = pathlib.Path(sys.argv[1])
    act, name = {'build': (build, 'seen.json'),
                 'load': (load, 'loaded.json')}[sys.argv[2]]
    (where / name).write_text(json.dumps(act(where)))
