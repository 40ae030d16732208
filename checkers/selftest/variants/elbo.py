"""Right answers to task 3 by loss: where its two terms come from."""
from .heads import AUTO, BASE, DIVERGENCE, FUNCTION, IN_AUTO, SAMPLING
from .pieces import HALVES, REGISTERED, edited

SCALED = """loss='binary_crossentropy',
                 loss_weights=[input_dims])"""
KL = '        self.add_loss(keras.ops.mean(kl))\n'

# Sampling that draws and does nothing else.
DRAWING = edited(
    SAMPLING, ('Draws z, and adds the divergence to the loss.', 'Draws z.'),
    ('''        kl = -0.5 * keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)
''' + KL, ''))


def by_loss(text: str, before: str = '') -> str:
    """Return the base with another loss, made by lines before compile."""
    return edited(BASE, (SCALED, text),
                  ('    auto.compile', before + '    auto.compile'))


def by_model(class_body: str) -> str:
    """Return an answer whose auto is an object of its own class, VAE."""
    return (DRAWING + class_body.strip() + '\n\n\n' + edited(
        FUNCTION, (AUTO, '    auto = VAE(encoder, decoder)\n'
                         '    auto(inputs)\n')))


INIT = REGISTERED + '''\
class VAE(keras.Model):
    """The decoder on the encoder's z, with the divergence in its loss."""

    def __init__(self, encoder, decoder):
        """Keep both halves."""
        super().__init__()
        self.encoder, self.decoder = encoder, decoder
''' + HALVES

MODEL_ADD_LOSS = INIT + '''
    def call(self, x):
        """Return the reconstruction."""
        z, mean, log_var = self.encoder(x)
        kl = keras.ops.square(mean) + keras.ops.exp(log_var) - log_var - 1
        self.add_loss(keras.ops.mean(keras.ops.sum(kl, axis=-1) * 0.5))
        return self.decoder(z)
'''

COMPUTE_LOSS = INIT + '''
    def call(self, x):
        """Return the reconstruction."""
        return self.decoder(self.encoder(x)[0])

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Return the reconstruction term plus the divergence."""
        _, mean, log_var = self.encoder(x)
        kl = -0.5 * keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)
        return keras.ops.mean(kl) + super().compute_loss(
            x, y, y_pred, sample_weight, training)
'''

# Both steps run on x alone and report nothing but the loss.
STEPS = edited(COMPUTE_LOSS, ('    def compute_loss', '''\
    def train_step(self, data):
        """Learn one batch; x is its own target."""
        logs = super().train_step((data[0], data[0]))
        return {'loss': logs['loss']}

    def test_step(self, data):
        """Judge one batch in the same way."""
        logs = super().test_step((data[0], data[0]))
        return {'loss': logs['loss']}

    def compute_loss'''))

# As tutorials begin: what fit(x, x) hands over is a pair.
PAIRS = edited(COMPUTE_LOSS, ('    def compute_loss', '''\
    def train_step(self, data):
        """Learn one batch."""
        x, y = data
        return super().train_step((x, y))

    def test_step(self, data):
        """Judge one batch."""
        x, y = data
        return super().test_step((x, y))

    def compute_loss'''))

# One layer of auto adds both terms; compile gets no loss.
BOTH_TERMS = REGISTERED + '''\
class Bound(keras.layers.Layer):
    """Adds both terms of the loss and hands the reconstruction on."""

    def call(self, x, y, mean, log_var):
        """Return y."""
        bce = keras.ops.sum(keras.ops.binary_crossentropy(x, y), axis=-1)
        kl = -0.5 * keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)
        self.add_loss(keras.ops.mean(bce + kl))
        return y


'''

# Each head carries its own part of the divergence.
REGULARIZERS = REGISTERED + '''\
def spread(t):
    """Return the divergence that log_var adds."""
    return 0.5 * keras.ops.sum(keras.ops.exp(t) - t - 1)


''' + edited(
    FUNCTION, ('mean = keras.layers.Dense(latent_dims)', '''\
mean = keras.layers.Dense(
        latent_dims, activity_regularizer=keras.regularizers.L2(0.5))'''),
    ('log_var = keras.layers.Dense(latent_dims)', '''\
log_var = keras.layers.Dense(
        latent_dims, activity_regularizer=spread)'''))

CLASS = '''
@keras.utils.register_keras_serializable()
class Summed(keras.losses.Loss):
    """Binary cross-entropy, summed over the values of a sample."""

    def call(self, y_true, y_pred):
        """Return one number per sample."""
        y = keras.ops.clip(y_pred, 1e-7, 1 - 1e-7)
        return -keras.ops.sum(y_true * keras.ops.log(y) + (1 - y_true)
                              * keras.ops.log(1 - y), axis=-1)


'''

LOSSES = {
    'KL in a layer of auto': DRAWING + DIVERGENCE.lstrip() + IN_AUTO,
    'KL in the model, add_loss': by_model(MODEL_ADD_LOSS),
    'KL in the model, compute_loss': by_model(COMPUTE_LOSS),
    'KL in the model, own steps': by_model(STEPS),
    'KL in the model, steps of a pair': by_model(PAIRS),
    'KL by activity regularizers': DRAWING + REGULARIZERS,
    'both terms in a layer of auto':
        DRAWING + BOTH_TERMS.lstrip() + edited(
            FUNCTION, (AUTO, '''    z, mean, log_var = encoder(inputs)
    outputs = Bound()(inputs, decoder(z), mean, log_var)
    auto = keras.Model(inputs, outputs)
'''), (', ' + SCALED, ')')),
    'weight as a number': by_loss(
        "loss='bce', loss_weights=float(input_dims))"),
    'loss a lambda': by_loss(
        'loss=lambda x, y: input_dims\n                 '
        '* keras.losses.binary_crossentropy(x, y))'),
    'loss an inner function': by_loss('loss=loss)', '''
    def loss(x, y):
        """Return the cross-entropy of each sample, summed."""
        return keras.losses.binary_crossentropy(x, y) * input_dims

'''),
    'loss summed by element': by_loss('loss=loss)', '''
    def loss(x, y):
        """Return the cross-entropy of each sample, summed."""
        return keras.ops.sum(keras.ops.binary_crossentropy(x, y), axis=-1)

'''),
    'loss a class': CLASS + by_loss('loss=Summed())').lstrip(),
    'Adam and loss as objects': edited(
        by_loss('''\
loss=keras.losses.BinaryCrossentropy(),
                 loss_weights=[input_dims])'''),
        ("optimizer='adam', ", 'optimizer=keras.optimizers.Adam(),\n'
         + 17 * ' ')),
}
