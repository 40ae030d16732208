"""Right answers to tasks 0 and 1 by style: how the models are made.

Each body answers task 1; without its penalty it answers task 0.
"""
import re

from .pieces import FINISH, edited

BASE = '''
def sparse(input_dims, hidden_layers, latent_dims, lambtha):
    """Build the encoder, the decoder and the autoencoder."""
    inputs = keras.Input(shape=(input_dims,))
    x = inputs
    for width in hidden_layers:
        x = keras.layers.Dense(width, activation='relu')(x)
    code = keras.layers.Dense(
        latent_dims, activation='relu',
        activity_regularizer=keras.regularizers.l1(lambtha))(x)
    encoder = keras.Model(inputs, code)

    latent = keras.Input(shape=(latent_dims,))
    x = latent
    for width in hidden_layers[::-1]:
        x = keras.layers.Dense(width, activation='relu')(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs)
''' + FINISH

SEQUENTIAL = '''
def sparse(input_dims, hidden_layers, latent_dims, lambtha):
    """Build the models as lists of layers."""
    encoder = keras.Sequential(
        [keras.Input(shape=(input_dims,))]
        + [keras.layers.Dense(n, activation='relu') for n in hidden_layers]
        + [keras.layers.Dense(
            latent_dims, activation='relu',
            activity_regularizer=keras.regularizers.l1(lambtha))])
    decoder = keras.Sequential(
        [keras.Input(shape=(latent_dims,))]
        + [keras.layers.Dense(n, activation='relu')
           for n in reversed(hidden_layers)]
        + [keras.layers.Dense(input_dims, activation='sigmoid')])
''' + FINISH

SEQUENTIAL_ADD = '''
def sparse(input_dims, hidden_layers, latent_dims, lambtha):
    """Build the models one add at a time."""
    encoder = keras.models.Sequential()
    encoder.add(keras.layers.Input(shape=(input_dims,)))
    for i in range(len(hidden_layers)):
        encoder.add(keras.layers.Dense(hidden_layers[i], 'relu'))
    encoder.add(keras.layers.Dense(
        latent_dims, 'relu',
        activity_regularizer=keras.regularizers.l1(lambtha)))

    decoder = keras.models.Sequential()
    decoder.add(keras.layers.Input(shape=(latent_dims,)))
    for i in range(len(hidden_layers) - 1, -1, -1):
        decoder.add(keras.layers.Dense(hidden_layers[i], 'relu'))
    decoder.add(keras.layers.Dense(input_dims, 'sigmoid'))

    auto = keras.models.Sequential([encoder, decoder])
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
'''

HELPER = '''
def dense(x, units, activation='relu', **options):
    """Return x after one fully connected layer."""
    return keras.layers.Dense(units, activation=activation, **options)(x)


def stack(x, widths):
    """Return x after a relu layer of each width."""
    for width in widths:
        x = dense(x, width)
    return x


def sparse(input_dims, hidden_layers, latent_dims, lambtha):
    """Build the models with helpers."""
    inputs = keras.Input(shape=(input_dims,))
    code = dense(
        stack(inputs, hidden_layers), latent_dims,
        activity_regularizer=keras.regularizers.l1(lambtha))
    encoder = keras.Model(inputs, code)
    latent = keras.Input(shape=(latent_dims,))
    x = stack(latent, list(reversed(hidden_layers)))
    decoder = keras.Model(latent, dense(x, input_dims, 'sigmoid'))
''' + FINISH

RECURSION = edited(HELPER, ('''    for width in widths:
        x = dense(x, width)
    return x
''', '''    if not widths:
        return x
    return stack(dense(x, widths[0]), widths[1:])
'''))

MAKER = '''
class Autoencoder:
    """Makes the layers, then the models."""

    def __init__(self, input_dims, hidden_layers, latent_dims, lambtha):
        """Make the layers of both halves."""
        self.input_dims, self.latent_dims = input_dims, latent_dims
        relu = {'activation': 'relu'}
        self.down = [keras.layers.Dense(n, **relu) for n in hidden_layers]
        self.down.append(keras.layers.Dense(
            latent_dims, activation='relu',
            activity_regularizer=keras.regularizers.l1(lambtha)))
        self.up = [keras.layers.Dense(n, **relu) for n in hidden_layers]
        self.up.reverse()
        self.up += [keras.layers.Dense(input_dims, activation='sigmoid')]

    @staticmethod
    def model(width, layers):
        """Return the model that runs the layers on so many inputs."""
        x = inputs = keras.Input(shape=(width,))
        for layer in layers:
            x = layer(x)
        return keras.Model(inputs=inputs, outputs=x)

    def models(self):
        """Return the encoder, the decoder and both in one."""
        return (self.model(self.input_dims, self.down),
                self.model(self.latent_dims, self.up),
                self.model(self.input_dims, self.down + self.up))


def sparse(input_dims, hidden_layers, latent_dims, lambtha):
    """Build the models with a class."""
    maker = Autoencoder(input_dims, hidden_layers, latent_dims, lambtha)
    encoder, decoder, auto = maker.models()
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
'''

SUBCLASSED = '''
class Stack(keras.Model):
    """Layers, one after the other."""

    def __init__(self, *layers):
        """Keep the layers."""
        super().__init__()
        self.stack = layers

    def call(self, x):
        """Return what the last layer says."""
        for layer in self.stack:
            x = layer(x)
        return x


def sparse(input_dims, hidden_layers, latent_dims, lambtha):
    """Build the models as objects of a class."""
    dense = keras.layers.Dense
    encoder = Stack(*[dense(n, activation='relu') for n in hidden_layers],
                    dense(latent_dims, activation='relu',
                          activity_regularizer=keras.regularizers.l1(lambtha)))
    decoder = Stack(*[dense(n, activation='relu')
                      for n in hidden_layers[::-1]],
                    dense(input_dims, activation='sigmoid'))
    auto = Stack(encoder, decoder)
    encoder(keras.Input(shape=(input_dims,)))
    decoder(keras.Input(shape=(latent_dims,)))
    auto(keras.Input(shape=(input_dims,)))
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
'''

# A layer of the student's own, whose bias comes before its kernel.
BIAS_FIRST = '''
class Affine(keras.layers.Layer):
    """A fully connected layer of our own."""

    def __init__(self, units, activation, **options):
        """Keep the width and the activation."""
        super().__init__(**options)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, shape):
        """Make the bias, then the kernel."""
        self.b = self.add_weight(shape=(self.units,), initializer='zeros')
        self.w = self.add_weight(shape=(shape[-1], self.units))

    def call(self, x):
        """Return activation(x w + b)."""
        return self.activation(keras.ops.matmul(x, self.w) + self.b)


''' + edited(BASE, ('keras.layers.Dense', 'Affine')).lstrip()

REBUILT = '''
    x = inputs
    for layer in encoder.layers[1:] + decoder.layers[1:]:
        x = layer(x)
    auto = keras.Model(inputs, x)
'''
AUTO = '''
    inputs = keras.Input(shape=(input_dims,))
    auto = keras.Model(inputs, decoder(encoder(inputs)))
'''
CODE = '''    code = keras.layers.Dense(
        latent_dims, activation='relu',
        activity_regularizer=keras.regularizers.l1(lambtha))(x)
'''


def relu_by(layer: str, options: str) -> str:
    """Return the base with a layer in place of each relu."""
    return edited(
        BASE,
        (CODE, f"""    x = keras.layers.Dense(latent_dims)(x)
    code = keras.layers.{layer}(
        {options},
        activity_regularizer=keras.regularizers.l1(lambtha))(x)
"""),
        ("(width, activation='relu')(x)",
         f'(width)(x)\n        x = keras.layers.{layer}({options})(x)'))


STYLES = {
    'functional': BASE,
    'Sequential': SEQUENTIAL,
    'Sequential with add': SEQUENTIAL_ADD,
    'helper functions': HELPER,
    'recursion': RECURSION,
    'a class that makes all three': MAKER,
    'subclassed models': SUBCLASSED,
    'own layer, bias first': BIAS_FIRST,
    'Activation layers': relu_by('Activation', "'relu'"),
    'ReLU layers': relu_by('ReLU', 'max_value=None'),
    'LeakyReLU of slope 0': relu_by('LeakyReLU', 'negative_slope=0'),
    'Lambda layers': relu_by(
        'Lambda', 'lambda t: keras.ops.maximum(t, 0.0)'),
    'activation objects': edited(
        BASE, ('"\n    inputs', '"\n    relu = keras.activations.relu\n'
               '    sigmoid = keras.activations.sigmoid\n    inputs'),
        ("'relu'", 'relu'), ("'sigmoid'", 'sigmoid')),
    'a lambda for relu': edited(
        BASE, ("(width, activation='relu')", '(\n            width, '
               'activation=lambda t: keras.ops.maximum(t, 0.0))')),
    'layers with names': edited(
        BASE, ("latent_dims, activation='relu'",
               "latent_dims, activation='relu', name='bottleneck'"),
        ("(input_dims, activation='sigmoid'",
         "(\n        input_dims, activation='sigmoid', name='pixels'"),
        ('Model(inputs, code)', "Model(inputs, code, name='down')"),
        ('Model(latent, outputs)', "Model(latent, outputs, name='up')")),
    'harmless Reshape and Flatten': edited(
        BASE, ('x = inputs', 'x = keras.layers.Flatten()(inputs)'),
        ('Model(latent, outputs)',
         'Model(\n        latent, keras.layers.Reshape((input_dims,))'
         '(outputs))')),
    'auto from the outputs': edited(
        BASE, (AUTO, '''    auto = keras.Model(
        inputs=encoder.input, outputs=decoder(encoder.output))
''')),
    'auto from the same layers': edited(BASE, (AUTO, REBUILT)),
    'auto by Sequential': edited(
        BASE, (AUTO, '    auto = keras.Sequential([encoder, decoder])\n')),
}


def without_penalty(body: str) -> str:
    """Return the body of a sparse autoencoder as a vanilla one."""
    body = re.sub(r',\s*activity_regularizer=[\w.]+\(lambtha\)', '', body)
    return edited(body.replace(', lambtha', ''),
                  ('def sparse(', 'def autoencoder('))
