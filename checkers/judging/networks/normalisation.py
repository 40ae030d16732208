"""How the rubric looks at task 5 in training: what learns, and how."""
import typing

import numpy as np

from checkers.course.plans import SLOPES
from checkers.course.planting import Array
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import Case, Evidence
from checkers.judging.networks.blocks import End, explain
from checkers.judging.networks.dense import unexplained
from checkers.judging.networks.seen import (Convolution, Network,
                                            Normalisation, near, only, run)
from checkers.judging.networks.units import SAVED


class Part(typing.NamedTuple):
    """A part of a model that has been trained.

    Attributes:
        network: it.
        before, after: its model's weights before and after a step.
    """

    network: Network
    before: list[Array]
    after: list[Array]

    def still(self, place: int) -> bool:
        """Tell whether the step has left a weight as it was."""
        return np.array_equal(self.before[place], self.after[place])


def learner(seen: Evidence) -> Case:
    """Return the case that takes training steps.

    Raises:
        Blocked: there is none.
    """
    for case in seen.built:
        if case.trains:
            return case
    raise Blocked('there is no model that could be trained')


def network(case: Case, part: str) -> Network:
    """Return the network from which the outputs of a part follow.

    Raises:
        Blocked: they follow from none, so that no weight is known for what
            it is.
    """
    found = explain(case, part)
    if found is None:
        raise unexplained(part)
    return found.network


def parts(seen: Evidence) -> dict[str, Part]:
    """Return both parts of the case that takes a training step.

    Raises:
        Blocked: it could not be taken, or the outputs do not say which
            weight is which.
    """
    case, found = learner(seen), {}
    if not case.has(SLOPES[0]):
        raise Blocked('the model could not be trained')
    for part, (_, model) in SAVED.items():
        after = case.training().weights[model]
        if [array.shape for array in after] != case.shapes(model):
            raise unexplained(part)
        found[part] = Part(network(case, part),
                           case.planted(model, SLOPES[0]), after)
    return found


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
            y = run(network(case, part), y,
                    case.planted(model, 'otherwise rebuilt'))
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


def kernels_learn(seen: Evidence) -> None:
    """Raise Wrong where a training step leaves a convolution as it was."""
    case = learner(seen)
    for name in ('compiled', SLOPES[0]):
        case.require(name, "The model cannot be compiled and trained by "
                     "Keras' methods.")
    for name, part in parts(seen).items():
        for number, layer in enumerate(only(part.network, Convolution), 1):
            expect(not part.still(layer.places[0]), 'A training step has not '
                   f"moved the kernel of number {number} of the {name}'s "
                   'convolutions.',
                   'Does the gradient reach it, and is it trainable?')


def error_falls(seen: Evidence) -> None:
    """Raise Wrong where training does not lower the squared error alone."""
    case = learner(seen)
    x, shown = case.input(SLOPES[0]), case.training().loss
    before = after = x
    for part in parts(seen).values():
        before = run(part.network, before, part.before, is_training=True)
        after = run(part.network, after, part.after, is_training=True)
    was, now = oracle.mse(x, before), oracle.mse(x, after)
    scales = (1, len(x)) if common.era(seen) == 1 else (1,)
    expect(any(abs(shown - scale * was) < 1e-4 * shown for scale in scales),
           'Trained with the squared error, a batch has a loss of '
           f'{shown:.4f}; what these layers make of it has {was:.4f}.',
           'Is there a layer, or a penalty, that the task does not name?')
    expect(now < was, 'A training step changed the squared error of its '
           f'batch from {was:.4f} to {now:.4f}; it should fall.')


def learns(seen: Evidence) -> None:
    """Raise Wrong where batch normalisation does not learn in training.

    Where convolutions do not, that is a matter of the training.
    """
    found = {name: part for name, part in parts(seen).items() if not any(
        part.still(layer.places[0])
        for layer in only(part.network, Convolution))}
    if not any(only(part.network, Normalisation) for part in found.values()):
        raise Blocked('there is no batch normalisation in what learns')
    for name, part in found.items():
        for number, layer in enumerate(only(part.network, Normalisation), 1):
            still = [kind for kind, place in zip(layer.has, layer.places)
                     if part.still(place)]
            expect(not still, 'A training step has not moved '
                   f'{", ".join(still)} of number {number} of the {name}\'s '
                   'batch normalisations.')
    if 'encoder' in found:
        follows_mean(found['encoder'], learner(seen).input(SLOPES[0]))


def follows_mean(encoder: Part, x: Array) -> None:
    """Raise Wrong where the first moving mean does not follow the batch's.

    Args:
        encoder: the part that is given x.
        x: the batch of the training step.
    """
    first = next(iter(only(encoder.network, Normalisation)), None)
    if first is None:                   # a matter of the layers
        return
    y = run(encoder.network[:encoder.network.index(first)], x,
            encoder.before)
    # A pooling before the normalisation gives what one after it does.
    made = [y, first.resizing.function(y)] if isinstance(first, End) else [y]
    was, now = (weights[first.places[first.has.index('moving_mean')]]
                for weights in (encoder.before, encoder.after))
    step = now - was

    def goes_to(means: Array) -> bool:
        way = means - was
        share = step @ way / (way @ way)
        return bool(share > 0) and np.allclose(step, share * way, atol=1e-4)

    expect(any(goes_to(given.mean(first.others(given))) for given in made),
           "In a training step the encoder's first moving mean does not go "
           'towards the mean of the batch.')
