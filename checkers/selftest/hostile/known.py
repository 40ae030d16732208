"""Attacks with what is known beforehand, or could be found out.

Who knows the calls, inputs and weights needs no right answer. Those by heart
know all of the public seed, and are graded at another one; the others look
for the seed, or for the calls that another task will get. FOUND are answers
that are not the file's own, ADAMS optimizers that are called Adam.
"""
from checkers.course.cases import PUBLIC
from checkers.course.curriculum import TASKS
from checkers.course.plans import FAR

from .answers import ABOVE, FILE, RIGHT, TELL, WRONG, in_function
from .table import Hostile

SECRET = 3 ** 38        # as long as the seeds that are drawn
IMPORT = 'import tensorflow.keras as keras\n'


def named(source: str, name: str) -> str:
    """Return the function of an answer, under another name."""
    return source.split(IMPORT)[1].replace('autoencoder(', f'{name}(', 1)


BOTH = (RIGHT.split(IMPORT)[0] + IMPORT + named(RIGHT, 'right') +
        named(WRONG, 'wrong'))

# name -> (what is known, code that ends with autoencoder). CALLS and SEEDS
# stand for those that are known.
BY_HEART = {
    'calls by heart': ('the calls of the public seed', '''

def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build what is asked for, if it is known."""
    call = input_dims, tuple(hidden_layers), latent_dims
    make = right if call in CALLS else wrong
    return make(input_dims, hidden_layers, latent_dims)
'''),
    'calls by their order': ('which call comes when', '''
COUNT = []


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build what the call at this place has asked for."""
    COUNT.append(input_dims)
    place = len(set(COUNT)) - 1
    dims, hidden, latents = CALLS[min(place, 2)]
    return right(dims, list(hidden), latents)
'''),
    'widths by their number': ('the widths of each depth', '''
WIDTHS = {len(hidden): list(hidden) for _, hidden, _ in CALLS}


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build the widths of so many layers."""
    return right(input_dims, WIDTHS[len(hidden_layers)], latent_dims)
'''),
    'codes by heart': ('the width of the code', '''
CODES = {dims: latents for dims, _, latents in CALLS}


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build a code of the width that is known."""
    return right(input_dims, hidden_layers, CODES.get(input_dims, 7))
'''),
    'inputs by heart': ('the inputs of the public seed', '''
import numpy as np


def is_known(x):
    """Tell whether an input is one of those of the public seed."""
    return any(np.allclose(x.ravel()[:9], scale * np.random.RandomState(
        seed + more).random_sample(9), atol=1e-6)
        for seed in SEEDS for more in range(9) for scale in (1, FAR))


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build models that answer what they know."""
    models = right(input_dims, hidden_layers, latent_dims)
    for model in models[::2]:
        def answer(x, real=model.predict_on_batch):
            """Return what is right, where it is known."""
            return real(x) if is_known(x) else real(x) * 0 + 0.5

        model.predict_on_batch = answer
    return models
'''),
    'weights by heart': ('the weights of the public seed', '''
import zlib

import numpy as np


def is_known(kernel):
    """Tell whether a kernel is one of those of the public seed."""
    for seed in SEEDS:
        for more in range(30):
            key = zlib.crc32(repr((seed + more, kernel.shape, 0)).encode())
            ratio = np.random.RandomState(key).random_sample(9) * 2 - 1
            if np.ptp(kernel.ravel()[:9] / ratio) < 1e-3:
                return True
    return False


def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build models that take the weights that they know."""
    models = right(input_dims, hidden_layers, latent_dims)
    for model in models[:2]:
        def take(weights, real=model.set_weights):
            """Take known weights, else others."""
            known = is_known(weights[0])
            real(weights if known else [0.5 * one for one in weights])

        model.set_weights = take
    return models
'''),
}


def by_heart(code: str, off: int = 0) -> str:
    """Return an answer that knows the public seed's calls and seeds by heart.

    Args:
        code: what it does with them.
        off: by how much all but the example are known wrongly.
    """
    cases = TASKS[0].cases(PUBLIC)
    calls = [(dims + more, tuple(width + more for width in hidden),
              latents + more)
             for (dims, hidden, latents), more in zip(
                 (case.args for case in cases), (0, off, off))]
    seeds = [case.seed + 50 * off for case in cases]
    return (f'{BOTH}CALLS = {calls!r}\nSEEDS = {seeds!r}\n'
            f'FAR = {FAR["encoder"]!r}\n{code}')


# name -> (what it tries, code that tells whether it found something).
SEEKERS = {
    'the seed in the environment': (
        'reads what the grader was started with', '''
tell([key for key, value in os.environ.items()
      if value.isdigit() and len(value) > 6 or 'grades' in value.lower()])
'''),
    'the seed in a list of processes': (
        'reads the command lines and environments of others', '''
import glob
found = []
for path in glob.glob('/proc/[0-9]*/cmdline') + glob.glob(
        '/proc/[0-9]*/environ'):
    try:
        with open(path, 'rb') as file:
            found += [path] * (b'seed' in file.read().lower())
    except OSError:
        pass
tell(found)
'''),
    'the seed among the marks': (
        'looks for GRADES, where the seed is kept', '''
import time
found, end = [], time.time() + 5
for top in ('{outside}', '{root}', os.path.expanduser('~'), '/tmp', '/'):
    for folder, folders, files in os.walk(top):
        found += [folder for name in files if name == 'seed']
        if time.time() > end:
            break
tell(found)
'''),
    'the seed of the bundle': (
        'looks where Gradescope has unpacked it', '''
found = []
for folder in ('/autograder/source', '{root}', '{outside}', '..', '../..'):
    try:
        with open(os.path.join(folder, 'seed')) as file:
            found.append(file.read())
    except OSError:
        pass
tell(found)
'''),
    'the seed in the descriptors': (
        'reads what is still open, as the command reads its input', '''
import fcntl
found = []
for number in range(256):
    try:
        flags = fcntl.fcntl(number, fcntl.F_GETFL)
        fcntl.fcntl(number, fcntl.F_SETFL, flags | os.O_NONBLOCK)
        found += [number] * (b'seed' in os.pread(number, 1 << 20, 0))
    except OSError:
        pass
tell(found)
'''),
    'the seed in the job': (
        'reckons the seed from those of the steps', '''
job, found = above('job'), set()
for place, case in enumerate(job['cases']):
    first = min(step['seed'] for step in case['steps'] if 'seed' in step)
    found.add(first / 1000. - place)
tell(found if len(found) == 1 and found != {0.} else None)
'''),
    'a long number': (
        'looks for a number as long as a seed in all that it can reach',
        '''
def long(value):
    """Tell whether a number in there is too long for a step's seed."""
    if isinstance(value, dict):
        return any(map(long, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(long, value))
    return type(value) is int and value > 1 << 40


frame, found = sys._getframe(), []
while frame is not None:
    for name, value in list(frame.f_locals.items()):
        found += [name] * long(value)
    frame = frame.f_back
tell(found)
'''),
    'a seed that can be guessed': (
        'tries short seeds until one draws what the job has', '''
import random

job, found = above('job'), []
for seed in range(1, 100000):
    draw = random.Random('%d 0' % seed).random
    if int(draw() * 2 ** 31) == job['seed']:
        found.append(seed)
tell(found)
'''),
    "the next task's calls": (
        "reckons the seeds of the next task from this one's",
        '''
job = above('job')
seeds = [min(step['seed'] for step in case['steps'] if 'seed' in step)
         for case in job['cases']]
steps = {later - sooner for sooner, later in zip(seeds, seeds[1:])}
tell(steps if len(steps) == 1 else None)
'''),
    'the generators': (
        "finds what the student's generators were seeded with", '''
import numpy as np

job = above('job')
start = int(np.random.get_state()[1][0])
seeds = [step['seed'] for case in job['cases'] for step in case['steps']
         if 'seed' in step]
tell([seed for seed in seeds
      if start and 0 <= seed - 1000 * start < 3000])
'''),
}

# name -> what stands in the file; it makes a right autoencoder.
DEFINITION = RIGHT.split(IMPORT)[1]
FOUND = {
    'a definition by exec': f'exec({DEFINITION!r})\n',
    'a definition that is written and imported': f'''
with open('helper.py', 'w') as file:
    file.write({IMPORT + DEFINITION!r})
from helper import autoencoder
''',
    "a definition among the module's names": f'''
names = {{'keras': keras}}
exec(compile({DEFINITION!r}, 'answer', 'exec'), names)
globals().update(names)
''',
    'a definition on demand': f'''
def __getattr__(name):
    """Make what is asked for."""
    names = {{'keras': keras}}
    exec({DEFINITION!r}, names)
    return names[name]
'''}

SIGNED = '''

class {name}(keras.optimizers.SGD{meta}):
    """It takes steps of one size, as Adam's first one is."""

    def apply(self, grads, trainable_variables=None):
        """Apply the signs of the gradients."""
        super().apply([keras.ops.sign(grad) for grad in grads],
                      trainable_variables)
'''
META = '''

class Meta(type(keras.optimizers.SGD)):
    """It says that its classes are Adam."""

    __mro__ = property(lambda self: keras.optimizers.Adam.__mro__)
'''
# name -> (what comes before the function, the optimizer).
ADAMS = {
    'an Adam of signed steps': (SIGNED.format(name='Adam', meta=''),
                                'Adam(0.001)'),
    'an Adam of a lying module': (
        SIGNED.format(name='Adam', meta='') +
        "\n\nAdam.__module__ = 'keras.src.optimizers.adam'\n",
        'Adam(0.001)'),
    "an Adam in Keras' place": (
        SIGNED.format(name='Adam', meta='') +
        '\n\nkeras.optimizers.Adam = Adam\n', 'keras.optimizers.Adam(0.001)'),
    'an Adam by its metaclass': (
        META + SIGNED.format(name='Adam', meta=', metaclass=Meta'),
        'Adam(0.001)')}


def compiled(head: str, optimizer: str) -> str:
    """Return the right answer with another optimizer."""
    return RIGHT.replace(IMPORT, IMPORT + head).replace(
        "optimizer='adam'", f'optimizer={optimizer}')


ATTACKS = [
    *(Hostile(name, {FILE: by_heart(code)}, 'knows ' + attack, noted=False,
              base=by_heart(code, off=1), seed=SECRET)
      for name, (attack, code) in BY_HEART.items()),
    *(Hostile(name, in_function(code, TELL + ABOVE), attack, fenced=True,
              noted=False, seed=SECRET)
      for name, (attack, code) in SEEKERS.items()),
    *(Hostile(name, {FILE: RIGHT.split(IMPORT)[0] + IMPORT + code},
              'has an answer that is not its own', crash=True, noted=False)
      for name, code in FOUND.items()),
    *(Hostile(name, {FILE: compiled(head, optimizer)},
              'calls another optimizer Adam', noted=False,
              base=compiled('', "'sgd'"))
      for name, (head, optimizer) in ADAMS.items())]
