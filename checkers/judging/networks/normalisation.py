"""How the rubric looks at task 5 in training: what learns, and how."""
import numpy as np

from checkers.judging import common, feedback, oracle
from checkers.judging.checks import Blocked, expect, Raised
from checkers.judging.networks.blocks import run
from checkers.judging.networks.composable import explain, layers, SAVED
from checkers.course.planting import KINDS


def learner(seen):
    """Return the case that takes training steps.

    Raises:
        Blocked: there is none, or its output is not of its input's size.
    """
    for case in seen.built:
        if any(step['do'] == 'train' for step in case.steps):
            if case.input('rebuilt').shape != case.output('rebuilt').shape:
                raise Blocked("the model's output has another shape than its "
                              'input')
            return case
    raise Blocked('there is no model that could be trained')


def trained(case, part, when):
    """Return [(kernel, four)] of a part before training, and after a step.

    Args:
        case: evidence.Case.
        part: 'encoder' or 'decoder'.
        when: 'first' or 'last', the step.

    Raises:
        Blocked: the outputs do not say which weight is which.
    """
    found, model = explain(case, part), SAVED[part][1]
    after = case.value('train')[when][model]
    if found is None or [array.shape for array in after] != case.shapes(
            model):
        raise Blocked("the %s's outputs do not follow from its weights"
                      % part)
    return [layers(case, part, weights, found[0]) for weights in (
        case.planted(model, 'train'), after)]


def total(case, encoder, decoder, x):
    """Return the squared error that training sees for these layers."""
    y = x
    for part, stack in (('encoder', encoder), ('decoder', decoder)):
        _, blocks, epsilon, _ = explain(case, part)
        y = run(y, stack, blocks, epsilon, is_training=True)
    return oracle.mse(x, y)


def encoder_shared(seen):
    """Raise Wrong where the encoder is not made of the model's layers."""
    for case in seen.with_values('code', 'rebuilt', 'otherwise rebuilt'):
        if not common.is_lively(case.output('rebuilt')):
            raise Blocked("the model's outputs do not vary")
        expect(not common.equal(case.output('rebuilt'),
                                case.output('otherwise rebuilt')),
               'Other weights were put into the encoder, and the model gives '
               'the same as before: they share no weights.')
        if not case.has('train'):
            continue
        after = case.value('train')['last']
        expect(all(any(np.array_equal(mine, its) for its in after['auto'])
                   for mine in after['encoder']),
               "After training, not all of the encoder's weights are the "
               "model's.")


def moved(seen):
    """Yield (part, place, kernel, four): whether the first step moved them.

    The last is a dictionary, KINDS -> whether it moved.
    """
    case = learner(seen)
    if not case.has('train'):
        raise Blocked('the model could not be trained')
    for part in SAVED:
        for place, (old, new) in enumerate(zip(*trained(case, part,
                                                        'first'))):
            yield (part, place + 1, not np.array_equal(old[0], new[0]),
                   {kind: not np.array_equal(before, after)
                    for kind, before, after in zip(KINDS, old[1], new[1])})


def kernels_learn(seen):
    """Raise Wrong where a training step leaves a convolution as it was."""
    case = learner(seen)
    for name in 'compiled', 'train':
        if case.error(name):
            message, hint = feedback.explain(case.error(name), 'loss')
            raise Raised("The model cannot be compiled and trained by Keras' "
                         'methods. ' + message, hint)
    for part, place, kernel, _ in moved(seen):
        expect(kernel, "A training step has not moved the kernel of number "
               "%d of the %s's convolutions." % (place, part),
               'Does the gradient reach it, and is it trainable?')


def error_falls(seen):
    """Raise Wrong where training does not lower the squared error."""
    case = learner(seen)
    x = case.input('train')
    (encoder, encoder_after), (decoder, decoder_after) = (
        trained(case, part, 'last') for part in SAVED)
    before = total(case, encoder, decoder, x)
    after = total(case, encoder_after, decoder_after, x)
    expect(after < before, 'Three training steps on one batch changed the '
           'squared error from %.4f to %.4f; it should fall.' % (before,
                                                                 after))


def learns(seen):
    """Raise Wrong where batch normalisation does not learn in training."""
    for part, place, kernel, four in moved(seen):
        if not kernel:
            raise Blocked('training comes first')
        still = [kind for kind in KINDS if not four[kind]]
        expect(not still, "A training step has not moved %s of number %d of "
               "the %s's batch normalisations." % (
                   ', '.join(still), place, part))
    case = learner(seen)
    (before, after), x = trained(case, 'encoder', 'first'), case.input(
        'train')
    _, blocks, _, _ = explain(case, 'encoder')
    step = after[0][1][2] - before[0][1][2]
    way = blocks[0].before(x, before[0][0]).mean((0, 1, 2)) \
        - before[0][1][2]
    share = step @ way / (way @ way)
    expect(share > 0 and np.allclose(step, share * way, atol=1e-4),
           "In a training step the encoder's first moving mean does not go "
           'towards the mean of the batch.')
