"""Right answers to task 7, written in other ways."""
from .pieces import (HALVES, MADE_FROM, REGISTERED, edited, pages,
                     spellings)

SAMPLING = REGISTERED + '''\
class Sampling(keras.layers.Layer):
    """Draws z; adds the weighted divergence and shows it."""

    def __init__(self, beta, **options):
        """Keep beta and make the metrics."""
        super().__init__(**options)
        self.beta = beta
        self.kl = keras.metrics.Mean(name='kl')
        self.beta_kl = keras.metrics.Mean(name='beta_kl')

    def get_config(self):
        """Return what the layer is made from."""
        return {**super().get_config(), 'beta': self.beta}

    def call(self, inputs):
        """Return z for mean and log_var."""
        mean, log_var = inputs
        kl = -0.5 * keras.ops.sum(
            1 + log_var - mean ** 2 - keras.ops.exp(log_var), axis=-1)
        self.add_loss(self.beta * keras.ops.mean(kl))
        self.kl.update_state(kl)
        self.beta_kl.update_state(self.beta * kl)
        epsilon = keras.random.normal(keras.ops.shape(mean))
        return mean + keras.ops.exp(log_var / 2) * epsilon


'''.lstrip()

FUNCTION = '''
def reconstruction(x, y):
    """Return the squared error of each image."""
    return keras.ops.sum((x - y) ** 2, axis=(1, 2, 3))


def beta(input_dims, filters, latent_dims, beta):
    """Build the encoder, the decoder and the autoencoder."""
    for side in input_dims[:2]:
        if side % 2 ** len(filters):
            raise ValueError(f'{side} cannot be halved so often')
    inputs = keras.Input(shape=input_dims)
    x = inputs
    for n in filters:
        x = keras.layers.Conv2D(
            n, 3, strides=2, padding='same', activation='relu')(x)
    shape = x.shape[1:]
    x = keras.layers.Flatten()(x)
    width = x.shape[-1]
    mean = keras.layers.Dense(latent_dims)(x)
    log_var = keras.layers.Dense(latent_dims)(x)
    z = Sampling(beta)([mean, log_var])
    encoder = keras.Model(inputs, [z, mean, log_var])

    latent = keras.Input(shape=(latent_dims,))
    x = keras.layers.Dense(width, activation='relu')(latent)
    x = keras.layers.Reshape(shape)(x)
    for n in filters[::-1]:
        x = keras.layers.Conv2DTranspose(
            n, 3, strides=2, padding='same', activation='relu')(x)
    outputs = keras.layers.Conv2DTranspose(
        input_dims[-1], 3, padding='same', activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs)

    auto = keras.Model(inputs, decoder(encoder(inputs)[0]))
    auto.compile(
        optimizer='adam', loss=reconstruction, metrics=[reconstruction])
    return encoder, decoder, auto
'''

BASE = SAMPLING + FUNCTION.lstrip()
COMPILE = "optimizer='adam', loss=reconstruction, metrics"
WEIGHED = '''optimizer='adam', loss='mse', loss_weights=[
            input_dims[0] * input_dims[1] * input_dims[2]],
        metrics'''
DOWN = '''        x = keras.layers.Conv2D(
            n, 3, strides=2, padding='same', activation='relu')(x)
'''
UP = '''        x = keras.layers.Conv2DTranspose(
            n, 3, strides=2, padding='same', activation='relu')(x)
'''
DECODER = BASE[BASE.index('    latent = '):BASE.index('    auto = ')]
AUTO = '    auto = keras.Model(inputs, decoder(encoder(inputs)[0]))\n'
COMPILED = BASE[BASE.index('    auto.compile'):BASE.index('    return enc')]

# Both terms are made by the model, its metrics in steps of its own.
DRAWING = REGISTERED + '''\
class Sampling(keras.layers.Layer):
    """Draws z."""

    def call(self, inputs):
        """Return z for mean and log_var."""
        mean, log_var = inputs
        epsilon = keras.random.normal(keras.ops.shape(mean))
        return mean + keras.ops.exp(log_var / 2) * epsilon


''' + REGISTERED + '''\
class VAE(keras.Model):
    """The decoder on the encoder's z, with a loss of its own."""

    def __init__(self, encoder, decoder, beta):
        """Keep both halves and make the metrics."""
        super().__init__()
        self.encoder, self.decoder, self.beta = encoder, decoder, beta
        self.shown = {name: keras.metrics.Mean(name=name) for name in
                      ('reconstruction', 'kl', 'beta_kl')}
''' + edited(HALVES, (
    "return {'enc", "return {'beta': self.beta,\n" + 16 * ' ' + "'enc")) + '''
    def call(self, x):
        """Return the reconstruction."""
        return self.decoder(self.encoder(x)[0])

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None,
                     training=True):
        """Return the sum of both terms, from one pass of its own."""
        _, mean, log_var = self.encoder(y)
        error = keras.ops.mean(keras.ops.sum(
            keras.ops.square(y - y_pred), axis=[1, 2, 3]))
        kl = keras.ops.mean(keras.ops.sum(
            keras.ops.square(mean) + keras.ops.exp(log_var)
            - log_var - 1, axis=1)) / 2
        for value, metric in zip((error, kl, self.beta * kl),
                                 self.shown.values()):
            metric.update_state(value)
        return error + self.beta * kl


'''
IN_MODEL = edited(
    FUNCTION[FUNCTION.index('def beta'):], ('Sampling(beta)', 'Sampling()'),
    (AUTO, '    auto = VAE(encoder, decoder, beta)\n    auto(inputs)\n'),
    (COMPILED, "    auto.compile(optimizer='adam')\n"))

STEPS = edited(DRAWING, ('    def compute_loss', '''\
    def train_step(self, data):
        """Learn one batch, images and themselves."""
        images, targets = data
        return super().train_step((images, targets))

    def test_step(self, data):
        """Judge one batch."""
        images, targets = data
        return super().test_step((images, targets))

    def compute_loss'''))

DECODER_CLASS = REGISTERED + '''\
class Decoder(keras.Model):
    """From z to images."""

    def __init__(self, shape, filters, channels, **options):
        """Make the layers."""
        super().__init__(**options)
        self.made_from = {'shape': shape, 'filters': filters,
                          'channels': channels}
        h, w, n = shape
        self.dense = keras.layers.Dense(h * w * n, 'relu')
        self.shape = keras.layers.Reshape(shape)
        self.convolutions = [
            keras.layers.Conv2DTranspose(
                n, (3, 3), (2, 2), padding='same', activation='relu')
            for n in reversed(filters)]
        self.last = keras.layers.Conv2DTranspose(
            channels, 3, padding='same', activation='sigmoid')

    def call(self, z):
        """Return images."""
        x = self.shape(self.dense(z))
        for layer in self.convolutions:
            x = layer(x)
        return self.last(x)
''' + MADE_FROM + '\n\n'

STYLES = {
    'functional': BASE,
    'the loss registered too': edited(
        BASE, ('def reconstruction', REGISTERED + 'def reconstruction')),
    'terms in the model': DRAWING + IN_MODEL,
    'terms in the model, steps of a pair': STEPS + IN_MODEL,
    'a decoder of its own class': DECODER_CLASS + edited(BASE, (DECODER, '''\
    decoder = Decoder(shape, filters, input_dims[-1])
    decoder(keras.ops.zeros((1, latent_dims)))
''')),
    'a Sequential decoder': edited(BASE, (DECODER, '''    layers = [
        keras.layers.Conv2DTranspose(n, 3, 2, 'same', activation='relu')
        for n in reversed(filters)]
    decoder = keras.Sequential([
        keras.Input(shape=(latent_dims,)),
        keras.layers.Dense(width, activation='relu'),
        keras.layers.Reshape(shape), *layers,
        keras.layers.Conv2DTranspose(
            input_dims[-1], 3, padding='same', activation='sigmoid')])
''')),
    'activations as layers': edited(
        BASE, (DOWN, DOWN.replace(", activation='relu'", '')
               + '        x = keras.layers.ReLU()(x)\n'),
        (UP, UP.replace(", activation='relu'", '')
         + "        x = keras.layers.Activation('relu')(x)\n")),
    'padding by hand': edited(BASE, (DOWN, '''\
        x = keras.layers.ZeroPadding2D(((0, 1), (0, 1)))(x)
        x = keras.layers.Conv2D(n, 3, strides=2, activation='relu')(x)
''')),
    'sizes computed': edited(
        BASE, ('    width = x.shape[-1]\n',
               '    width = shape[0] * shape[1] * shape[2]\n'),
        ('    shape = x.shape[1:]\n', '''\
    step = 2 ** len(filters)
    shape = (input_dims[0] // step, input_dims[1] // step, filters[-1])
''')),
    'log_var made first': edited(
        BASE, ('''    mean = keras.layers.Dense(latent_dims)(x)
    log_var = keras.layers.Dense(latent_dims)(x)
''', '''    log_var = keras.layers.Dense(latent_dims)(x)
    mean = keras.layers.Dense(latent_dims)(x)
''')),
    'the mean error, weighed': edited(BASE, (COMPILE, WEIGHED)),
    'Adam as an object': edited(
        BASE, (COMPILE, '''optimizer=keras.optimizers.Adam(1e-4),
        loss=reconstruction, metrics''')),
    'sampling with the square root of the variance': edited(
        BASE, ('mean + keras.ops.exp(log_var / 2) * epsilon',
               'keras.ops.sqrt(keras.ops.exp(log_var)) * epsilon + mean')),
}

VARIANTS = {**pages(STYLES), **spellings(BASE)}
