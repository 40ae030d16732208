"""Mistakes in how task 6's class trains, refuses and loads."""
from .edits import Edit, before, cut, swap, text
from .table import Mistake, Table

COMPILE = "self.auto.compile(optimizer='adam', loss='mse')"
FIT = 'self.auto.fit(data, data, batch_size, epochs, **options)'
TRAIN = 'return ' + FIT
PARAMETERS = 'data, epochs=10, batch_size=256, **options'
KNOWN = "extension not in ('.keras', '.hdf5')"
LOADED = '''
return cls(*[keras.models.load_model(path, compile=False)
             for path in paths(name, extension)])'''
SAVED = 'encoder, decoder = paths(name, extension)'


def compiled(check: str, words: str) -> Mistake:
    """Return a mistake in how auto is compiled."""
    return check, swap(COMPILE, f'self.auto.compile({words})')


def fit(words: str) -> Edit:
    """Return the edit of what Keras' fit is given."""
    return swap(FIT, f'self.auto.fit({words})')


def fed(data: str) -> Mistake:
    """Return the mistake of training on something else than the data."""
    return 'options', swap(TRAIN, f'data = {data}\n{TRAIN}')


LOSS: Table = {
    'binary cross-entropy': compiled(
        'loss', "optimizer='adam', loss='binary_crossentropy'"),
    'absolute error': compiled('loss', "optimizer='adam', loss='mae'"),
    'error summed over the batch': compiled('loss', '''
            optimizer='adam',
            loss=keras.losses.MeanSquaredError(reduction='sum')'''),
    'error summed over a sample': compiled('loss', '''
            optimizer='adam', loss=lambda x, y: keras.ops.sum(
                (x - y) ** 2, axis=list(range(1, len(x.shape))))'''),
    'a loss that Keras does not have': (
        'joins', swap(COMPILE, 'self.auto.compile(\n    '
                      "optimizer='adam', loss=keras.losses.mean_square)")),
    'error halved': compiled(
        'loss', "optimizer='adam', loss='mse',\n"
                '                  loss_weights=[0.5]'),
}
OPTIMIZER: Table = {
    'stochastic gradient descent': compiled(
        'optimizer', "optimizer='sgd', loss='mse'"),
    'RMSprop': compiled('optimizer', "optimizer='rmsprop', loss='mse'"),
    'Nadam': compiled('optimizer', "optimizer='nadam', loss='mse'"),
    'compiled in train alone': (
        'optimizer', cut(COMPILE), before(TRAIN, COMPILE)),
}
TRAINED: Table = {
    'trained with another optimizer': ('training', before(
        TRAIN, "self.auto.compile(optimizer='sgd', loss='mse')")),
    'trained on another loss': ('options', before(
        TRAIN, "self.auto.compile(optimizer='adam', loss='mae')")),
}
OPTIONS: Table = {
    'options dropped': ('options', fit('data, data, batch_size, epochs')),
    'options not taken': (
        'options', text(f'self, {PARAMETERS}',
                        'self, data, epochs=10, batch_size=256'),
        fit('data, data, batch_size, epochs')),
    'callbacks alone passed on': ('options', fit(
        "\n            data, data, batch_size, epochs,\n"
        "            callbacks=options.get('callbacks')")),
    'never shuffled': ('options', fit(
        '\n            data, data, batch_size, epochs, '
        '**{**options, "shuffle": False}')),
    'always shuffled': ('options', fit(
        '\n            data, data, batch_size, epochs, '
        '**{**options, "shuffle": True}')),
    'always silent': ('options', fit(
        '\n            data, data, batch_size, epochs, '
        '**{**options, "verbose": 0}')),
    'targets in another order': ('options', fit(
        'data, data[::-1], batch_size, epochs, **options')),
    'targets shifted': ('options', fit(
        'data, data + 1, batch_size, epochs, **options')),
    'batch size not passed on': (
        'options', fit('data, data, epochs=epochs, **options')),
    'epochs not passed on': (
        'options', fit('data, data, batch_size, 5, **options')),
    'one epoch by default': ('options', text(
        PARAMETERS, PARAMETERS.replace('10', '1'))),
    'twenty epochs by default': ('options', text(
        PARAMETERS, PARAMETERS.replace('10', '20'))),
    'batches of 32 by default': ('options', text(
        PARAMETERS, PARAMETERS.replace('256', '32'))),
    'batches of 512 by default': ('options', text(
        PARAMETERS, PARAMETERS.replace('256', '512'))),
    'half of the data': fed('data[:len(data) // 2]'),
    'a tenth held back': ('options', fit(
        '\n            data, data, batch_size, epochs, '
        'validation_split=0.1,\n            **options')),
    'data divided by 255': fed('data / 255'),
    'data above 1 divided': fed('data / max(1, data.max())'),
    'history not returned': ('options', swap(TRAIN, FIT)),
    'last loss returned': (
        'options', swap(TRAIN, f'history = {FIT}\n'
                        "return history.history['loss'][-1]")),
}
REFUSED: Table = {
    '.h5 accepted': ('extensions', swap(
        KNOWN, "extension not in ('.keras', '.hdf5', '.h5')")),
    'a stop put before the extension': ('extensions', before(
        f'if {KNOWN}:\n    raise ValueError(\n        \'%r is neither '
        ".keras nor .hdf5' % (extension,))",
        "extension = '.' + extension.lstrip('.')")),
    'extension not looked at': ('extensions', swap(
        KNOWN, 'not extension')),
}
LOADING: Table = {
    'loaded auto not compiled': ('load_models', swap(LOADED, (
        'made = ' + LOADED.strip().removeprefix('return ') + '''
made.auto = keras.Model(made.auto.inputs, made.auto.outputs)
return made'''))),
    'models kept in the class': (
        'load_models', swap(SAVED, f'''
{SAVED}
kept = [keras.models.clone_model(model)
        for model in (self.encoder, self.decoder)]
for copy, model in zip(kept, (self.encoder, self.decoder)):
    copy.set_weights(model.get_weights())
self.kept[name] = kept'''.lstrip()),
        swap(LOADED, 'return cls(*cls.kept[name])'),
        text('    def __init__(self, encoder, decoder):',
             '    kept = {}\n\n    def __init__(self, encoder, decoder):')),
}
TABLES = [LOSS, OPTIMIZER, TRAINED, OPTIONS, REFUSED, LOADING]
