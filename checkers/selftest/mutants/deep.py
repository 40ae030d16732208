"""Mistakes in task 4, whose model is flat and whose layers have names."""
import textwrap

from checkers.course.curriculum import Task

from . import common
from .common import COMPILE
from .edits import before, cut, swap, text
from .table import Mistake, Table


def dense(words: str) -> str:
    """Return the statement that makes a layer, from its arguments."""
    return f'x = keras.layers.Dense(\n    {words})(x)'


RETURN = 'return encoder, auto'
NAMED = "width, activation='relu',\n    name='hidden_layer_%d' % number"
LAYER = dense(NAMED)
CODE = dense("latent_dims, activation='relu',\n    name='code_layer'")
LAST = ("keras.layers.Dense(input_dims, activation='sigmoid', "
        "name='output_layer')")
OUTPUTS = f'outputs = {LAST}(x)'
AUTO = "auto = keras.Model(inputs, outputs, name='auto')"
CUT = "auto.get_layer('code_layer')"
ENCODER = (f'encoder = keras.Model(auto.input, {CUT}.output, '
           "name='encoder')")
LIST, UP = 'hidden_layers', 'reversed(hidden_layers)'
DOWN = 'enumerate(hidden_layers, 1)'
LOOP = ('for number, width in enumerate(reversed(hidden_layers), depth + 1):'
        '\n' + textwrap.indent(LAYER, '    '))


def hidden(half: int, check: str, old: str, new: str,
           more: str = '') -> Mistake:
    """Return a mistake in a hidden layer; half 0 encoder, 1 decoder.

    Args:
        old, new: text in the layer's arguments and what comes for it.
        more: statements after the layer.
    """
    return check, swap(LAYER, dense(NAMED.replace(old, new, 1)) + more,
                       times=2, at=half)


def encoder_list(new: str) -> Mistake:
    """Return a mistake in the list that the encoder runs through."""
    return 'encoder_layers', swap(DOWN, f'enumerate({new}, 1)')


def decoder_list(new: str) -> Mistake:
    """Return a mistake in the list that the decoder runs through."""
    return ('decoder_layers', swap(UP, 'back'),
            before(LOOP.replace(UP, 'back'), 'back = ' + new))


def code(check: str, activation: str, more: str = '') -> Mistake:
    """Return a mistake in the code layer."""
    return check, swap(CODE, CODE.replace("'relu'", activation) + more)


def output(check: str, old: str, new: str) -> Mistake:
    """Return a mistake in the last layer."""
    return check, swap(OUTPUTS, OUTPUTS.replace(old, new).replace(
        '(input', '(\n    input'))


MODELS: Table = {
    'auto returned first': ('models', swap(RETURN, 'return auto, encoder')),
    'only auto returned': ('models', swap(RETURN, 'return auto')),
    'a decoder returned too': ('models', swap(
        RETURN, f'decoder = keras.Model({CUT}.output, auto.output)\n'
                'return encoder, decoder, auto')),
    'encoder gives the code twice': ('models', swap(
        ENCODER, f"code = {CUT}.output\n"
        "encoder = keras.Model(auto.input, [code, code], name='encoder')")),
    'models returned in a dictionary': ('models', swap(
        RETURN, "return {'encoder': encoder, 'auto': auto}")),
    'a None returned too': ('models', swap(
        RETURN, 'return encoder, None, auto')),
    'two layers of one name': output('models', 'output_layer', 'code_layer'),
    'encoder from a hidden tensor': ('models', swap(
        ENCODER, ENCODER.replace(
            '(auto.input, ', '(\n    auto.layers[1].output,\n    '))),
    **common.exceptions(ENCODER, COMPILE),
}

ARGUMENTS: Table = {
    'list reversed in place': ('arguments_unchanged', swap(
        LOOP, 'hidden_layers.reverse()\n' + LOOP.replace(UP, LIST))),
    'code appended to the list': ('arguments_unchanged', before(
        RETURN, 'hidden_layers.append(latent_dims)')),
}

KEY = 'str([input_dims, hidden_layers, latent_dims])'
CALLS: Table = {
    'models of the first call kept': ('independent_calls', swap(
        RETURN, f'return vars(deep).setdefault(\n    {KEY},\n    '
                '(encoder, auto))')),
    'last layer kept between calls': ('independent_calls', swap(OUTPUTS, f'''
layer = keras.layers.Dense(
    input_dims, activation='sigmoid', name='output_layer')
layer = vars(deep).setdefault(
    {KEY}, layer)
outputs = layer(x)''')),
}

FIRST_HALF: Table = {
    'encoder in reverse order': encoder_list('hidden_layers[::-1]'),
    'encoder lacks its last hidden layer': encoder_list('hidden_layers[:-1]'),
    'encoder has only two hidden layers': encoder_list('hidden_layers[:2]'),
    'encoder of equal widths': encoder_list('hidden_layers[:1] * depth'),
    'encoder of other widths': hidden(
        0, 'encoder_layers', 'width,', 'width + 1,'),
    'encoder layers twice': hidden(
        0, 'encoder_layers', '', '',
        '\n' + dense("width, activation='relu'")),
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
    'encoder hidden layers relu6': hidden(
        0, 'encoder_activations', 'relu', 'relu6'),
    'code linear': code('encoder_activations', 'None'),
    'code sigmoid': code('encoder_activations', "'sigmoid'"),
    'code tanh': code('encoder_activations', "'tanh'"),
    'dropout in the encoder': hidden(
        0, 'training', '', '', '\nx = keras.layers.Dropout(0.2)(x)'),
}

SECOND_HALF: Table = {
    'decoder not reversed': decoder_list(LIST),
    'decoder sorted': decoder_list('sorted(hidden_layers)'),
    'decoder sorted down': decoder_list(
        'sorted(hidden_layers, reverse=True)'),
    'decoder lacks the first width': decoder_list('hidden_layers[:0:-1]'),
    'decoder lacks the last width': decoder_list('hidden_layers[-2::-1]'),
    'decoder begins with the code': decoder_list(
        '[latent_dims] + hidden_layers[::-1]'),
    'decoder of other widths': hidden(
        1, 'decoder_layers', 'width,', 'width + 1,'),
    'decoder hidden layers without biases': hidden(
        1, 'decoder_layers', 'name', 'use_bias=False,\n    name'),
    'decoder with batch normalisation': hidden(
        1, 'decoder_layers', '', '',
        '\nx = keras.layers.BatchNormalization()(x)'),
    'decoder without a bias': output(
        'decoder_layers', 'name', 'use_bias=False,\n    name'),
    'decoder hidden layers linear': hidden(
        1, 'decoder_activations', "'relu'", 'None'),
    'decoder hidden layers relu6': hidden(
        1, 'decoder_activations', 'relu', 'relu6'),
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

NAMES: Table = {
    'encoder without names': hidden(
        0, 'layer_names', ",\n    name='hidden_layer_%d' % number", ''),
    'decoder layers named otherwise': hidden(
        1, 'layer_names', 'hidden', 'decoder'),
    'numbers from 0': ('layer_names', swap(
        DOWN, 'enumerate(hidden_layers)')),
    'numbers of one digit': hidden(
        1, 'layer_names', '%d\' % number', '%c\' % (48 + number)'),
    'a number left out': ('layer_names', text('depth + 1', 'depth + 2')),
    'numbers down to the code and up again': hidden(
        1, 'layer_names', '% number', '% (3 * depth + 1 - number)'),
    'code layer named otherwise': (
        'layer_names', swap(CODE, CODE.replace("'code_", "'latent_")),
        swap(CUT, "auto.get_layer('latent_layer')")),
    'output layer without a name': output(
        'layer_names', ", name='output_layer'", ''),
    'output layer before its sigmoid': output(
        'layer_names', "activation='sigmoid', name='output_layer')(x)",
        "name='output_layer')(x)\n"
        "outputs = keras.layers.Activation('sigmoid')(outputs)"),
    'input without a name': ('layer_names', text(
        ", name='input_layer'", '')),
    'code layer before its relu': (
        'layer_names', swap(CODE, CODE.replace(
            "activation='relu'", 'activation=None')
            + "\nx = code = keras.layers.ReLU()(x)"), swap(
                CUT, 'auto.layers[depth + 2]')),
    'flat model inside another': ('layer_names', cut(COMPILE), swap(
        RETURN, 'auto = keras.Sequential([auto])\n' + COMPILE + '\n'
                + RETURN)),
}

PENALTIES: Table = {'penalty of 10e-6 on the code': code(
    'loss', "'relu',\n    activity_regularizer=keras.regularizers.l1(10e-6)")}

SHARING: Table = {
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

FROZEN: Table = {
    layer + ' frozen': ('training', before(
        COMPILE, f"auto.get_layer('{layer}').trainable = False"))
    for layer in ('hidden_layer_1', 'code_layer', 'output_layer')}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    form = common.style(
        task.function, 'no shebang', 'line too long', 'numpy imported',
        'no docstring in the function', 'CRLF line ends', result=RETURN)
    return [common.signature(task), MODELS, ARGUMENTS, CALLS, FIRST_HALF,
            SECOND_HALF, NAMES, SHARING, FROZEN, common.optimizers(), form,
            common.losses('loss'), common.SCALES, PENALTIES]
