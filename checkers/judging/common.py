"""Checks that every task shares; the rubric files say what they are worth."""
import contextlib

import numpy as np

from checkers.judging import feedback, oracle
from checkers.judging.checks import Blocked, expect, Raised, Wrong
from checkers.judging.evidence import OUTPUTS

COUNTS = {1: 'one', 2: 'two', 3: 'three'}


def signature(seen):
    """Raise Wrong where the function is missing or cannot be called."""
    task, record = seen.task, seen.seen
    if record.ended:
        raise Wrong('%s could not be judged: %s.' % (
            task.file, record.ended.rstrip('.')))
    if record.error:
        message, hint = feedback.explain(record.error)
        raise Raised('%s cannot be imported: %s' % (task.file, message), hint)
    for asked, found in zip(task.definitions, record.definitions):
        expect(found, '%s does not define %s(%s).' % (
            task.file, asked.names[0], ', '.join(asked.parameters)),
            'Is the name spelled as in the task?')
        expect(found.by_position and found.by_name, 'The parameters of %s are (%s); '
               'expected (%s), by position and by name.' % (
                   found.name, ', '.join(found.parameters),
                   ', '.join(asked.parameters)))


def require_function(seen):
    """Raise Blocked where there is nothing to call."""
    if seen.seen.ended or seen.seen.error or \
            any(case.is_missing for case in seen.cases):
        raise Blocked('the function could not be called')


def models(seen):
    """Raise Wrong where a case does not give the models, or one fails."""
    require_function(seen)
    function = seen.function
    for case in seen.cases:
        call = case.call(function)
        if case.seen.error:
            message, hint = feedback.explain(case.seen.error)
            raise Raised('%s raised an exception. %s' % (call, message), hint)
        returned = case.seen.returned
        expect(case.seen.weights, '%s returned %s; expected %s '
               'models: %s.' % (
                   call, ', '.join(returned) or 'nothing',
                   COUNTS[len(case.models)], ', '.join(case.models)))
        for model in case.models:
            error = case.error(OUTPUTS[model])
            if error:
                message, hint = feedback.explain(error)
                raise Raised('For %s the model returned as %s cannot be '
                             'called on its input. %s' % (call, model,
                                                          message), hint)


def arguments_unchanged(seen):
    """Raise Wrong where the function changed the caller's arguments."""
    require_function(seen)
    for case in seen.built:
        after = case.seen.args_after
        before = [{'tuple': list(value)} if isinstance(value, tuple)
                  else value for value in case.args]
        names = seen.task.definitions[0].parameters
        for name, old, new in zip(names, before, after):
            expect(old == new, 'After %s the caller finds %s changed: it '
                   'was %s and is %s.' % (
                       case.call(seen.function), name, old, new))


def independent_calls(seen):
    """Raise Wrong where a second call changes the first call's models."""
    checked = False
    for case in seen.built:
        if case.error('again'):
            message, hint = feedback.explain(case.error('again'))
            raise Raised('A second call of the function raised an '
                         'exception. ' + message, hint)
        for model in case.models:
            saved = OUTPUTS[model]
            if not case.has(saved + ' again'):
                continue
            checked = True
            if not all(map(is_lively, case.value(saved))):
                raise Blocked("the %s's outputs do not vary" % model)
            pairs = list(zip(case.value(saved), case.value(saved + ' again')))
            same = sum(equal(old, new) for old, new in pairs)
            # Of task 3's three outputs one is drawn anew: z.
            expect(same >= (2 if len(pairs) == 3 else len(pairs)),
                   "After a second call of the function, the first call's "
                   '%s gives other outputs: the two share layers.' % model,
                   'Where are your layers made: in the function, or once '
                   'for all calls?')
    if not checked:
        raise Blocked('a second call could not be looked at')


def equal(one, other):
    """Tell whether arrays agree in shape and value."""
    return one.shape == other.shape and np.allclose(one, other, atol=1e-4)


def is_lively(array):
    """Tell whether an output is all numbers and not the same everywhere.

    What agrees by being nothing, or one and the same number, proves nothing.
    """
    return bool(np.all(np.isfinite(array)) and np.ptp(array) > 1e-6)


def auto_shares_weights(seen, follows):
    """Raise Wrong where auto is not the decoder on the encoder.

    Args: as believed.
    """
    for case in believed(seen, follows, 'rebuilt', 'chained'):
        if not is_lively(case.output('chained')):
            raise Blocked("the decoder's outputs do not vary")
        expect(equal(case.output('rebuilt'), case.output('chained')),
               'For %s known weights were put into encoder and decoder, but '
               'auto gives something else than decoder(encoder(x)): it does '
               'not share their weights.' % case.call(
                   seen.function))


def believed(seen, follows, *names):
    """Return the cases whose outputs follow from the planted weights.

    What rests on the word of the student's process (a loss, an output of
    auto) is judged only where encoder and decoder are known to compute
    something from their weights.

    Args:
        seen: evidence.Evidence.
        follows: function of a case, whether its outputs do.
        names: the values that must have been recorded.

    Raises:
        Blocked: there is no such case.
    """
    cases = [case for case in seen.with_values('code', 'decoded', *names)
             if follows(case)]
    if not cases:
        raise Blocked('the outputs of encoder and decoder do not follow '
                      'from their weights')
    return cases


def stands_on(seen, check):
    """Raise Blocked unless a check passes, however this one would end.

    For what rests on the word of the student's process.
    """
    try:
        check(seen)
    except (Wrong, Blocked):
        raise Blocked('%s comes first' % check.__name__[len('test_'):]
                      ) from None


@contextlib.contextmanager
def grounds(seen, *checks, ends=(Wrong, Blocked)):
    """Block a check that fails only because another one has not passed.

    Args:
        seen: the evidence.
        checks: the checks that this one stands on.
        ends: how one of them must have ended to block this one.
    """
    try:
        yield
    except Wrong:
        for check in checks:
            try:
                check(seen)
            except ends:
                raise Blocked('%s comes first' % check.__name__[len('test_'):]
                              ) from None
            except (Wrong, Blocked):
                pass
        raise


def era(seen):
    """Return 1 for TensorFlow 1, 2 for Keras 2, 3 for Keras 3."""
    if seen.runtime['tensorflow'].startswith('1.'):
        return 1
    return 2 if seen.runtime['keras'].startswith('2.') else 3


def require_loss(seen, case):
    """Raise Blocked where auto's loss cannot be judged."""
    if not_compiled(seen):
        raise Blocked('auto is not compiled')
    x, y = case.input('rebuilt'), case.output('rebuilt')
    if x.shape != y.shape:
        raise Blocked("auto's output has another shape than its input")
    if not is_lively(y):
        raise Blocked("auto's output does not vary")


def not_compiled(seen):
    """Tell whether auto has no optimizer."""
    return any(case.error('optimizer') or case.seen.values.get(
        'optimizer', [''])[:1] == ['NoneType'] for case in seen.built)


def loss(seen, follows):
    """Raise Wrong where the loss is not the mean binary cross-entropy.

    Args: as believed.
    """
    for case in believed(seen, follows, 'rebuilt'):
        require_loss(seen, case)
        x, y = case.input('loss'), case.output('rebuilt')
        found, want = case.value('loss'), oracle.bce(x, y)
        allowed = [want]
        if era(seen) == 1 and x.ndim == 4:
            allowed.append(want * len(x))   # TF 1.12 multiplies by the batch
        if any(abs(found - value) < 1e-4 * value for value in allowed):
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
