"""How the rubric looks at task 6's training: auto's loss, and train."""
import math
from collections.abc import Mapping, Sequence

import numpy as np

from checkers.course.plans import HALVES
from checkers.course.plans_bottleneck import (EPOCHS, PARTS_STEP, SIZE,
                                              USUAL_EPOCHS, USUAL_SIZE)
from checkers.course.planting import Array
from checkers.course.steps_joined import Fit
from checkers.course.values import Epoch
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.losses import slope
from checkers.judging.losses.slope import Totals
from checkers.judging.networks.bottleneck import (DECODER, cases, require,
                                                  require_follows)
from checkers.judging.networks.ways import foreign, given, rebuilt

MSE = 'the mean squared error'
LOSSES: dict[str, oracle.Loss] = {
    MSE: oracle.mse,
    'binary cross-entropy': oracle.bce,
    'the mean absolute error': oracle.mae,
    'the squared error summed over the values of a sample':
    lambda x, y: oracle.mse(x, y) * math.prod(y.shape[1:]),
    'the squared error summed over the batch':
    lambda x, y: oracle.mse(x, y) * len(y),
    'the squared error averaged over the last axis, and then summed':
    lambda x, y: oracle.mse(x, y) * y.size / y.shape[-1],
    'the root of the mean squared error':
    lambda x, y: oracle.mse(x, y) ** 0.5,
    'half the mean squared error': lambda x, y: oracle.mse(x, y) / 2}
GIVEN = f'train(data, epochs={EPOCHS}, batch_size={SIZE}, ...)'


def total(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array, loss: oracle.Loss = oracle.mse) -> float:
    """Return the loss of the student's auto; a slope.Total."""
    return loss(x, given(case, encoder, decoder, x))


PARTS: Totals = {half: total for half in HALVES}


def same(seen: Evidence) -> None:
    """Raise nothing: the probe's models do the same in training."""


def loss(seen: Evidence) -> None:
    """Raise Wrong where auto's loss is not the mean squared error."""
    common.require_compiled(seen)
    for case in foreign(seen):
        common.require_lively(case)
        name, x = shown(case), case.input('loss of batch')
        want = oracle.mse(x, rebuilt(case, 'loss of batch', x))
        expect(name == MSE, 'The loss of a known batch is '
               f'{case.loss("loss of batch"):.4f}; {MSE} gives {want:.4f}'
               f'{name and f"; it is {name}"}.',
               'Which loss suits outputs of any range?')


@remembered
def shown(case: Case) -> str:
    """Return the name of the loss that auto shows; '' for none of LOSSES."""
    x = case.input('loss of batch')
    y, found = rebuilt(case, 'loss of batch', x), case.loss('loss of batch')
    return next((name for name, loss in LOSSES.items()
                 if near(found, loss(x, y))), '')


def own(case: Case) -> oracle.Loss:
    """Return that loss.

    Raises:
        Blocked: it is not known.
    """
    if not shown(case):
        raise Blocked('what auto is trained on is not known')
    return LOSSES[shown(case)]


def near(found: float, wanted: float) -> bool:
    """Tell whether a loss is this one, but for rounding."""
    return abs(found - wanted) < 1e-4 * wanted


def trained(case: Case, model: str) -> tuple[list[Array], list[Array]]:
    """Return a model's weights before and after train.

    Where auto has copies of its models, they are the copies'.
    """
    if case.has('lent') and common.has_copies(case):
        return slope.followed(case, model, 'fit')
    return slope.weights(case, model, case.fitted().weights, 'fit')


def trains(seen: Evidence) -> None:
    """Raise Wrong where train does not train the models handed over.

    On what they are trained is the matter of `options`.
    """
    for case in foreign(seen):
        require(case, 'fit', GIVEN)
        for model in HALVES:
            still = [str(number) for number, (old, new)
                     in enumerate(zip(*trained(case, model)), 1)
                     if np.array_equal(old, new)]
            expect(not still, f"After train these of the {model}'s 4 weights "
                   f'are what they were: {", ".join(still)}.',
                   'Which models does train train: those that were given?')
        was, now = (case.names(name)[0] for name in (
            'optimizer', 'optimizer after'))
        expect(was in (now, 'NoneType'), f'Before train auto is compiled '
               f'with {was}, after it with {now}.',
               'Who compiles auto, and when?')


def options(seen: Evidence) -> None:
    """Raise Wrong where train does not do with its arguments as it should."""
    for case in foreign(seen):
        if not case.has('fit'):
            raise Blocked('train could not be called')
        history(case)
        seen_of(case, 'fit', GIVEN, EPOCHS, SIZE)
        require(case, 'by default', 'train(data, initial_epoch=9, ...)')
        found = case.fitted('by default').epochs
        # It begins with the last of the usual epochs, if there are so many.
        expect(found, 'Where epochs are not given there are fewer than '
               f'{USUAL_EPOCHS}: train(data, initial_epoch='
               f'{USUAL_EPOCHS - 1}) trains for none.')
        expect([epoch.number for epoch in found] == [USUAL_EPOCHS - 1],
               'Where epochs are not given, train goes on to number '
               f'{found[-1].number + 1:g}; expected {USUAL_EPOCHS} epochs.')
        seen_of(case, 'by default', 'train(data, ...)', 1, USUAL_SIZE)
        for name in 'fit', 'by default':
            handed(case, name)
        falls(case)


def falls(case: Case) -> None:
    """Raise Wrong where train does not lower the loss of the data."""
    x, weights = case.input('fit'), [trained(case, half) for half in HALVES]
    was, now = (total(case, encoder, decoder, x, own(case))
                for encoder, decoder in zip(*weights))
    expect(now < was, 'train changed the loss of the data from '
           f'{was:.5f} to {now:.5f}; it should fall.',
           'What is the target of an autoencoder?')


def history(case: Case) -> None:
    """Raise Wrong where train's history is not one of the epochs asked."""
    count = len(case.fitted().losses)
    expect(count, 'train did not return the History of the loss that '
           'fit returns.',
           "What does Keras' fit return?")
    expect(count == EPOCHS, f'{GIVEN} returned a history of {count}.')


def seen_of(case: Case, name: str, call: str, epochs: int,
            size: int) -> None:
    """Raise Wrong where the callback has not seen such epochs.

    Args:
        case: the case.
        name: that of the step.
        call: what was called.
        epochs, size: how many, and the rows of a batch.
    """
    found, x = case.fitted(name).epochs, case.input(name)
    expect(len(found) == epochs, f'A callback that was given to {call} has '
           f'seen {len(found)} epochs; expected {epochs}.',
           'Where do the further options go?')
    want = math.ceil(len(x) / size)
    expect({epoch.batches for epoch in found} == {want},
           f'Of {len(x)} rows {call} made {found[0].batches:g} batches; '
           f'expected {want}, of {size} rows each but the last.')
    if not options_of(case, name)['shuffle']:
        x = x[:size]
        first(found[0], own(case)(x, rebuilt(case, name, x)), call)


def options_of(case: Case, name: str) -> Mapping[str, int]:
    """Return what train was given in a step."""
    step = case.step(name)
    assert isinstance(step, Fit)
    return step.options


def handed(case: Case, name: str) -> None:
    """Raise Wrong where Keras' fit has other options than train was given.

    What has trained otherwise is seen by what it did.
    """
    found = case.fitted(name).handed
    for option, value in options_of(case, name).items():
        expect(found.get(option, value) == value,
               f'train(data, ..., {option}={value}) gives fit '
               f'{option}={found.get(option, 0):g}.',
               'Where do the further options go?')


def first(epoch: Epoch, want: float, call: str) -> None:
    """Raise Wrong where the first batch is not the first rows of the data.

    Args:
        epoch: what a callback saw of it.
        want: the loss of the first rows.
        call: what was called, with shuffle=False.
    """
    expect(near(epoch.loss, want), f'{call}, with shuffle=False, has a first '
           f'batch with a loss of {epoch.loss:.4f}; that of the first rows '
           f'of the data is {want:.4f}.',
           'Is the data trained on as it was given, and in its order?')


def parts_learn(seen: Evidence) -> None:
    """Raise Wrong where a kernel of the student's models does not learn."""
    for case in cases(seen, 'halves', DECODER):
        if not case.trains:
            continue
        require_follows(case, *HALVES)
        if case.error(PARTS_STEP) and common.has_misfit(case):
            raise Blocked('decoder_shapes comes first')
        require(case, PARTS_STEP, 'A training step of both, joined,')
        for model in HALVES:
            learn = [np.all(np.isfinite(new)) and
                     not np.array_equal(old, new)
                     for old, new in zip(*slope.weights(
                         case, model, case.training(PARTS_STEP).weights,
                         PARTS_STEP))
                     if old.ndim > 1]
            expect(learn and all(learn), f'The {model} of mnist_{model} does '
                   'not learn in all of its layers.',
                   'Are all weights trainable?')
