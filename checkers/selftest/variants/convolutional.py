"""Right answers to task 2: a stack of convolutions in other words."""
from .pieces import edited, pages
from .wording import wordings

FINISH = '''
    inputs = keras.Input(shape=input_dims)
    auto = keras.Model(inputs, decoder(encoder(inputs)))
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
'''
AUTO = '''
    inputs = keras.Input(shape=input_dims)
    auto = keras.Model(inputs, decoder(encoder(inputs)))
'''

BASE = '''
def autoencoder(input_dims, filters, latent_dims):
    """Build the encoder, the decoder and the autoencoder."""
    conv = keras.layers.Conv2D
    inputs = keras.Input(shape=input_dims)
    x = inputs
    for n in filters:
        x = conv(n, (3, 3), padding='same', activation='relu')(x)
        x = keras.layers.MaxPooling2D((2, 2), padding='same')(x)
    encoder = keras.Model(inputs, x)

    latent = keras.Input(shape=latent_dims)
    x = latent
    for n in filters[::-1][:-1]:
        x = conv(n, (3, 3), padding='same', activation='relu')(x)
        x = keras.layers.UpSampling2D((2, 2))(x)
    x = conv(filters[0], (3, 3), activation='relu')(x)
    x = keras.layers.UpSampling2D((2, 2))(x)
    x = conv(input_dims[-1], (3, 3), padding='same', activation='sigmoid')(x)
    decoder = keras.Model(latent, x)
''' + FINISH

INDEXED = '''
def autoencoder(input_dims, filters, latent_dims):
    """Build the decoder with one loop that counts."""
    inputs = keras.Input(shape=input_dims)
    x = inputs
    for n in filters:
        x = keras.layers.Conv2D(
            filters=n, kernel_size=3, padding='same', activation='relu')(x)
        x = keras.layers.MaxPool2D(
            pool_size=2, strides=2, padding='same')(x)
    encoder = keras.Model(inputs, x)

    latent = keras.Input(shape=latent_dims)
    x = latent
    for i, n in enumerate(reversed(filters)):
        padding = 'valid' if i == len(filters) - 1 else 'same'
        x = keras.layers.Convolution2D(
            n, kernel_size=[3, 3], padding=padding, activation='relu')(x)
        x = keras.layers.UpSampling2D(2)(x)
    x = keras.layers.Convolution2D(
        input_dims[2], 3, 1, 'same', activation='sigmoid')(x)
    decoder = keras.Model(latent, x)
''' + FINISH

SEQUENTIAL = '''
def autoencoder(input_dims, filters, latent_dims):
    """Build the models one add at a time."""
    encoder = keras.Sequential()
    encoder.add(keras.Input(shape=input_dims))
    for n in filters:
        encoder.add(keras.layers.Conv2D(
            n, 3, padding='same', activation='relu'))
        encoder.add(keras.layers.MaxPooling2D(padding='same'))

    decoder = keras.Sequential()
    decoder.add(keras.Input(shape=latent_dims))
    for i in range(len(filters) - 1, -1, -1):
        decoder.add(keras.layers.Conv2D(
            filters[i], 3, padding='same' if i else 'valid',
            activation='relu'))
        decoder.add(keras.layers.UpSampling2D())
    decoder.add(keras.layers.Conv2D(
        input_dims[-1], 3, padding='same', activation='sigmoid'))
''' + FINISH

LISTS = '''
def block(n, step, padding='same'):
    """Return a convolution and the layer that changes the size."""
    return [keras.layers.Conv2D(n, 3, padding=padding, activation='relu'),
            step]


def autoencoder(input_dims, filters, latent_dims):
    """Build the models from lists of blocks."""
    pool, up = keras.layers.MaxPooling2D, keras.layers.UpSampling2D
    *deep, last = filters[::-1]
    encoder = keras.Sequential(
        [keras.Input(shape=input_dims)]
        + sum([block(n, pool(2, padding='same')) for n in filters], []))
    decoder = keras.Sequential(
        [keras.Input(shape=latent_dims)]
        + sum([block(n, up(2)) for n in deep], [])
        + block(last, up(2), 'valid')
        + [keras.layers.Conv2D(
            input_dims[-1], 3, padding='same', activation='sigmoid')])
''' + FINISH

RECURSION = '''
def down(x, filters):
    """Return x after a convolution and a pooling per filter."""
    if not filters:
        return x
    x = keras.layers.Conv2D(
        filters[0], 3, padding='same', activation='relu')(x)
    x = keras.layers.MaxPooling2D(2, padding='same')(x)
    return down(x, filters[1:])


def up(x, filters):
    """Return x after the same in reverse, the last one valid."""
    padding = 'valid' if len(filters) == 1 else 'same'
    x = keras.layers.Conv2D(
        filters[-1], 3, padding=padding, activation='relu')(x)
    x = keras.layers.UpSampling2D(2)(x)
    return up(x, filters[:-1]) if len(filters) > 1 else x


def autoencoder(input_dims, filters, latent_dims):
    """Build the models by recursion."""
    inputs = keras.Input(shape=input_dims)
    encoder = keras.Model(inputs, down(inputs, filters))
    latent = keras.Input(shape=latent_dims)
    outputs = keras.layers.Conv2D(
        input_dims[-1], 3, padding='same',
        activation='sigmoid')(up(latent, filters))
    decoder = keras.Model(latent, outputs)
''' + FINISH

SUBCLASSED = '''
class Stack(keras.Model):
    """Layers, one after the other."""

    def __init__(self, layers):
        """Keep the layers."""
        super().__init__()
        self.stack = layers

    def call(self, x):
        """Return what the last layer says."""
        for layer in self.stack:
            x = layer(x)
        return x


def autoencoder(input_dims, filters, latent_dims):
    """Build the models as objects of a class."""
    conv = keras.layers.Conv2D
    down, up = [], []
    for n in filters:
        down += [conv(n, 3, padding='same', activation='relu'),
                 keras.layers.MaxPooling2D(padding='same')]
        up = [conv(n, 3, padding='same' if up else 'valid',
                   activation='relu'), keras.layers.UpSampling2D()] + up
    up.append(conv(input_dims[-1], 3, padding='same', activation='sigmoid'))
    encoder, decoder = Stack(down), Stack(up)
    encoder(keras.Input(shape=input_dims))
    decoder(keras.Input(shape=latent_dims))
    auto = Stack([encoder, decoder])
    auto(keras.Input(shape=input_dims))
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
'''

# A convolution of the student's own, whose bias comes before its kernel.
BIAS_FIRST = '''
class Conv(keras.layers.Layer):
    """A convolution of our own."""

    def __init__(self, n, size, padding='valid', activation=None):
        """Keep the settings."""
        super().__init__()
        self.n, self.size, self.padding = n, size, padding
        self.activation = keras.activations.get(activation)

    def build(self, shape):
        """Make the bias, then the kernel."""
        self.b = self.add_weight(shape=(self.n,), initializer='zeros')
        self.w = self.add_weight(shape=self.size + (shape[-1], self.n))

    def call(self, x):
        """Return activation(x convolved with w, + b)."""
        x = keras.ops.conv(x, self.w, padding=self.padding)
        return self.activation(x + self.b)


''' + edited(BASE, ('conv = keras.layers.Conv2D', 'conv = Conv')).lstrip()

REBUILT = '''
    x = inputs
    for layer in encoder.layers[1:] + decoder.layers[1:]:
        x = layer(x)
    auto = keras.Model(inputs, x)
'''
SAME = "x = conv(n, (3, 3), padding='same', activation='relu')(x)"
VALID = "x = conv(filters[0], (3, 3), activation='relu')(x)"
UP = 'keras.layers.UpSampling2D((2, 2))(x)'
POOL = "keras.layers.MaxPooling2D((2, 2), padding='same')(x)"

STYLES = {
    'functional': BASE,
    'one loop that counts': INDEXED,
    'Sequential with add': SEQUENTIAL,
    'lists of blocks': LISTS,
    'recursion': RECURSION,
    'subclassed models': SUBCLASSED,
    'own layer, bias first': BIAS_FIRST,
    'Activation layers': edited(
        BASE, (SAME, "x = conv(n, (3, 3), padding='same')(x)\n"
               "        x = keras.layers.Activation('relu')(x)"),
        (VALID, 'x = conv(filters[0], (3, 3))(x)\n'
         '    x = keras.layers.ReLU()(x)')),
    'LeakyReLU of slope 0': edited(
        BASE, (SAME, "x = conv(n, (3, 3), padding='same')(x)\n"
               '        x = keras.layers.LeakyReLU(negative_slope=0)(x)')),
    'activation objects': edited(
        BASE, ('"\n    conv', '"\n    relu = keras.activations.relu\n'
               '    sigmoid = keras.activations.sigmoid\n    conv'),
        ("'relu'", 'relu'), ("'sigmoid'", 'sigmoid')),
    'relu after the pooling': edited(
        BASE, (SAME + '\n        x = ' + POOL,
               "x = conv(n, (3, 3), padding='same')(x)\n        x = " + POOL
               + '\n        x = keras.layers.ReLU()(x)')),
    'padding by a layer': edited(
        BASE, (SAME, 'x = keras.layers.ZeroPadding2D(1)(x)\n'
               "        x = conv(n, (3, 3), activation='relu')(x)")),
    'same, then cropped': edited(
        BASE, (VALID, "x = conv(\n        filters[0], (3, 3), "
               "padding='same', activation='relu')(x)\n"
               '    x = keras.layers.Cropping2D(1)(x)')),
    'upsampling by repeat': edited(
        BASE, (UP, 'keras.ops.repeat(keras.ops.repeat(x, 2, 1), 2, 2)')),
    'pooling by an operation': edited(
        BASE, (POOL, "keras.ops.max_pool(x, 2, padding='same')")),
    'upsampling with its defaults written': edited(
        BASE, ('UpSampling2D((2, 2))',
               "UpSampling2D(2, interpolation='nearest')")),
    'harmless Reshape': edited(
        BASE, ('x = latent', 'x = keras.layers.Reshape(latent_dims)('
               '\n        keras.layers.Flatten()(latent))')),
    'auto from the outputs': edited(
        BASE, (AUTO, '''    auto = keras.Model(
        inputs=encoder.input, outputs=decoder(encoder.output))
''')),
    'auto from the same layers': edited(BASE, (AUTO, REBUILT)),
    'auto by Sequential': edited(
        BASE, (AUTO, '    auto = keras.Sequential([encoder, decoder])\n')),
}

VARIANTS = {**pages(STYLES), **wordings(BASE)}
