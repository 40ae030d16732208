"""Mistakes in the penalty of task 1: name -> (check, edits)."""
from .dense import LAST, LAYER
from .edits import swap

# The code layer of tasks 0 and 1, as it is and with two holes.
PLAIN = ("code = keras.layers.Dense(latent_dims, activation='relu')(x)",
         'code = keras.layers.Dense(%s, activation=%s)(x)')
PENALISED = ('''
code = keras.layers.Dense(
    latent_dims, activation='relu',
    activity_regularizer=keras.regularizers.L1(lambtha))(x)''', '''
code = keras.layers.Dense(
    %s, activation=%s,
    activity_regularizer=keras.regularizers.L1(lambtha))(x)''')

CODE = PENALISED[0]
L1 = 'keras.regularizers.L1(lambtha)'


def weighed(new):
    """Return a mistake in the penalty itself."""
    return 'penalty', swap(L1, new)


def moved(old, new, times=1, at=None):
    """Return a mistake that moves the penalty to another layer."""
    return ('penalty', swap(CODE, PLAIN[0]),
            swap(old, new, times=times, at=at))


PENALTIES = {
    'penalty missing': ('penalty', swap(CODE, PLAIN[0])),
    'L2 in place of L1': weighed('keras.regularizers.L2(lambtha)'),
    'L1 and L2': weighed('keras.regularizers.L1L2(lambtha, lambtha)'),
    'factor fixed at 10e-6': weighed('keras.regularizers.L1(10e-6)'),
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
        'activity', 'kernel_regularizer=%s,\n    activity' % L1))),
    'L1 on the hidden layers too': ('penalty', swap(
        LAYER, 'x = keras.layers.Dense(\n    width, activation=\'relu\',\n'
               '    activity_regularizer=%s)(x)' % L1, times=2, at=0)),
    'L1 on the hidden layers alone': moved(
        LAYER, 'x = keras.layers.Dense(\n    width, activation=\'relu\',\n'
               '    activity_regularizer=%s)(x)' % L1, times=2, at=0),
    'L1 on the output': moved('outputs = %s(x)' % LAST, '''
outputs = keras.layers.Dense(
    input_dims, activation='sigmoid',
    activity_regularizer=keras.regularizers.L1(lambtha))(x)'''),
    'L1 on the code before its relu': ('penalty', swap(CODE, '''
x = keras.layers.Dense(
    latent_dims,
    activity_regularizer=keras.regularizers.L1(lambtha))(x)
code = keras.layers.Activation('relu')(x)''')),
}
