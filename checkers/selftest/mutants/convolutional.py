"""Mistakes in task 2; its convolutions are what is new."""
from checkers.course.curriculum import Task

from . import common
from .common import RETURN, reworded
from .edits import before, cut, swap
from .table import Mistake, Table

CONV = ("x = keras.layers.Conv2D(width, (3, 3), padding='same',\n"
        "                        activation='relu')(x)")
POOL = "x = keras.layers.MaxPooling2D((2, 2), padding='same')(x)"
UP = 'x = keras.layers.UpSampling2D((2, 2))(x)'
VALID = ("x = keras.layers.Conv2D(filters[0], (3, 3), padding='valid',\n"
         "                        activation='relu')(x)")
LAST = ("keras.layers.Conv2D(\n    input_dims[-1], (3, 3), padding='same', "
        "activation='sigmoid')")
OUTPUTS = f'outputs = {LAST}(x)'
ORDER = 'filters[:0:-1]'
INNER = CONV.replace('\n', '\n    ')      # the same inside of a loop
DOWN = f'for width in filters:\n    {INNER}\n    {POOL}'
LOOP = f'for width in filters[:0:-1]:\n    {INNER}\n    {UP}'


def conv(part: int, check: str, *words: tuple[str, str]) -> Mistake:
    """Return a mistake in the repeated convolution; 0 encoder, 1 decoder.

    Words are pairs: what the convolution says, and what it says instead.
    """
    return check, swap(CONV, reworded(CONV, words), times=2, at=part)


def last(check: str, *words: tuple[str, str]) -> Mistake:
    """Return a mistake in the last convolution."""
    return check, swap(OUTPUTS, reworded(OUTPUTS, words))


def valid(check: str, *words: tuple[str, str]) -> Mistake:
    """Return a mistake in the valid convolution."""
    return check, swap(VALID, reworded(VALID, words))


def decoder_list(new: str) -> Mistake:
    """Return a mistake in the filters that the decoder runs through."""
    return 'decoder_filters', swap(ORDER, new)


def pool(check: str, new: str) -> Mistake:
    """Return a mistake in the pooling."""
    return check, swap(POOL, new)


def up(check: str, new: str, at: int) -> Mistake:
    """Return a mistake in the upsampling; 0 repeated, 1 the last."""
    return check, swap(UP, new, times=2, at=at)


RELU, LINEAR = "activation='relu'", 'activation=None'
BILINEAR = ("x = keras.layers.UpSampling2D(\n    (2, 2), "
            "interpolation='bilinear')(x)")

ARGUMENTS: Table = {
    'list reversed in place': ('arguments_unchanged', swap(
        ORDER, 'filters[:-1]'), swap('filters[0]', 'filters[-1]'), before(
            'x = latent', 'filters.reverse()')),
    'list popped': ('arguments_unchanged', swap(
        LOOP, LOOP.replace('for width in filters[:0:-1]:',
                           'while len(filters) > 1:\n'
                           '    width = filters.pop()'))),
    'channels appended to the list': ('arguments_unchanged', before(
        RETURN, 'filters.append(input_dims[-1])')),
}

ENCODER: Table = {
    'two convolutions a pooling': conv(
        0, 'encoder_filters', ('(x)', '(x)\n' + CONV)),
    'encoder kernels of 5': conv(0, 'encoder_filters', ('3, 3', '5, 5')),
    'encoder kernels of 1': conv(0, 'encoder_filters', ('3, 3', '1, 1')),
    'encoder without biases': conv(
        0, 'encoder_filters', ("'relu'", "'relu', use_bias=False")),
    'encoder of one width': ('encoder_filters', swap(
        'filters', 'filters[:1] * (len(filters) - 1) + filters[-1:]',
        times=3, at=0)),
    'encoder with batch normalisation': pool(
        'encoder_filters', 'x = keras.layers.BatchNormalization()(x)\n'
        + POOL),
    'a convolution after the last pooling': ('encoder_filters', before(
        "encoder = keras.Model(inputs, x, name='encoder')",
        CONV.replace('width', 'filters[-1]'))),
    'average pooling': pool(
        'encoder_outputs', POOL.replace('Max', 'Average')),
    'pooling of three': pool(
        'encoder_outputs', "x = keras.layers.MaxPooling2D(\n    (3, 3), "
        "strides=(2, 2), padding='same')(x)"),
    'pooling before the convolution': ('encoder_outputs', swap(
        DOWN, f'for width in filters:\n    {POOL}\n    {INNER}')),
    'strides in place of pooling': (
        'encoder_outputs', swap(CONV, CONV.replace(
            "'relu'", "'relu', strides=2"), times=2, at=0), cut(POOL)),
    'encoder linear': conv(0, 'encoder_outputs', (RELU, LINEAR)),
    'encoder tanh': conv(0, 'encoder_outputs', ('relu', 'tanh')),
    'encoder relu6': conv(0, 'encoder_outputs', ("'relu'", "'relu6'")),
    'encoder leaky': conv(0, 'encoder_outputs', ('relu', 'leaky_relu')),
}

DECODER: Table = {
    'filters not reversed': decoder_list('filters[:-1]'),
    'filters sorted': decoder_list('sorted(filters[1:])'),
    'filters that only look reversed': decoder_list('filters[1:]'),
    'decoder begins with the second last': decoder_list('filters[-2::-1]'),
    'decoder of the deepest width': ('decoder_filters', swap(
        LOOP, LOOP.replace(ORDER, 'filters[-1:] * (len(filters) - 1)'))),
    'valid convolution of the deepest width': valid(
        'decoder_filters', ('filters[0]', 'filters[-1]')),
    'one convolution missing': decoder_list('filters[:1:-1]'),
    'channels fixed at one': last(
        'decoder_filters', ('input_dims[-1]', '1')),
    'channels taken from the filters': last(
        'decoder_filters', ('input_dims[-1]', 'filters[0]')),
    'channels taken from the height': last(
        'decoder_filters', ('input_dims[-1]', 'input_dims[0]')),
    'last kernel of 1': last('decoder_filters', ('3, 3', '1, 1')),
    'transposed convolutions': conv(
        1, 'decoder_filters', ('Conv2D(', 'Conv2DTranspose(\n    '),
        ("'same',\n                        act", "'same', act")),
    'transposed convolutions in place of upsampling': (
        'decoder_filters', swap(LOOP, LOOP.replace(
            'Conv2D(', 'Conv2DTranspose(\n        ').replace(
            "'same',\n                            act",
            "'same', strides=2,\n        act").replace('    ' + UP, ''))),
    'decoder without biases': conv(
        1, 'decoder_filters', ("'relu'", "'relu', use_bias=False")),
    'same padding everywhere': valid('decoder_outputs', ('valid', 'same')),
    'last convolution valid': ('decoder_outputs', swap(
        VALID, VALID.replace('valid', 'same')), swap(
            OUTPUTS, OUTPUTS.replace('same', 'valid'))),
    'last two convolutions valid': last(
        'decoder_outputs', ('same', 'valid')),
    'upsampling after the last': last(
        'decoder_outputs', ('outputs =', 'x ='), (
            'sigmoid\')(x)', "sigmoid')(x)\n" + UP.replace('x =', 'outputs ='))
    ),
    'last upsampling missing': (
        'decoder_outputs', cut(UP, times=2, at=1)),
    'upsampling before the convolution': ('decoder_outputs', swap(
        LOOP, f'for width in filters[:0:-1]:\n    {UP}\n    {INNER}')),
    'upsampling bilinear': up('decoder_outputs', BILINEAR, 0),
    'last upsampling bilinear': up('decoder_outputs', BILINEAR, 1),
    'last upsampling in height alone': up(
        'decoder_outputs', UP.replace('(2, 2)', '(2, 1)'), 1),
    'decoder linear': conv(1, 'decoder_outputs', (RELU, LINEAR)),
    'decoder relu6': conv(1, 'decoder_outputs', ("'relu'", "'relu6'")),
    'valid convolution linear': valid('decoder_outputs', (RELU, LINEAR)),
    'valid convolution sigmoid': valid(
        'decoder_outputs', ('relu', 'sigmoid')),
    'output relu': last('decoder_outputs', ('sigmoid', 'relu')),
    'output linear': last('decoder_outputs', ("'sigmoid'", 'None')),
    'output tanh': last('decoder_outputs', ('sigmoid', 'tanh')),
    'dropout in the decoder': (
        'training', swap(OUTPUTS, 'x = keras.layers.Dropout(0.2)(x)\n'
                         + OUTPUTS)),
    'dropout in the encoder': pool(
        'training', POOL + '\nx = keras.layers.Dropout(0.2)(x)'),
}

# The decoder does not fit the code, so Keras raises while it is built.
UNBUILT: Table = {
    'last pooling missing': ('models', swap(
        DOWN, DOWN.replace('    ' + POOL, '    if width != filters[-1]:\n'
                           '        ' + POOL))),
    'pooling valid': pool('models', POOL.replace('same', 'valid')),
    'encoder filters reversed': ('models', swap(
        'filters', 'reversed(filters)', times=3, at=0)),
}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    form = common.style(
        task.function, 'shebang with a space', 'space before a comma',
        'tensorflow imported', 'empty docstring', 'CRLF line ends')
    return [*common.three_models(task, LAST, form), common.twice(
        "encoder = keras.Model(inputs, x, name='encoder')"), ARGUMENTS,
            ENCODER, DECODER, common.SCALES, UNBUILT, common.NO_GRADIENT]
