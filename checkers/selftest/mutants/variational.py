"""Mistakes in task 3; its two heads, its sampling and its loss are new."""
from checkers.course.curriculum import Task

from . import common, dense
from .common import IMPORT, WEIGHTED, compiled
from .edits import before, cut, docstring, swap, text
from .table import Mistake, Table

MEAN = "mean = keras.layers.Dense(latent_dims, name='mean')(x)"
LOG_VAR = "log_var = keras.layers.Dense(latent_dims, name='log_var')(x)"
HEADS = '[z, mean, log_var]'
SEEDS = 'self.seed_generator = keras.random.SeedGenerator()'
EPSILON = ('epsilon = keras.random.normal(keras.ops.shape(mean),\n'
           '                              seed=self.seed_generator)')
RETURN = 'return mean + keras.ops.exp(log_var / 2) * epsilon'
Z = 'encoder(inputs)[0]'
DRAW = "z = Sampling(name='z')([mean, log_var])"
KL = ('kl = -0.5 * keras.ops.sum(\n'
      '    1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)')
TERM = '1 + log_var - mean ** 2 - keras.ops.exp(log_var)'
ADD = 'self.add_loss(keras.ops.mean(kl))'
WEIGHT = '[input_dims]'
ERROR = """

class Error(keras.losses.Loss):
    '''The cross-entropy, as a class.'''

    def call(self, x, y):
        '''Return it for each row.'''
        return keras.losses.binary_crossentropy(x, y)
"""


def log_var_head(check: str, new: str) -> Mistake:
    """Return a mistake in the head of log_var."""
    return check, swap(LOG_VAR, new)


def head(old: str, activation: str) -> Mistake:
    """Return a head with an activation that it should not have."""
    return 'heads', swap(old, old.replace(
        '(latent_dims, ', f"(\n    latent_dims, activation='{activation}', "))


def noise(new: str) -> Mistake:
    """Return a mistake in the drawing of epsilon."""
    return 'sampling', swap(EPSILON, new)


def drawn(expression: str) -> Mistake:
    """Return a mistake in what is made of epsilon."""
    return 'sampling', swap(RETURN, 'return ' + expression)


def term(new: str) -> Mistake:
    """Return a mistake in the form of the divergence."""
    return 'kl_term', swap(TERM, new)


def unregistered(statement: str, new: str) -> Mistake:
    """Return the mistake of a loss that Keras does not find again.

    Args:
        statement: compiles auto.
        new: does so with Error().
    """
    return 'loads', text(f'{IMPORT}\n', f'{IMPORT}\n{ERROR}'), swap(
        statement, new)


HEADS_WRONG: Table = {
    'one layer for both heads': ('encoder_layers', swap(
        MEAN, 'head = keras.layers.Dense(latent_dims)\nmean = head(x)'), swap(
            LOG_VAR, 'log_var = head(x)')),
    'log_var made from mean': log_var_head(
        'encoder_layers', LOG_VAR.replace('(x)', '(mean)')),
    'one log_var for all dimensions': log_var_head(
        'encoder_layers', LOG_VAR.replace('latent_dims', '1')),
    'a log_var head without bias': log_var_head(
        'encoder_layers', LOG_VAR.replace(
            '(latent_dims, ', '(\n    latent_dims, use_bias=False, ')),
    'mean relu': head(MEAN, 'relu'),
    'mean tanh': head(MEAN, 'tanh'),
    'log_var relu': head(LOG_VAR, 'relu'),
    'log_var sigmoid': head(LOG_VAR, 'sigmoid'),
    'log_var softplus': head(LOG_VAR, 'softplus'),
    'outputs mean, log_var, z': ('heads', swap(
        HEADS, '[mean, log_var, z]'), swap(Z, 'encoder(inputs)[2]')),
    'outputs z, log_var, mean': ('heads', swap(
        HEADS, '[z, log_var, mean]')),
}
SAMPLING: Table = {
    'sigma without the half': drawn('mean + keras.ops.exp(log_var) * epsilon'),
    'sigma inverted': drawn('mean + keras.ops.exp(-log_var / 2) * epsilon'),
    'sigma is log_var': drawn('mean + log_var * epsilon'),
    'sigma left out': drawn('mean + epsilon'),
    'mean left out': drawn('keras.ops.exp(log_var / 2) * epsilon'),
    'noise left out': drawn('mean'),
    'sigma added to the mean': drawn('mean + keras.ops.exp(log_var / 2)'),
    'noise of a tenth': noise(EPSILON.replace(
        '(mean),', '(mean), stddev=0.1,')),
    'noise about one': noise(EPSILON.replace('(mean),', '(mean), mean=1.0,')),
    'noise uniform': noise(EPSILON.replace('normal', 'uniform').replace(
        '  ' + 'seed', '   seed')),
    'noise truncated': noise('''
epsilon = keras.random.truncated_normal(
    keras.ops.shape(mean), seed=self.seed_generator)'''),
    'noise cut off at 2.3 sigma': noise('''
epsilon = keras.random.truncated_normal(
    keras.ops.shape(mean), stddev=1 / 0.8796, seed=self.seed_generator)'''),
    'the first half of the noise again': noise('''
rows = keras.ops.shape(mean)[0]
epsilon = keras.ops.tile(keras.random.normal(
    ((rows + 1) // 2, mean.shape[1]), seed=self.seed_generator),
    (2, 1))[:rows]'''),
    'one epsilon for the batch': noise('''
epsilon = keras.random.normal(keras.ops.shape(mean)[1:],
                              seed=self.seed_generator)'''),
    'one epsilon for all dimensions': noise('''
epsilon = keras.random.normal((keras.ops.shape(mean)[0], 1),
                              seed=self.seed_generator)'''),
    'the same noise in every call': noise(EPSILON.replace(
        'self.seed_generator', '0')),
    'noise in training alone': ('sampling', swap(
        SEEDS, 'self.noise = keras.layers.GaussianNoise(1.0)'), swap(
            EPSILON, 'epsilon = self.noise(keras.ops.zeros_like(mean))')),
}

DECODED: Table = {
    'decoder fed with the mean': ('auto_decodes_z', swap(
        Z, 'encoder(inputs)[1]')),
    'decoder fed with log_var': ('auto_decodes_z', swap(
        Z, 'encoder(inputs)[2]')),
    'no gradient through z': ('training', before(
        'latent = keras.Input(shape=(latent_dims,))',
        'stop = keras.ops.stop_gradient'), swap(Z, f'stop({Z})')),
    'no gradient through z to log_var': ('training', swap(
        RETURN, RETURN.replace(
            'keras.ops.exp(log_var / 2)',
            'keras.ops.stop_gradient(\n    keras.ops.exp(log_var / 2))'))),
}

TERMS: Table = {
    'KL missing': ('kl_term', cut(KL), cut(ADD)),
    'KL of the wrong sign': ('kl_term', swap('-0.5', '0.5')),
    'KL without the variance': term('1 + log_var - mean ** 2'),
    'KL without the mean': term('1 + log_var - keras.ops.exp(log_var)'),
    'KL without log_var': term('1 - mean ** 2 - keras.ops.exp(log_var)'),
    'KL without the one': term('log_var - mean ** 2 - keras.ops.exp(log_var)'),
    'KL with the mean not squared': term(
        '1 + log_var - mean - keras.ops.exp(log_var)'),
    'KL with sigma for its square': term(
        '1 + log_var - mean ** 2 - keras.ops.exp(log_var / 2)'),
    'KL with log_var squared for the variance': term(
        '1 + log_var - mean ** 2 - log_var ** 2'),
    'KL with the mean added': term(
        '1 + log_var + mean ** 2 - keras.ops.exp(log_var)'),
}

# In all of these both terms are right but for a factor.
BALANCE: Table = {
    'reconstruction averaged': ('loss_balance', swap(
        WEIGHTED, "auto.compile(optimizer='adam', "
                  "loss='binary_crossentropy')")),
    'reconstruction summed over the batch': ('loss_balance', swap(
        WEIGHTED, compiled(
            loss="keras.losses.BinaryCrossentropy(reduction='sum')",
            more='loss_weights=[input_dims]'))),
    'both terms divided by input_dims': ('loss_balance', swap(
        WEIGHTED, "auto.compile(optimizer='adam', "
                  "loss='binary_crossentropy')"), swap(
            KL, KL.replace('-0.5', '-0.5 / x.shape[-1]')), swap(
            'mean, log_var = inputs', 'mean, log_var, x = inputs'), swap(
            DRAW, DRAW.replace('log_var]', 'log_var, inputs]'))),
    'reconstruction times 784': ('loss_balance', swap(WEIGHT, '[784]')),
    'reconstruction times latent_dims': ('loss_balance', swap(
        WEIGHT, '[latent_dims]')),
    'KL averaged over the latent dimensions': ('loss_balance', swap(
        KL, KL.replace('sum', 'mean'))),
    'KL summed over the batch': ('loss_balance', swap(
        ADD, ADD.replace('mean', 'sum'))),
    'KL without the half': ('loss_balance', swap('-0.5', '-1')),
    'KL halved twice': ('loss_balance', swap('-0.5', '-0.25')),
    'both terms averaged': ('loss_balance', swap(
        KL, KL.replace('sum', 'mean')), swap(WEIGHTED, compiled())),
    'KL four times': ('loss_balance', swap(
        ADD, 'self.add_loss(4 * keras.ops.mean(kl))')),
}

IN_TRAINING: Table = {
    'KL twice as much in training': ('training', text(
        'call(self, inputs):', 'call(self, inputs, training=False):'), swap(
            ADD, 'weight = 2 if training else 1\n'
                 'self.add_loss(weight * keras.ops.mean(kl))')),
}

WIDTH: Table = {
    'output of a fixed width': ('decoder_layers', swap(
        "outputs = keras.layers.Dense(input_dims, activation='sigmoid')(x)",
        "outputs = keras.layers.Dense(784, activation='sigmoid')(x)")),
}

LOADING: Table = {
    'layer not registered': ('loads', text(
        "@keras.utils.register_keras_serializable(package='autoencoders')\n",
        '')),
    'loss of a class not registered': unregistered(
        WEIGHTED, compiled(loss='Error()', more='loss_weights=[input_dims]')),
    'a lambda on z': ('loads', swap(
        DRAW, DRAW + '\nz = keras.layers.Lambda(lambda z: 1 * z)(z)')),
    'get_config missing': (
        'loads', text('__init__(self, **kwargs):',
                      '__init__(self, seeds, **kwargs):'),
        swap(SEEDS, 'self.seed_generator = seeds'), swap(DRAW, '''
seeds = keras.random.SeedGenerator()
z = Sampling(seeds, name='z')([mean, log_var])''')),
}

DOCSTRINGS: Table = {
    'no docstring in the class': ('docstrings', docstring('Sampling')),
    'no docstring in a method': ('docstrings', docstring('call')),
}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    form = common.style(
        task.function, 'shebang without env', 'no space around an operator',
        'import inside the function', 'comment for a docstring',
        'no final newline')
    shared = common.three_models(
        task, dense.LAST, form, common.VARIATIONAL_AUTO, WEIGHTED,
        'loss_weights=[input_dims]', 'auto_decodes_z', 'reconstruction_term')
    # One check looks at the encoder's hidden layers.
    encoder: Table = {name: ('encoder_layers' if check ==
                             'encoder_activations' else check, *edits)
                      for name, (check, *edits) in dense.ENCODER.items()}
    return [*shared, dense.ARGUMENTS, encoder, dense.DECODER,
            HEADS_WRONG, SAMPLING, DECODED, TERMS, BALANCE, WIDTH,
            IN_TRAINING, LOADING, DOCSTRINGS]
