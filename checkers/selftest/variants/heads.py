"""Right answers to task 3 by style: models, heads and sampling.

How the loss gets its two terms in other ways stands in elbo.py.
"""
from .pieces import HALVES, MADE_FROM, REGISTERED, edited

SAMPLING = '\n' + REGISTERED + '''\
class Sampling(keras.layers.Layer):
    """Draws z, and adds the divergence to the loss."""

    def call(self, inputs):
        """Return z for mean and log_var."""
        mean, log_var = inputs
        kl = -0.5 * keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)
        self.add_loss(keras.ops.mean(kl))
        epsilon = keras.random.normal(keras.ops.shape(mean))
        return mean + keras.ops.exp(log_var / 2) * epsilon


'''

FUNCTION = '''
def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build the encoder, the decoder and the autoencoder."""
    inputs = keras.Input(shape=(input_dims,))
    x = inputs
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu')(x)
    mean = keras.layers.Dense(latent_dims)(x)
    log_var = keras.layers.Dense(latent_dims)(x)
    z = Sampling()([mean, log_var])
    encoder = keras.Model(inputs, [z, mean, log_var])

    latent = keras.Input(shape=(latent_dims,))
    x = latent
    for width in hidden_layers[::-1]:
        x = keras.layers.Dense(width, activation='relu')(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs)

    auto = keras.Model(inputs, decoder(encoder(inputs)[0]))
    auto.compile(optimizer='adam', loss='binary_crossentropy',
                 loss_weights=[input_dims])
    return encoder, decoder, auto
'''.lstrip()

BASE = SAMPLING + FUNCTION
MEAN = '    mean = keras.layers.Dense(latent_dims)(x)\n'
LOG_VAR = '    log_var = keras.layers.Dense(latent_dims)(x)\n'
DRAW = '    z = Sampling()([mean, log_var])\n'
AUTO = '    auto = keras.Model(inputs, decoder(encoder(inputs)[0]))\n'
EPSILON = 'epsilon = keras.random.normal(keras.ops.shape(mean))'

# The divergence alone, for answers that draw z without a layer of their own.
DIVERGENCE = '\n' + REGISTERED + '''\
class Divergence(keras.layers.Layer):
    """Adds the divergence to the loss and hands z on."""

    def call(self, inputs):
        """Return z for z, mean and log_var."""
        z, mean, log_var = inputs
        every = keras.ops.exp(log_var) + mean ** 2 - 1 - log_var
        self.add_loss(keras.ops.mean(keras.ops.sum(every, axis=1)) / 2)
        return z


'''
IN_AUTO = edited(FUNCTION, ('decoder(encoder(inputs)[0])',
                            'decoder(Divergence()(encoder(inputs)))'))

SUBCLASSED = SAMPLING + REGISTERED + '''\
class Encoder(keras.Model):
    """From x to z, mean and log_var."""

    def __init__(self, hidden_layers, latent_dims, **options):
        """Make the layers."""
        super().__init__(**options)
        self.made_from = {'hidden_layers': hidden_layers,
                          'latent_dims': latent_dims}
        self.hidden = [keras.layers.Dense(n, activation='relu')
                       for n in hidden_layers]
        self.mean = keras.layers.Dense(latent_dims)
        self.log_var = keras.layers.Dense(latent_dims)
        self.sampling = Sampling()

    def call(self, x):
        """Return z, mean and log_var."""
        for layer in self.hidden:
            x = layer(x)
        mean, log_var = self.mean(x), self.log_var(x)
        return self.sampling([mean, log_var]), mean, log_var
''' + MADE_FROM + '''

''' + REGISTERED + '''\
class Decoder(keras.Model):
    """From z to x."""

    def __init__(self, input_dims, hidden_layers, **options):
        """Make the layers."""
        super().__init__(**options)
        self.made_from = {'input_dims': input_dims,
                          'hidden_layers': hidden_layers}
        self.hidden = [keras.layers.Dense(n, activation='relu')
                       for n in reversed(hidden_layers)]
        self.pixels = keras.layers.Dense(input_dims, activation='sigmoid')

    def call(self, x):
        """Return the reconstruction."""
        for layer in self.hidden:
            x = layer(x)
        return self.pixels(x)
''' + MADE_FROM + '''

''' + REGISTERED + '''\
class Auto(keras.Model):
    """The decoder on the encoder's z."""

    def __init__(self, encoder, decoder):
        """Keep both halves."""
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def call(self, x):
        """Return the reconstruction."""
        return self.decoder(self.encoder(x)[0])
''' + HALVES + '''

def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build the models as objects of three classes."""
    encoder = Encoder(hidden_layers, latent_dims)
    decoder = Decoder(input_dims, hidden_layers)
    auto = Auto(encoder, decoder)
    encoder(keras.ops.zeros((1, input_dims)))
    decoder(keras.ops.zeros((1, latent_dims)))
    auto(keras.ops.zeros((1, input_dims)))
    auto.compile(optimizer='adam', loss='binary_crossentropy',
                 loss_weights=[input_dims])
    return encoder, decoder, auto
'''

MAKER = SAMPLING + '''
class Variational:
    """Makes the three models, one method each."""

    def __init__(self, input_dims, hidden_layers, latent_dims):
        """Keep the sizes; make encoder, decoder and auto."""
        self.sizes = input_dims, hidden_layers, latent_dims
        self.encoder = self.make_encoder()
        self.decoder = self.make_decoder()
        self.auto = self.make_auto()

    def make_encoder(self):
        """Return the model from x to z, mean and log_var."""
        input_dims, widths, latent_dims = self.sizes
        x = inputs = keras.Input(shape=(input_dims,))
        for width in widths:
            x = keras.layers.Dense(width, activation='relu')(x)
        heads = [keras.layers.Dense(latent_dims)(x) for _ in range(2)]
        return keras.Model(inputs, [Sampling()(heads)] + heads)

    def make_decoder(self):
        """Return the model from z to x."""
        input_dims, widths, latent_dims = self.sizes
        return keras.Sequential(
            [keras.Input(shape=(latent_dims,))]
            + [keras.layers.Dense(n, activation='relu')
               for n in widths[::-1]]
            + [keras.layers.Dense(input_dims, activation='sigmoid')])

    def make_auto(self):
        """Return the decoder on the encoder's z, compiled."""
        inputs = keras.Input(shape=(self.sizes[0],))
        z, _, _ = self.encoder(inputs)
        auto = keras.Model(inputs, self.decoder(z))
        auto.compile(optimizer='adam', loss='binary_crossentropy',
                     loss_weights=[self.sizes[0]])
        return auto


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build the models with a class."""
    made = Variational(input_dims, hidden_layers, latent_dims)
    return made.encoder, made.decoder, made.auto
'''.lstrip()

HELPER = SAMPLING + '''
def stack(x, widths):
    """Return x after a relu layer of each width."""
    if len(widths) == 0:
        return x
    first, *rest = widths
    return stack(keras.layers.Dense(first, activation='relu')(x), rest)


'''.lstrip() + edited(FUNCTION, ('''    x = inputs
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu')(x)
''', '    x = stack(inputs, hidden_layers)\n'), ('''    x = latent
    for width in hidden_layers[::-1]:
        x = keras.layers.Dense(width, activation='relu')(x)
''', '    x = stack(latent, hidden_layers[::-1])\n'))

# One layer holds both heads and draws z; log_var's bias comes first.
LATENT = edited(SAMPLING, ('Sampling', 'Latent'), ('''
    def call(self, inputs):
        """Return z for mean and log_var."""
        mean, log_var = inputs
''', '''
    def __init__(self, units, **options):
        """Keep the width."""
        super().__init__(**options)
        self.units = units

    def build(self, shape):
        """Make the weights of both heads, log_var's first."""
        n = self.units
        self.b = [self.add_weight(shape=(n,)) for _ in range(2)]
        self.w = [self.add_weight(shape=(shape[-1], n)) for _ in range(2)]

    def call(self, x):
        """Return z, mean and log_var."""
        log_var, mean = [
            keras.ops.matmul(x, w) + b for w, b in zip(self.w, self.b)]
'''), ('return mean + keras.ops.exp(log_var / 2) * epsilon',
       'z = mean + keras.ops.exp(log_var / 2) * epsilon\n'
       '        return z, mean, log_var')) + edited(
    FUNCTION, (MEAN + LOG_VAR + DRAW,
               '    z, mean, log_var = Latent(latent_dims)(x)\n'))

# Functions that a Lambda layer is saved with, by name.
SAMPLE = REGISTERED + '''\
def sample(t):
    """Return z for mean and log_var."""
    return t[0] + keras.ops.exp(0.5 * t[1]) * keras.random.normal(
        keras.ops.shape(t[0]))


'''
SCALE = REGISTERED + '''\
def scale(t):
    """Return the standard deviation."""
    return keras.ops.sqrt(keras.ops.exp(t))


''' + REGISTERED + '''\
def noise(t):
    """Return noise for each number."""
    return keras.random.normal(keras.ops.shape(t))


'''
LAMBDA = '    z = keras.layers.Lambda(sample)([mean, log_var])\n'
MULTIPLY = '''    sigma = keras.layers.Lambda(scale)(log_var)
    epsilon = keras.layers.Lambda(noise)(mean)
    scaled = keras.layers.Multiply()([sigma, epsilon])
    z = keras.layers.Add()([mean, scaled])
'''

STYLES = {
    'functional': BASE,
    'subclassed models': SUBCLASSED,
    'a class that makes all three': MAKER,
    'recursion': HELPER,
    'registered with a package': edited(
        BASE, ('serializable()', "serializable('latent', 'Draw')")),
    'registered in the table': edited(BASE, (REGISTERED, ''), (
        'def autoencoder', '''\
keras.utils.get_custom_objects()['Sampling'] = Sampling


def autoencoder''')),
    'both heads in one layer': LATENT,
    'log_var made first': edited(BASE, (MEAN + LOG_VAR, LOG_VAR + MEAN)),
    'heads with names': edited(
        BASE, (MEAN, MEAN.replace('dims)', "dims, name='log_sigma')")),
        (LOG_VAR, LOG_VAR.replace('dims)', "dims, name='mu')"))),
    'heads with activation None': edited(
        BASE, ('Dense(latent_dims)', 'Dense(latent_dims, activation=None)')),
    'heads with activation linear': edited(
        BASE, ('Dense(latent_dims)', "Dense(latent_dims, 'linear')")),
    'Activation layers': edited(
        BASE, ("(width, activation='relu')(x)",
               "(width)(x)\n        x = keras.layers.Activation('relu')(x)")),
    'LeakyReLU of slope 0': edited(
        BASE, ("(width, activation='relu')(x)", '(width)(x)\n'
               '        x = keras.layers.LeakyReLU(negative_slope=0)(x)')),
    'sampling with two arguments': edited(
        BASE, ('def call(self, inputs):', 'def call(self, mean, log_var):'),
        ('        mean, log_var = inputs\n', ''),
        ('Sampling()([mean, log_var])', 'Sampling()(mean, log_var)')),
    'sampling with a seed generator': edited(
        BASE, ('    def call(', '''    def __init__(self, **options):
        """Make a source of random numbers."""
        super().__init__(**options)
        self.seeds = keras.random.SeedGenerator(7)

    def call('''), (EPSILON, '''epsilon = keras.random.normal(
            keras.ops.shape(mean), seed=self.seeds)''')),
    'sampling by keras.backend': edited(
        BASE, (EPSILON, '''epsilon = keras.backend.random_normal(
            shape=(keras.backend.shape(mean)[0], mean.shape[1]))'''),
        ('keras.ops.exp', 'keras.backend.exp')),
    'sampling by a Lambda layer': DIVERGENCE + SAMPLE + edited(
        IN_AUTO, (DRAW, LAMBDA)),
    'sampling by Multiply and Add': DIVERGENCE + SCALE + edited(
        IN_AUTO, (DRAW, MULTIPLY)),
    'auto from the outputs': edited(
        BASE, (AUTO, '''    auto = keras.Model(
        inputs=encoder.input, outputs=decoder(encoder.output[0]))
''')),
    'auto from the same layers': edited(BASE, (AUTO, '''    x = z
    for layer in decoder.layers[1:]:
        x = layer(x)
    auto = keras.Model(inputs, x)
''')),
}
