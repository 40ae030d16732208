"""What the probe does with task 6: parts, and what joins them.

The student's own two functions are looked at in small cases; the class that
joins an encoder and a decoder is given models of the probe's (foreign, in
probe/builders.py), whose outputs the oracle knows from their weights.
"""
from checkers.course.plans import drawn, plant, predict, shape_of

PARTS = {'example': ((28, 28), (50,)), 'grids': ((10, 12, 3), (4, 2)),
         'vectors': ((9,), (3,))}
FOREIGN = {'functional': ((6, 2), (3,), 'functional'),
           'Sequential': ((5,), (2, 2), 'Sequential')}
BOTH = ['encoder', 'decoder']
SAMPLES, EPOCHS = 48, 2
# Pairs that must be refused: the inputs and outputs of the encoder, then of
# the decoder. Where a last axis of 1 is too many Keras itself sees no harm.
MISFITS = {'two inputs': ([[5], [4]], [[3]], [[3]], [[5]]),
           'two outputs': ([[5]], [[3]], [[3]], [[5], [5]]),
           'code': ([[5]], [[3]], [[4]], [[5]]),
           'code with an axis more': ([[5]], [[3, 1]], [[3]], [[5]]),
           'output': ([[5]], [[3]], [[3]], [[6]]),
           'output with an axis more': ([[5]], [[3]], [[3]], [[5, 1]])}
# What save_models is given, and the end of the files' names.
SAVED = {'.keras': ['one'], '.hdf5': ['two', '.hdf5']}


def two_models(args):
    """Return the models of a case: name -> shape of its input."""
    return {'encoder': shape_of(args[0]), 'decoder': shape_of(args[1])}


def plan(name, args, seed):
    """Describe a case of task 6."""
    shape, code = map(shape_of, args[:2])
    x, latent = drawn(shape, seed), drawn(code, seed + 1, -1., 1.)

    def planting(more=0):
        return [plant('encoder', seed + more),
                plant('decoder', seed + more + 1)]

    def look(before='', after=''):
        return [predict(before + 'encoder', x, before + 'code' + after),
                predict(before + 'decoder', latent,
                        before + 'decoded' + after)]

    join = {'do': 'join', 'save': 'joined'}
    # Bright data, so that no other target is as good as the data itself.
    fit = {'do': 'fit', 'x': drawn(shape, seed + 2, 0.7, 1.,
                                   batch=SAMPLES),
           'epochs': EPOCHS, 'models': BOTH, 'save': 'fit'}
    if name in PARTS:
        steps = planting() + look()
        if name == 'vectors':
            steps += [{'do': 'plant_again', 'models': BOTH, 'seed': seed + 3,
                       'save': 'again'}] + look(after=' again') + [join, fit]
        return steps
    # Planted once they are joined, so that copies of them are seen.
    steps = [join] + planting() + look() + [
        {'do': 'take', 'names': BOTH + ['auto'], 'save': 'taken'},
        *look('its '), predict('its auto', x, 'rebuilt')]
    if name == 'functional':
        steps += [fit] + refused(shape, seed) + planting(10)
        steps += [{'do': 'write', 'arguments': arguments, 'save': end}
                  for end, arguments in SAVED.items()]
        steps += planting(20)
        for end, arguments in SAVED.items():
            steps += [{'do': 'read', 'save': end + ' read', 'files': {
                '%s %s' % (end, model): model + arguments[0] + end
                for model in BOTH}}, *look(end + ' ')]
            steps += [{'do': 'revive', 'arguments': arguments,
                       'save': end + ' loaded'},
                      *look('loaded ', ' ' + end)]
    return steps


def refused(shape, seed):
    """Describe what the class must refuse."""
    return [
        {'do': 'raises', 'build': 'misfit', 'args': list(ends), 'save': name}
        for name, ends in MISFITS.items()
    ] + [
        {'do': 'refuses', 'method': 'train', 'x': drawn(other, seed),
         'save': save} for save, other in (
             ('data', shape[::-1]), ('data with an axis more', shape + [1]))
    ] + [
        {'do': 'refuses', 'method': 'save_models',
         'arguments': ['other', '.txt'], 'save': '.txt'}]
