"""How the models of a case are made from what the student defined.

A builder takes what is asked for (child.Asked) and the case's arguments, and
returns the models in the order of the case's inputs.
"""


def returned(asked, *args):
    """Let the first definition return the models."""
    return asked.call(0, *args)


def procedural(asked, shape, layers):
    """Make two models from the functions encoder and decoder.

    Each gets a list of its own, so that a change of one does not reach the
    other; what either leaves behind is put into layers.
    """
    import tensorflow.keras as keras
    lists = list(layers), list(layers)
    inputs = keras.layers.Input(shape=shape)
    code = asked.call(0, inputs, lists[0])
    outputs = asked.call(1, code, lists[1])
    layers[:] = next((after for after in lists if after != layers), layers)
    return keras.models.Model(inputs, code), keras.models.Model(inputs,
                                                                outputs)


def composable(asked, *args):
    """Take both models out of an AutoEncoder."""
    made = asked.call(2, *args)
    return getattr(made, 'encoder', None), getattr(made, 'model', None)
