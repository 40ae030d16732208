"""Mistakes in the dense stacks of tasks 0, 1 and 3: name -> (check, edits).
"""
from .common import AUTO, COMPILE, RETURN, compiled
from .edits import before, swap

LIST = 'hidden_layers'
ORDER = 'reversed(hidden_layers)'
LAYER = "x = keras.layers.Dense(width, activation='relu')(x)"
LAST = "keras.layers.Dense(input_dims, activation='sigmoid')"
OUTPUTS = 'outputs = %s(x)' % LAST
LOOP = 'for width in reversed(hidden_layers):\n    ' + LAYER

ARGUMENTS = {
    'list reversed in place': ('arguments_unchanged', swap(
        LOOP, 'hidden_layers.reverse()\nfor width in hidden_layers:\n    '
        + LAYER)),
    'list popped empty': ('arguments_unchanged', swap(
        LOOP, 'while hidden_layers:\n'
              '    width = hidden_layers.pop()\n    ' + LAYER)),
    'code appended to the list': ('arguments_unchanged', before(
        RETURN, 'hidden_layers.append(latent_dims)')),
}


def encoder_list(new):
    """Return a mistake in the list that the encoder runs through."""
    return 'encoder_layers', swap(LIST, new, times=2, at=0)


def decoder_list(new):
    """Return a mistake in the list that the decoder runs through."""
    return 'decoder_layers', swap(ORDER, new)


def hidden(part, check, new):
    """Return a mistake in a hidden layer; part 0 encoder, 1 decoder."""
    return check, swap(LAYER, new, times=2, at=part)


def last(check, new):
    """Return a mistake in the decoder's last layer."""
    return check, swap(OUTPUTS, new)


ENCODER = {
    'encoder in reverse order': encoder_list(ORDER),
    'encoder sorts the list': encoder_list(
        'sorted(hidden_layers, reverse=True)'),
    'encoder lacks its last hidden layer': encoder_list('hidden_layers[:-1]'),
    'encoder has only two hidden layers': encoder_list('hidden_layers[:2]'),
    'encoder written for two layers': encoder_list(
        '(hidden_layers[0], hidden_layers[-1])'),
    'encoder of fixed widths': encoder_list('(128, 64)'),
    'encoder layers twice': hidden(
        0, 'encoder_layers', LAYER + '\n' + LAYER),
    'encoder without biases': hidden(
        0, 'encoder_layers',
        "x = keras.layers.Dense(\n    width, activation='relu', "
        'use_bias=False)(x)'),
    'encoder with batch normalisation': hidden(
        0, 'encoder_layers',
        LAYER + '\nx = keras.layers.BatchNormalization()(x)'),
    'encoder hidden layers linear': hidden(
        0, 'encoder_activations', 'x = keras.layers.Dense(width)(x)'),
    'encoder hidden layers tanh': hidden(
        0, 'encoder_activations', LAYER.replace('relu', 'tanh')),
    'encoder hidden layers leaky': hidden(
        0, 'encoder_activations',
        'x = keras.layers.Dense(width)(x)\n'
        'x = keras.layers.LeakyReLU()(x)'),
    'dropout in the encoder': hidden(
        0, 'training', LAYER + '\nx = keras.layers.Dropout(0.2)(x)'),
}

DECODER = {
    'decoder not reversed': decoder_list('hidden_layers'),
    'decoder sorted': decoder_list('sorted(hidden_layers)'),
    'decoder sorted down': decoder_list(
        'sorted(hidden_layers, reverse=True)'),
    'decoder lacks the first width': decoder_list('hidden_layers[:0:-1]'),
    'decoder lacks the last width': decoder_list('hidden_layers[-2::-1]'),
    'decoder written for two layers': decoder_list(
        '(hidden_layers[-1], hidden_layers[0])'),
    'decoder begins with the code': decoder_list(
        '[latent_dims] + hidden_layers[::-1]'),
    'decoder without a bias': last(
        'decoder_layers', 'outputs = keras.layers.Dense(\n    input_dims, '
        "activation='sigmoid', use_bias=False)(x)"),
    'decoder hidden layers linear': hidden(
        1, 'decoder_activations', 'x = keras.layers.Dense(width)(x)'),
    'decoder hidden layers sigmoid': hidden(
        1, 'decoder_activations', LAYER.replace('relu', 'sigmoid')),
    'output relu': last(
        'decoder_activations', OUTPUTS.replace('sigmoid', 'relu')),
    'output linear': last(
        'decoder_activations', 'outputs = keras.layers.Dense(input_dims)(x)'),
    'output tanh': last(
        'decoder_activations', OUTPUTS.replace('sigmoid', 'tanh')),
    'output softmax': last(
        'decoder_activations', OUTPUTS.replace('sigmoid', 'softmax')),
    'dropout in the decoder': last(
        'training', 'x = keras.layers.Dropout(0.2)(x)\n' + OUTPUTS),
}


def sharing(auto, check):
    """Return the mistakes in how auto is made of the other two."""
    copied = '''
copy = keras.models.clone_model(decoder)
copy.set_weights(decoder.get_weights())
'''
    return {
        'auto with a decoder of its own': (check, swap(
            auto, 'twin = keras.models.clone_model(decoder)\n'
            + auto.replace('decoder(', 'twin('))),
        'auto with an encoder of its own': (check, swap(
            auto, 'twin = keras.models.clone_model(encoder)\n'
            + auto.replace('encoder(', 'twin('))),
        'auto with a copy of the decoder': (check, swap(
            auto, copied + auto.replace('decoder(', 'copy('))),
    }


def losses(check, statement, more=''):
    """Return the mistakes in the loss of a compile statement."""
    def other(loss):
        return check, swap(statement, compiled(loss=loss, more=more))

    return {
        'mean squared error': other("'mse'"),
        'mean absolute error': other("'mae'"),
        'categorical cross-entropy': other("'categorical_crossentropy'"),
        'focal cross-entropy': other("'binary_focal_crossentropy'"),
        'labels smoothed': other(
            'keras.losses.BinaryCrossentropy(label_smoothing=0.1)'),
    }


# Not for task 3, where a factor is a matter of the balance.
SCALES = {
    'loss halved': ('loss', swap(COMPILE, compiled(
        more='loss_weights=[0.5]'))),
    'loss summed over the batch': ('loss', swap(COMPILE, compiled(
        loss="keras.losses.BinaryCrossentropy(reduction='sum')"))),
}


def code(plain, written):
    """Return the mistakes in the code layer of tasks 0 and 1.

    Args:
        plain: the statement of the reference.
        written: the same with %s for the width and the activation.
    """
    def other(check, width='latent_dims', activation="'relu'"):
        return check, swap(plain, written % (width, activation))

    return {
        'code linear': other('encoder_activations', activation='None'),
        'code sigmoid': other('encoder_activations', activation="'sigmoid'"),
        'code tanh': other('encoder_activations', activation="'tanh'"),
        'code layer twice': ('encoder_layers', swap(
            plain, written % ('latent_dims', "'relu'")
            + "\ncode = keras.layers.Dense(latent_dims, activation='relu')"
              '(code)')),
    }


NO_GRADIENT = {'no gradient into the encoder': ('training', swap(
    AUTO, '''
code = keras.ops.stop_gradient(encoder(inputs))
auto = keras.Model(inputs, decoder(code), name='auto')'''))}
