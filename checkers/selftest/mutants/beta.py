"""Mistakes in task 7; convolutions, loss and metrics are what is new.

Those in the heads and the sampling are task 3's (variational.py), whose
statements this task's reference has too.
"""
from checkers.course.curriculum import Task

from . import common, variational
from .edits import Edit, before, cut, docstring, swap, text
from .table import Mistake, Table
from .variational import DRAW, SEEDS

REGISTERED = "@keras.utils.register_keras_serializable(package='beta')\n"
AUTO = "auto = BetaVAE(inputs, decoder(encoder(inputs)[0]), name='auto')"
COMPILE = "auto.compile(beta, optimizer='adam')"
DOWN = 'x = keras.layers.Conv2D(count, 3, **halving)(x)'
DENSE = "x = keras.layers.Dense(x.shape[-1], activation='relu')(latent)"
RESHAPE = 'x = keras.layers.Reshape(small)(x)'
UP = 'x = keras.layers.Conv2DTranspose(count, 3, **halving)(x)'
LAST = ("keras.layers.Conv2DTranspose(\n    channels, 3, padding='same', "
        "activation='sigmoid')")
OUTPUTS = f'outputs = {LAST}(x)'
ADD = ('self.add_loss(keras.ops.mean(-0.5 * keras.ops.sum(\n'
       '    1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)))')
ERROR = ('error = keras.ops.sum(keras.ops.subtract(y, y_pred) ** 2, '
         '(1, 2, 3))')
ODD = 'height % 2 ** len(filters) or width % 2 ** len(filters)'
LOSS = 'return error + self.beta * kl'
SHOWN = "('reconstruction', 'kl', 'beta_kl')"
VALUES = '(error, kl, self.beta * kl)'
SAME = "padding='same', activation='relu'"


def optimizer(name: str) -> Mistake:
    """Return a mistake in the optimizer."""
    return 'optimizer', swap(COMPILE, COMPILE.replace('adam', name))


def other(statement: str, words: str, after: str = '') -> Edit:
    """Return the edit of a convolution: other words for **halving."""
    return swap(statement, statement.replace(
        '(count, 3, **halving)', f'(\n    count, 3, {words})') + after)


def down(check: str, words: str, after: str = '') -> Mistake:
    """Return a mistake in the encoder's convolution, and after it."""
    return check, other(DOWN, words, after)


def up(check: str, words: str, after: str = '') -> Mistake:
    """Return the same for the decoder's."""
    return check, other(UP, words, after)


def last(check: str, old: str, new: str) -> Mistake:
    """Return a mistake in the last convolution: other words in it."""
    return check, swap(OUTPUTS, OUTPUTS.replace(old, new))


def error(check: str, new: str) -> Mistake:
    """Return a mistake in the reconstruction term."""
    return check, swap(ERROR, 'error = ' + new)


def loss(new: str) -> Mistake:
    """Return a mistake in how the terms are added."""
    return 'loss_balance', swap(LOSS, 'return ' + new)


def divergence(old: str, new: str) -> Mistake:
    """Return a mistake in the scale of the KL term."""
    return 'loss_balance', swap(ADD, ADD.replace(old, new))


OPTIMIZERS: Table = {
    'stochastic gradient descent': optimizer('sgd'),
    'RMSprop': optimizer('rmsprop'),
    'Nadam': optimizer('nadam'),
    'not compiled': ('optimizer', cut(COMPILE)),
}
ARGUMENTS: Table = {
    'filters reversed in place': (
        'arguments_unchanged',
        before('latent = keras.Input(shape=(latent_dims,))',
               'filters.reverse()'), swap('reversed(filters)', 'filters')),
    'filters used up': ('arguments_unchanged', swap(
        'reversed(filters)', '[filters.pop() for _ in range(len(filters))]')),
}
ENCODER: Table = {
    'convolutions of 5 x 5': ('encoder_layers', swap(
        DOWN, DOWN.replace('3', '5'))),
    'convolutions without bias': down(
        'encoder_layers', 'use_bias=False, **halving'),
    'batch normalisation': ('encoder_layers', swap(
        DOWN, DOWN + '\nx = keras.layers.BatchNormalization()(x)')),
    'convolutions linear': down(
        'encoder_layers', "strides=2, padding='same'"),
    'convolutions tanh': down(
        'encoder_layers',
        "strides=2, padding='same', activation='tanh'"),
    'convolutions relu6': down(
        'encoder_layers',
        "strides=2, padding='same', activation='relu6'"),
    'pooling in place of strides': down(
        'encoder_layers', SAME, '\nx = keras.layers.MaxPooling2D()(x)'),
    'padding before the picture': (
        'encoder_layers', swap(DOWN, '''
x = keras.layers.ZeroPadding2D(((1, 0), (1, 0)))(x)
x = keras.layers.Conv2D(count, 3, strides=2, activation='relu')(x)''')),
}
# Whose loss is made with auto sees it there, others when they train.
DOUBLED = last('decoder_activations', 'padding', 'strides=2, padding')
Z = 'decoder(encoder(inputs)[0])'
DECODER: Table = {
    'decoder filters not reversed': (
        'decoder_layers', swap('reversed(filters)', 'filters')),
    'decoder filters sorted': (
        'decoder_layers', swap('reversed(filters)', 'sorted(filters)')),
    'last filters left out': (
        'decoder_layers', swap('reversed(filters)', 'filters[-2::-1]'),
        swap(OUTPUTS, OUTPUTS.replace('3, ', '3, strides=2,\n    '))),
    'the last of 5 x 5': last('decoder_layers', '3', '5'),
    'the last not transposed': last(
        'decoder_layers', 'Conv2DTranspose', 'Conv2D'),
    'channels fixed at 3': last('decoder_layers', 'channels', '3'),
    'dense linear': ('decoder_activations', swap(
        DENSE, DENSE.replace("'relu'", 'None'))),
    'transposed convolutions linear': up(
        'decoder_activations', "strides=2, padding='same'"),
    'transposed convolutions elu': up(
        'decoder_activations', "strides=2, padding='same', activation='elu'"),
    'transposed convolutions relu6': up(
        'decoder_activations',
        "strides=2, padding='same', activation='relu6'"),
    'upsampling in place of strides': up(
        'decoder_activations', SAME, '\nx = keras.layers.UpSampling2D()(x)'),
    'channels first in the reshape': ('decoder_activations', swap(RESHAPE, '''
x = keras.layers.Reshape((small[2], small[0], small[1]))(x)
x = keras.layers.Permute((2, 3, 1))(x)''')),
    'the last of strides of 2': DOUBLED,
    'the last of strides of 2, seen where auto is built': (
        *DOUBLED, before(AUTO, f'error = keras.ops.subtract(inputs, {Z})')),
    'output linear': last('decoder_activations', "'sigmoid'", 'None'),
    'output tanh': last('decoder_activations', 'sigmoid', 'tanh'),
    'dropout in the decoder': ('training', swap(
        OUTPUTS, 'x = keras.layers.Dropout(0.2)(x)\n' + OUTPUTS)),
}
RECONSTRUCTION: Table = {
    'absolute error': error('reconstruction_term', '''keras.ops.sum(
    keras.ops.abs(keras.ops.subtract(y, y_pred)), (1, 2, 3))'''),
    'binary cross-entropy': error('reconstruction_term', '''keras.ops.sum(
    keras.ops.binary_crossentropy(y, y_pred), (1, 2, 3))'''),
    'error of the fourth power': error('reconstruction_term', '''
keras.ops.sum(keras.ops.subtract(y, y_pred) ** 4, (1, 2, 3))'''.strip()),
}
KL: Table = {name: mistake for name, mistake in variational.TERMS.items()
             if name != 'KL missing'}
KL['KL missing'] = 'kl_term', cut(ADD)
KL['KL missing in testing'] = ('kl_term', text(
    'y_pred, sample_weight=None)', 'y_pred, sample_weight=None, training=1)'),
    swap(LOSS, 'return error + (self.beta * kl if training else 0)'))
SIDES: Table = {
    'odd sides accepted': ('sides', swap(ODD, 'False')),
    'only the height looked at': ('sides', swap(
        ODD, 'height % 2 ** len(filters)')),
    'only the width looked at': ('sides', swap(
        ODD, 'width % 2 ** len(filters)')),
    'halved once too seldom': ('sides', swap(
        ODD, ODD.replace('len(filters)', '(len(filters) - 1)'))),
    'IndexError for odd sides': ('sides', text(
        'raise ValueError(', 'raise IndexError(')),
}
# In all of these both terms are right but for a factor.
BALANCE: Table = {
    'error averaged over the image': error('loss_balance', '''
keras.ops.mean(keras.ops.subtract(y, y_pred) ** 2, (1, 2, 3))'''.strip()),
    # How far each term is from 0 is felt by the other's slope no more.
    'error averaged over the image, a large epsilon': (
        *error('loss_balance', '''
keras.ops.mean(keras.ops.subtract(y, y_pred) ** 2, (1, 2, 3))'''.strip()),
        swap(COMPILE, COMPILE.replace(
            "'adam'", 'keras.optimizers.Adam(epsilon=1e-5)'))),
    'error summed over the batch': error(
        'loss_balance',
        'keras.ops.sum(keras.ops.subtract(y, y_pred) ** 2)'),
    'error averaged over the channels': error(
        'loss_balance', '''keras.ops.sum(keras.ops.mean(
    keras.ops.subtract(y, y_pred) ** 2, -1), (1, 2))'''),
    'beta missing': loss('error + kl'),
    'beta fixed at 0.5': loss('error + 0.5 * kl'),
    'beta fixed at 4': loss('error + 4 * kl'),
    'beta weighs the reconstruction': loss('self.beta * error + kl'),
    'beta weighs both': loss('self.beta * (error + kl)'),
    'beta squared': loss('error + self.beta ** 2 * kl'),
    'beta kept in the class': ('loss_balance', swap(
        'self.beta = beta', 'BetaVAE.beta = beta')),
    'both terms divided by the size': loss(
        '(error + self.beta * kl) / (\n            y.shape[1] * y.shape[2] '
        '* y.shape[3])'),
    'both terms summed over the batch': loss(
        '(error + self.beta * kl) * y.shape[0]'),
    'both terms halved': loss('(error + self.beta * kl) / 2'),
    'beta divides': loss('error + kl / self.beta'),
    'KL averaged over the latent dimensions': divergence('sum', 'mean'),
    'KL summed over the batch': divergence('mean(-0.5', 'sum(-0.5'),
    'KL without the half': divergence('-0.5', '-1'),
}
METRICS: Table = {
    'no metric of the weighted KL': ('metrics', swap(
        SHOWN, "('reconstruction', 'kl')")),
    'metrics of other names': ('metrics', swap(
        SHOWN, "('recon_loss', 'kl_loss', 'beta_kl')")),
    'kl shown weighted': ('metrics', swap(
        VALUES, '(\n' + 16 * ' ' + 'error, self.beta * kl, self.beta * kl)')),
    'reconstruction shown per row': ('metrics', swap(
        VALUES, '(\n' + 16 * ' ' + 'error / y.shape[1], kl, self.beta * kl)')),
    'metrics exchanged': ('metrics', swap(
        VALUES, '(error, self.beta * kl, kl)')),
}
IN_TRAINING: Table = {
    'KL twice as much in training': (
        'training', text('sample_weight=None):',
                         'sample_weight=None,\n' + 21 * ' ' +
                         'training=True):'),
        swap('return error + self.beta * kl',
             'return error + (2 if training else 1) * self.beta * kl')),
}
LOADING: Table = {
    'layer not registered': ('loads', text(
        REGISTERED + 'class Sampling', 'class Sampling')),
    'model not registered': ('loads', text(
        REGISTERED + 'class BetaVAE', 'class BetaVAE')),
    'loss of a class not registered': variational.unregistered(
        COMPILE, COMPILE.replace(')', ', loss=Error())')),
    'beta of 1 after loading': ('loads', text(
        "'beta': self.beta}", "'beta': 1.0}")),
    'get_config without beta': (
        'loads', text('__init__(self, **kwargs):',
                      '__init__(self, beta, **kwargs):'),
        swap(SEEDS, 'self.beta = beta\n' + SEEDS), swap(
            DRAW, DRAW.replace('(name', '(beta, name')),
        text('    def call(self, inputs):', '''    def get_config(self):
        """Return what the layer is made from."""
        return {'name': self.name}

    def call(self, inputs):''')),
}
DOCSTRINGS: Table = {
    'no docstring in the class': ('docstrings', docstring('BetaVAE')),
    'no docstring in a method': ('docstrings', docstring('compute_loss')),
}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    return [
        common.signature(task), common.MODELS,
        # A parameter hides the function's name: calls keep models elsewhere.
        common.calls(task, LAST, 'Sampling.call'), common.frozen(AUTO),
        common.style(
            task.function, 'byte order mark', 'shebang without env',
            'no space around an operator', 'import inside the function',
            'comment for a docstring', 'no final newline'),
        common.sharing(AUTO, 'auto_decodes_z'), variational.HEADS_WRONG,
        variational.SAMPLING, variational.DECODED, OPTIMIZERS, ARGUMENTS,
        ENCODER, DECODER, RECONSTRUCTION, KL, BALANCE, METRICS, SIDES,
        IN_TRAINING, LOADING, DOCSTRINGS]
