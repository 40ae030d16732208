"""Mistakes that fit many tasks: name -> (check, edits).

Each takes the task's own words: its function, parameters and list.
"""
from checkers.course.curriculum import Task

from .edits import (before, crlf, cut, docstring, no_final_newline,
                    parameters, renamed, swap, text, word)
from .table import Mistake, Table

IMPORT = 'import tensorflow.keras as keras'
RETURN = 'return encoder, decoder, auto'
AUTO = "auto = keras.Model(inputs, decoder(encoder(inputs)), name='auto')"
VARIATIONAL_AUTO = AUTO.replace('(inputs))', '(inputs)[0])')
COMPILE = "auto.compile(optimizer='adam', loss='binary_crossentropy')"
WEIGHTED = COMPILE[:-1] + ', loss_weights=[input_dims])'


def compiled(optimizer: str = "'adam'", loss: str = "'binary_crossentropy'",
             more: str = '') -> str:
    """Return the statement that compiles auto, over several lines."""
    more = more and ',\n    ' + more
    return f'auto.compile(\n    optimizer={optimizer},\n    loss={loss}{more})'


def reworded(code: str, words: tuple[tuple[str, str], ...]) -> str:
    """Return the code with pairs of words replaced."""
    for old, new in words:
        code = code.replace(old, new)
    return code


def signature(task: Task) -> Table:
    """Return the mistakes in how the task's function is called."""
    function, names = task.function, list(task.definitions[0].parameters)
    args = ', '.join(names)
    return {
        'function named otherwise': (
            'signature', renamed(function, 'auto_encoder')),
        'first parameter named otherwise': (
            'signature', word(names[0], names[0].removesuffix('s'))),
        'list named otherwise': (
            'signature', word(names[1], names[1].removesuffix('s'))),
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


MODELS: Table = {
    'auto returned first': ('models', swap(
        RETURN, 'return auto, encoder, decoder')),
    'decoder returned first': ('models', swap(
        RETURN, 'return decoder, encoder, auto')),
    'only auto returned': ('models', swap(RETURN, 'return auto')),
    'models returned in a dictionary': ('models', swap(
        RETURN,
        "return {'encoder': encoder, 'decoder': decoder, 'auto': auto}")),
    'a None returned too': ('models', swap(
        RETURN, 'return encoder, None, decoder, auto')),
}


def twice(encoder: str, auto: str = AUTO) -> Table:
    """Return the mistake of an encoder that gives the code twice.

    Args:
        encoder: the statement that makes it.
        auto: the statement that makes auto.
    """
    inputs, gives, name = encoder.split(', ')
    return {'encoder gives the code twice': (
        'models', swap(encoder, f'{inputs}, 2 * [{gives}], {name}'),
        swap(auto, auto.replace('(inputs))', '(inputs)[0])')))}


NOT_TODAY = "raise RuntimeError('not today')"


def exceptions(*statements: str) -> Table:
    """Return the mistakes that end the function before these statements."""
    return {'an exception before ' + statement.split()[0].split('(')[0]: (
        'models', before(statement, NOT_TODAY)) for statement in statements}


def calls(task: Task, last: str, keeper: str = '') -> Table:
    """Return the mistakes that join two calls.

    Args:
        task: whose parameters tell one call from another.
        last: the last layer.
        keeper: what keeps things from one call to the next; the task's
            function where none is named.
    """
    keeper = keeper or task.function
    key = f'str([{", ".join(task.definitions[0].parameters)}])'
    return {
        'models of the first call kept': ('independent_calls', swap(
            RETURN, f'return vars({keeper}).setdefault(\n    {key},\n    '
                    '(encoder, decoder, auto))')),
        'last layer kept between calls': ('independent_calls', swap(
            f'outputs = {last}(x)', f'''
layer = {last}
layer = vars({keeper}).setdefault(
    {key}, layer)
outputs = layer(x)''')),
    }


def optimizers(statement: str = COMPILE, more: str = '') -> Table:
    """Return the mistakes in the optimizer of a compile statement."""
    def other(optimizer: str) -> Mistake:
        return 'optimizer', swap(
            statement, compiled(optimizer=optimizer, more=more))

    return {
        'stochastic gradient descent': other("'sgd'"),
        'RMSprop': other("'rmsprop'"),
        'Nadam': other("'nadam'"),
        'not compiled': ('optimizer', cut(statement)),
    }


def losses(check: str, statement: str = COMPILE, more: str = '') -> Table:
    """Return the mistakes in the loss of a compile statement."""
    def other(loss: str) -> Mistake:
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
SCALES: Table = {
    'loss halved': ('loss', swap(COMPILE, compiled(
        more='loss_weights=[0.5]'))),
    'loss summed over the batch': ('loss', swap(COMPILE, compiled(
        loss="keras.losses.BinaryCrossentropy(reduction='sum')"))),
}


def frozen(auto: str) -> Table:
    """Return the mistakes that keep weights from learning."""
    return {
        'encoder frozen': (
            'training', before(auto, 'encoder.trainable = False')),
        'decoder frozen': (
            'training', before(auto, 'decoder.trainable = False')),
    }


NO_GRADIENT: Table = {'no gradient into the encoder': ('training', swap(
    AUTO, '''
code = keras.ops.stop_gradient(encoder(inputs))
auto = keras.Model(inputs, decoder(code), name='auto')'''))}


def sharing(auto: str, check: str) -> Table:
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


def style(function: str, *names: str, result: str = RETURN) -> Table:
    """Return the mistakes in form that are named.

    Args:
        function: the function's name.
        names: which mistakes.
        result: the function's return statement.
    """
    every: Table = {
        'no shebang': ('shebang', text('#!/usr/bin/env python3\n', '')),
        'shebang of another Python': ('shebang', text(
            '#!/usr/bin/env python3\n', '#!/usr/bin/python3\n')),
        'shebang with a space': ('shebang', text(
            '#!/usr/bin/env python3\n', '#! /usr/bin/env python3\n')),
        'shebang without env': ('shebang', text(
            '#!/usr/bin/env python3\n', '#!/usr/local/bin/python3.11\n')),
        'line too long': ('pycodestyle', before(
            result, '# The three models are returned in the very order '
                    'that the exercise asks for')),
        'one blank line before the function': ('pycodestyle', text(
            '\n\n\ndef ', '\n\ndef ')),
        'space before a comma': ('pycodestyle', swap(
            result, result.replace(',', ' ,', 1))),
        'no space around an operator': ('pycodestyle', swap(
            result, result.replace('return ', 'models=')
            + '\nreturn models')),
        'numpy imported': ('imports', swap(
            IMPORT, 'import numpy as np\n' + IMPORT)),
        'keras imported for itself': ('imports', swap(
            IMPORT, 'import keras')),
        'tensorflow imported': ('imports', swap(
            IMPORT, 'import tensorflow as tf\n' + IMPORT)),
        'import inside the function': ('imports', before(
            result, 'import os\nos.environ.get("HOME")')),
        'no docstring in the function': ('docstrings', docstring(function)),
        'no docstring in the module': ('docstrings', docstring(None)),
        'empty docstring': ('docstrings', docstring(function, '""" """')),
        'comment for a docstring': ('docstrings', docstring(
            function, '# Build and compile a variational autoencoder.')),
        'byte order mark': ('shebang', '\ufeff'.__add__),
        'CRLF line ends': ('line_ends', crlf),
        'no final newline': ('line_ends', no_final_newline),
    }
    return {name: every[name] for name in names}


def three_models(task: Task, last: str, form: Table, auto: str = AUTO,
                 statement: str = COMPILE, more: str = '',
                 share: str = 'auto_shares_weights',
                 loss: str = 'loss') -> list[Table]:
    """Return the tables that fit a task of encoder, decoder and auto.

    Args:
        task: the task.
        last: its last layer.
        form: the mistakes in form, of style().
        auto: the statement that makes auto.
        statement: the statement that compiles it.
        more: what that statement says beside optimizer and loss.
        share: the check that sees whether auto is made of the other two.
        loss: the check that sees another loss.
    """
    return [signature(task), MODELS, exceptions(auto, statement),
            calls(task, last), optimizers(statement, more), frozen(auto), form,
            sharing(auto, share), losses(loss, statement, more)]
