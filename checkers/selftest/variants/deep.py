"""Right answers to task 4 by style: how the flat model and its part are made.
"""
from .pieces import edited, pages
from .wording import wordings

BASE = '''
def deep(input_dims, hidden_layers, latent_dims):
    """Build the encoder and the autoencoder."""
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = inputs
    for i, width in enumerate(hidden_layers):
        x = keras.layers.Dense(
            width, activation='relu', name='hidden_layer_' + str(i + 1))(x)
    code = keras.layers.Dense(
        latent_dims, activation='relu', name='code_layer')(x)
    x = code
    for i, width in enumerate(hidden_layers[::-1]):
        number = len(hidden_layers) + i + 1
        x = keras.layers.Dense(
            width, activation='relu', name='hidden_layer_' + str(number))(x)
    outputs = keras.layers.Dense(
        input_dims, activation='sigmoid', name='output_layer')(x)
    auto = keras.Model(inputs, outputs)
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    encoder = keras.Model(inputs, code)
    return encoder, auto
'''
CUT = '    encoder = keras.Model(inputs, code)\n'

COUNTER = '''
def deep(input_dims, hidden_layers, latent_dims):
    """Build the models with one list of names and widths."""
    depth = len(hidden_layers)
    numbers = range(1, 2 * depth + 1)
    names = ['hidden_layer_{}'.format(number) for number in numbers]
    rows = list(zip(names[:depth], hidden_layers))
    rows += [('code_layer', latent_dims)]
    rows += list(zip(names[depth:], reversed(hidden_layers)))
    tensors = [keras.layers.Input((input_dims,), name='input_layer')]
    for name, width in rows:
        dense = keras.layers.Dense(width, 'relu', name=name)
        tensors.append(dense(tensors[-1]))
    last = keras.layers.Dense(input_dims, 'sigmoid', name='output_layer')
    auto = keras.models.Model(inputs=tensors[0], outputs=last(tensors[-1]))
    auto.compile('adam', 'binary_crossentropy')
    return keras.models.Model(tensors[0], tensors[depth + 1]), auto
'''

SEQUENTIAL = '''
def deep(input_dims, hidden_layers, latent_dims):
    """Build the flat model one add at a time, the encoder from its layers."""
    count = 0
    auto = keras.Sequential(
        [keras.Input(shape=(input_dims,), name='input_layer')])
    for width in hidden_layers:
        count += 1
        auto.add(keras.layers.Dense(
            width, activation='relu', name=f'hidden_layer_{count}'))
    auto.add(keras.layers.Dense(
        latent_dims, activation='relu', name='code_layer'))
    for width in reversed(hidden_layers):
        count += 1
        auto.add(keras.layers.Dense(
            width, activation='relu', name=f'hidden_layer_{count}'))
    auto.add(keras.layers.Dense(
        input_dims, activation='sigmoid', name='output_layer'))
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    encoder = keras.Sequential(auto.layers[:len(hidden_layers) + 1])
    return encoder, auto
'''

SEQUENTIAL_CUT = edited(SEQUENTIAL, ('''keras.Sequential(auto.layers[:\
len(hidden_layers) + 1])''', '''keras.Model(
        auto.inputs, auto.get_layer('code_layer').output)'''))

LAYERS_FIRST = '''
def named(width, name, activation='relu'):
    """Return a fully connected layer."""
    return keras.layers.Dense(width, activation=activation, name=name)


def deep(input_dims, hidden_layers, latent_dims):
    """Make the layers from the last to the first, then the models."""
    depth = len(hidden_layers)
    last = named(input_dims, 'output_layer', 'sigmoid')
    up = [named(hidden_layers[i], 'hidden_layer_%d' % (2 * depth - i))
          for i in range(depth)][::-1]
    code = named(latent_dims, 'code_layer')
    down = [named(width, 'hidden_layer_%d' % (i + 1))
            for i, width in enumerate(hidden_layers)]
    inputs = keras.Input(shape=(input_dims,), name='input_layer')
    x = inputs
    for layer in down + [code]:
        x = layer(x)
    encoder = keras.Model(inputs, x)
    for layer in up + [last]:
        x = layer(x)
    auto = keras.Model(inputs, x)
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, auto
'''

FLAT = '''
class Flat(keras.Model):
    """A model of a class of its own."""


'''.lstrip()

SUBCLASSED = '''
class Flat(keras.Model):
    """Layers, one after the other."""

    def __init__(self, rows):
        """Keep the layers."""
        super().__init__()
        self.rows = rows

    def call(self, x):
        """Return what the last layer says."""
        for layer in self.rows:
            x = layer(x)
        return x


def deep(input_dims, hidden_layers, latent_dims):
    """Build the models as objects of a class."""
    widths = hidden_layers + [latent_dims] + hidden_layers[::-1]
    names = ['hidden_layer_%d' % (i + 1)
             for i in range(2 * len(hidden_layers))]
    names.insert(len(hidden_layers), 'code_layer')
    rows = [keras.layers.Dense(width, activation='relu', name=name)
            for name, width in zip(names, widths)]
    rows.append(keras.layers.Dense(
        input_dims, activation='sigmoid', name='output_layer'))
    auto, encoder = Flat(rows), Flat(rows[:len(hidden_layers) + 1])
    for model in auto, encoder:
        model(keras.Input(shape=(input_dims,)))
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, auto
'''

UNROLLED = edited(BASE, (CUT, '''    x = inputs
    for layer in auto.layers[1:len(hidden_layers) + 2]:
        x = layer(x)
    encoder = keras.Model(inputs, x)
'''))


def relu_by(layer: str) -> str:
    """Return the base with a layer in place of each relu."""
    return edited(
        BASE,
        ("width, activation='relu', name", 'width, name'),
        ("str(i + 1))(x)\n", f"str(i + 1))(x)\n        x = {layer}(x)\n"),
        ("str(number))(x)\n", f"str(number))(x)\n        x = {layer}(x)\n"),
        ("latent_dims, activation='relu', name='code_layer')(x)",
         'latent_dims)(x)\n    code = '
         + layer.replace(')', ", name='code_layer')(code)").replace(
             '(, ', '(')))


STYLES = {
    'functional': BASE,
    'cut at the name': edited(BASE, (CUT, '''    encoder = keras.Model(
        inputs=auto.input, outputs=auto.get_layer('code_layer').output)
''')),
    'cut at the place': edited(BASE, (CUT, '''    encoder = keras.Model(
        auto.inputs, auto.layers[len(hidden_layers) + 1].output)
''')),
    'encoder before compile': edited(
        BASE, (CUT, ''), ('    auto = keras.Model(inputs, outputs)\n',
                          CUT + '    auto = keras.Model(inputs, outputs)\n')),
    'auto on the encoder': edited(
        BASE, (CUT, ''), ('    x = code\n', CUT + '    x = encoder.output\n'),
        ('Model(inputs, outputs)', 'Model(encoder.input, outputs)')),
    'one list of names and widths': COUNTER,
    'Sequential': SEQUENTIAL,
    'Sequential, cut at the name': SEQUENTIAL_CUT,
    'layers made from the last to the first': LAYERS_FIRST,
    'subclassed models': SUBCLASSED,
    'a model of its own class': FLAT + edited(
        BASE, ('keras.Model(inputs, outputs)', 'Flat(inputs, outputs)')
    ).lstrip(),
    'encoder by calling the layers again': UNROLLED,
    'Activation layers': relu_by("keras.layers.Activation('relu')"),
    'ReLU layers': relu_by('keras.layers.ReLU()'),
    'models with names': edited(
        BASE, ('Model(inputs, outputs)', "Model(inputs, outputs, name='a')"),
        ('Model(inputs, code)', "Model(inputs, code, name='e')")),
    'biases of ones at first': edited(
        BASE, ("activation='sigmoid',",
               "bias_initializer='ones', activation='sigmoid',\n       ")),
}

VARIANTS = {**pages(STYLES), **wordings(BASE)}
