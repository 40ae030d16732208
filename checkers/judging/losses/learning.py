"""Checks of what every task does in training: optimizer, steps, loss."""
import functools
from collections.abc import Callable, Mapping

import numpy as np

from checkers.course.plans import HALVES, SLOPES
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, Wrong, expect
from checkers.judging.evidence import Case, Evidence
from checkers.judging.losses import slope
from checkers.judging.losses.slope import Total, Totals

OPTIMIZERS = ('Adam', 'AdamOptimizer', 'AdamW', 'Nadam', 'Adamax', 'SGD',
              'RMSprop', 'Adagrad', 'Adadelta', 'Ftrl', 'Lion', 'Lamb',
              'Adafactor', 'Muon')
LARGE = 1e-4            # an epsilon that gradients feel
OTHERWISE = 'Which layers are not in the task?'


def optimizer_of(case: Case) -> str:
    """Return the name of auto's optimizer, the nearest one that is known."""
    names = case.names('optimizer')
    return next((name for name in names if name in OPTIMIZERS), names[0])


def is_adam(case: Case) -> bool:
    """Tell whether auto's optimizer is called Adam."""
    return optimizer_of(case) in ('Adam', 'AdamOptimizer')


def optimizer(seen: Evidence, total: Total, parts: Totals,
              is_known: Callable[[], bool],
              is_same: Callable[[], bool]) -> None:
    """Raise Wrong where auto is not compiled with Adam.

    Its settings are free: the exercise asks for Adam, not for its defaults.
    Adam is known by its name and by its first two steps.

    Args:
        seen: the evidence.
        total: the task's loss.
        parts: what of it depends on either half.
        is_known: tells whether the loss that is shown is the one that is
            asked for. Where it is not, it is enough that the first step
            goes down the slope of a known loss.
        is_same: as goes_down.
    """
    expect(not common.not_compiled(seen), 'auto is not compiled: it has no '
           'optimizer.')
    for case in seen.with_values('optimizer'):
        expect(is_adam(case), f'auto is compiled with {optimizer_of(case)}; '
               'expected Adam.')
        if not case.has(*SLOPES):
            raise Blocked('no training step could be taken')
        steps = np.concatenate([np.abs(slope.moves(case, half, SLOPES[0]))
                                for half in HALVES])
        steps = steps[steps > 1e-8]
        if not len(steps):
            raise Blocked('no weight has moved')
        # Proportional to the gradient, half of them would be far smaller. So
        # they may be where epsilon is as large as gradients are.
        settings: Mapping[str, float] = case.value('settings')
        expect(settings.get('epsilon', 0) > LARGE or
               np.median(steps) > 0.25 * steps.max(),
               'auto is compiled with what is called Adam, but '
               'its first step does not move all weights alike.')
        follows = functools.partial(
            slope.is_followed, scales=scales(case, total, parts)) \
            if is_known() else slope.is_downhill
        # The student's process says what moved: was it down the slope?
        moving = moved(case, parts)
        if not any(follows(case, moving, loss) for loss in (
                None, *(oracle.TRAINED.get(loss, loss)
                        for loss in oracle.LOSSES.values()))) and not (
                is_noisy(case) and not is_same() and
                slope.is_downhill(case, moving)):
            raise Blocked('its steps are not those that Adam takes down the '
                          'slope of a known loss')


def scales(case: Case, total: Total, parts: Totals) -> \
        dict[str, list[float]]:
    """Return how often each half's part may be in the loss that auto shows.

    All of the loss may weigh more or less than the task's, or the part alone,
    or the rest. Where nobody knows it is 1.
    """
    shown = case.loss('loss of batch')
    if not np.isfinite(shown):
        raise Blocked("auto's loss is not a number")
    encoder, decoder = (case.planted(half, SLOPES[0]) for half in HALVES)
    x, found = case.input(SLOPES[0]), {}
    for half, part in parts.items():
        found[half] = [1.]
        try:
            whole, own = (of(case, encoder, decoder, x)
                          for of in (total, part))
        except Blocked:
            continue
        found[half] += [over / under for over, under in (
            (shown, whole), (shown - whole + own, own))
            if 1e-4 < abs(under) and 1e-4 < over / under < 1e4]
    return found


def goes_down(seen: Evidence, total: Total, parts: Totals,
              is_same: Callable[[], bool]) -> None:
    """Raise Wrong where training goes down another slope than the loss's.

    Of another optimizer than Adam only the signs of a step are known; so it
    is where a layer makes noise.

    Args:
        seen: the evidence.
        total: the task's loss.
        parts: what of it depends on a half, for the halves to look at.
        is_same: tells whether no layer behaves otherwise in training.
    """
    for case in seen.with_values('optimizer', *SLOPES):
        moving = moved(case, parts)
        follows = functools.partial(
            slope.is_followed, scales=scales(case, total, parts)) \
            if is_adam(case) else slope.is_downhill
        expect(moving and (follows(case, moving) or is_noisy(case) and not
                           is_same() and slope.is_downhill(case, moving)),
               'auto shows the loss that is asked for, but what its training '
               f'steps do to the {" and the ".join(parts)} does not follow '
               'from it: another loss is trained.')


def moved(case: Case, parts: Totals) -> Totals:
    """Return the parts whose half is moved by the first step.

    What never moves is a matter of training.
    """
    return {half: part for half, part in parts.items()
            if np.any(slope.moves(case, half, SLOPES[0]))}


def training(seen: Evidence, total: Total) -> None:
    """Raise Wrong where a training step does not lower the loss."""
    for case in seen.asked(SLOPES[0]):
        common.require_lively(case)
        stepped = case.training().weights
        frozen: Mapping[str, list[bool]] = case.value('frozen') \
            if case.asks('frozen') else {}
        for model in HALVES:
            before, after = slope.weights(case, model, stepped, SLOPES[0])
            flags = frozen.get(model, [False] * len(before))
            if len(flags) != len(before):
                raise Blocked('the weights could not be followed')
            still = [str(number) for number, (old, new, is_frozen) in
                     enumerate(zip(before, after, flags), 1)
                     if is_frozen or np.array_equal(old, new)]
            expect(not still, "A training step has not moved these of the "
                   f"{model}'s {len(before)} weights: {', '.join(still)}.",
                   'Does the gradient reach them, and are they trainable?')
        was, now = fall(case, total, None)
        if not now < was:
            was, now = fall(case, total, shown(case, total))
        expect(now < was, 'A training step changed the loss of its batch '
               f'from {was:.4f} to {now:.4f}; it should fall.',
               curve=(was, now))


def fall(case: Case, total: Total,
         loss: oracle.Loss | None) -> tuple[float, float]:
    """Return the loss of a batch before and after a step on it.

    Args:
        case: the case.
        total: the task's loss.
        loss: that of the reconstruction; None for the task's.
    """
    of = functools.partial(total, loss=loss) if loss else total
    encoder, decoder = (
        slope.weights(case, model, case.training().weights, SLOPES[0])
        for model in HALVES)
    before, after = (of(case, *halves, x=case.input(SLOPES[0]))
                     for halves in zip(encoder, decoder))
    return before, after


def shown(case: Case, total: Total) -> oracle.Loss | None:
    """Return what is trained where auto shows another loss than the task's.

    None for the task's, or where it is not known.
    """
    found = case.training().loss
    return next((oracle.TRAINED.get(loss, loss)
                 for loss in oracle.LOSSES.values()
                 if abs(found - fall(case, total, loss)[0]) <
                 1e-3 * abs(found)), None)


def is_noisy(case: Case) -> bool:
    """Tell whether the loss in training is nearly the one in testing.

    So it is where a layer drops a few numbers in training.
    """
    test, train = case.loss('loss of batch'), case.training().loss
    return abs(train - test) < 0.05 * abs(test)


def is_normalised(case: Case) -> bool:
    """Tell whether a model normalises its batches."""
    return any(map(any, case.seen.kinds.values()))


def same_in_training(seen: Evidence) -> None:
    """Raise Wrong where a layer behaves otherwise in training.

    That a batch normalisation does is known, and a matter of the layers.
    """
    for case in seen.asked('loss of batch', SLOPES[0]):
        common.require_lively(case)
        if is_normalised(case):
            continue
        test = case.loss('loss of batch')
        train = case.training().loss
        # Nothing but rounding lies between the two, some 1e-7.
        if not abs(train - test) < 1e-5 * abs(test):
            raise otherwise(train, test)


def otherwise(train: float, test: float) -> Wrong:
    """Say that the loss of a batch is another one in training."""
    digits = next((digits for digits in range(4, 8)
                   if f'{train:.{digits}f}' != f'{test:.{digits}f}'), 8)
    return Wrong(f'In training the loss of a known batch is '
                 f'{train:.{digits}f}, in testing {test:.{digits}f}: some '
                 'layer behaves otherwise in training.', OTHERWISE)
