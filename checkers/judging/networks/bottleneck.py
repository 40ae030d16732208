"""How the rubric looks at task 6: parts, and what joins them."""
import numpy as np

from checkers.course import plans_bottleneck
from checkers.judging import feedback, oracle
from checkers.judging.checks import Blocked, expect, Raised
from checkers.judging.evidence import OUTPUTS

LAST = {'encoder': 'linear', 'decoder': 'sigmoid'}
NEAR = 1e-4             # float32 against float64
CLASS = 2               # the place of Autoencoder among the definitions


def defined(seen, place):
    """Raise Blocked where a definition is missing or cannot be called."""
    record = seen.record
    if 'ended' in record or record['error'] or \
            not record['definitions'][place] or \
            not any(record['definitions'][place]['binds'].values()):
        raise Blocked('%s could not be called' %
                      seen.task.definitions[place].names[0])


def cases(seen, names, place):
    """Return the cases of these names, where a definition can be called."""
    defined(seen, place)
    return [case for case in seen.cases if case.name in names]


def told(case, name, before):
    """Return what a step recorded; where it raised, say what raised it."""
    if case.error(name):
        message, hint = feedback.explain(case.error(name))
        raise Raised('%s raised an exception. %s' % (before, message), hint)
    if not case.has(name):
        raise Blocked('the models could not be run')
    return case.record['values'][name]


def shapes(seen, model, place):
    """Raise Wrong where a function's model does not map shape to shape."""
    for case in cases(seen, plans_bottleneck.PARTS, place):
        ends = case.args if model == 'encoder' else case.args[::-1]
        call = '%s(%r, %r)' % ((seen.task.definitions[place].names[0],) +
                               tuple(ends))
        found = told(case, OUTPUTS[model], call + ', or its model on its '
                     'input,')
        want = (len(case.input(OUTPUTS[model])),) + ends[1]
        expect(len(found) == 1 and found[0].shape == want, 'The model of %s '
               'gives outputs of shape %s; expected %s.' % (
                   call, ', '.join(str(y.shape) for y in found), want))
        # Planted weights never give every sample the same.
        expect(np.all(np.isfinite(found[0])) and
               np.ptp(found[0], axis=0).max() > 1e-6, 'The model of %s gives '
               'the same for every input.' % call)


def in_range(seen):
    """Raise Wrong where the student's decoder leaves [0, 1]."""
    for case in cases(seen, plans_bottleneck.PARTS, 1):
        if not case.has('decoded'):
            raise Blocked('the decoder could not be run')
        y = case.output('decoded')
        expect(y.min() >= 0 and y.max() <= 1, 'The outputs of mnist_decoder'
               '(%r, %r) range from %.2f to %.2f; pixels lie between 0 and '
               '1.' % (case.args[1], case.args[0], y.min(), y.max()))


def foreign(seen):
    """Return the foreign models that are trained and saved, if joined."""
    found = cases(seen, ['functional'], CLASS)
    if not all(case.has('joined') for case in found):
        raise Blocked('no Autoencoder could be made')
    return found


def stack(case, model, weights, x):
    """Return what a foreign model gives, by the oracle."""
    last = case.args[1] if model == 'encoder' else case.args[0]
    y = oracle.stack(x.reshape(len(x), -1),
                     list(zip(weights[::2], weights[1::2])),
                     ['tanh', LAST[model]])
    return y.reshape((len(x),) + last)


def expected(case, model, saved):
    """Return what a foreign model gives with the weights it had at a step.

    Args:
        case: evidence.Case.
        model: 'encoder' or 'decoder'.
        saved: the name under which the step was saved.
    """
    return stack(case, model, case.planted(model, saved),
                 case.input(OUTPUTS[model]))


def equal(found, wanted):
    """Tell whether a list of outputs is one array of these values."""
    return len(found) == 1 and found[0].shape == wanted.shape and bool(
        np.all(np.abs(found[0] - wanted) < NEAR))


def joins(seen):
    """Raise Wrong where the class does not join models of any kind."""
    for case in cases(seen, plans_bottleneck.FOREIGN, CLASS):
        what = 'An Autoencoder of two %s models' % case.name
        told(case, 'joined', what)
        told(case, 'taken', what + ', asked for encoder, decoder and auto,')
        for model in plans_bottleneck.BOTH:
            found = told(case, 'its ' + OUTPUTS[model],
                         '%s: its %s' % (what, model))
            expect(equal(found, expected(case, model, 'its code')), '%s has '
                   'another %s than the one it was given.' % (what, model),
                   'Does it keep the model, or a copy?')
        code = expected(case, 'encoder', 'its code')
        y = stack(case, 'decoder', case.planted('decoder', 'its code'), code)
        expect(equal(told(case, 'rebuilt', what + ': its auto'), y), "%s: "
               'auto gives something else than decoder(encoder(x)).' % what)


def refuses(seen, what, *names):
    """Raise Wrong where something is not refused with a ValueError.

    Args:
        seen: evidence.Evidence.
        what: text, what must be refused.
        names: the steps that tried it.
    """
    for case in foreign(seen):
        for name in names:
            raised = told(case, name, 'Autoencoder')
            hint = '' if name == names[0] else ' (%s)' % name
            expect(raised, '%s%s is accepted; expected a ValueError.' % (
                what, hint))
            expect('ValueError' in raised, '%s%s raises %s; expected a '
                   'ValueError.' % (what, hint, raised[0]))


def moved(case, model):
    """Return pairs of a model's weights before and after train."""
    after = case.value('fit')['weights'][model]
    before = case.planted(model, 'fit')
    if [new.shape for new in after] != [old.shape for old in before]:
        raise Blocked('the weights could not be followed')
    return list(zip(before, after))


def trains(seen):
    """Raise Wrong where train does not train the models handed over."""
    for case in foreign(seen):
        told(case, 'fit', 'train(data, epochs=%d)' % plans_bottleneck.EPOCHS)
        weights = {}
        for model in plans_bottleneck.BOTH:
            pairs = moved(case, model)
            still = [str(place + 1) for place, (old, new) in enumerate(pairs)
                     if np.array_equal(old, new)]
            expect(not still, "After train these of the %s's 4 weights are "
                   'what they were: %s.' % (model, ', '.join(still)),
                   'Which models does train train: those that were given?')
            weights[model] = list(zip(*pairs))
        x = case.input('fit')
        losses = [oracle.mse(x, stack(
            case, 'decoder', weights['decoder'][when],
            stack(case, 'encoder', weights['encoder'][when], x)))
            for when in (0, 1)]
        expect(losses[1] < losses[0], 'train changed the squared error of '
               'the data from %.5f to %.5f; it should fall.' % tuple(losses),
               'What is the target of an autoencoder?')


def history(seen):
    """Raise Wrong where train's history is not one of the epochs asked."""
    for case in foreign(seen):
        if not case.has('fit'):
            raise Blocked('train could not be called')
        count = len(case.value('fit')['losses'])
        expect(count, 'train returned no history of the loss.')
        expect(count == plans_bottleneck.EPOCHS, 'train(data, epochs=%d) '
               'returned a history of %d.' % (plans_bottleneck.EPOCHS, count))


def parts_learn(seen):
    """Raise Wrong where a kernel of the student's models does not learn."""
    for case in cases(seen, ['vectors'], CLASS):
        if not case.has('code', 'decoded', 'joined', 'fit'):
            raise Blocked('the models could not be trained')
        for model in plans_bottleneck.BOTH:
            kernels = [pair for pair in moved(case, model)
                       if pair[0].ndim > 1]
            expect(kernels and not any(
                np.array_equal(*pair) for pair in kernels), 'The %s of '
                'mnist_%s does not learn in all of its layers.' % (
                    model, model), 'Are all weights trainable?')


def files(seen, end):
    """Raise Wrong where save_models does not write two files that load."""
    name = plans_bottleneck.SAVED[end][0]
    call = 'save_models(%s)' % ', '.join(
        map(repr, plans_bottleneck.SAVED[end]))
    wanted = ['decoder%s%s' % (name, end), 'encoder%s%s' % (name, end)]
    for case in foreign(seen):
        found = told(case, end, call)
        expect(found == wanted, '%s wrote %s; expected %s.' % (
            call, ', '.join(found) or 'nothing', ' and '.join(wanted)))
        told(case, end + ' read', 'Keras, asked to load what %s wrote,' %
             call)
        for model in plans_bottleneck.BOTH:
            same(case, model, end, end + ' ' + OUTPUTS[model],
                 'The %s in the file of %s' % (model, call))


def same(case, model, end, saved, what):
    """Raise Wrong where a model does not give what the saved one gave."""
    expect(equal(told(case, saved, what), expected(case, model, end)),
           '%s gives other outputs than the one that was saved.' % what)


def loads(seen):
    """Raise Wrong where load_models does not give the models back."""
    for case in foreign(seen):
        for end, arguments in plans_bottleneck.SAVED.items():
            call = 'Autoencoder.load_models(%s)' % ', '.join(
                map(repr, arguments))
            told(case, end + ' loaded', call)
            for model in plans_bottleneck.BOTH:
                same(case, model, end, 'loaded %s %s' % (
                    OUTPUTS[model], end), 'The %s of %s' % (model, call))
