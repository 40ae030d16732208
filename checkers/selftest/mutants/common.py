"""Mistakes that fit every task: name -> (check, edits).

Each takes the task's own words: its function, parameters and list.
"""
from .edits import (before, crlf, cut, docstring, no_final_newline,
                    parameters, renamed, swap, text)

IMPORT = 'import tensorflow.keras as keras'
RETURN = 'return encoder, decoder, auto'
AUTO = ("auto = keras.Model(inputs, decoder(encoder(inputs)), name='auto')")
VARIATIONAL_AUTO = AUTO.replace('(inputs))', '(inputs)[0])')
COMPILE = "auto.compile(optimizer='adam', loss='binary_crossentropy')"
WEIGHTED = COMPILE[:-1] + ', loss_weights=[input_dims])'


def compiled(optimizer="'adam'", loss="'binary_crossentropy'", more=''):
    """Return the statement that compiles auto, over several lines."""
    return ('auto.compile(\n    optimizer=%s,\n    loss=%s%s)'
            % (optimizer, loss, ',\n    ' + more if more else ''))


def signature(function, names):
    """Return the mistakes in how the function is called."""
    args = ', '.join(names)
    return {
        'function named otherwise': (
            'signature', renamed(function, 'auto_encoder')),
        'parameters in another order': (
            'signature', parameters(function, ', '.join(
                names[:1] + names[2:3] + names[1:2] + names[3:]))),
        'one parameter too many': (
            'signature', parameters(function, args + ', rate')),
        'arguments by name only': (
            'signature', parameters(function, '*, ' + args)),
        'arguments by position only': (
            'signature', parameters(function, args + ', /')),
    }


MODELS = {
    'auto returned first': ('models', swap(
        RETURN, 'return auto, encoder, decoder')),
    'decoder returned first': ('models', swap(
        RETURN, 'return decoder, encoder, auto')),
    'only auto returned': ('models', swap(RETURN, 'return auto')),
    'models returned in a dictionary': ('models', swap(
        RETURN,
        "return {'encoder': encoder, 'decoder': decoder, 'auto': auto}")),
}


def calls(function, names, last):
    """Return the mistakes that join two calls; last is the last layer."""
    key = 'str([%s])' % ', '.join(names)
    return {
        'models of the first call kept': ('independent_calls', swap(
            RETURN, 'return vars(%s).setdefault(\n    %s,\n    '
                    '(encoder, decoder, auto))' % (function, key))),
        'last layer kept between calls': ('independent_calls', swap(
            'outputs = %s(x)' % last, '''
layer = %s
layer = vars(%s).setdefault(
    %s, layer)
outputs = layer(x)''' % (last, function, key))),
    }


def optimizers(statement, more=''):
    """Return the mistakes in the optimizer of a compile statement."""
    def other(optimizer):
        return 'optimizer', swap(
            statement, compiled(optimizer=optimizer, more=more))

    return {
        'stochastic gradient descent': other("'sgd'"),
        'RMSprop': other("'rmsprop'"),
        'Nadam': other("'nadam'"),
        'not compiled': ('optimizer', cut(statement)),
    }


def frozen(auto):
    """Return the mistakes that keep weights from learning."""
    return {
        'encoder frozen': (
            'training', before(auto, 'encoder.trainable = False')),
        'decoder frozen': (
            'training', before(auto, 'decoder.trainable = False')),
    }


def style(function, result=RETURN):
    """Return the mistakes in form, one dictionary per task in turn.

    Args:
        function: the function's name.
        result: its return statement.
    """
    return [{
        'no shebang': ('shebang', text('#!/usr/bin/env python3\n', '')),
        'line too long': ('pycodestyle', before(
            result, '# The three models are returned in the very order '
                    'that the exercise asks for')),
        'numpy imported': ('imports', swap(
            IMPORT, 'import numpy as np\n' + IMPORT)),
        'no docstring in the function': ('docstrings', docstring(function)),
        'CRLF line ends': ('line_ends', crlf),
    }, {
        'shebang of another Python': ('shebang', text(
            '#!/usr/bin/env python3\n', '#!/usr/bin/python3\n')),
        'one blank line before the function': ('pycodestyle', text(
            '\n\n\ndef ', '\n\ndef ')),
        'keras imported for itself': ('imports', swap(
            IMPORT, 'import keras')),
        'no docstring in the module': ('docstrings', docstring(None)),
        'no final newline': ('line_ends', no_final_newline),
    }, {
        'shebang with a space': ('shebang', text(
            '#!/usr/bin/env python3\n', '#! /usr/bin/env python3\n')),
        'space before a comma': ('pycodestyle', swap(
            result, result.replace(',', ' ,', 1))),
        'tensorflow imported': ('imports', swap(
            IMPORT, 'import tensorflow as tf\n' + IMPORT)),
        'empty docstring': ('docstrings', docstring(function, '""" """')),
        'CRLF line ends': ('line_ends', crlf),
    }, {
        'shebang without env': ('shebang', text(
            '#!/usr/bin/env python3\n', '#!/usr/local/bin/python3.11\n')),
        'no space around an operator': ('pycodestyle', swap(
            result, result.replace('return ', 'models=')
            + '\nreturn models')),
        'import inside the function': ('imports', before(
            result, 'import os\nos.environ.get("HOME")')),
        'comment for a docstring': ('docstrings', docstring(
            function, '# Build and compile a variational autoencoder.')),
        'no final newline': ('line_ends', no_final_newline),
    }]
