"""Right answers to task 6 by style: the parts, and what joins them."""
from .pieces import edited, pages, spellings

ENCODER = '''
def mnist_encoder(input_shape, code_shape):
    """Build an encoder."""
    inputs = keras.Input(shape=input_shape)
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(64, activation='relu')(x)
    units = 1
    for side in code_shape:
        units = units * side
    x = keras.layers.Dense(units, activation='relu')(x)
    return keras.Model(inputs, keras.layers.Reshape(code_shape)(x))


'''
DECODER = '''def mnist_decoder(code_shape, output_shape):
    """Build a decoder."""
    inputs = keras.Input(shape=code_shape)
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(64, activation='relu')(x)
    units = 1
    for side in output_shape:
        units = units * side
    x = keras.layers.Dense(units, activation='sigmoid')(x)
    return keras.Model(inputs, keras.layers.Reshape(output_shape)(x))


'''
SHAPES = '''def known(model, end):
    """Return the shape of a model's input or output, if Keras has one."""
    return getattr(model, end + '_shape', None)


def agree(given, taken):
    """Raise ValueError where two shapes differ, if both are known."""
    if given and taken and tuple(given[1:]) != tuple(taken[1:]):
        raise ValueError('%s and %s do not agree' % (given[1:], taken[1:]))


'''
CHECKS = '''        for model in (encoder, decoder):
            for ends in ('inputs', 'outputs'):
                if len(getattr(model, ends, None) or [0]) > 1:
                    raise ValueError('%s: more than one' % ends)
        agree(known(encoder, 'output'), known(decoder, 'input'))
        agree(known(decoder, 'output'), known(encoder, 'input'))
'''
JOIN = '''        self.encoder = encoder
        self.decoder = decoder
        self.auto = keras.Sequential([encoder, decoder])
        self.auto.compile(optimizer='adam', loss='mse')
'''
TRAIN = '''    def train(self, data, epochs=10, batch_size=256, **options):
        """Train both."""
        agree(data.shape, known(self.encoder, 'input'))
        agree(self.auto(data[:1]).shape, data.shape)
        return self.auto.fit(
            data, data, epochs=epochs, batch_size=batch_size, **options)

'''
SAVE = '''    def save_models(self, name, extension='.keras'):
        """Save both."""
        if extension not in ('.keras', '.hdf5'):
            raise ValueError(extension)
        self.encoder.save('encoder' + name + extension)
        self.decoder.save('decoder' + name + extension)

'''
LOAD = '''    @classmethod
    def load_models(cls, name, extension='.keras'):
        """Load both."""
        return cls(keras.models.load_model('encoder' + name + extension),
                   keras.models.load_model('decoder' + name + extension))
'''
CLASS = SHAPES + '''class Autoencoder:
    """An encoder and a decoder."""

    def __init__(self, encoder, decoder):
        """Check, then join."""
''' + CHECKS + JOIN + '\n' + TRAIN + SAVE + LOAD

BASE = ENCODER + DECODER + CLASS

SEQUENTIAL = '''
def stack(shape, output_shape, widths, last):
    """Return a model of dense layers."""
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=shape))
    model.add(keras.layers.Flatten())
    for width in widths:
        model.add(keras.layers.Dense(width, 'relu'))
    model.add(keras.layers.Dense(
        keras.layers.Flatten()(keras.Input(shape=output_shape)).shape[-1],
        last))
    model.add(keras.layers.Reshape(output_shape))
    return model


def mnist_encoder(input_shape, code_shape):
    """Build an encoder."""
    return stack(input_shape, code_shape, (512, 128, 64), 'tanh')


def mnist_decoder(code_shape, output_shape):
    """Build a decoder."""
    return stack(code_shape, output_shape, (64, 128, 512), 'sigmoid')


'''

CONVOLUTIONAL = '''
def mnist_encoder(input_shape, code_shape):
    """Build an encoder; of pictures it is convolutional."""
    inputs = keras.Input(shape=input_shape)
    x = inputs
    if len(input_shape) > 1:
        x = keras.layers.Reshape(input_shape[:2] + (-1,))(x)
        for filters in (8, 16):
            x = keras.layers.Conv2D(filters, 3, strides=2, padding='same',
                                    activation='relu')(x)
    x = keras.layers.Flatten()(x)
    units = 1
    for side in code_shape:
        units = units * side
    x = keras.layers.Dense(units)(x)
    return keras.Model(inputs, keras.layers.Reshape(code_shape)(x))


'''

MODEL = SHAPES + '''class Autoencoder(keras.Model):
    """An encoder and a decoder, as a model."""

    def __init__(self, encoder, decoder):
        """Check, then join."""
''' + CHECKS + '''        super().__init__()
        self.encoder = encoder
        self.decoder = decoder
        self.compile(optimizer=keras.optimizers.Adam(0.002), loss='mse')

    @property
    def auto(self):
        """Return the model, which this object is."""
        return self

    def call(self, x):
        """Return the reconstruction of x."""
        return self.decoder(self.encoder(x))

''' + edited(TRAIN, ('self.auto.fit(', 'self.fit(')) + SAVE + LOAD

STATIC = '''    @staticmethod
    def load_models(name, extension='.keras'):
        """Load both."""
        models = {}
        for part in ('encoder', 'decoder'):
            models[part] = keras.models.load_model(
                '{}{}{}'.format(part, name, extension), compile=False)
        return Autoencoder(**models)
'''

CHAIN = '''class Chain(keras.Model):
    """One model after another."""

    def __init__(self, *models):
        """Keep them."""
        super().__init__()
        self.models = models

    def call(self, x):
        """Return what the last gives."""
        for model in self.models:
            x = model(x)
        return x


'''

TENSORS = '''        self.encoder, self.decoder = encoder, decoder
        if getattr(encoder, 'inputs', None):
            self.auto = keras.Model(encoder.inputs,
                                    decoder(encoder.outputs[0]))
        else:
            self.auto = keras.Sequential([encoder, decoder])
        self.auto.compile(optimizer=keras.optimizers.Adam(0.01),
                          loss=keras.losses.MeanSquaredError())
'''

CHECKED = '''        ends = []
        for model in (encoder, decoder):
            for end in ('inputs', 'outputs'):
                try:
                    tensors = getattr(model, end)
                except AttributeError:
                    ends.append(None)
                    continue
                if len(tensors) != 1:
                    raise ValueError('%s has %d ends of a kind' % (
                        model.name, len(tensors)))
                ends.append(tuple(tensors[0].shape[1:]))
        x, code, z, y = ends
        if code and z and code != z:
            raise ValueError('code: {} and {}'.format(code, z))
        if x and y and x != y:
            raise ValueError('output: {} and {}'.format(y, x))
'''

LATE = '''    def train(self, data, epochs=10, batch_size=256, **options):
        """Train both."""
        try:
            shape = tuple(self.auto(keras.Input(data.shape[1:])).shape)
        except ValueError as error:
            raise ValueError('the data is %s, and not %s' % (
                data.shape, known(self.encoder, 'input'))) from error
        agree(data.shape, known(self.encoder, 'input'))
        agree(shape, data.shape)
        return self.auto.fit(data, data, batch_size, epochs, **options)

'''

ENDINGS = '''    def save_models(self, name, extension='.keras'):
        """Save both."""
        if not extension.endswith(('.keras', '.hdf5')):
            raise ValueError('no such kind of file: ' + extension)
        for part in ('encoder', 'decoder'):
            keras.models.save_model(getattr(self, part),
                                    f'{part}{name}{extension}')

'''

SQUARED = '''def squared(x, y):
    """Return the squared error of each value."""
    return keras.ops.square(x - y)


'''

INSIDE = '''    def train(self, data, **options):
        """Train both."""
        options = {'epochs': 10, 'batch_size': 256, **options}
        expected = (known(self.encoder, 'input') or data.shape)[1:]
        if tuple(data.shape)[1:] != expected:
            raise ValueError(f'{data.shape[1:]} is not {expected}')
        output = self.auto(data[:2]).shape
        if output[1:] != data.shape[1:]:
            raise ValueError(f'{output} is not {data.shape}')
        return self.auto.fit(x=data, y=data, **options)

'''

TYPED = edited(
    CLASS, ('        self.encoder = encoder\n        self.decoder = decoder\n',
            '        self._parts = [encoder, decoder]\n'),
    ('    def train(self, data, epochs=10,', '''    @property
    def encoder(self) -> keras.Model:
        """Return the encoder."""
        return self._parts[0]

    @property
    def decoder(self) -> keras.Model:
        """Return the decoder."""
        return self._parts[1]

    def train(self, data, epochs: int = 10,'''))

STYLES = {
    'functional': BASE,
    'Sequential, other widths': edited(BASE, (ENCODER, SEQUENTIAL),
                                       (DECODER, '')),
    'convolutional encoder': edited(BASE, (ENCODER, CONVOLUTIONAL)),
    'batch normalisation and dropout': edited(
        BASE, ("activation='relu')(x)\n    units",
               "activation='relu')(x)\n"
               '    x = keras.layers.BatchNormalization()(x)\n'
               '    x = keras.layers.Dropout(0.1)(x)\n    units')),
    'one layer each': edited(
        BASE, ("    x = keras.layers.Dense(64, activation='relu')(x)\n",
               '')),
    'a model of its own class': edited(BASE, (CLASS, MODEL)),
    'auto of a class of its own': edited(
        BASE, (CLASS, CHAIN + CLASS),
        ('keras.Sequential([encoder, decoder])', 'Chain(encoder, decoder)')),
    'shapes tried on a symbol': edited(BASE, (TRAIN, LATE)),
    'data refused without their shapes': edited(BASE, (TRAIN, edited(
        LATE, ('''the data is %s, and not %s' % (
                data.shape, known(self.encoder, 'input'))) from''',
               '''The data do not fit the encoder.') from''')))),
    'auto on the tensors': edited(BASE, (JOIN, TENSORS)),
    'a loss of its own': edited(
        BASE, (CLASS, SQUARED + CLASS), ("loss='mse'", 'loss=squared')),
    'defaults set inside': edited(BASE, (TRAIN, INSIDE)),
    'typed, with properties': edited(BASE, (CLASS, TYPED)),
    'checks in a loop': edited(BASE, (CHECKS, CHECKED)),
    'save_model, file names formatted': edited(BASE, (SAVE, ENDINGS)),
    'load_models is static': edited(BASE, (LOAD, STATIC)),
}

VARIANTS = {**pages(STYLES), **spellings(BASE)}
