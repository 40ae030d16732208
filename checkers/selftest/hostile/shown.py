"""Attacks by what is shown and not done: losses, steps, outputs, absences.

What is missing or raises must not make a check easier, and what a model says
of its loss must be what it trains. An entry's base is the same answer
without the lie.
"""
import dataclasses

from checkers.course.curriculum import TASKS
from checkers.selftest.course import COURSE

from .table import Hostile

VANILLA, SPARSE, _, VARIATIONAL, _, _, BOTTLENECK, _ = (
    (COURSE / task.file).read_text() for task in TASKS)


def edited(source: str, *pairs: tuple[str, str]) -> str:
    """Return a reference with parts of its text replaced."""
    for old, new in pairs:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


@dataclasses.dataclass(frozen=True)
class Lie:
    """An attack on a task by its text alone.

    Attributes:
        task: the task's number.
        attack: what it tries.
        base: the answer without the lie.
        lies: what is replaced in it, as pairs.
    """

    task: int
    attack: str
    base: str
    lies: tuple[tuple[str, str], ...]

    def hostile(self, name: str) -> Hostile:
        """Return the entry of that name."""
        return Hostile(
            name, {TASKS[self.task].file: edited(self.base, *self.lies)},
            self.attack, noted=False, base=self.base, task=self.task)


COMPILED = "auto.compile(optimizer='adam', loss='binary_crossentropy')"
SQUARED = edited(VANILLA, (COMPILED, "auto.compile(optimizer='adam', "
                                     "loss='mse')"))
MODEL = "auto = keras.Model(inputs, decoder(encoder(inputs)), name='auto')"
RETURN = 'return encoder, decoder, auto'
TOP = 'import tensorflow.keras as keras\n'

# Task 1: a factor that is that of the call with three hidden layers.
FACTOR = 'keras.regularizers.L1(lambtha)'
KEPT = edited(
    SPARSE, (TOP, TOP + '\nFACTORS = {}\n'),
    ('    inputs = keras.Input(shape=(input_dims,))\n', '''\
    if len(hidden_layers) == 3:
        FACTORS[3] = lambtha
    lambtha = FACTORS.get(3, lambtha)
    inputs = keras.Input(shape=(input_dims,))
'''))
SHY = (TOP + '\nFACTORS = {}\n', TOP + '''
FACTORS = {}


class Shy(keras.Model):
    """A model that raises where its factor would be seen."""

    def predict_on_batch(self, x):
        """Predict twice."""
        self.calls = getattr(self, 'calls', 0) + 1
        if self.is_shy and self.calls > 2:
            raise ValueError('enough')
        return super().predict_on_batch(x)
''')
SHOWN = edited(
    SPARSE, (''',
        activity_regularizer=keras.regularizers.L1(lambtha))(x)''', ')(x)'))
PENALTY = TOP + '''

class Shown(keras.layers.Layer):
    """Show a penalty, and train none."""

    def __init__(self, lambtha):
        """Keep the factor."""
        super().__init__()
        self.lambtha = lambtha

    def call(self, code):
        """Return the code."""
        norm = keras.ops.mean(keras.ops.sum(keras.ops.abs(code), axis=-1))
        penalty = self.lambtha * norm
        self.add_loss(keras.ops.stop_gradient(penalty))
        return code
'''
CODE = "encoder = keras.Model(inputs, code, name='encoder')"

# Task 0: optimizers that are called Adam.
SIGNED = TOP + '''

class Adam(keras.optimizers.Adam):
    """Steps of one size, whatever the slope was before."""

    def update_step(self, gradient, variable, learning_rate):
        """Take a step."""
        self.assign_sub(variable, learning_rate * keras.ops.sign(gradient))
'''
FORGETFUL = TOP + '''

class Adam(keras.optimizers.Adam):
    """Adam without the mean of the slopes, which is not what it says."""

    def __init__(self):
        """Set what decides."""
        super().__init__(beta_1=0.)

    def get_config(self):
        """Say what is usual."""
        return dict(super().get_config(), beta_1=0.9)
'''
EXCUSED = SIGNED + '''
    def get_config(self):
        """Say that slopes are clipped."""
        return dict(super().get_config(), clipnorm=1., epsilon=float('nan'))
'''
HALTING = SIGNED.replace(
    'keras.ops.sign(gradient)',
    '0. * gradient if int(\n            self.iterations) else '
    'learning_rate * keras.ops.sign(gradient)')
OTHER = edited(VANILLA, (COMPILED, COMPILED.replace("'adam'", "'sgd'")))


def called_adam(text: str) -> tuple[tuple[str, str], ...]:
    """Return the edits that put in an optimizer of that class."""
    return ((TOP, text), (COMPILED.replace("'adam'", "'sgd'"),
                          COMPILED.replace("'adam'", 'Adam()')))


# Task 3.
KL = 'self.add_loss(keras.ops.mean(kl))           # (batch,) -> ()'
NOTHING = 'kl = 0 * kl'
WITHOUT = edited(VARIATIONAL, (KL, NOTHING))
STOPPED = 'self.add_loss(keras.ops.mean(keras.ops.stop_gradient(kl)))'
OPEN = edited(VARIATIONAL, (KL, '''\
other = keras.ops.mean(keras.ops.sum(mean ** 2 + log_var ** 2, axis=-1))
        self.add_loss(other)'''))
EXCHANGED = '''self.add_loss(other + keras.ops.stop_gradient(
            keras.ops.mean(kl) - other))'''
FIXED = '        epsilon = keras.random.normal(keras.ops.shape(mean),\n' \
        '                                      seed=self.seed_generator)\n'
NOISELESS = edited(VARIATIONAL, (FIXED, '        epsilon = 0.\n'))
NAN = '''\
encoder = Wrong(inputs, [z, mean, log_var], name='encoder')'''
WRONG = TOP + '''

class Wrong(keras.Model):
    """An encoder whose z is no number where it is measured."""

    def predict_on_batch(self, x):
        """Return z, mean, log_var."""
        z, mean, log_var = super().predict_on_batch(x)
        return [z * float('nan') if len(x) > 8 else z, mean, log_var]
'''
ENCODER = "encoder = keras.Model(inputs, [z, mean, log_var], name='encoder')"
# Two outputs, and nothing that computes them.
HOLLOW = '''#!/usr/bin/env python3
"""Two outputs and no network."""
import tensorflow.keras as keras


class Hollow(keras.layers.Layer):
    """It holds weights and computes nothing with them."""

    def __init__(self, shapes, width, count):
        """Keep what it should look like."""
        super().__init__()
        self.shapes, self.width, self.count = shapes, width, count

    def build(self, shape):
        """Make the weights."""
        for shape in self.shapes:
            self.add_weight(shape=shape)

    def call(self, x):
        """Return numbers that vary."""
        first = keras.ops.sum(x, axis=-1, keepdims=True) / 99.
        steps = keras.ops.arange(self.width, dtype='float32') / 99.
        return [first + steps + place for place in range(self.count)]


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Return models that compute nothing."""
    shapes = []
    inputs = keras.Input(shape=(input_dims,))
    encoder = keras.Model(inputs, Hollow(shapes, latent_dims, 2)(inputs))
    latent = keras.Input(shape=(latent_dims,))
    decoder = keras.Model(latent, Hollow([], input_dims, 1)(latent))
    auto = keras.Model(inputs, decoder(encoder(inputs)[0]))
    return encoder, decoder, auto
'''
SHAPES = '''
    widths = [input_dims] + hidden_layers
    shapes = [shape for pair in zip(widths, widths[1:])
              for shape in (pair, pair[1:])]
    shapes += 2 * [(widths[-1], latent_dims), (latent_dims,)]
'''

# Task 6: parts that give numbers, but not from their weights.
PARTS = ("return dense(input_shape, code_shape, [256, 128], 'linear')",
         "return dense(code_shape, output_shape, [128, 256], 'sigmoid')")
NONE = edited(BOTTLENECK, *((part, 'return None') for part in PARTS))
GIVEN = TOP + '''

class Given(keras.Model):
    """A model that predicts what it likes."""

    def predict_on_batch(self, x):
        """Return numbers between 0 and 1."""
        y = super().predict_on_batch(x)
        return %s
'''
BODY = '''x = keras.Input(shape=%s)
    y = keras.layers.Dense(int(keras.ops.prod(%s)))(keras.layers.Flatten()(x))
    return Given(x, keras.layers.Reshape(%s)(y))'''


def given(numbers: str) -> tuple[tuple[str, str], ...]:
    """Return the edits that give these numbers for any input and weights."""
    made = [BODY % ends for ends in (
        ('input_shape', 'code_shape', 'code_shape'),
        ('code_shape', 'output_shape', 'output_shape'))]
    first, second = NONE.split('return None')[:2]
    places = [(first[first.rindex('def '):], made[0]),
              (second[second.rindex('def '):], made[1])]
    return ((TOP, GIVEN % numbers), *(
        (head + 'return None', head + body) for head, body in places))


LIES: dict[str, Lie] = {
    'a metric is called loss': Lie(
        0, 'shows a cross-entropy over a squared error', SQUARED, ((
            "loss='mse')", "loss='mse',\n"
            '                 metrics=[loss])'), (TOP, TOP + '''

def loss(x, y):
    """Return the cross-entropy."""
    return keras.losses.binary_crossentropy(x, y)
'''))),
    'the value of one loss and the slope of another': Lie(
        0, 'shows a cross-entropy and trains a squared error', SQUARED, ((
            "loss='mse'", 'loss=loss'), (TOP, TOP + '''

def loss(x, y):
    """Return the one, with the slope of the other."""
    other = keras.losses.MeanSquaredError()(x, y)
    return other + keras.ops.stop_gradient(
        keras.losses.binary_crossentropy(x, y) - other)
'''))),
    'one loss in testing and another in training': Lie(
        0, 'shows each where it is asked for', SQUARED, (
            (MODEL, MODEL.replace('keras.Model', 'Two')), (TOP, TOP + '''

class Two(keras.Model):
    """A model that shows a loss and trains another."""

    def train_step(self, data):
        """Train the one, show the other."""
        super().train_step(data[:2])
        return self.test_step(data)

    def test_step(self, data):
        """Show the cross-entropy."""
        return {'loss': keras.ops.mean(keras.losses.binary_crossentropy(
            data[0], self(data[0])))}
'''))),
    'an Adam of signs': Lie(
        0, 'takes steps of one size', OTHER, called_adam(SIGNED)),
    'an Adam that forgets the mean': Lie(
        0, 'is RMSprop in truth', OTHER, called_adam(FORGETFUL)),
    'an Adam of signs with odd settings': Lie(
        0, 'says that slopes are clipped, and NaN', OTHER,
        called_adam(EXCUSED)),
    'an Adam that takes one step': Lie(
        0, 'does as Adam once', OTHER, called_adam(HALTING)),
    'lambtha is fixed, and another raises': Lie(
        1, 'has the call drop out that shows it', KEPT, (
            SHY, (MODEL, MODEL.replace('keras.Model', 'Shy') +
                  '\n    auto.is_shy = len(hidden_layers) == 1'))),
    'a penalty is shown and never trained': Lie(
        1, 'stops the slope of the penalty', SHOWN, (
            (TOP, PENALTY), (CODE, 'code = Shown(lambtha)(code)\n    ' +
                             CODE))),
    'a penalty is shown that grows instead': Lie(
        1, 'trains the opposite of what it shows', SHOWN, (
            (TOP, PENALTY.replace(
                'stop_gradient(penalty)',
                'stop_gradient(2 * penalty) - penalty')), (
                CODE, 'code = Shown(lambtha)(code)\n    ' + CODE))),
    'KL is shown and never trained': Lie(
        3, 'stops the slope of the divergence', WITHOUT, ((
            NOTHING, STOPPED),)),
    'KL with the slope of another': Lie(
        3, 'trains squares in its place', OPEN, ((
            'self.add_loss(other)', EXCHANGED),)),
    'a z that is no number': Lie(
        3, 'keeps every bound of the noise', NOISELESS, (
            (TOP, WRONG), (ENCODER, NAN))),
    'two outputs and no network': Lie(
        3, 'holds the weights and computes nothing', HOLLOW, ((
            '\n    shapes = []\n', SHAPES),)),
    'parts that draw at random': Lie(
        6, 'predicts random numbers', NONE, given(
            'keras.ops.convert_to_numpy(keras.random.uniform(y.shape))')),
    'parts that do not look at their input': Lie(
        6, 'predicts the same numbers for all', NONE, given(
            '0 * y + 0.01 * keras.ops.convert_to_numpy(keras.ops.reshape(\n'
            '            keras.ops.arange(y.size), y.shape)) % 1')),
    'parts that do not look at their weights': Lie(
        6, 'predicts a part of the input', NONE, given(
            '0 * y + x.reshape(len(x), -1)[:, :1].reshape(\n'
            '            [len(x)] + [1] * (y.ndim - 1)) % 1')),
}
ATTACKS = [lie.hostile(name) for name, lie in LIES.items()]
