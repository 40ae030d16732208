"""Mistakes in the composable autoencoder of task 5: name -> (check, edits)."""
from .common import IMPORT
from .edits import (before, body, crlf, cut, docstring, no_final_newline,
                    parameters, renamed, swap, text)

CONV = ("x = keras.layers.Conv2D(\n    width, (3, 3), strides=(2, 2), "
        "padding='same', use_bias=False,\n    kernel_initializer='he_normal')"
        '(x)')
UP = CONV.replace('Conv2D', 'Conv2DTranspose')
NORM = 'x = keras.layers.BatchNormalization()(x)'
RELU = 'x = keras.layers.ReLU()(x)'
LOOPS = ('for width in layers:\n    ' + '\n    '.join(
    [CONV.replace('\n', '\n    '), NORM, RELU]),
    'for width in [*layers[:0:-1], channels]:\n    ' + '\n    '.join(
    [UP.replace('\n', '\n    '), NORM, RELU]))
MIRROR = '[*layers[:0:-1], channels]'
CALL = 'code = encoder(inputs, layers)'
OUTPUTS = 'outputs = decoder(code, layers, channels=input_shape[-1])'
MODEL = "self.model = keras.Model(inputs, outputs, name='autoencoder')"
ENCODER = "self.encoder = keras.Model(inputs, code, name='encoder')"
SELF = 'self, input_shape=(32, 32, 3), layers=%s'
CHECK = '''
for side, pixels in zip(('height', 'width'), inputs.shape[1:3]):
    if pixels and pixels % factor:
        raise ValueError(
            'the %s, %d, is not a multiple of %d: each of the %d layers '
            'halves it' % (side, pixels, factor, len(layers)))
'''
TEST = 'pixels and pixels % factor'
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
POOL = '\nx = keras.layers.%sPooling2D(2)(x)'


def reworded(code, words):
    """Return the code with pairs of words replaced."""
    for old, new in words:
        code = code.replace(old, new)
    return code


def init(new):
    """Return the edit that writes other parameters for an AutoEncoder."""
    return text(SELF % '(64, 32, 32)', new)


def conv(check, *words):
    """Return a mistake in the encoder's convolutions; words are pairs."""
    return check, swap(CONV, reworded(CONV, words))


def up(check, *words):
    """Return a mistake in the decoder's convolutions; words are pairs."""
    return check, swap(UP, reworded(UP, words))


def norm(part, check, new):
    """Return a mistake in the batch normalisation; 0 encoder, 1 decoder."""
    return check, swap(NORM, new, times=2, at=part)


def relu(part, new):
    """Return a mistake in the activation; 0 encoder, 1 decoder."""
    return ('decoder_outputs' if part else 'encoder_outputs',
            swap(RELU, new, times=2, at=part))


def early(part):
    """Return relu before batch normalisation; 0 encoder, 1 decoder."""
    loop = LOOPS[part]
    return ('decoder_outputs' if part else 'encoder_outputs', swap(
        loop, loop.replace(NORM, '?').replace(RELU, NORM).replace('?', RELU)))


def mirror(new):
    """Return a mistake in the widths that the decoder runs through."""
    return 'decoder_layers', swap(MIRROR, new)


def last(new):
    """Return what the decoder does in its last block in place of relu."""
    return relu(1, 'if width is not channels:\n    %s\nelse:\n    %s' % (
        RELU, new))


SIGNATURE = {
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

FORMS = {
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

ARGUMENTS = {
    'list popped by the encoder': ('arguments_unchanged', swap(
        LOOPS[0], LOOPS[0].replace(
            'for width in layers:',
            'for _ in range(len(layers)):\n    width = layers.pop(0)')),
        swap(CALL, 'code = encoder(inputs, list(layers))')),
    'list reversed, and the default with it': ('arguments_unchanged', before(
        LOOPS[1], 'layers.reverse()'), swap(
            MIRROR, '[*layers[:-1], channels]'), init(SELF % '[64, 32, 32]')),
    'channels appended to the list': (
        'arguments_unchanged', init(SELF % '[64, 32, 32]'), before(
            MODEL, 'layers.append(input_shape[-1])')),
}

INSTANCES = {
    'models of the first instance kept': ('independent_instances', swap(
        ENCODER, ENCODER + '\nself.model, self.encoder = '
        'vars(encoder).setdefault(\n    str((input_shape, layers)), '
        '(self.model, self.encoder))')),
}

DEFAULTS = {
    'two layers by default': ('defaults', init(SELF % '(64, 32)')),
    'grey by default': ('defaults', init(
        'self, input_shape=(32, 32, 1), layers=(64, 32, 32)')),
    'no defaults': ('defaults', init('self, input_shape, layers')),
    'default list that grows': (
        'defaults', init(SELF % 'None'), before(CALL, '''
if layers is None:
    layers = vars(encoder).setdefault('default', [64, 32, 32])
    layers.append(len(layers))
    layers = layers[:-1]''')),
}

ENCODERS = {
    'encoder kernels of 5': conv('encoder_layers', ('3, 3', '5, 5')),
    'encoder with biases': conv('encoder_layers', ('False', 'True')),
    'encoder of one width': ('encoder_layers', swap(
        LOOPS[0], LOOPS[0].replace(
            'in layers', 'in len(layers) * (layers[-1],)'))),
    'encoder in reverse order': ('encoder_layers', swap(
        LOOPS[0], LOOPS[0].replace('in layers', 'in layers[-2::-1] + '
                                   'layers[-1:]'))),
    'encoder without batch normalisation': (
        'encoder_layers', cut(NORM, times=2, at=0)),
    'normalisation without a scale': norm(
        0, 'encoder_layers', NORM.replace('()(', '(scale=False)(')),
    'normalisation over the rows': norm(
        0, 'encoder_layers', NORM.replace('()(', '(axis=1)(')),
    'two convolutions a layer': ('encoder_layers', swap(
        RELU, RELU + "\nx = keras.layers.Conv2D(\n    width, 3, "
        "padding='same', use_bias=False)(x)", times=2, at=0)),
    'encoder with valid padding': conv(
        'encoder_outputs', ('same', 'valid')),
    'encoder without strides': conv('encoder_outputs', ('2, 2', '1, 1')),
    'strides in the first layer only': conv(
        'encoder_outputs', ('x =', 'step = 2 if x is inputs else 1\nx ='),
        ('(2, 2)', 'step')),
    'max pooling for strides': (
        'encoder_outputs', swap(CONV, CONV.replace('2, 2', '1, 1')),
        swap(RELU, RELU + POOL % 'Max', times=2, at=0)),
    'mean pooling for strides': (
        'encoder_outputs', swap(CONV, CONV.replace('2, 2', '1, 1')),
        swap(RELU, RELU + POOL % 'Average', times=2, at=0)),
    'encoder without relu': ('encoder_outputs', cut(RELU, times=2, at=0)),
    'encoder leaky': relu(0, RELU.replace('ReLU', 'LeakyReLU')),
    'code without relu': relu(0, 'if width != layers[-1]:\n    ' + RELU),
    'relu before normalisation in the encoder': early(0),
}

DECODERS = {
    'decoder not reversed': mirror('[*layers[1:], channels]'),
    'decoder begins with the second last': mirror(
        '[*layers[-2::-1], channels]'),
    'decoder of one width': mirror(
        '[*len(layers[1:]) * (layers[-1],), channels]'),
    'decoder kernels of 5': up('decoder_layers', ('3, 3', '5, 5')),
    'decoder with biases': up('decoder_layers', ('False', 'True')),
    'decoder without batch normalisation': (
        'decoder_layers', cut(NORM, times=2, at=1)),
    'output without batch normalisation': norm(
        1, 'decoder_layers', 'if width is not channels:\n    ' + NORM),
    'upsampling and plain convolutions': (
        'decoder_layers', swap(UP, CONV.replace('2, 2', '1, 1')), swap(
            RELU, RELU + '\nx = keras.layers.UpSampling2D()(x)', times=2,
            at=1)),
    'upsampling for strides': (
        'decoder_outputs', swap(UP, UP.replace('2, 2', '1, 1')), swap(
            RELU, RELU + '\nx = keras.layers.UpSampling2D()(x)', times=2,
            at=1)),
    'decoder with valid padding': up('decoder_outputs', ('same', 'valid')),
    'decoder without strides': up('decoder_outputs', ('2, 2', '1, 1')),
    'decoder without relu': ('decoder_outputs', cut(RELU, times=2, at=1)),
    'output sigmoid': last("x = keras.layers.Activation('sigmoid')(x)"),
    'output linear': last('pass'),
    'relu before normalisation in the decoder': early(1),
}

CHANNELS = {
    'channels fixed at 3': ('channels', swap(
        OUTPUTS, 'outputs = decoder(code, layers)')),
    'channels fixed at 1': ('channels', swap(
        MIRROR, MIRROR.replace('channels', '1'))),
    'channels from the height': ('channels', swap(
        OUTPUTS, OUTPUTS.replace('-1', '0'))),
}

SIDES = {
    'sides not looked at': ('sides', cut(CHECK)),
    'only the height looked at': ('sides', swap(
        'inputs.shape[1:3]', 'inputs.shape[1:2]')),
    'only the width looked at': ('sides', swap(
        'inputs.shape[1:3]', 'inputs.shape[2:3]')),
    'even sides are enough': ('sides', swap(TEST, 'pixels % 2')),
    'a layer too few counted': ('sides', swap(
        '2 ** len(layers)', '2 ** (len(layers) - 1)')),
    'an assertion in place of a ValueError': ('sides', swap(
        CHECK, 'assert inputs.shape[1] % factor == 0\n'
               'assert inputs.shape[2] % factor == 0')),
    'sides looked at in the class only': ('sides', cut(CHECK), before(
        CALL, 'if input_shape[0] % 2**len(layers):\n'
              "    raise ValueError('height')\n"
              'if input_shape[1] % 2**len(layers):\n'
              "    raise ValueError('width')")),
}

SHARED = {
    'encoder of its own layers': ('encoder_shared', swap(
        ENCODER, 'own = encoder(inputs, layers)\n'
        + ENCODER.replace(' code', ' own'))),
    'encoder copied': ('encoder_shared', swap(
        ENCODER, 'part = keras.Model(inputs, code)\n'
        'self.encoder = keras.models.clone_model(part)\n'
        'self.encoder.set_weights(part.get_weights())')),
}

LEARNING = {
    'encoder frozen': ('training', swap(
        ENCODER, ENCODER + '\nself.encoder.trainable = False')),
    'decoder frozen': ('training', swap(
        ENCODER, ENCODER + '\nself.model.trainable = False\n'
        'for layer in self.encoder.layers:\n    layer.trainable = True')),
    'no gradient beyond the code': ('training', swap(
        OUTPUTS, 'cut = keras.ops.stop_gradient(code)\n'
        + OUTPUTS.replace('(code', '(cut'))),
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

STYLE = {
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

TABLES = (SIGNATURE, FORMS, ARGUMENTS, INSTANCES, DEFAULTS, ENCODERS,
          DECODERS, CHANNELS, SIDES, SHARED, LEARNING, STYLE)


def stub(line):
    """Return the edit that leaves one line of every definition."""
    def edit(source):
        for name in 'encoder', 'decoder', '__init__':
            source = body(name, line)(source)
        return source
    return edit


BROKEN = {
    'stubs that pass': ('not attempted', stub('pass')),
    'stubs that raise': ('not attempted', stub('raise NotImplementedError')),
    'a syntax error': ('error', text('def encoder(', 'def encoder((')),
    'an exception at import': ('error', swap(
        IMPORT, IMPORT + '\n\nkeras.layers.Dens')),
    'a module that is not there': ('error', swap(
        IMPORT, IMPORT + '\nimport nowhere')),
}
