"""Mistakes in stacks of dense layers: name -> (check, edits)."""
from collections.abc import Callable

from .common import RETURN
from .edits import before, swap
from .table import Mistake, Table

LIST = 'hidden_layers'
ORDER = 'reversed(hidden_layers)'
WORDS = "width, activation='relu'"
LAYER = f'x = keras.layers.Dense({WORDS})(x)'
LAST = "keras.layers.Dense(input_dims, activation='sigmoid')"
OUTPUTS = f'outputs = {LAST}(x)'
LOOP = 'for width in reversed(hidden_layers):\n    ' + LAYER

ARGUMENTS: Table = {
    'list reversed in place': ('arguments_unchanged', swap(
        LOOP, 'hidden_layers.reverse()\nfor width in hidden_layers:\n    '
        + LAYER)),
    'list popped empty': ('arguments_unchanged', swap(
        LOOP, 'while hidden_layers:\n'
              '    width = hidden_layers.pop()\n    ' + LAYER)),
    'code appended to the list': ('arguments_unchanged', before(
        RETURN, 'hidden_layers.append(latent_dims)')),
}


def encoder_list(new: str) -> Mistake:
    """Return a mistake in the list that the encoder runs through."""
    return 'encoder_layers', swap(LIST, new, times=2, at=0)


def decoder_list(new: str) -> Mistake:
    """Return a mistake in the list that the decoder runs through."""
    return 'decoder_layers', swap(ORDER, new)


def hidden(part: int, check: str, new: str) -> Mistake:
    """Return a mistake in a hidden layer; part 0 encoder, 1 decoder."""
    return check, swap(LAYER, new, times=2, at=part)


def last(check: str, new: str) -> Mistake:
    """Return a mistake in the decoder's last layer."""
    return check, swap(OUTPUTS, new)


ENCODER: Table = {
    'encoder in reverse order': encoder_list(ORDER),
    'encoder sorts the list': encoder_list(
        'sorted(hidden_layers, reverse=True)'),
    'encoder lacks its last hidden layer': encoder_list('hidden_layers[:-1]'),
    'encoder has only two hidden layers': encoder_list('hidden_layers[:2]'),
    'encoder written for two layers': encoder_list(
        '(hidden_layers[0], hidden_layers[-1])'),
    'encoder of fixed widths': encoder_list('(128, 64)'),
    'encoder of other widths': encoder_list(
        '[width + 1 for width in hidden_layers]'),
    'encoder has a layer too many': encoder_list(
        'hidden_layers + hidden_layers[:1]'),
    'encoder layers twice': hidden(
        0, 'encoder_layers', LAYER + '\n' + LAYER),
    'encoder without biases': hidden(
        0, 'encoder_layers',
        "x = keras.layers.Dense(\n    width, activation='relu', "
        'use_bias=False)(x)'),
    'one hidden layer of the encoder without a bias': hidden(
        0, 'encoder_layers', LAYER.replace(
            WORDS, f'\n    {WORDS},\n    use_bias=width != hidden_layers[0]')),
    'encoder with batch normalisation': hidden(
        0, 'encoder_layers',
        LAYER + '\nx = keras.layers.BatchNormalization()(x)'),
    'encoder hidden layers linear': hidden(
        0, 'encoder_activations', 'x = keras.layers.Dense(width)(x)'),
    'encoder hidden layers tanh': hidden(
        0, 'encoder_activations', LAYER.replace('relu', 'tanh')),
    'encoder hidden layers relu6': hidden(
        0, 'encoder_activations', LAYER.replace("'relu'", "'relu6'")),
    'one hidden layer of the encoder tanh': hidden(
        0, 'encoder_activations', LAYER.replace(
            WORDS, "\n    width, activation='tanh' if width == "
                   "hidden_layers[0]\n    else 'relu'")),
    'encoder hidden layers leaky': hidden(
        0, 'encoder_activations',
        'x = keras.layers.Dense(width)(x)\n'
        'x = keras.layers.LeakyReLU()(x)'),
    'dropout in the encoder': hidden(
        0, 'training', LAYER + '\nx = keras.layers.Dropout(0.2)(x)'),
}

DECODER: Table = {
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
    'decoder of other widths': decoder_list(
        '[width + 1 for width in reversed(hidden_layers)]'),
    'decoder layers twice': hidden(
        1, 'decoder_layers', LAYER + '\n' + LAYER),
    'decoder hidden layers without biases': hidden(
        1, 'decoder_layers',
        "x = keras.layers.Dense(\n    width, activation='relu', "
        'use_bias=False)(x)'),
    'decoder with batch normalisation': hidden(
        1, 'decoder_layers',
        LAYER + '\nx = keras.layers.BatchNormalization()(x)'),
    'normalisation between a layer and its relu': hidden(
        1, 'decoder_layers', '''
x = keras.layers.Dense(width)(x)
x = keras.layers.BatchNormalization()(x)
x = keras.layers.Activation('relu')(x)'''),
    'decoder without a bias': last(
        'decoder_layers', 'outputs = keras.layers.Dense(\n    input_dims, '
        "activation='sigmoid', use_bias=False)(x)"),
    'decoder hidden layers linear': hidden(
        1, 'decoder_activations', 'x = keras.layers.Dense(width)(x)'),
    'one hidden layer of the decoder linear': hidden(
        1, 'decoder_activations', LAYER.replace(
            WORDS, "\n    width, activation=None if width == "
                   "hidden_layers[0]\n    else 'relu'")),
    'decoder hidden layers relu6': hidden(
        1, 'decoder_activations', LAYER.replace("'relu'", "'relu6'")),
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


def code(layer: Callable[[str, str], str]) -> Table:
    """Return the mistakes in a code layer with relu.

    Args:
        layer: function from its width and activation to the statement.
    """
    right = layer('latent_dims', "'relu'")

    def other(activation: str) -> Mistake:
        return 'encoder_activations', swap(
            right, layer('latent_dims', activation))

    return {
        'code linear': other('None'),
        'code sigmoid': other("'sigmoid'"),
        'code tanh': other("'tanh'"),
        'code layer twice': ('encoder_layers', swap(
            right, right + '\ncode = keras.layers.Dense(latent_dims, '
                           "activation='relu')(code)")),
    }
