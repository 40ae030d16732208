"""Mistakes in the encoder and decoder of task 5: name -> (check, edits)."""
from .common import reworded
from .edits import before, cut, swap
from .table import Mistake, Table

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
CHECK = '''
for side, pixels in zip(('height', 'width'), inputs.shape[1:3]):
    if pixels and pixels % factor:
        raise ValueError(
            'the %s, %d, is not a multiple of %d: each of the %d layers '
            'halves it' % (side, pixels, factor, len(layers)))
'''
TEST = 'pixels and pixels % factor'


def conv(check: str, *words: tuple[str, str]) -> Mistake:
    """Return a mistake in the encoder's convolutions; words are pairs."""
    return check, swap(CONV, reworded(CONV, words))


def up(check: str, *words: tuple[str, str]) -> Mistake:
    """Return a mistake in the decoder's convolutions; words are pairs."""
    return check, swap(UP, reworded(UP, words))


def norm(part: int, check: str, new: str) -> Mistake:
    """Return a mistake in the batch normalisation; 0 encoder, 1 decoder."""
    return check, swap(NORM, new, times=2, at=part)


def relu(part: int, new: str) -> Mistake:
    """Return a mistake in the activation; 0 encoder, 1 decoder."""
    return ('decoder_outputs' if part else 'encoder_outputs',
            swap(RELU, new, times=2, at=part))


def early(part: int) -> Mistake:
    """Return relu before batch normalisation; 0 encoder, 1 decoder."""
    loop = LOOPS[part]
    return ('decoder_outputs' if part else 'encoder_outputs', swap(
        loop, loop.replace(NORM, '?').replace(RELU, NORM).replace('?', RELU)))


def pooled(kind: str) -> Mistake:
    """Return pooling in place of the encoder's strides."""
    pool = f'\nx = keras.layers.{kind}Pooling2D(2)(x)'
    return ('encoder_outputs', swap(CONV, CONV.replace('2, 2', '1, 1')),
            swap(RELU, RELU + pool, times=2, at=0))


def mirror(new: str) -> Mistake:
    """Return a mistake in the widths that the decoder runs through."""
    return 'decoder_layers', swap(MIRROR, new)


def last(new: str) -> Mistake:
    """Return what the decoder does in its last block in place of relu."""
    return relu(1, f'if width is not channels:\n    {RELU}\nelse:\n    {new}')


ENCODERS: Table = {
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
    'a convolution before the first': ('encoder_layers', swap(
        LOOPS[0], "x = keras.layers.Conv2D(\n    layers[0], 3, "
        "padding='same', use_bias=False)(x)\n" + LOOPS[0])),
    'encoder with valid padding': conv(
        'encoder_outputs', ('same', 'valid')),
    'encoder without strides': conv('encoder_outputs', ('2, 2', '1, 1')),
    'strides in the first layer only': conv(
        'encoder_outputs', ('x =', 'step = 2 if x is inputs else 1\nx ='),
        ('(2, 2)', 'step')),
    'max pooling for strides': pooled('Max'),
    'mean pooling for strides': pooled('Average'),
    'max pooling before the normalisation': (
        'encoder_outputs', swap(CONV, CONV.replace('2, 2', '1, 1')),
        swap(NORM, 'x = keras.layers.MaxPooling2D(2)(x)\n' + NORM, times=2,
             at=0)),
    'encoder without relu': ('encoder_outputs', cut(RELU, times=2, at=0)),
    'encoder of relu6': relu(0, RELU.replace('()(', '(6)(')),
    'encoder leaky': relu(0, RELU.replace('ReLU', 'LeakyReLU')),
    'code without relu': relu(0, 'if width != layers[-1]:\n    ' + RELU),
    'relu before normalisation in the encoder': early(0),
}

DECODERS: Table = {
    'decoder not reversed': mirror('[*layers[1:], channels]'),
    'a convolution after the last': ('decoder_layers', swap(
        LOOPS[1], LOOPS[1] + "\nx = keras.layers.Conv2D(\n    channels, 3, "
        "padding='same', activation='sigmoid')(x)")),
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
    'output cut off at 1': last('x = keras.layers.ReLU(1)(x)'),
    'output linear': last('pass'),
    'relu before normalisation in the decoder': early(1),
}

CHANNELS: Table = {
    'channels fixed at 3': ('channels', swap(
        OUTPUTS, 'outputs = decoder(code, layers)')),
    'channels fixed at 1': ('channels', swap(
        MIRROR, MIRROR.replace('channels', '1'))),
    'channels from the height': ('channels', swap(
        OUTPUTS, OUTPUTS.replace('-1', '0'))),
}

SIDES: Table = {
    'sides not looked at': ('sides', cut(CHECK)),
    'only the height looked at': ('sides', swap(
        'inputs.shape[1:3]', 'inputs.shape[1:2]')),
    'only the width looked at': ('sides', swap(
        'inputs.shape[1:3]', 'inputs.shape[2:3]')),
    'even sides are enough': ('sides', swap(TEST, 'pixels % 2')),
    'a layer too few counted': ('sides', swap(
        '2 ** len(layers)', '2 ** (len(layers) - 1)')),
    'a ValueError that is returned': ('sides', swap(CHECK, '''
if inputs.shape[1] % factor or inputs.shape[2] % factor:
    return ValueError('the sides do not divide')''')),
    'an assertion in place of a ValueError': ('sides', swap(
        CHECK, 'assert inputs.shape[1] % factor == 0\n'
               'assert inputs.shape[2] % factor == 0')),
    'sides looked at in the decoder only': (
        'sides', cut(CHECK), swap(
            'return x', 'x.sides = inputs.shape[1:3]\nreturn x', times=2,
            at=0), before(LOOPS[1], """
for side in getattr(x, 'sides', ()):
    if side % 2 ** len(layers):
        raise ValueError('%d is no multiple' % side)
""".strip())),
    'sides looked at in the class only': ('sides', cut(CHECK), before(
        CALL, 'if input_shape[0] % 2**len(layers):\n'
              "    raise ValueError('height')\n"
              'if input_shape[1] % 2**len(layers):\n'
              "    raise ValueError('width')")),
}
