"""Mistakes in task 1; its penalty is what is new."""
from checkers.course.curriculum import Task

from . import common, dense, vanilla
from .dense import LAST, LAYER
from .edits import swap
from .table import Mistake, Table


def code(width: str, activation: str) -> str:
    """Return the statement that makes the code, and its penalty."""
    return f'''
code = keras.layers.Dense(
    {width}, activation={activation},
    activity_regularizer=keras.regularizers.L1(lambtha))(x)'''


CODE = code('latent_dims', "'relu'")
PLAIN = vanilla.code('latent_dims', "'relu'")
L1 = 'keras.regularizers.L1(lambtha)'
REGULARIZED = f'''
x = keras.layers.Dense(
    width, activation='relu',
    activity_regularizer={L1})(x)'''


def weighed(new: str) -> Mistake:
    """Return a mistake in the penalty itself."""
    return 'penalty', swap(L1, new)


def moved(old: str, new: str, times: int = 1,
          at: int | None = None) -> Mistake:
    """Return a mistake that moves the penalty to another layer."""
    return ('penalty', swap(CODE, PLAIN),
            swap(old, new, times=times, at=at))


PENALTIES: Table = {
    'penalty missing': ('penalty', swap(CODE, PLAIN)),
    'L2 in place of L1': weighed('keras.regularizers.L2(lambtha)'),
    'L1 and L2': weighed('keras.regularizers.L1L2(lambtha, lambtha)'),
    'factor fixed at 10e-6': weighed('keras.regularizers.L1(10e-6)'),
    'factor fixed at 0.01': weighed('keras.regularizers.L1(0.01)'),
    'factor left at its default': weighed('keras.regularizers.L1()'),
    'penalty by name': weighed("'l1'"),
    'penalty halved': weighed('keras.regularizers.L1(lambtha / 2)'),
    'penalty doubled': weighed('keras.regularizers.L1(2 * lambtha)'),
    'penalty averaged over the code': weighed(
        'keras.regularizers.L1(\n            lambtha / latent_dims)'),
    'L1 on the kernel': ('penalty', swap(CODE, CODE.replace(
        'activity', 'kernel'))),
    'L1 on the bias': ('penalty', swap(CODE, CODE.replace(
        'activity', 'bias'))),
    'L1 on the kernel too': ('penalty', swap(CODE, CODE.replace(
        'activity', f'kernel_regularizer={L1},\n    activity'))),
    'L1 on the hidden layers too': ('penalty', swap(
        LAYER, REGULARIZED, times=2, at=0)),
    'L1 on the hidden layers alone': moved(
        LAYER, REGULARIZED, times=2, at=0),
    'L1 on the hidden layers of the decoder': moved(
        LAYER, REGULARIZED, times=2, at=1),
    'L1 on the output': moved(f'outputs = {LAST}(x)', '''
outputs = keras.layers.Dense(
    input_dims, activation='sigmoid',
    activity_regularizer=keras.regularizers.L1(lambtha))(x)'''),
    'L1 on the code before its relu': ('penalty', swap(CODE, '''
x = keras.layers.Dense(
    latent_dims,
    activity_regularizer=keras.regularizers.L1(lambtha))(x)
code = keras.layers.Activation('relu')(x)''')),
}


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    form = common.style(
        task.function, 'shebang of another Python',
        'one blank line before the function', 'keras imported for itself',
        'no docstring in the module', 'no final newline')
    return [*common.three_models(task, LAST, form), dense.ARGUMENTS,
            dense.ENCODER, dense.DECODER, common.SCALES, dense.code(code),
            PENALTIES]
