"""What is asked for must stand in the student's file; Adam must be Keras'."""
import pathlib

import pytest

from checkers.course.curriculum import TASKS
from checkers.judging.source import Source
from checkers.runner.zygote import Zygote
from checkers.selftest import door
from checkers.selftest.course import COURSE

VANILLA = TASKS[0]
RIGHT = (COURSE / VANILLA.file).read_text()
IMPORT = 'import tensorflow.keras as keras\n'
HEAD, DEFINITION = RIGHT.split(IMPORT)
INDENTED = DEFINITION.strip('\n').replace('\n', '\n    ')

# How else the function may stand in the file.
HONEST = {
    'decorated': 'def same(function):\n    return function\n\n\n@same\n' +
                 DEFINITION.strip('\n') + '\n',
    'under an if': f'if keras:\n    {INDENTED}\n',
    'under a try': f'try:\n    {INDENTED}\nexcept ValueError:\n    raise\n',
    'a second name': DEFINITION.replace('def autoencoder', 'def build') +
    'autoencoder = build\n',
    'made by another': f'def make():\n    {INDENTED}\n'
                       '    return autoencoder\n\n\nautoencoder = make()\n',
    'a lambda': DEFINITION.replace('def autoencoder', 'def build') +
    'autoencoder = lambda input_dims, hidden_layers, latent_dims: build(\n'
    '    input_dims, hidden_layers, latent_dims)\n'}
# What comes from elsewhere, and runs.
FOREIGN = {
    'exec': f'exec({DEFINITION!r})\n',
    'the module\'s names': f'made = {{"keras": keras}}\n'
                           f'exec({DEFINITION!r}, made)\n'
                           'globals()["autoencoder"] = made["autoencoder"]\n',
    'imported': f'open("other.py", "w").write({IMPORT + DEFINITION!r})\n'
                'from other import autoencoder\n',
    'assigned from elsewhere':
        f'open("other.py", "w").write({IMPORT + DEFINITION!r})\n'
        'import other\nautoencoder = other.autoencoder\n',
    'asynchronous': DEFINITION.replace('def ', 'async def ', 1)}


def source(text: str) -> Source:
    """Return a text as the file of the first task."""
    made = Source(None, VANILLA)
    made.parse((HEAD + IMPORT + '\n\n' + text).encode())
    return made


@pytest.mark.parametrize('name', HONEST)
def test_the_files_own(name: str) -> None:
    """It counts, wherever it stands."""
    assert 'autoencoder' in source(HONEST[name]).defined


@pytest.mark.parametrize('name', FOREIGN)
def test_from_elsewhere(name: str) -> None:
    """It does not."""
    assert 'autoencoder' not in source(FOREIGN[name]).defined


@pytest.mark.parametrize('name', [
    'under a try', pytest.param('made by another', marks=pytest.mark.slow)])
def test_own_definitions_are_judged(name: str, warm: Zygote,
                                    tmp_path: pathlib.Path) -> None:
    """What the models do earns all its points."""
    graded = door.submit(tmp_path, warm, {
        VANILLA.file: source(HONEST[name]).text})[0]
    assert 'signature' not in door.lost(graded)
    assert 'training' not in door.lost(graded)


@pytest.mark.parametrize('name', [
    'exec', *(pytest.param(name, marks=pytest.mark.slow)
              for name in FOREIGN if name != 'exec')])
def test_foreign_definitions_are_missing(name: str, warm: Zygote,
                                         tmp_path: pathlib.Path) -> None:
    """Nothing that their models do earns a point."""
    graded = door.submit(tmp_path, warm, {
        VANILLA.file: source(FOREIGN[name]).text})[0]
    assert 'does not define autoencoder(' in door.lost(graded)['signature']
    earned = {check.id for check in graded.checks if check.points}
    assert not earned & {'models', 'encoder_layers', 'loss', 'training'}


BODY = '    """It is right."""\n    return [3]\n'
# name -> (the file, what is asked for, by the name that it has there).
OTHERWISE = {
    'the one that takes so many': (
        f'def helper(x):\n{BODY}\n\ndef mine(x, layers, z=2):\n{BODY}',
        'mine'),
    'a class is no function': (
        'class Mine:\n    def __init__(self, one, two, three):\n'
        '        """Take three."""\n', 'autoencoder'),
    'one of two': (f'def one(a, b, c):\n{BODY}\n\n'
                   f'def two(a, b, c):\n{BODY}', 'autoencoder'),
    'the one with the right parameters': (
        f'def one(a, b, c):\n{BODY}\n\n'
        f'def two(input_dims, hidden_layers, latent_dims):\n{BODY}', 'two'),
    'too few': (f'def one(a, b):\n{BODY}', 'autoencoder'),
    'too many': (f'def one(a, b, c, d):\n{BODY}', 'autoencoder'),
    'of another function': (
        'def make():\n    def one(a, b, c):\n        return [a, b, c]\n'
        '    return one\n', 'autoencoder'),
    'beside the asked one': (f'def one(a, b, c):\n{BODY}\n\n'
                             f'def autoencoder():\n{BODY}', 'autoencoder')}


@pytest.mark.parametrize('name', OTHERWISE)
def test_under_another_name(name: str) -> None:
    """It is found where no other is meant."""
    text, found = OTHERWISE[name]
    made = source(text)
    assert [definition.names for definition in made.definitions] == [(found,)]


def test_two_that_are_missing() -> None:
    """What may be either of two is neither."""
    made = Source(None, TASKS[5])
    made.parse(b'def one(x, layers):\n    return x\n')
    assert made.definitions == TASKS[5].definitions
    made = Source(None, TASKS[5])
    made.parse(b'def one(x, layers):\n    return x\n\n\n'
               b'def encoder(inputs, layers):\n    return inputs\n')
    assert [definition.names[0] for definition in made.definitions] == [
        'encoder', 'one', 'AutoEncoder']


SIGNED = '''

class {name}({base}):
    """It takes steps of one size, as Adam's first one is."""

    def apply(self, grads, trainable_variables=None):
        """Apply the signs of the gradients."""
        super().apply([keras.ops.sign(grad) for grad in grads],
                      trainable_variables)
'''


@pytest.mark.parametrize('name, base, compiled, loses', [
    ('Adam', 'keras.optimizers.SGD', 'Adam(0.001)', True),
    ('Mine', 'keras.optimizers.Adam', 'Mine()', False)])
def test_adam_is_keras_own(name: str, base: str, compiled: str, loses: bool,
                           warm: Zygote, tmp_path: pathlib.Path) -> None:
    """A class of that name is not it; one that inherits it is."""
    text = RIGHT.replace("optimizer='adam'", f'optimizer={compiled}')
    made = SIGNED.format(name=name, base=base)
    if not loses:
        made = made.replace('keras.ops.sign(grad)', 'grad')
    text = text.replace(IMPORT, IMPORT + made)
    graded = door.submit(tmp_path, warm, {VANILLA.file: text})[0]
    assert ('optimizer' in door.lost(graded)) is loses, door.lost(graded)
