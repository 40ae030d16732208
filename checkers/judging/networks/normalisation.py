"""How the rubric looks at task 5 in training: what learns, and how."""
import typing
from collections.abc import Iterator

import numpy as np

from checkers.course import values
from checkers.course.plans import SLOPES
from checkers.course.planting import KINDS, Array
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import Case, Evidence
from checkers.judging.networks.blocks import Weights, run
from checkers.judging.networks.composable import Explained, explain
from checkers.judging.networks.dense import unexplained
from checkers.judging.networks.seen import near
from checkers.judging.networks.units import SAVED, layers

MEAN = KINDS.index('moving_mean')


class Moved(typing.NamedTuple):
    """What the first training step moved of a block.

    Attributes:
        part: 'encoder' or 'decoder'.
        place: the block's, from 1 on.
        kernel: whether its kernel was moved.
        still: which of KINDS were not.
    """

    part: str
    place: int
    kernel: bool
    still: list[str]


def learner(seen: Evidence) -> Case:
    """Return the case that takes training steps.

    Raises:
        Blocked: there is none, or its output is not of its input's size.
    """
    for case in seen.built:
        if case.trains:
            if case.input('rebuilt').shape != case.output('rebuilt').shape:
                raise Blocked("the model's output has another shape than its "
                              'input')
            return case
    raise Blocked('there is no model that could be trained')


def explained(case: Case, part: str) -> Explained:
    """Return how the outputs of a part follow from its weights.

    Raises:
        Blocked: they do not, so that no weight is known for what it is.
    """
    found = explain(case, part)
    if found is None:
        raise unexplained(part)
    return found


def trained(case: Case, part: str, after: values.Weights) -> \
        tuple[list[Weights], list[Weights]]:
    """Return a part's weights before training and after a step.

    Args:
        case: the case.
        part: 'encoder' or 'decoder'.
        after: the models' weights after the step.

    Raises:
        Blocked: the outputs do not say which weight is which.
    """
    order, model = explained(case, part).order, SAVED[part][1]
    if [array.shape for array in after[model]] != case.shapes(model):
        raise unexplained(part)
    return (layers(case, part, case.planted(model, SLOPES[0]), order),
            layers(case, part, after[model], order))


def total(case: Case, encoder: list[Weights], decoder: list[Weights],
          x: Array) -> float:
    """Return the squared error that training sees for these weights."""
    y = x
    for part, weights in (('encoder', encoder), ('decoder', decoder)):
        found = explained(case, part)
        y = run(y, weights, found.blocks, found.epsilon, is_training=True)
    return oracle.mse(x, y)


def encoder_shared(seen: Evidence) -> None:
    """Raise Wrong where the encoder is not made of the model's layers."""
    for case in seen.with_values('code', 'rebuilt', 'otherwise rebuilt'):
        if not common.is_lively(case.output('rebuilt')):
            raise Blocked("the model's outputs do not vary")
        expect(not common.equal(case.output('rebuilt'),
                                case.output('otherwise rebuilt')),
               'Other weights were put into the encoder, and the model gives '
               'the same as before: they share no weights.')
        y = case.input('otherwise rebuilt')
        for part, (_, model) in SAVED.items():
            found = explained(case, part)
            planted = case.planted(model, 'otherwise rebuilt')
            y = run(y, layers(case, part, planted, found.order),
                    found.blocks, found.epsilon)
        expect(near(case.output('otherwise rebuilt'), y),
               'Other weights were put into the encoder, and the model gives '
               'something else than the decoder makes of them.')
        if not case.has(SLOPES[0]):       # the check of the training says so
            continue
        after = case.training().weights
        expect(all(any(np.array_equal(mine, its) for its in after['auto'])
                   for mine in after['encoder']),
               "After training, not all of the encoder's weights are the "
               "model's.")


def moved(seen: Evidence) -> Iterator[Moved]:
    """Yield for each block what the first training step moved."""
    case = learner(seen)
    if not case.has(SLOPES[0]):
        raise Blocked('the model could not be trained')
    for part in SAVED:
        blocks = zip(*trained(case, part, case.training().weights))
        for place, (old, new) in enumerate(blocks, 1):
            still = [kind for kind, before, after
                     in zip(KINDS, old.four, new.four)
                     if np.array_equal(before, after)]
            yield Moved(part, place,
                        not np.array_equal(old.kernel, new.kernel), still)


def kernels_learn(seen: Evidence) -> None:
    """Raise Wrong where a training step leaves a convolution as it was."""
    case = learner(seen)
    for name in ('compiled', SLOPES[0]):
        case.require(name, "The model cannot be compiled and trained by "
                     "Keras' methods.")
    for block in moved(seen):
        expect(block.kernel, 'A training step has not moved the kernel of '
               f"number {block.place} of the {block.part}'s convolutions.",
               'Does the gradient reach it, and is it trainable?')


def error_falls(seen: Evidence) -> None:
    """Raise Wrong where training does not lower the squared error alone."""
    case = learner(seen)
    x, last = case.input(SLOPES[0]), case.training().weights
    encoder, trained_encoder = trained(case, 'encoder', last)
    decoder, trained_decoder = trained(case, 'decoder', last)
    before, shown = total(case, encoder, decoder, x), case.training().loss
    scales = (1, len(x)) if common.era(seen) == 1 else (1,)
    expect(any(abs(shown - scale * before) < 1e-4 * shown
               for scale in scales),
           'Trained with the squared error, a batch has a loss of '
           f'{shown:.4f}; what these layers make of it has {before:.4f}.',
           'Is there a layer, or a penalty, that the task does not name?')
    after = total(case, trained_encoder, trained_decoder, x)
    expect(after < before, 'A training step changed the squared error '
           f'of its batch from {before:.4f} to {after:.4f}; it should fall.')


def learns(seen: Evidence) -> None:
    """Raise Wrong where batch normalisation does not learn in training."""
    for block in moved(seen):
        if not block.kernel:
            raise Blocked('training comes first')
        expect(not block.still, 'A training step has not moved '
               f'{", ".join(block.still)} of number {block.place} of the '
               f"{block.part}'s batch normalisations.")
    case = learner(seen)
    before, after = trained(case, 'encoder',
                            case.training().weights)
    first = explained(case, 'encoder').blocks[0]
    means = first.before(case.input(SLOPES[0]), before[0].kernel).mean(
        (0, 1, 2))
    was, now = (weights[0].four[MEAN] for weights in (before, after))
    way, step = means - was, now - was
    share = step @ way / (way @ way)
    expect(share > 0 and np.allclose(step, share * way, atol=1e-4),
           "In a training step the encoder's first moving mean does not go "
           'towards the mean of the batch.')
