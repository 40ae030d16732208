"""Right answers by wording: how compile says Adam and cross-entropy."""
from .pieces import edited, page, spellings

COMPILE = "auto.compile(optimizer='adam', loss='binary_crossentropy')"

# A loss written out, with the same clipping as Keras' own.
WRITTEN = '''
def cross_entropy(x, y):
    """Return the binary cross-entropy of each sample."""
    y = keras.ops.clip(y, 1e-7, 1 - 1e-7)
    every = x * keras.ops.log(y) + (1 - x) * keras.ops.log(1 - y)
    return -keras.ops.mean(every, axis=-1)


'''

COMPILES = {
    'loss as a function': '''auto.compile(
        optimizer='Adam', loss=keras.losses.binary_crossentropy)''',
    'loss as an object': '''auto.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.BinaryCrossentropy())''',
    'loss by its short name': '''auto.compile(
        optimizer=keras.optimizers.get('adam'), loss=['bce'])''',
    'Adam with its defaults written': '''auto.compile(
        keras.optimizers.Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999),
        'binary_crossentropy')''',
    'Adam with a large epsilon': '''auto.compile(
        keras.optimizers.Adam(epsilon=0.01), 'binary_crossentropy')''',
    'a metric beside the loss': '''auto.compile(
        optimizer='adam', loss='binary_crossentropy', metrics=['mse'])''',
    'run eagerly': '''auto.compile(
        optimizer='adam', loss='binary_crossentropy', run_eagerly=True)''',
    'compiled by XLA': '''auto.compile(
        optimizer='adam', loss='binary_crossentropy', jit_compile=True)''',
    'loss from metrics': '''auto.compile(
        optimizer='adam', loss=keras.metrics.binary_crossentropy)''',
}


def wordings(base: str) -> dict[str, str]:
    """Return name -> source: the base body in every wording."""
    sources = {name: page(edited(base, (COMPILE, text)))
               for name, text in COMPILES.items()}
    sources['loss written out'] = page(
        WRITTEN + edited(base, ("'binary_crossentropy'",
                                'cross_entropy')).lstrip())
    return {**sources, **spellings(base)}
