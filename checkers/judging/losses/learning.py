"""Checks of what every task does in training: optimizer, steps, loss."""
import functools

import numpy as np

from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, expect

OPTIMIZERS = ('Adam', 'AdamOptimizer', 'AdamW', 'Nadam', 'Adamax', 'SGD',
              'RMSprop', 'Adagrad', 'Adadelta', 'Ftrl', 'Lion', 'Lamb',
              'Adafactor', 'Muon')
WEIGHTS = 16            # weights of a model whose slope is looked at
NEAR = 1e-4             # the step of the differences
OTHERWISE = 'Which layers are not in the task?'


def optimizer(seen, total):
    """Raise Wrong where auto is not compiled with Adam.

    Its settings are free: the exercise asks for Adam, not for its defaults.
    Adam is known by its name and by its first step, in which every weight
    that has a gradient moves by the same amount, the learning rate, and
    down the slope of the loss.

    Args:
        seen: evidence.Evidence.
        total: as training; its argument loss is that of the
            reconstruction.
    """
    expect(not common.not_compiled(seen), 'auto is not compiled: it has no '
           'optimizer.')
    for case in seen.with_values('optimizer'):
        names = case.value('optimizer')
        known = [name for name in names if name in OPTIMIZERS]
        expect(known and known[0] in ('Adam', 'AdamOptimizer'),
               'auto is compiled with %s; expected Adam.' % (
                   (known or names)[0]))
        if not case.has('train'):
            raise Blocked('no training step could be taken')
        steps = np.concatenate([
            np.abs(new - old).ravel()
            for model in case.step('train').models
            for old, new in zip(*trained(case, model, 'first'))])
        steps = steps[steps > 1e-8]
        if not len(steps):
            raise Blocked('no weight has moved')
        # Proportional to the gradient, half of them would be far smaller.
        expect(np.median(steps) > 0.25 * steps.max(),
               'auto is compiled with what is called Adam, but '
               'its first step does not move all weights alike.')
        # The steps are the student's process' word: are they its loss's?
        if not any(is_downhill(case, functools.partial(total, loss=loss))
                   for loss in (oracle.bce, oracle.mse, oracle.mae)):
            raise Blocked('the first step does not go down the slope of a '
                          'known loss')


def is_downhill(case, total):
    """Tell whether what moved in the first step went down the slope.

    The slope is found for some weights by central differences of the
    oracle's loss; those where it is near 0 are left out.
    """
    models = case.step('train').models
    pairs = [trained(case, model, 'first') for model in models]
    x, random = case.input('train'), np.random.RandomState(0)
    slopes, moves = [], []
    for place, (before, after) in enumerate(pairs):
        weights = [[weight.copy() for weight in old] for old, _ in pairs]
        for _ in range(WEIGHTS):
            nth = random.randint(len(before))
            spot = random.randint(before[nth].size)
            flat = weights[place][nth].reshape(-1)
            losses = []
            for shift in (-NEAR, NEAR):
                flat[spot] = before[nth].flat[spot] + shift
                losses.append(total(case, *weights, x))
            flat[spot] = before[nth].flat[spot]
            slopes.append(losses[1] - losses[0])
            moves.append(after[nth].flat[spot] - flat[spot])
    slopes, moves = np.array(slopes), np.array(moves)
    steep = np.abs(slopes) > 0.05 * np.abs(slopes).max()
    return bool(np.all(slopes[steep] * moves[steep] <= 0))


def trained(case, model, when):
    """Return a model's weights before training and after a step.

    Args:
        case: evidence.Case.
        model: 'encoder' or 'decoder'.
        when: 'first' or 'last', the step.
    """
    before, after = case.planted(model, 'train'), case.training()
    if [array.shape for array in getattr(after, when)[model]] != case.shapes(model):
        raise Blocked('the weights could not be followed')
    return before, getattr(after, when)[model]


def training(seen, total):
    """Raise Wrong where training steps do not lower the loss.

    Args:
        seen: evidence.Evidence.
        total: function of a case, the weights of encoder and decoder, and a
            batch, which returns the right loss by the oracle.
    """
    for case in seen.with_values('code', 'decoded', 'rebuilt'):
        if not (case.has('train') or case.error('train')):
            continue
        common.require_loss(seen, case)
        for model in ('encoder', 'decoder'):
            pairs = list(zip(*trained(case, model, 'first')))
            still = ['%d' % (place + 1) for place, (old, new) in
                     enumerate(pairs) if np.array_equal(old, new)]
            expect(not still, "A training step has not moved these of the "
                   "%s's %d weights: %s." % (model, len(pairs),
                                             ', '.join(still)),
                   'Does the gradient reach them, and are they trainable?',
                   case.training().losses)
        (encoder, trained_encoder), (decoder, trained_decoder) = (
            trained(case, model, 'last') for model in ('encoder', 'decoder'))
        x = case.input('train')
        before = total(case, encoder, decoder, x)
        after = total(case, trained_encoder, trained_decoder, x)
        expect(after < before, 'Three training steps on one batch changed '
               'the loss from %.4f to %.4f; it should fall.' % (
                   before, after), curve=case.training().losses)
        return
    raise Blocked('auto has no loss that could be trained')


def same_in_training(seen):
    """Raise Wrong where a layer behaves otherwise in training."""
    for case in seen.with_values('loss of batch', 'train'):
        common.require_loss(seen, case)
        test, train = case.value('loss of batch'), case.training()
        # Nothing but rounding lies between the two, some 1e-7.
        expect(abs(train.losses[0] - test) < 1e-5 * abs(test),
               'In training the loss of a known batch is %.4f, in testing '
               '%.4f: some layer behaves otherwise in training.' % (
                   train.losses[0], test), OTHERWISE)
