"""Mistakes in task 0."""
from checkers.course.curriculum import Task

from . import common, dense
from .edits import before, parameters, swap
from .table import Table

# It can be called with any names, and fails: only a call shows that.
SIGNATURE: Table = {'names taken and not used': (
    'signature', parameters('autoencoder', '*given, **named'),
    before('inputs = keras.Input(shape=(input_dims,))',
           'input_dims, hidden_layers, latent_dims = given'))}


def code(width: str, activation: str) -> str:
    """Return the statement that makes the code."""
    return f'code = keras.layers.Dense({width}, activation={activation})(x)'


PENALTIES: Table = {'penalty of 10e-6 on the code': ('loss', swap(
    code('latent_dims', "'relu'"), code('\n    latent_dims', '''\
'relu',
    activity_regularizer=keras.regularizers.l1(10e-6)''')))}

OUTPUTS: Table = {'auto gives the code too': ('models', swap(
    common.AUTO, "found = encoder(inputs)\n"
    "auto = keras.Model(inputs, [decoder(found), found], name='auto')"),
    swap(common.COMPILE, common.compiled(
        loss="['binary_crossentropy', None]")))}
SHARED: Table = {'one optimizer for all calls': (
    'independent_calls', swap(
        common.COMPILE, common.compiled(optimizer='ADAM')), swap(
            common.IMPORT,
            common.IMPORT + '\nADAM = keras.optimizers.Adam()'))}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    form = common.style(
        task.function, 'no shebang', 'line too long', 'numpy imported',
        'no docstring in the function', 'CRLF line ends')
    return [*common.three_models(task, dense.LAST, form), SIGNATURE,
            common.twice("encoder = keras.Model(inputs, code, "
                         "name='encoder')"),
            dense.ARGUMENTS, dense.ENCODER, dense.DECODER, common.SCALES,
            common.NO_GRADIENT, dense.code(code), PENALTIES, OUTPUTS,
            SHARED]
