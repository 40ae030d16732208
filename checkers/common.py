"""Checks that every task shares; the rubric files say what they are worth."""
import numpy as np

from checkers import feedback
from checkers import oracle
from checkers.rubric import Blocked, Wrong, expect

MODELS = ('encoder', 'decoder', 'auto')
OUTPUTS = {'encoder': 'code', 'decoder': 'decoded', 'auto': 'rebuilt'}


def signature(seen):
    """Raise Wrong where the function is missing or cannot be called."""
    task, record = seen.task, seen.record
    if 'ended' in record:
        raise Wrong('%s could not be judged: %s.' % (
            task.file, record['ended'].rstrip('.')))
    if record['error']:
        message, hint = feedback.explain(record['error'])
        raise Wrong('%s cannot be imported: %s' % (task.file, message), hint)
    expect(record['function'], '%s does not define %s(%s).' % (
        task.file, task.functions[0], ', '.join(task.parameters)),
        'Is the name spelled as in the task?')
    expect(record['by_name'], 'The parameters of %s are (%s); expected (%s), '
           'by position and by name.' % (
               record['function'], ', '.join(record['parameters'] or []),
               ', '.join(task.parameters)))


def require_function(seen):
    """Raise Blocked where there is no function to call."""
    if 'ended' in seen.record or seen.record['error'] or \
            not seen.record['function']:
        raise Blocked('the function could not be called')


def models(seen):
    """Raise Wrong where a case does not give three models that run."""
    require_function(seen)
    function = seen.record['function']
    for case in seen.cases:
        call = case.call(function)
        if case.record['error']:
            message, hint = feedback.explain(case.record['error'])
            raise Wrong('%s raised an exception. %s' % (call, message), hint)
        returned = case.record['returned']
        expect(case.record['weights'], '%s returned %s; expected three '
               'models: encoder, decoder, auto.' % (
                   call, ', '.join(returned) or 'nothing'))
        for model in MODELS:
            error = case.error(OUTPUTS[model])
            if error:
                message, hint = feedback.explain(error)
                raise Wrong('For %s the model returned as %s cannot be '
                            'called on its input. %s' % (call, model,
                                                         message), hint)


def arguments_unchanged(seen):
    """Raise Wrong where the function changed the caller's arguments."""
    require_function(seen)
    for case in seen.built:
        after = case.record['args_after']
        before = [{'tuple': list(value)} if isinstance(value, tuple)
                  else value for value in case.args]
        for name, old, new in zip(seen.task.parameters, before, after):
            expect(old == new, 'After %s the caller finds %s changed: it '
                   'was %s and is %s.' % (
                       case.call(seen.record['function']), name, old, new))


def independent_calls(seen):
    """Raise Wrong where a second call changes the first call's models."""
    for case in seen.with_values('code'):
        if case.has('code again') or case.error('code again'):
            again = case.value('code again')
            places = range(len(again))
            if len(again) == 3:         # task 3: z is drawn, look at the rest
                places = [place for place in places if place != 0]
            expect(all(np.allclose(again[place], case.output('code', place),
                                   atol=1e-5) for place in places),
                   'After a second call of the function, the first call\'s '
                   'encoder gives other outputs: the two share layers.',
                   'Where are your layers made: in the function, or once '
                   'for all calls?')


def auto_shares_weights(seen):
    """Raise Wrong where auto is not the decoder on the encoder."""
    for case in seen.with_values('code', 'rebuilt', 'decoded'):
        chained = case.value('chained')[0]
        expect(np.allclose(case.output('rebuilt'), chained, atol=1e-4) if
               chained.shape == case.output('rebuilt').shape else False,
               'For %s known weights were put into encoder and decoder, but '
               'auto gives something else than decoder(encoder(x)): it does '
               'not share their weights.' % case.call(
                   seen.record['function']))


def era(seen):
    """Return 1 for TensorFlow 1, 2 for Keras 2, 3 for Keras 3."""
    if seen.runtime['tensorflow'].startswith('1.'):
        return 1
    return 2 if seen.runtime['keras'].startswith('2.') else 3


def same_shape(case):
    """Raise Blocked where auto's output cannot be compared to its input."""
    if case.output('rebuilt').shape != case.input('rebuilt').shape:
        raise Blocked("auto's output has another shape than its input")


def loss(seen):
    """Raise Wrong where the loss is not the mean binary cross-entropy."""
    for case in seen.with_values('rebuilt'):
        same_shape(case)
        x, y = case.input('loss'), case.output('rebuilt')
        found, want = case.value('loss'), oracle.bce(x, y)
        allowed = [want]
        if era(seen) == 1 and x.ndim == 4:
            allowed.append(want * len(x))   # TF 1.12 multiplies by the batch
        if any(abs(found - value) < 1e-3 * value for value in allowed):
            continue
        raise Wrong('The loss of a known batch is %.4f; binary cross-entropy '
                    'gives %.4f%s.' % (found, want, named(found, x, y)),
                    'Which loss fits outputs between 0 and 1?')


def named(found, x, y):
    """Return the name of another loss with that value, as text."""
    candidates = {'the mean squared error': oracle.mse(x, y),
                  'the mean absolute error': oracle.mae(x, y),
                  'binary cross-entropy summed over the inputs':
                  oracle.bce(x, y) * x[0].size,
                  'binary cross-entropy with the arguments exchanged':
                  oracle.bce(y, x), 'nothing': 0.}
    for name, value in candidates.items():
        if abs(found - value) < 1e-3 * max(value, 1e-3):
            return '; it is %s' % name
    return ''


def optimizer(seen):
    """Raise Wrong where auto is not compiled with Adam."""
    for case in seen.built:
        if case.error('optimizer'):
            raise Wrong('auto has no optimizer: it is not compiled. %s' %
                        feedback.explain(case.error('optimizer'))[0])
        names = case.record['values'].get('optimizer')
        if names is None:
            continue
        known = [name for name in names if 'Adam' in name or name in (
            'SGD', 'RMSprop', 'Adagrad', 'Adadelta', 'Nadam', 'Ftrl',
            'Lion')]
        expect(known and known[0] in ('Adam', 'AdamOptimizer'),
               'auto is compiled with %s; expected Adam.' % (
                   (known or names)[0]))
        return
    raise Blocked('no models were returned')


def training(seen, noisy=False):
    """Raise Wrong where training steps do not lower the loss."""
    for case in seen.built:
        if not (case.has('loss of batch') or case.error('train')):
            continue
        same_shape(case)
        before, train = case.value('loss of batch'), case.value('train')
        still = ['%s (weight %d)' % (model, place + 1)
                 for model in ('encoder', 'decoder')
                 for place, move in enumerate(train['moves'][model])
                 if move == 0]
        expect(not still, 'After a training step these weights have not '
               'moved: %s.' % ', '.join(still),
               'Does the gradient reach them, and are they trainable?')
        first, after = train['losses'][0], train['after']
        expect(noisy or abs(first - before) < 1e-4 * abs(before),
               'In training the loss of a known batch is %.4f, but %.4f in '
               'testing: some layer behaves otherwise in training.' % (
                   first, before), 'Which layers are not in the task?')
        expect(after < before, 'Six training steps on one batch changed the '
               'loss from %.4f to %.4f; it should fall.' % (before, after))
        return
    raise Blocked('auto has no loss that could be trained')
