"""Attacks on how models are found, and on what counts before an exception.

Models are known by what they map, and looked for in variables where they are
not returned. Decoys, liars and well-placed exceptions must not earn what the
same answer does not earn without them.
"""
from .answers import FILE, WRONG, answer
from .shown import SQUARED, TOP, VANILLA, Lie
from .table import Hostile

# Models of Keras' own class that say of themselves what the attacker likes.
LIAR = '''

class Liar(keras.Model):
    """A model that says what is asked for, and computes nothing."""

    def __init__(self, ends, shapes):
        super().__init__()
        self.ends, self.shapes, self.kept = ends, shapes, None

    @property
    def input_shape(self):
        return None, self.ends[0]

    @property
    def output_shape(self):
        return None, self.ends[1]

    def get_weights(self):
        return self.kept or [keras.ops.convert_to_numpy(
            keras.ops.ones(shape)) for shape in self.shapes]

    def set_weights(self, weights):
        self.kept = weights

    def predict_on_batch(self, x):
        return keras.ops.convert_to_numpy(keras.random.uniform(
            (len(x), self.ends[1])))


def liars(input_dims, hidden_layers, latent_dims):
    """Return liars that have the right shapes."""
    down = [input_dims] + hidden_layers + [latent_dims]
    found = []
    for widths in (down, down[::-1], down + down[-2::-1]):
        shapes = []
        for pair in zip(widths, widths[1:]):
            shapes += [pair, pair[1:]]
        found.append(Liar((widths[0], widths[-1]), shapes))
    return found
'''
LIARS = 'found = liars(input_dims, hidden_layers, latent_dims)\n'
HEAP = '''

class Heap(object):
    """It has very many attributes."""


'''
# name -> (what it tries, the code before the function, before its return)
FOUND = {
    'liars returned': (
        'returns models that say what they map', LIAR,
        LIARS + 'return found'),
    'a dictionary of liars': (
        'returns models and liars together', LIAR,
        LIARS + 'return dict(enumerate([encoder, decoder, auto] + found))'),
    'liars in the variables': (
        'leaves liars where models are looked for', LIAR,
        LIARS + 'first, second, third = found\nraise ValueError'),
    'nothing returned but liars left': (
        'leaves liars, and returns nothing', LIAR,
        LIARS + 'first, second, third = found\nreturn None'),
    'frames stuffed with models': (
        'leaves 300 models of the right shapes', HEAP, '''
heap = Heap()
for number in range(300):
    setattr(heap, 'model%d' % number, keras.Sequential([
        keras.Input(shape=(input_dims,)),
        keras.layers.Dense(latent_dims, activation='relu')]))
raise ValueError'''),
    'a dictionary of a thousand': (
        'returns 1,000 times each model', '', '''
return {number: (encoder, decoder, auto)[number % 3]
        for number in range(3000)}'''),
    'variables that raise': (
        'leaves an object that cannot be looked at', '''

class Bad(object):
    """It raises whatever one asks for."""

    @property
    def __dict__(self):
        raise SystemExit

    @property
    def __class__(self):
        raise SystemExit


''', 'bad = Bad()\nraise ValueError'),
    'a class that passes for a model': (
        'leaves an object that says that it is a model', '''

class Passing(object):
    """It says that it is a model."""

    __class__ = keras.Model
    input_shape = output_shape = (None, None)
    layers = weights = property(lambda self: [self] * 9)

    def get_weights(self):
        return []

    def predict_on_batch(self, x):
        return x


''', 'passing = Passing()\nraise ValueError'),
    'a frame of the probe': (
        'raises through frames that bear the names of other files', '', '''
code = compile('found = encoder\\nraise ValueError', __import__(
    'sys')._getframe(1).f_code.co_filename, 'exec')
exec(code, {'encoder': decoder, '__name__': 'builders'})'''),
    'a name that is nobody': (
        'raises in a frame without a name', '', '''
exec(compile('raise ValueError', __file__, 'exec'), {})'''),
}
# An exception in the call that trains, so that a lie is not seen.
ALONE = ('    inputs = keras.Input(shape=(input_dims,))\n', '''\
    if len(hidden_layers) {}:
        raise ValueError(hidden_layers)
    inputs = keras.Input(shape=(input_dims,))
''')
SHOWS = (TOP, TOP + '''

class Shows(keras.Model):
    """It shows the loss that is asked for, and trains another."""

    def test_on_batch(self, x, y=None, **options):
        return float(keras.ops.mean(keras.losses.binary_crossentropy(
            x, self(x))))
''')
SHOWN = [SHOWS, ("auto = keras.Model(", 'auto = Shows(')]
# The function under another name, and another loss.
OTHER = SQUARED.replace('def autoencoder(', 'def other(')
LIES = {
    'an exception where it trains': Lie(
        0, 'raises with one layer alone, and shows another loss', SQUARED,
        (*SHOWN, (ALONE[0], ALONE[1].format('== 1')))),
    'an exception wherever it trains': Lie(
        0, 'raises in every call that trains', SQUARED,
        (*SHOWN, (ALONE[0], ALONE[1].format('!= 2')))),
    'an exception before another loss': Lie(
        0, 'raises before it compiles', SQUARED, ((
            "auto.compile(optimizer='adam', loss='mse')",
            "raise ValueError('mse')"),)),
    'another name beside an exec': Lie(
        0, 'makes what is asked for by exec, and something else by hand',
        OTHER, ((TOP, TOP + f'\nexec({VANILLA!r})\n'),)),
}
ATTACKS = [Hostile(name, {FILE: answer(head=head, last=last)}, attack,
                   noted=False, base=WRONG)
           for name, (attack, head, last) in FOUND.items()] + [
    lie.hostile(name) for name, lie in LIES.items()]
