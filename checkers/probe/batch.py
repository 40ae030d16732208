"""What Keras says of one batch that auto is tested on, or trained on.

fit and evaluate hand over x and y; so do these, in every era of Keras.
"""
import numpy as np

import plant
import which


def number(value):
    """Return the first number of a value."""
    return float(np.asarray(value, dtype=float).ravel()[0])


def hand_pairs(model, name):
    """Let a model's step have x and y, as fit(x, y) hands them over.

    train_on_batch and test_on_batch add weights, which are None.
    """
    step = getattr(model, name, None)           # TensorFlow 1.12 has none
    if step and name not in vars(model):
        setattr(model, name, lambda *args: step(*args[:-1] + (args[-1][:2],)))


def target(model, x):
    """Return what a model's output for x is compared with."""
    found = which.shapes(model, 'output')
    if len(found) != 1 or None in found[0]:
        return x                        # nobody knows what it gives
    return plant.fitted(x, (len(x),) + found[0])


def logged(model, method, x):
    """Return what test_ or train_on_batch logs of one batch.

    Returns:
        [(name, number)] in Keras' order; a name may stand there twice.
    """
    if hasattr(model, 'reset_metrics'):
        model.reset_metrics()
    hand_pairs(model, method.replace('on_batch', 'step'))
    call, y = getattr(model, method), target(model, x)
    try:
        values = call(x, y, return_dict=True)
    except TypeError:                   # TensorFlow 1.12 has no return_dict
        values = call(x, y)
    if isinstance(values, dict):
        pairs = values.items()
    else:
        pairs = zip(getattr(model, 'metrics_names', None) or ['loss'],
                    np.ravel(values))
    return [(str(name), number(value)) for name, value in pairs]


def first_loss(model, method, x):
    """Return the total loss of one batch from test_ or train_on_batch.

    It is the first that is called so. Keras has its own before all metrics,
    but in a dictionary a metric of the same name takes its place.
    """
    pairs = logged(model, method, x)
    for metric in getattr(model, 'metrics', ()) if hasattr(
            model, 'reset_metrics') else ():
        if metric.name == 'loss' and np.any(np.asarray(
                getattr(metric, 'count', 0))):      # it has seen the batch
            return number(metric.result())
    return next((value for name, value in pairs if name == 'loss'),
                pairs[0][1])
