"""Mistakes in the flat model of task 4: name -> (check, edits)."""
import textwrap

from .common import COMPILE
from .edits import before, cut, swap, text

RETURN = 'return encoder, auto'
DENSE = 'x = keras.layers.Dense(\n    %s)(x)'
NAMED = "width, activation='relu',\n    name='hidden_layer_%d' % number"
LAYER = DENSE % NAMED
CODE = DENSE % "latent_dims, activation='relu',\n    name='code_layer'"
LAST = ("keras.layers.Dense(input_dims, activation='sigmoid', "
        "name='output_layer')")
OUTPUTS = 'outputs = %s(x)' % LAST
AUTO = "auto = keras.Model(inputs, outputs, name='auto')"
CUT = "auto.get_layer('code_layer')"
ENCODER = ('encoder = keras.Model(auto.input, %s.output, '
           "name='encoder')" % CUT)
LIST, UP = 'hidden_layers', 'reversed(hidden_layers)'
DOWN = 'enumerate(hidden_layers, 1)'
LOOP = ('for number, width in enumerate(reversed(hidden_layers), depth + 1):'
        '\n' + textwrap.indent(LAYER, '    '))


def hidden(half, check, old, new, more=''):
    """Return a mistake in a hidden layer; half 0 encoder, 1 decoder.

    Args:
        old, new: text in the layer's arguments and what comes for it.
        more: statements after the layer.
    """
    return check, swap(LAYER, DENSE % NAMED.replace(old, new, 1) + more,
                       times=2, at=half)


def encoder_list(new):
    """Return a mistake in the list that the encoder runs through."""
    return 'encoder_layers', swap(DOWN, 'enumerate(%s, 1)' % new)


def decoder_list(new):
    """Return a mistake in the list that the decoder runs through."""
    return ('decoder_layers', swap(UP, 'back'),
            before(LOOP.replace(UP, 'back'), 'back = ' + new))


def code(check, activation, more=''):
    """Return a mistake in the code layer."""
    return check, swap(CODE, CODE.replace("'relu'", activation) + more)


def output(check, old, new):
    """Return a mistake in the last layer."""
    return check, swap(OUTPUTS, OUTPUTS.replace(old, new).replace(
        '(input', '(\n    input'))


MODELS = {
    'auto returned first': ('models', swap(RETURN, 'return auto, encoder')),
    'only auto returned': ('models', swap(RETURN, 'return auto')),
    'a decoder returned too': ('models', swap(
        RETURN, 'decoder = keras.Model(%s.output, auto.output)\n'
                'return encoder, decoder, auto' % CUT)),
    'models returned in a dictionary': ('models', swap(
        RETURN, "return {'encoder': encoder, 'auto': auto}")),
}

ARGUMENTS = {
    'list reversed in place': ('arguments_unchanged', swap(
        LOOP, 'hidden_layers.reverse()\n' + LOOP.replace(UP, LIST))),
    'code appended to the list': ('arguments_unchanged', before(
        RETURN, 'hidden_layers.append(latent_dims)')),
}

KEY = 'str([input_dims, hidden_layers, latent_dims])'
CALLS = {
    'models of the first call kept': ('independent_calls', swap(
        RETURN, 'return vars(deep).setdefault(\n    %s,\n    '
                '(encoder, auto))' % KEY)),
    'last layer kept between calls': ('independent_calls', swap(OUTPUTS, '''
layer = keras.layers.Dense(
    input_dims, activation='sigmoid', name='output_layer')
layer = vars(deep).setdefault(
    %s, layer)
outputs = layer(x)''' % KEY)),
}

FIRST_HALF = {
    'encoder in reverse order': encoder_list('hidden_layers[::-1]'),
    'encoder lacks its last hidden layer': encoder_list('hidden_layers[:-1]'),
    'encoder has only two hidden layers': encoder_list('hidden_layers[:2]'),
    'encoder of equal widths': encoder_list('hidden_layers[:1] * depth'),
    'encoder layers twice': hidden(0, 'encoder_layers', '', '', '\n' + DENSE
                                   % "width, activation='relu'"),
    'encoder without biases': hidden(
        0, 'encoder_layers', 'name', 'use_bias=False,\n    name'),
    'encoder with batch normalisation': hidden(
        0, 'encoder_layers', '', '',
        '\nx = keras.layers.BatchNormalization()(x)'),
    'encoder cut before the code': ('encoder_layers', swap(
        CUT, 'auto.layers[depth]')),
    'encoder cut after the code': ('encoder_layers', swap(
        CUT, 'auto.layers[depth + 2]')),
    'encoder hidden layers linear': hidden(
        0, 'encoder_activations', "'relu'", 'None'),
    'encoder hidden layers tanh': hidden(
        0, 'encoder_activations', 'relu', 'tanh'),
    'encoder hidden layers leaky': hidden(
        0, 'encoder_activations', 'relu', 'leaky_relu'),
    'code linear': code('encoder_activations', 'None'),
    'code sigmoid': code('encoder_activations', "'sigmoid'"),
    'code tanh': code('encoder_activations', "'tanh'"),
    'dropout in the encoder': hidden(
        0, 'training', '', '', '\nx = keras.layers.Dropout(0.2)(x)'),
}

SECOND_HALF = {
    'decoder not reversed': decoder_list(LIST),
    'decoder sorted': decoder_list('sorted(hidden_layers)'),
    'decoder sorted down': decoder_list(
        'sorted(hidden_layers, reverse=True)'),
    'decoder lacks the first width': decoder_list('hidden_layers[:0:-1]'),
    'decoder lacks the last width': decoder_list('hidden_layers[-2::-1]'),
    'decoder begins with the code': decoder_list(
        '[latent_dims] + hidden_layers[::-1]'),
    'decoder without a bias': output(
        'decoder_layers', 'name', 'use_bias=False,\n    name'),
    'decoder hidden layers linear': hidden(
        1, 'decoder_activations', "'relu'", 'None'),
    'decoder hidden layers sigmoid': hidden(
        1, 'decoder_activations', 'relu', 'sigmoid'),
    'output relu': output('decoder_activations', 'sigmoid', 'relu'),
    'output linear': output('decoder_activations', "'sigmoid'", 'None'),
    'output softmax': output('decoder_activations', 'sigmoid', 'softmax'),
    'dropout on the code': code(
        'training', "'relu'", '\nx = keras.layers.Dropout(0.2)(x)'),
    'no gradient into the encoder': code(
        'training', "'relu'", '\nx = keras.ops.stop_gradient(x)'),
}

NAMES = {
    'encoder without names': hidden(
        0, 'layer_names', ",\n    name='hidden_layer_%d' % number", ''),
    'decoder layers named otherwise': hidden(
        1, 'layer_names', 'hidden', 'decoder'),
    'numbers from 0': ('layer_names', swap(
        DOWN, 'enumerate(hidden_layers)')),
    'a number left out': ('layer_names', text('depth + 1', 'depth + 2')),
    'numbers down to the code and up again': hidden(
        1, 'layer_names', '% number', '% (3 * depth + 1 - number)'),
    'code layer named otherwise': (
        'layer_names', swap(CODE, CODE.replace("'code_", "'latent_")),
        swap(CUT, "auto.get_layer('latent_layer')")),
    'output layer without a name': output(
        'layer_names', ", name='output_layer'", ''),
    'flat model inside another': ('layer_names', cut(COMPILE), swap(
        RETURN, 'auto = keras.Sequential([auto])\n' + COMPILE + '\n'
                + RETURN)),
}

SHARING = {
    'encoder with weights of its own': ('encoder_shares_weights', swap(
        RETURN, 'return keras.models.clone_model(encoder), auto')),
    'encoder with a copy of the weights': (
        'encoder_shares_weights', swap(RETURN, '''
copy = keras.models.clone_model(encoder)
copy.set_weights(encoder.get_weights())
return copy, auto''')),
    'encoder with a code layer of its own': (
        'encoder_shares_weights', swap(ENCODER, '''
code = keras.layers.Dense(latent_dims, activation='relu')
encoder = keras.Model(auto.input, code(auto.layers[depth].output))''')),
    'auto is a copy': ('encoder_shares_weights', swap(
        AUTO, AUTO + '\noriginal = auto\nauto = '
        'keras.models.clone_model(auto)'), text('auto.input,',
                                                'original.input,'),
        text(CUT, CUT.replace('auto', 'original').replace(
            '(', '(\n        '))),
}

FROZEN = {
    layer + ' frozen': ('training', before(
        COMPILE, "auto.get_layer('%s').trainable = False" % layer))
    for layer in ('hidden_layer_1', 'code_layer', 'output_layer')}
