"""Mistakes in task 5; those in the layers of its parts are in blocks.py."""
from checkers.course.curriculum import Task

from . import blocks
from .blocks import CALL, LOOPS, MIRROR, NORM, OUTPUTS, RELU, conv, norm
from .broken import errors, stub
from .common import IMPORT
from .edits import (Edit, before, crlf, cut, docstring, no_final_newline,
                    parameters, renamed, swap, text)
from .table import Table

MODEL = "self.model = keras.Model(inputs, outputs, name='autoencoder')"
ENCODER = "self.encoder = keras.Model(inputs, code, name='encoder')"
WHOLE = '''
class Whole(keras.Model):
    """A model around another, whose call does not ask for training."""

    def __init__(self, inner):
        """Keep the other model."""
        super().__init__()
        self.inner = inner

    def call(self, x):
        """Return what the other model says."""
        return self.inner(x)


class AutoEncoder:
'''.strip()


def asked(layers: str) -> str:
    """Return the parameters of an AutoEncoder with these layers."""
    return 'self, input_shape=(32, 32, 3), layers=' + layers


def init(new: str) -> Edit:
    """Return the edit that writes other parameters for an AutoEncoder."""
    return text(asked('(64, 32, 32)'), new)


SIGNATURE: Table = {
    'class named otherwise': ('signature', text(
        'class AutoEncoder:', 'class Autoencoder:')),
    'decoder named otherwise': ('signature', renamed('decoder', 'decode'),
                                swap(OUTPUTS, OUTPUTS.replace('decoder',
                                                              'decode'))),
    'layers before inputs': ('signature', parameters(
        'encoder', 'layers, inputs'), swap(
            CALL, 'code = encoder(layers, inputs)')),
    'channels that must be given': ('signature', text(
        'channels=3)', 'channels)')),
    'layers before the shape': ('signature', init(
        'self, layers=(64, 32, 32), input_shape=(32, 32, 3)')),
}

FORMS: Table = {
    'encoder returns a model': ('procedural', swap(
        'return x', 'return keras.Model(inputs, x)', times=2, at=0), swap(
            CALL, CALL + '.output')),
    'no encoder to take out': ('composable', cut(ENCODER)),
    'encoder as a method': ('composable', swap(
        ENCODER, 'self.encoder = lambda: keras.Model(inputs, code)')),
    'model under another name': ('composable', swap(
        MODEL, MODEL.replace('self.model', 'self.auto'))),
    'an exception in the class': ('composable', before(
        MODEL, "raise RuntimeError('not today')")),
}

REFUSED: Table = {
    'pictures that are not square refused': ('composable', swap(
        CALL, 'if input_shape[0] != input_shape[1]:\n    raise ValueError\n'
        + CALL)),
    'an odd code refused': ('composable', swap(
        CALL, 'if input_shape[0] // 2 ** len(layers) % 2:\n'
        '    raise ValueError\n' + CALL)),
}

ARGUMENTS: Table = {
    'list popped by the encoder': ('arguments_unchanged', swap(
        LOOPS[0], LOOPS[0].replace(
            'for width in layers:',
            'for _ in range(len(layers)):\n    width = layers.pop(0)')),
        swap(CALL, 'code = encoder(inputs, list(layers))')),
    'list reversed, and the default with it': ('arguments_unchanged', before(
        LOOPS[1], 'layers.reverse()'), swap(
            MIRROR, '[*layers[:-1], channels]'), init(asked('[64, 32, 32]'))),
    'channels appended to the list': (
        'arguments_unchanged', init(asked('[64, 32, 32]')), before(
            MODEL, 'layers.append(input_shape[-1])')),
}

INSTANCES: Table = {
    'models kept in the class': (
        'independent_instances', swap(
            MODEL, MODEL.replace('self.model', 'AutoEncoder.model')),
        swap(ENCODER, ENCODER.replace('self', 'AutoEncoder'))),
    'models of the first instance kept': ('independent_instances', swap(
        ENCODER, ENCODER + '\nself.model, self.encoder = '
        'vars(encoder).setdefault(\n    str((input_shape, layers)), '
        '(self.model, self.encoder))')),
}

WEIGHTS: Table = {
    "Glorot's weights": ('initial_weights', lambda source: source.replace(
        'he_normal', 'glorot_uniform')),
    "LeCun's weights": ('initial_weights', lambda source: source.replace(
        'he_normal', 'lecun_normal')),
    "Glorot's weights in the decoder": (
        'initial_weights', swap(LOOPS[1], LOOPS[1].replace(
            'he_normal', 'glorot_normal'))),
}

DEFAULTS: Table = {
    'channels of the decoder 1 by default': ('channels', text(
        'channels=3)', 'channels=1)')),
    'two layers by default': ('defaults', init(asked('(64, 32)'))),
    'grey by default': ('defaults', init(
        'self, input_shape=(32, 32, 1), layers=(64, 32, 32)')),
    'no defaults': ('defaults', init('self, input_shape, layers')),
    'default list that grows': (
        'defaults', init(asked('None')), before(CALL, '''
if layers is None:
    layers = vars(encoder).setdefault('default', [64, 32, 32])
    layers.append(len(layers))
    layers = layers[:-1]''')),
}

SHARED: Table = {
    'encoder of its own layers': ('encoder_shared', swap(
        ENCODER, 'own = encoder(inputs, layers)\n'
        + ENCODER.replace(' code', ' own'))),
    'encoder copied': ('encoder_shared', swap(
        ENCODER, 'part = keras.Model(inputs, code)\n'
        'self.encoder = keras.models.clone_model(part)\n'
        'self.encoder.set_weights(part.get_weights())')),
}

LEARNING: Table = {
    'encoder frozen': ('training', swap(
        ENCODER, ENCODER + '\nself.encoder.trainable = False')),
    'decoder frozen': ('training', swap(
        ENCODER, ENCODER + '\nself.model.trainable = False\n'
        'for layer in self.encoder.layers:\n    layer.trainable = True')),
    'no gradient beyond the code': ('training', swap(
        OUTPUTS, 'cut = keras.ops.stop_gradient(code)\n'
        + OUTPUTS.replace('(code', '(cut'))),
    'scales that begin as 0': ('training', swap(
        NORM, 'x = keras.layers.BatchNormalization(\n'
              "    gamma_initializer='zeros')(x)", times=2, at=1)),
    'dropout in the encoder': ('training', swap(
        RELU, RELU + '\nx = keras.layers.Dropout(0.2)(x)', times=2, at=0)),
    'weights decay': conv(
        'training', ("_normal'", "_normal',\n    kernel_regularizer='l2'")),
    'compiled already': ('training', swap(
        MODEL, MODEL + "\nself.model.compile(optimizer='adam', loss='mse')")),
    'compile switched off': ('training', swap(
        MODEL, MODEL + '\nself.model.compile = None')),
    'normalisation frozen in the encoder': norm(
        0, 'batch_normalisation', NORM.replace('()(', '(trainable=False)(')),
    'normalisation frozen in the decoder': norm(
        1, 'batch_normalisation', NORM.replace('()(', '(trainable=False)(')),
    'training not handed on': ('batch_normalisation', text(
        'class AutoEncoder:', WHOLE), swap(
            MODEL, 'self.model = Whole(keras.Model(inputs, outputs))\n'
            'self.model(inputs)')),
    'statistics that stand still': norm(
        0, 'batch_normalisation', NORM.replace('()(', '(momentum=1.0)(')),
}

STYLE: Table = {
    'no shebang': ('shebang', text('#!/usr/bin/env python3\n', '')),
    'space before a comma': ('pycodestyle', swap(
        CALL, 'code = encoder(inputs , layers)')),
    'numpy imported': ('imports', swap(
        IMPORT, 'import numpy as np\n' + IMPORT)),
    'no docstring in a method': ('docstrings', docstring('__init__')),
    'no docstring in the class': ('docstrings', docstring('AutoEncoder')),
    'CRLF line ends': ('line_ends', crlf),
    'no final newline': ('line_ends', no_final_newline),
}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    return [SIGNATURE, FORMS, REFUSED, ARGUMENTS, INSTANCES, DEFAULTS,
            WEIGHTS, SHARED,
            LEARNING, STYLE, blocks.ENCODERS, blocks.DECODERS,
            blocks.CHANNELS, blocks.SIDES]


def broken(task: Task) -> Table:
    """Return what breaks an answer of two functions and a class."""
    names = 'encoder', 'decoder', '__init__'
    return {
        'stubs that pass': ('not attempted', stub('pass', *names)),
        'stubs that raise': (
            'not attempted', stub('raise NotImplementedError', *names)),
        **errors('encoder')}
