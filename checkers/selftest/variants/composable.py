"""Right answers to task 5: how the parts are made and put together."""
from .pieces import IMPORTS, edited, pages

CHECK = '''    for side in 1, 2:
        if inputs.shape[side] % 2**len(layers):
            raise ValueError('a side of %d does not divide'
                             % inputs.shape[side])
'''
CLASS = '''
class AutoEncoder:
    """An encoder and a decoder on it."""

    def __init__(self, input_shape=(32, 32, 3), layers=(64, 32, 32)):
        """Build both models."""
        inputs = keras.Input(shape=input_shape)
        code = encoder(inputs, layers)
        self.encoder = keras.Model(inputs, code)
        self.model = keras.Model(
            inputs, decoder(code, layers, input_shape[-1]))
'''
PLAIN = '''
def encoder(inputs, layers):
    """Return the code."""
''' + CHECK + '''    x = inputs
    for n in layers:
        x = keras.layers.Conv2D(
            n, 3, strides=2, padding='same', use_bias=False,
            kernel_initializer='he_normal')(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x


def decoder(x, layers, channels=3):
    """Return the reconstruction."""
    for n in list(layers[:0:-1]) + [channels]:
        x = keras.layers.Conv2DTranspose(
            n, 3, strides=2, padding='same', use_bias=False,
            kernel_initializer='he_normal')(x)
        x = keras.layers.BatchNormalization()(x)
        x = keras.layers.ReLU()(x)
    return x

'''
BASE = PLAIN + CLASS

BLOCKS = '''
def block(x, layer, n):
    """Return x after a convolution of a kind, normalised, and relu."""
    x = layer(n, (3, 3), (2, 2), 'same', use_bias=False,
              kernel_initializer='he_normal')(x)
    return keras.layers.Activation('relu')(
        keras.layers.BatchNormalization()(x))


def encoder(inputs, layers):
    """Return the code."""
''' + CHECK + '''    for n in layers:
        inputs = block(inputs, keras.layers.Conv2D, n)
    return inputs


def decoder(x, layers, channels=3):
    """Return the reconstruction."""
    for i in range(len(layers) - 1, 0, -1):
        x = block(x, keras.layers.Conv2DTranspose, layers[i])
    return block(x, keras.layers.Conv2DTranspose, channels)

''' + CLASS

RECURSION = '''
def encoder(inputs, layers, whole=None):
    """Return the code, by recursion."""
    whole = 2 ** len(layers)
    if inputs.shape[1] % whole or inputs.shape[2] % whole:
        raise ValueError('height and width must be multiples of %d' % whole)
    if not layers:
        return inputs
    x = keras.layers.Conv2D(layers[0], 3, 2, 'same', use_bias=False,
                            kernel_initializer='he_normal')(inputs)
    x = keras.layers.BatchNormalization()(x)
    return encoder(keras.layers.ReLU()(x), layers[1:])


def decoder(x, layers, channels=3):
    """Return the reconstruction, by recursion."""
    n = layers[-1] if len(layers) > 1 else channels
    x = keras.layers.Conv2DTranspose(
        n, 3, 2, 'same', use_bias=False,
        kernel_initializer=keras.initializers.HeUniform())(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    return decoder(x, layers[:-1], channels) if len(layers) > 1 else x

''' + CLASS

SEQUENTIAL = '''
def stack(layer, widths):
    """Return a Sequential of blocks."""
    made = keras.Sequential()
    for n in widths:
        made.add(layer(n, 3, 2, 'same', use_bias=False,
                       kernel_initializer='he_uniform'))
        made.add(keras.layers.BatchNormalization())
        made.add(keras.layers.ReLU())
    return made


def encoder(inputs, layers):
    """Return the code."""
''' + CHECK + '''    return stack(keras.layers.Conv2D, layers)(inputs)


def decoder(x, layers, channels=3):
    """Return the reconstruction."""
    return stack(keras.layers.Conv2DTranspose,
                 [*layers[:0:-1], channels])(x)

''' + CLASS

NESTED = PLAIN + '''
class AutoEncoder:
    """A decoder, a model of its own, on an encoder."""

    def __init__(self, input_shape=None, layers=None):
        """Build both models."""
        shape = input_shape or (32, 32, 3)
        layers = layers or [64, 32, 32]
        inputs = keras.Input(shape=shape)
        self.encoder = keras.Model(inputs, encoder(inputs, layers))
        latent = keras.Input(shape=self.encoder.output.shape[1:])
        self.decoder = keras.Model(
            latent, decoder(latent, layers, shape[-1]))
        self.model = keras.Model(inputs, self.decoder(self.encoder(inputs)))
'''

PROPERTIES = PLAIN + '''
class AutoEncoder:
    """Tensors, from which the models are made when they are asked for."""

    def __init__(self, input_shape=(32, 32, 3), layers=(64, 32, 32)):
        """Keep the tensors."""
        self._inputs = keras.Input(shape=input_shape)
        self._code = encoder(self._inputs, layers)
        self._outputs = decoder(self._code, layers, input_shape[-1])

    @property
    def model(self):
        """Return images -> reconstructions."""
        return keras.Model(self._inputs, self._outputs)

    @property
    def encoder(self):
        """Return images -> codes."""
        return keras.Model(self._inputs, self._code)
'''

SUBCLASSED = PLAIN + '''
class AutoEncoder(keras.Model):
    """A Keras model of two models, which is its own model."""

    def __init__(self, input_shape=(32, 32, 3), layers=[64, 32, 32]):
        """Build the parts."""
        super().__init__()
        inputs = keras.Input(shape=input_shape)
        code = encoder(inputs, layers)
        latent = keras.Input(shape=code.shape[1:])
        self.encoder = keras.Model(inputs, code)
        self.decoder = keras.Model(
            latent, decoder(latent, layers, input_shape[-1]))
        self(inputs)

    def call(self, x, training=None):
        """Return the reconstruction."""
        return self.decoder(self.encoder(x, training=training),
                            training=training)

    @property
    def model(self):
        """Return this model."""
        return self
'''

FIRST = '        self.encoder = keras.Model(inputs, code)\n'
LAST = '        self(inputs)\n'
DECODER_FIRST = edited(SUBCLASSED, (FIRST, ''), (LAST, FIRST + LAST))

NORM = 'keras.layers.BatchNormalization()'
STYLES = {
    'functional': BASE,
    'a helper for the block': BLOCKS,
    'recursion': RECURSION,
    'Sequential parts': SEQUENTIAL,
    'decoder as a model': NESTED,
    'models as properties': PROPERTIES,
    'a Keras model that is its own model': SUBCLASSED,
    'the decoder kept first': DECODER_FIRST,
    'relu by Activation': edited(
        BASE, ('keras.layers.ReLU()', "keras.layers.Activation('relu')")),
    'relu by an operation': edited(
        BASE, ('keras.layers.ReLU()(x)', 'keras.ops.relu(x)')),
    "another library's epsilon and momentum": edited(
        BASE, (NORM, 'keras.layers.BatchNormalization(\n'
               '            momentum=0.9, epsilon=1e-5)')),
    'a list as the default': edited(BASE, ('(64, 32, 32)', '[64, 32, 32]')),
    'channels as a keyword': edited(
        BASE, ('channels=3', '*, channels=3'), (
            'layers, input_shape[-1]', 'layers, channels=input_shape[-1]')),
}
VARIANTS = {**pages(STYLES), **{
    name: IMPORTS[name](BASE)
    for name in ('imported as K', 'keras from tensorflow')}}
