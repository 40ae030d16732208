"""Attacks by what is returned: objects that only pass for models."""
from .answers import FILE, WORSE, answer, at_import, worse
from .table import Hostile

YES = '''
class Yes(object):
    """Equal to everything, and everything one asks for."""

    shape = (1,)

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __lt__(self, other):
        return True

    __gt__ = __le__ = __ge__ = __contains__ = __lt__

    def __hash__(self):
        return 0

    def __bool__(self):
        return True

    def __float__(self):
        return 0.

    def __len__(self):
        return 3

    def __iter__(self):
        return iter([self, self, self])

    def __getitem__(self, key):
        return self

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self
'''
# Models of NumPy arrays that state the right shapes, and answer 0.5 to all.
FAKE = '''
import numpy as np


class Fake(object):
    """A model that computes nothing."""

    def __init__(self, widths):
        self.widths, self.time = widths, 0
        self.optimizer = type('Adam', (), {})()

    def get_weights(self):
        self.time += 1
        return [np.full(shape, self.time / 1e4) for pair in
                zip(self.widths, self.widths[1:])
                for shape in (pair, pair[1:])]

    def set_weights(self, weights):
        pass

    def predict_on_batch(self, x):
        return np.full((len(x), self.widths[-1]), 0.5)

    def test_on_batch(self, x, y, return_dict=False):
        return float(np.log(2)) - self.time / 1e4

    train_on_batch = test_on_batch
'''
FAKES = '''
down = [input_dims] + hidden_layers + [latent_dims]
return Fake(down), Fake(down[::-1]), Fake(down + down[-2::-1])
'''
WRAPPED = '''
class Wrapped(object):
    """A model whose outputs, weights or losses are made up."""

    def __init__(self, model):
        self.model, self.calls = model, 0

    def __getattr__(self, name):
        return getattr(self.model, name)
'''
WRAP = '''
encoder, decoder, auto = map(Wrapped, (encoder, decoder, auto))
'''


def wrapped(methods: str) -> dict[str, str]:
    """Return an answer whose models have these methods of their own."""
    body = '\n'.join('    ' + line if line.strip() else ''
                     for line in methods.strip('\n').splitlines())
    return worse(head=f'import numpy as np\n\n{WRAPPED}\n{body}', last=WRAP)


def outputs(value: str) -> dict[str, str]:
    """Return an answer whose models give that expression for each batch."""
    return wrapped(f'''
def predict_on_batch(self, x):
    self.calls += 1
    y = self.model.predict_on_batch(x)
    return {value}
''')


OUTPUTS = {
    'outputs that are NaN': 'np.full_like(y, np.nan)',
    'outputs that are infinite': 'np.full_like(y, np.inf)',
    'outputs that are empty': 'np.zeros((0,), np.float32)',
    'outputs without dimensions': 'np.float32(0.5)',
    'outputs that are the input': 'x',
    'outputs of another number type': 'y.astype(complex)',
    'outputs that are objects': 'np.array([print] * 4, dtype=object)',
    'outputs that depend on the call count': 'y * (self.calls % 2)',
    'outputs recorded in the first call':
        "self.__dict__.setdefault('first', y)",
    'no outputs': '[]',
    'a dictionary of outputs': "{'score': y, 'points': y}",
    'twenty thousand outputs': '[y[:1, :1]] * 20000',
}

ENDLESS = '''
import time


class Endless(list):
    """A list that does not end for two minutes."""

    def __iter__(self):
        end = time.time() + 120
        while time.time() < end:
            time.sleep(0.001)
            yield 0.5
'''

ATTACKS = [
    Hostile('an object equal to everything', {
        FILE: answer(head=YES, last='return Yes()')},
        'returns one object whose __eq__ is always true', noted=False),
    Hostile('three objects equal to everything', {
        FILE: answer(head=YES, last='return Yes(), Yes(), Yes()')},
        'returns them as the three models', noted=False),
    Hostile('fake models', worse(head=FAKE, first=FAKES),
            'states the right shapes, computes nothing', base=WORSE),
    Hostile('a class called Adam', worse(last='''
        adam = type('Adam', (keras.optimizers.SGD,), {})
        auto.compile(optimizer=adam(), loss='mse')
    '''), 'calls its SGD so', noted=False, base=WORSE),
    Hostile('losses made up', wrapped('''
        def test_on_batch(self, x, y, return_dict=False):
            y = np.clip(self.model.predict_on_batch(x), 1e-7, 1 - 1e-7)
            self.calls += 1
            return -np.mean(x * np.log(y) + (1 - x) * np.log(1 - y))

        train_on_batch = test_on_batch
    '''.replace('\n        ', '\n')),
        'computes the asked loss for models that are wrong', base=WORSE),
    Hostile('a list that never ends', {FILE: answer(
        head='import numpy as np\n' + ENDLESS + '\n\n' + WRAPPED + '''
    def predict_on_batch(self, x):
        return Endless()
''', last=WRAP)}, 'gives outputs without an end', seconds=4, crash=True),
    Hostile('exceptions that answer for themselves', at_import('''
        import os


        class Odd(Exception):
            """An exception whose text ends the process."""

            def __str__(self):
                os._exit(0)


        raise Odd()
    '''), 'ends the process while its exception is described', crash=True),
    Hostile('a long exception', at_import('''
        raise RuntimeError('10 of 10 points! ' * 10 ** 7)
    '''), 'raises 170 MB of text', noted=False, crash=True),
    Hostile('names that are escapes', {FILE: answer(last=r'''
        odd = type('\x1b[2J\x1b[32mPASSED\x07</script>\n' * 99, (), {})
        return odd(), odd()
    ''')}, 'paints the report through its classes', noted=False),
    Hostile('a message of escapes', at_import(r'''
        raise RuntimeError('\x1b[2J\x1b[1;32mPASSED 25/25\x07\x00\r\x9b2J')
    '''), 'paints the report through its exception', noted=False, crash=True),
    Hostile('a function that is no function', {FILE: answer(tail='''
        class Callable(object):
            """It lies about its parameters."""

            __signature__ = 5
            __code__ = None

            def __call__(self, *args, **kwargs):
                raise SystemExit(0)


        autoencoder = Callable()
    ''')}, 'puts an odd object in the place of the function', noted=False),
    Hostile('arguments that bite', {FILE: answer(last='''
        hidden_layers[:] = [hidden_layers]
    ''')}, 'makes the list of layers contain itself', noted=False),
]
ATTACKS += [
    Hostile(name, outputs(value), 'gives outputs that are made up',
            base=WORSE) for name, value in OUTPUTS.items()]
