"""Checks of what every task does in training: optimizer, steps, loss."""
import typing
from collections.abc import Sequence

import numpy as np

from checkers.course.plans import HALVES
from checkers.course.planting import Array
from checkers.course.values import Weights
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import Case, Evidence

OPTIMIZERS = ('Adam', 'AdamOptimizer', 'AdamW', 'Nadam', 'Adamax', 'SGD',
              'RMSprop', 'Adagrad', 'Adadelta', 'Ftrl', 'Lion', 'Lamb',
              'Adafactor', 'Muon')
WEIGHTS = 16            # weights of a model whose slope is looked at
NEAR = 1e-4             # the step of the differences
OTHERWISE = 'Which layers are not in the task?'


class Total(typing.Protocol):
    """A task's right loss for given weights, by the oracle."""

    def __call__(self, case: Case, encoder: Sequence[Array],
                 decoder: Sequence[Array], x: Array,
                 loss: oracle.Loss = ...) -> float:
        """Return the loss.

        Args:
            case: the case.
            encoder, decoder: the weights.
            x: (batch, ...), input and target.
            loss: that of the reconstruction; the task's by default.
        """


def optimizer(seen: Evidence, total: Total) -> None:
    """Raise Wrong where auto is not compiled with Adam.

    Its settings are free: the exercise asks for Adam, not for its defaults.
    Adam is known by its name and by its first step, in which every weight
    that has a gradient moves by the same amount, the learning rate, and
    down the slope of the loss.
    """
    expect(not common.not_compiled(seen), 'auto is not compiled: it has no '
           'optimizer.')
    for case in seen.with_values('optimizer'):
        names = case.names('optimizer')
        name = next((name for name in names if name in OPTIMIZERS), names[0])
        expect(name in ('Adam', 'AdamOptimizer'),
               f'auto is compiled with {name}; expected Adam.')
        if not case.has('train'):
            raise Blocked('no training step could be taken')
        first = case.training().first
        steps = np.concatenate([
            np.abs(new - old).ravel() for model in HALVES
            for old, new in zip(*trained(case, model, first))])
        steps = steps[steps > 1e-8]
        if not len(steps):
            raise Blocked('no weight has moved')
        # Proportional to the gradient, half of them would be far smaller.
        expect(np.median(steps) > 0.25 * steps.max(),
               'auto is compiled with what is called Adam, but '
               'its first step does not move all weights alike.')
        # The student's process says what moved: was it down the slope?
        if not any(is_downhill(case, total, loss)
                   for loss in (oracle.bce, oracle.mse, oracle.mae)):
            raise Blocked('the first step does not go down the slope of a '
                          'known loss')


def is_downhill(case: Case, total: Total, loss: oracle.Loss) -> bool:
    """Tell whether what moved in the first step went down the slope.

    The slope is found for some weights by central differences of the
    oracle's loss; those where it is near 0 are left out. So is a weight that
    is planted as 0 to cut the noise off: its own slope follows the noise.
    """
    first = case.training().first
    pairs = [trained(case, model, first) for model in HALVES]
    x, random = case.input('train'), np.random.RandomState(0)
    found = []
    for place, (before, after) in enumerate(pairs):
        encoder, decoder = ([weight.copy() for weight in old]
                            for old, _ in pairs)
        weights = (encoder, decoder)[place]
        sure = [nth for nth, weight in enumerate(before) if np.any(weight)]
        for _ in range(WEIGHTS if sure else 0):
            nth = sure[random.randint(len(sure))]
            spot = random.randint(before[nth].size)
            flat = weights[nth].reshape(-1)
            losses = []
            for shift in (-NEAR, NEAR):
                flat[spot] = before[nth].flat[spot] + shift
                losses.append(total(case, encoder, decoder, x, loss))
            flat[spot] = before[nth].flat[spot]
            found.append((losses[1] - losses[0],
                          after[nth].flat[spot] - flat[spot]))
    if not found:
        raise Blocked('no weight could be followed')
    slopes, moves = np.array(found).T
    steep = np.abs(slopes) > 0.05 * np.abs(slopes).max()
    return bool(np.all(slopes[steep] * moves[steep] <= 0))


def trained(case: Case, model: str, after: Weights) -> \
        tuple[list[Array], list[Array]]:
    """Return a model's weights before training and after a step.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        after: the models' weights after the step.
    """
    if [array.shape for array in after[model]] != case.shapes(model):
        raise Blocked('the weights could not be followed')
    return case.planted(model, 'train'), after[model]


def training(seen: Evidence, total: Total) -> None:
    """Raise Wrong where training steps do not lower the loss."""
    for case in seen.with_values('code', 'decoded', 'rebuilt'):
        if not (case.has('train') or case.error('train')):
            continue
        common.require_loss(seen, case)
        steps = case.training()
        for model in HALVES:
            before, after = trained(case, model, steps.first)
            still = [str(number) for number, (old, new) in
                     enumerate(zip(before, after), 1)
                     if np.array_equal(old, new)]
            expect(not still, "A training step has not moved these of the "
                   f"{model}'s {len(before)} weights: {', '.join(still)}.",
                   'Does the gradient reach them, and are they trainable?',
                   steps.losses)
        (encoder, trained_encoder), (decoder, trained_decoder) = (
            trained(case, model, steps.last) for model in HALVES)
        x = case.input('train')
        was = total(case, encoder, decoder, x)
        now = total(case, trained_encoder, trained_decoder, x)
        expect(now < was, 'Three training steps on one batch changed the '
               f'loss from {was:.4f} to {now:.4f}; it should fall.',
               curve=steps.losses)
        return
    raise Blocked('auto has no loss that could be trained')


def same_in_training(seen: Evidence) -> None:
    """Raise Wrong where a layer behaves otherwise in training."""
    for case in seen.with_values('loss of batch', 'train'):
        common.require_loss(seen, case)
        test, train = case.loss('loss of batch'), case.training().losses[0]
        # Nothing but rounding lies between the two, some 1e-7.
        expect(abs(train - test) < 1e-5 * abs(test),
               f'In training the loss of a known batch is {train:.4f}, in '
               f'testing {test:.4f}: some layer behaves otherwise in '
               'training.', OTHERWISE)
