"""The references as other eras of Keras want them, and answers of theirs.

TWINS is era -> task -> source: 'keras2' for TensorFlow 2.15 and tf_keras,
'tf1' for TensorFlow 1.12 on Python 3.6. MORE_TWINS is era -> name -> (task,
source): right answers that read as their era wrote them. KERAS2_IDIOMS is
name -> (task, source, (exception, start of its message)): answers that
fail on Keras 3, each for one reason, with what Keras 3.15 says.
"""
from checkers.course.curriculum import TASKS
from checkers.selftest.course import COURSE
from checkers.selftest.variants import VARIANTS
from checkers.selftest.variants.pieces import edited, page

(VANILLA, SPARSE, CONVOLUTIONAL, VARIATIONAL, DEEP, COMPOSABLE, BOTTLENECK,
 BETA) = ((COURSE / task.file).read_text() for task in TASKS)

# Keras 2 has keras.backend for keras.ops, and no generators of seeds.
SEEDS = ('''
    def __init__(self, **kwargs):
        """Make the layer's own source of random numbers."""
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator()
''', ''), ('''keras.random.normal(keras.ops.shape(mean),
                                      seed=self.seed_generator)''',
           'keras.backend.random_normal(keras.ops.shape(mean))')
BACKEND = edited(VARIATIONAL, *SEEDS, ('keras.ops.', 'keras.backend.'))
# Nor has it keras.tree, nor a product that is not a tensor.
PARTED = edited(BOTTLENECK, ('''
def dense(input_shape''', '''
def size(shape):
    """Return how many values a shape has."""
    return shape[0] * size(shape[1:]) if shape else 1


def listed(ends):
    """Return a list of what a model gives."""
    return ends if isinstance(ends, list) else [ends]


def dense(input_shape'''), (
    'int(keras.ops.prod(output_shape))', 'size(output_shape)'), (
        'keras.tree.flatten', 'listed'))
# Testing shows no loss of compute_loss, so that a layer adds and shows KL.
METRICS = edited(
    VARIANTS[7]['functional'],
    ('''        self.kl = keras.metrics.Mean(name='kl')
        self.beta_kl = keras.metrics.Mean(name='beta_kl')
''', ''), ('''        self.kl.update_state(kl)
        self.beta_kl.update_state(self.beta * kl)
''', '''        self.add_metric(kl, name='kl')
        self.add_metric(self.beta * kl, name='beta_kl')
'''), ('keras.random.normal', 'keras.backend.random_normal'),
    ('keras.ops.', 'keras.backend.'))
# TensorFlow 1.12 has no losses of models, so that loss and metrics close over
# the tensors.
HEAD = BETA.index("    auto = BetaVAE")
CLOSED_BETA = edited(
    BETA[:BETA.index('@keras')] + BETA[BETA.index('def beta('):HEAD],
    ("    z = Sampling(name='z')([mean, log_var])\n", '''\
    z = keras.layers.Lambda(lambda t: t[0] + keras.backend.exp(
        t[1] / 2) * keras.backend.random_normal(
            keras.backend.shape(t[0])))([mean, log_var])
'''), (
        'small = x.shape[1:]     ',
        'small = keras.backend.int_shape(x)[1:]\n    #'),
    ('keras.layers.Dense(x.shape[-1]', 'keras.layers.Dense(\n        '
     'keras.backend.int_shape(x)[-1]')) + '''\
    divergence = -0.5 * keras.backend.sum(
        1 + log_var - keras.backend.square(mean) - keras.backend.exp(log_var),
        axis=-1)

    def reconstruction(x, y):
        """Return the squared error of each picture."""
        return keras.backend.sum(keras.backend.square(x - y), (1, 2, 3))

    def kl(x, y):
        """Return the KL term."""
        return divergence

    def beta_kl(x, y):
        """Return the KL term, weighted."""
        return beta * divergence

    auto = keras.Model(inputs, decoder(z), name='auto')
    auto.compile(optimizer='adam', metrics=[reconstruction, kl, beta_kl],
                 loss=lambda x, y: reconstruction(x, y) + beta_kl(x, y))
    return encoder, decoder, auto
'''

# TensorFlow 1.12 counts the losses of a nested encoder twice, so that auto
# is made from the encoder's tensors. It has no twin of task 5, whose
# normalisations are not all known there, and none of task 6: a Sequential
# that holds a subclassed model gives nothing there.
TWINS: dict[str, dict[int, str]] = {
    'keras2': {0: VANILLA, 1: SPARSE, 2: CONVOLUTIONAL, 3: BACKEND, 4: DEEP,
               5: COMPOSABLE, 6: PARTED, 7: METRICS},
    'tf1': {
        0: VANILLA,
        1: edited(SPARSE, ('regularizers.L1(', 'regularizers.l1('),
                  ('decoder(encoder(inputs))', 'decoder(code)')),
        2: CONVOLUTIONAL,
        3: edited(BACKEND, (
            "@keras.utils.register_keras_serializable("
            "package='autoencoders')\n", ''),
            ('decoder(encoder(inputs)[0])', 'decoder(z)')),
        4: DEEP,
        7: CLOSED_BETA,
    },
}

# The variational autoencoder as the years of Keras 2 wrote it.
CLOSURE = '''
def sampling(args):
    """Return z for mean and log_var."""
    mean, log_var = args
    epsilon = keras.backend.random_normal(keras.backend.shape(mean))
    return mean + keras.backend.exp(log_var / 2) * epsilon


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build the encoder, the decoder and the autoencoder."""
    inputs = keras.Input(shape=(input_dims,))
    x = inputs
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu')(x)
    mean = keras.layers.Dense(latent_dims)(x)
    log_var = keras.layers.Dense(latent_dims)(x)
    z = keras.layers.Lambda(sampling)([mean, log_var])
    encoder = keras.Model(inputs, [z, mean, log_var])

    latent = keras.Input(shape=(latent_dims,))
    x = latent
    for width in reversed(hidden_layers):
        x = keras.layers.Dense(width, activation='relu')(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs)

    def loss(x, y):
        """Return the reconstruction term plus the divergence."""
        bce = keras.losses.binary_crossentropy(x, y) * input_dims
        kl = -0.5 * keras.backend.sum(
            1 + log_var - keras.backend.square(mean)
            - keras.backend.exp(log_var), axis=-1)
        return bce + kl

    auto = keras.Model(inputs, decoder(encoder(inputs)[0]))
    auto.compile(optimizer='adam', loss=loss)
    return encoder, decoder, auto
'''

# The divergence of symbolic tensors, added to the model from outside.
START = CLOSURE.index('    def loss(')
ADD_LOSS = CLOSURE[:START] + '''    auto = keras.Model(inputs, decoder(z))
    bce = keras.losses.binary_crossentropy(inputs, auto.outputs[0])
    kl = -0.5 * keras.backend.sum(
        1 + log_var - keras.backend.square(mean)
        - keras.backend.exp(log_var), axis=-1)
    auto.add_loss(keras.backend.mean(bce * input_dims + kl))
    auto.compile(optimizer='adam')
    return encoder, decoder, auto
'''
WITH_TARGET = edited(
    ADD_LOSS, ('''    bce = keras.losses.binary_crossentropy(inputs, \
auto.outputs[0])
''', ''), ('bce * input_dims + kl', 'kl'), ("compile(optimizer='adam')", '''\
compile(
        optimizer='adam',
        loss=lambda x, y: input_dims * keras.losses.binary_crossentropy(x, y)
    )'''))
THREE = edited(CLOSURE, ('decoder(encoder(inputs)[0])',
                         'decoder(encoder(inputs))'))

MORE_TWINS: dict[str, dict[str, tuple[int, str]]] = {
    'tf1': {
        'loss closing over mean and log_var': (3, page(CLOSURE)),
        'divergence by add_loss': (3, page(WITH_TARGET)),
        'decoder on the three outputs': (3, page(THREE)),
        'a nested penalty, counted twice': (1, edited(
            SPARSE, ('regularizers.L1(', 'regularizers.l1('))),
    },
    'keras2': {
        'divergence by add_loss': (3, page(WITH_TARGET)),
    },
}


def renewed(*edits: tuple[str, str]) -> str:
    """Return a right answer of today with one idiom of yesterday."""
    return edited(VANILLA, *edits)


# The divergence of the closure, worked out where the model is built.
SYMBOLIC = CLOSURE[:START] + '''    kl = -0.5 * keras.backend.sum(
        1 + log_var - keras.backend.square(mean)
        - keras.backend.exp(log_var), axis=-1)

    def loss(x, y):
        """Return the reconstruction term plus the divergence."""
        return keras.losses.binary_crossentropy(x, y) * input_dims + kl

    auto = keras.Model(inputs, decoder(encoder(inputs)[0]))
    auto.compile(optimizer='adam', loss=loss)
    return encoder, decoder, auto
'''
# keras.ops takes symbolic tensors, so that add_loss is what fails.
MODEL_LOSS = edited(WITH_TARGET, (
    'kl = -0.5 * keras.backend.sum(', 'kl = -0.5 * keras.ops.sum('),
    ('- keras.backend.square(mean)\n        - keras.backend.exp(log_var)',
     '- keras.ops.square(mean)\n        - keras.ops.exp(log_var)'),
    ('add_loss(keras.backend.mean(', 'add_loss(keras.ops.mean('))
CLOSED = edited(CLOSURE, ('keras.backend.sum(', 'keras.ops.sum('), (
    '- keras.backend.square(mean)\n            - keras.backend.exp(log_var)',
    '- keras.ops.square(mean)\n            - keras.ops.exp(log_var)'))

INPUT = 'keras.Input(shape=(input_dims,))'
IMPORT = 'import tensorflow.keras as keras'

# What Keras 3.15 says, its first 200 characters.
SYMBOL = ('ValueError',
          'A KerasTensor cannot be used as input to a TensorFlow function. A '
          'KerasTensor is a symbolic placeholder for a shape and dtype, used '
          'when constructing Keras Functional models or Keras Functions. '
          'You ca')
THREE_INPUTS = (
    'ValueError',
    'Layer "decoder" expects 1 named input(s) with keys [\'input_layer_1\'], '
    'but it received 3 input tensors. Pass inputs as a dict, e.g. '
    "`layer({'input_layer_1': ...})`.")
UNITS = ('ValueError', 'Received an invalid value for `units`, expected a '
                       'positive integer. Received: units=64')

KERAS2_IDIOMS: dict[str, tuple[int, str, tuple[str, str]]] = {
    'keras.backend on symbolic tensors': (3, page(SYMBOLIC), SYMBOL),
    'add_loss of keras.backend': (3, page(ADD_LOSS), SYMBOL),
    # These two build; the exception comes at the first batch.
    'loss closing over mean and log_var': (3, page(CLOSURE), SYMBOL),
    'loss closing over them, in keras.ops': (3, page(CLOSED), SYMBOL),
    'symbolic add_loss': (3, page(MODEL_LOSS), ('NotImplementedError', '')),
    'Input(shape=n)': (
        0, renewed((INPUT, 'keras.Input(shape=input_dims)')),
        ('ValueError', "Cannot convert '784' to a shape.")),
    'decoder called on three outputs': (
        3, edited(VARIATIONAL, ('decoder(encoder(inputs)[0])',
                                'decoder(encoder(inputs))')), THREE_INPUTS),
    'Adam(lr=...)': (
        0, renewed(("optimizer='adam', ",
                    'optimizer=keras.optimizers.Adam(lr=0.001),\n'
                    + 17 * ' ')),
        ('ValueError', "Argument(s) not recognized: {'lr': 0.001}")),
    'np.int64 units': (
        0, renewed((IMPORT, 'import numpy as np\n' + IMPORT),
                   ('reversed(hidden_layers)',
                    'np.array(hidden_layers)[::-1]')), UNITS),
    'keras.saving': (
        3, edited(VARIATIONAL, ('keras.utils.register', 'keras.saving.register'
                                )),
        ('AttributeError', "has no attribute 'saving'")),
    'layer.output_shape': (
        0, renewed(('(latent_dims,)',
                    '(encoder.layers[-1].output_shape[-1],)')),
        ('AttributeError', "'Dense' object has no attribute 'output_shape'")),
    'layer.input_shape': (
        0, renewed(('(latent_dims,)',
                    '(encoder.layers[-1].input_shape[-1],)')),
        ('AttributeError', "'Dense' object has no attribute 'input_shape'")),
}
