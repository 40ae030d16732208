"""A child of test_modules: builds, saves and observes.

In the folder given, cases.txt is a list of (name, module, function,
arguments) and NAME.npy the input of each case. The child adds
observations.json, each model as NAME-MODEL.keras, and its input and outputs
as NAME-MODEL.npz.
"""
import ast
import json
import pathlib
import sys
import typing

import keras
import numpy as np
from numpy.typing import NDArray

from checkers.selftest import course


Arrays = list[NDArray[np.float32]]


def answers(model: keras.Model, given: NDArray[np.float32]) -> Arrays:
    """Return a model's outputs as a list of arrays, also where it is one."""
    outputs = model.predict_on_batch(given)
    return (list(outputs) if isinstance(outputs, (list, tuple))
            else [outputs])


def save(name: str, model: keras.Model, given: NDArray[np.float32],
         path: pathlib.Path) -> None:
    """Save a model, then write its input and what it answers."""
    model.save(f'{path}-{name}.keras')
    np.savez(f'{path}-{name}.npz', given, *answers(model, given))


def silence(encoder: keras.Model) -> None:
    """Plant log_var = -60 in an encoder that draws z: then z is the mean."""
    weights = encoder.get_weights()
    if len(encoder.outputs) == 3:
        weights[-2:] = [0 * weights[-2], 0 * weights[-1] - 60]
        encoder.set_weights(weights)


def observe(folder: pathlib.Path, name: str, module: str, function: str,
            arguments: tuple[typing.Any, ...]) -> dict[str, typing.Any]:
    """Build one case's models and return what they are and do."""
    keras.utils.set_random_seed(0)
    models = getattr(course.module(module), function)(*arguments)
    *halves, auto = models                          # task 4 has no decoder
    encoder = halves[0]
    for model in models:
        model.run_eagerly = True                    # nothing to compile
    path = folder / name
    x = np.load(f'{path}.npy')
    code = np.random.default_rng(0).random(
        (len(x),) + tuple(encoder.outputs[0].shape[1:]), dtype=np.float32)
    seen = {'arguments': repr(arguments),
            'counts': [model.count_params() for model in models],
            'names': [layer.name for layer in auto.layers],
            'shapes': repr([[w.shape for w in model.get_weights()]
                            for model in models]),
            'untrained_loss': float(auto.test_on_batch(x, x))}
    weights = encoder.get_weights()
    silence(encoder)
    for part, half, given in zip(('encoder', 'decoder'), halves, (x, code)):
        save(part, half, given, path)
    save('auto', auto, x, path)
    encoder.set_weights(weights)

    before = [w for half in halves for w in half.get_weights()]
    auto.train_on_batch(x, x)
    after = [w for half in halves for w in half.get_weights()]
    seen['moved'] = [bool((old != new).any())
                     for old, new in zip(before, after)]
    seen['shared'] = [bool((mine == theirs).all())
                      for mine, theirs in zip(after, auto.get_weights())]

    # With a last kernel and bias of zero, every output is exactly 1/2.
    auto.set_weights(auto.get_weights()[:-2]
                     + [0 * w for w in auto.get_weights()[-2:]])
    seen['blank_loss'] = float(auto.test_on_batch(x, x))
    np.savez(f'{path}-code.npz', *answers(encoder, x))
    copies = np.repeat(x[:1], 2048, axis=0)
    for call in 'first', 'second':
        np.savez(f'{path}-{call}.npz', *answers(encoder, copies))
    return seen


if __name__ == '__main__':
    here = pathlib.Path(sys.argv[1])
    observations = {case[0]: observe(here, *case) for case in
                    ast.literal_eval((here / 'cases.txt').read_text())}
    (here / 'observations.json').write_text(json.dumps(observations))
