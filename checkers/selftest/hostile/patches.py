"""Attacks on the code around the answer: NumPy, Keras, json, the probe."""
from .answers import ABOVE, WORSE, worse
from .table import ENDLESS, Hostile

# A child may find the probe under these names, or under none.
PROBE = ABOVE + '''

def module(name):
    """Return a module of the probe."""
    found = [sys.modules[key] for key in sys.modules
             if key.split('.')[-1] == name]
    return found[0]
'''


def patch(code: str) -> dict[str, str]:
    """Return the worse answer with code that runs at its import."""
    return worse(head=PROBE.strip('\n') + '\n\n\n' + code.strip('\n'))


# name -> (what it tries, code).
PATCHES = {
    'numpy.random returns zeros': ('makes every planted weight nothing', '''
import numpy as np


class Zeros(object):
    """A generator of zeros."""

    def __init__(self, seed=None):
        pass

    def random_sample(self, size):
        return np.zeros(size)


np.random.RandomState = Zeros
'''),
    'numpy.allclose is true': ('lets every comparison hold', '''
import numpy as np
np.allclose = np.array_equal = np.all = lambda *args, **kwargs: True
np.abs = lambda x: x * 0
np.max = lambda x: 1.
'''),
    'numpy.asarray returns a half': ('answers 0.5 to everything', '''
import numpy as np
real = np.asarray
np.asarray = lambda x, *args, **kwargs: real(x, *args, **kwargs) * 0 + 0.5
'''),
    'numpy.save writes a pickle': ('smuggles a pickle past the arrays', '''
import numpy as np
import pickle


class Run(object):
    """It would run on the judging side."""

    def __reduce__(self):
        return eval, ('__import__("os")._exit(7)',)


np.save = lambda file, value, **kwargs: file.write(pickle.dumps(Run()))
'''),
    'keras.Model is patched': ('lies in the base class of all models', '''
import numpy as np
keras.Model.test_on_batch = lambda *args, **kwargs: float(np.log(2))
real = keras.Model.predict_on_batch
keras.Model.predict_on_batch = lambda self, x: real(self, x) * 0 + 0.5
keras.Model.optimizer = type('Adam', (), {})()
'''),
    'keras trains nothing': ('lets the loss fall without a step', '''
losses = [1.]


def fall(*args, **kwargs):
    """Return a smaller loss every time."""
    losses.append(losses[-1] * 0.999)
    return losses[-1]


keras.Model.train_on_batch = keras.Model.test_on_batch = fall
'''),
    'json.dumps adds points': ('writes a score into what crosses', '''
import json
real = json.dumps


def dumps(value, *args, **kwargs):
    """Write full marks beside the observation."""
    if isinstance(value, dict):
        value = dict(value, score=25, max_score=25, status='passed',
                     points=25, passed=True)
    return real(value, *args, **kwargs)


json.dumps = dumps
'''),
    'struct.pack lies about lengths': ('announces other lengths', '''
import struct
real = struct.pack
struct.pack = lambda form, size: real(form, size + 8)
'''),
    'os.write sends everything twice': ('answers twice', '''
import os
real = os.write
os.write = lambda file, data: (real(file, data), real(file, data))[0]
'''),
    'sys.stdout speaks for the grader': ('prints marks and JSON', '''
class Loud(object):
    """A stream that repeats itself."""

    def write(self, text):
        return len(text)

    def flush(self):
        pass

    def fileno(self):
        return 1


sys.stdout = sys.stderr = Loud()
print('{"score": 25, "max_score": 25, "tests": []}' * 1000)
for file in (1, 2):
    __import__('os').write(file, b'{"score": 25, "max_score": 25}')
'''),
    'builtins are patched': ('lets every test of types hold', '''
import builtins
builtins.isinstance = lambda *args: True
builtins.callable = lambda *args: True
builtins.all = builtins.any = lambda *args: True
'''),
    'the planting is skipped': ('plants zeros for known weights', '''
import numpy as np
plant = module('plant')
plant.planted = lambda shapes, *args, **kwargs: [
    np.zeros(shape) for shape in shapes]
'''),
    'the inputs are zeros': ('feeds nothing but zeros', '''
import numpy as np
plant = module('plant')
plant.uniform = lambda shape, *args: np.zeros(shape, np.float32)
'''),
    'the probe predicts halves': ('answers 0.5 in place of the models', '''
import numpy as np
Case = module('case').Case
real = Case.predict
Case.predict = lambda self, **step: [
    y * 0 + 0.5 for y in real(self, **step)]
Case.loss = lambda self, **step: float(np.log(2))
'''),
    'the probe reports Adam': ('reports another optimizer and training', '''
import numpy as np
Case = module('case').Case
Case.optimizer = lambda self: ['Adam', 'Optimizer']


def train(self, x, models):
    """Report what training would look like."""
    return {'loss': 1.,
            'weights': {name: [np.asarray(weight) - 1e-3 for weight
                               in self.models[name].get_weights()]
                        for name in models}}


Case.train = train
'''),
    'the probe sees other calls': ('reports unchanged, fitting arguments', '''
child = module('child')
child.calling = lambda function, names: (
    list(names), {'position': True, 'name': True})
module('case').to_json = lambda value: value
'''),
    'the probe sees right shapes': ('reports the shapes that are asked', '''
Case = module('case').Case
real = Case.run


def run(self):
    """Run, then state other weights."""
    record = real(self)
    args = self.case['args']
    down = [args[0]] + list(args[1]) + [args[2]]
    for name, widths in ('encoder', down), ('decoder', down[::-1]):
        record['weights'][name] = [
            list(shape) for pair in zip(widths, widths[1:])
            for shape in (pair, pair[1:])]
        record['kinds'][name] = [''] * len(record['weights'][name])
    return record


Case.run = run
'''),
    'the probe sees another task': ('answers for another task', '''
job = above('job')
job['task'] = 1
'''),
    'the job has no cases': ('empties the list of what is asked', '''
job = above('job')
job['cases'] = []
'''),
    'the job asks less': ('strikes the steps that it would fail', '''
for case in above('job')['cases']:
    case['steps'] = [step for step in case['steps']
                     if step['do'] in ('plant', 'optimizer', 'train')]
'''),
    'the limits are lifted': ('gives itself a day', '''
import time
job = above('job')
job['limits'] = {'seconds': 86400, 'bytes': 1 << 60}
end = time.time() + 120
while time.time() < end:
    pass
'''),
    'gc finds the record': ('writes into every dictionary that fits', '''
import gc
for thing in gc.get_objects():
    if type(thing) is dict and 'nonce' in thing:
        thing.update(error=None, function='autoencoder', score=25)
    elif type(thing) is dict and 'max_points' in thing:
        thing.update(points=thing['max_points'], status='passed')
'''),
    'gc looks for the expected values': ('looks for the judge in memory', '''
import gc
for thing in gc.get_objects():
    name = getattr(thing, '__module__', None) or ''
    if str(name).startswith('checkers') or 'oracle' in str(name):
        raise RuntimeError('REA' + 'CHED %r' % thing)
'''),
    'a trace function rewrites results': ('edits frames as they return', '''
def trace(frame, event, value):
    """Change what the functions of the probe return, where it can."""
    if event == 'return' and isinstance(value, dict):
        value.update(error=None, score=25)
    return trace


frame = sys._getframe()
while frame is not None:
    frame.f_trace = trace
    frame = frame.f_back
sys.settrace(trace)
sys.setprofile(trace)
'''),
    'the modules are replaced': ('puts its own modules in their places', '''
import types
for name in ('json', 'struct', 'base64', 'io', 'tensorflow', 'wire', 'plant'):
    sys.modules[name] = types.ModuleType(name)
'''),
    'the file rewrites itself': ('becomes right once it is marked', '''
import os
with open(__file__, 'w') as file:
    file.write('score = 25')
os.utime(__file__, (0, 0))
'''),
    'an import hook stays behind': ('waits for the next submission', '''
class Hook(object):
    """It would change what is imported later."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        return None


sys.meta_path.insert(0, Hook)
sys.path.insert(0, '/tmp')
sys.path_hooks.clear()
'''),
}

ATTACKS = [Hostile(name, patch(code), attack, base=WORSE,
                   seconds=ENDLESS if 'time.time' in code else 20,
                   crash='time.time' in code)
           for name, (attack, code) in PATCHES.items()]
ATTACKS.append(Hostile(
    'the answer is looked for in memory', worse(PROBE, tail='''
import gc
for thing in gc.get_objects():
    if callable(thing) and getattr(thing, '__name__', '') == 'autoencoder':
        if getattr(thing, '__module__', '') != __name__:
            autoencoder = thing
'''), 'uses the function of an earlier submission', base=WORSE))
