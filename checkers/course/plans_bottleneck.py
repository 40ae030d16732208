"""What the probe does with task 6: parts, and what joins them.

The student's own two functions are looked at in small cases; the class that
joins an encoder and a decoder is given models of the probe's (foreign, in
probe/builders.py), whose outputs the oracle knows from their weights.
"""
import math
import typing
from collections.abc import Sequence

from checkers.course.cases import Case
from checkers.course.plans import (CALM, HALVES, drawn, plant, planting,
                                   predict, shape_of)
from checkers.course.steps import (Drawn, Fit, Join, PlantAgain, Raises, Read,
                                   Refuses, Revive, Step, Take, Write)

SAMPLES, EPOCHS = 48, 2
# What follows the name of an output under other weights, and under the first
# ones again.
OTHER, AGAIN = ' otherwise', ' once more'
# What save_models is given, by the end of the files' names.
SAVED = {'.keras': ('one',), '.hdf5': ('two', '.hdf5')}


def two_models(args: tuple[typing.Any, ...]) -> dict[str, list[int]]:
    """Return the models of a case: name -> shape of its input."""
    return {'encoder': shape_of(args[0]), 'decoder': shape_of(args[1])}


def plan(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 6."""
    shape, code = shape_of(case.args[0]), shape_of(case.args[1])
    look = Looks(drawn(shape, seed), drawn(code, seed + 1, -1., 1.))
    join = Join(save='joined')
    # Bright data, so that no other target is as good as the data itself.
    fit = Fit(x=drawn(shape, seed + 2, 0.7, 1., batch=SAMPLES),
              epochs=EPOCHS, models=HALVES, save='fit')
    steps: list[Step]
    if case.builder == 'halves':
        # Under other weights, then under the first once more: so it is seen
        # that the outputs follow from the weights, whatever the layers are.
        steps = [*awake(seed), *look.at(),
                 *awake(seed + 5), *look.at(after=OTHER),
                 *awake(seed), *look.at(after=AGAIN)]
        if case.trains:
            steps += [PlantAgain(models=HALVES, seed=seed + 3, save='again'),
                      *look.at(after=' again'), join, fit]
        return steps
    # Planted once they are joined, so that copies of them are seen.
    steps = [join, *planting(seed),
             Take(names=HALVES + ('auto',), save='taken'),
             *look.at('its '), predict('its auto', look.x, 'rebuilt')]
    if case.trains:
        steps.append(fit)
    if case.refuses:
        steps += refused(shape, code, seed)
    if case.trains:
        steps += [plant('encoder', seed + 10), plant('decoder', seed + 11)]
        steps += [Write(arguments=arguments, save=end)
                  for end, arguments in SAVED.items()]
        steps += [plant('encoder', seed + 20), plant('decoder', seed + 21)]
        for end, arguments in SAVED.items():
            steps += [Read(save=end + ' read', files={
                f'{end} {model}': model + arguments[0] + end
                for model in HALVES}), *look.at(end + ' ')]
            steps += [Revive(arguments=arguments, save=end + ' loaded'),
                      *look.at('loaded ', ' ' + end)]
    return steps


def awake(seed: int) -> list[Step]:
    """Describe weights under which no relu of an encoder is likely silent.

    Small kernels hardly ever outweigh the biases. Of two units with relu
    both are silent in one of 20,000 draws, of five in none.
    """
    return [plant('encoder', seed, 0.25, [((None,), None, 0.5)]),
            plant('decoder', seed + 1, CALM)]


class Looks(typing.NamedTuple):
    """How models that play encoder and decoder are looked at.

    Attributes:
        x: the encoder's input.
        latent: the decoder's.
    """

    x: Drawn
    latent: Drawn

    def at(self, before: str = '', after: str = '') -> list[Step]:
        """Describe predictions: `before` the models' names, `after` the
        results'.
        """
        return [predict(before + 'encoder', self.x, before + 'code' + after),
                predict(before + 'decoder', self.latent,
                        before + 'decoded' + after)]


def misfits(size: int, code: int) -> dict[str, tuple[list[list[int]], ...]]:
    """Return pairs that must be refused.

    Each is the inputs and outputs of the encoder, then of the decoder. Where
    a last axis of 1 is too many Keras itself sees no harm.

    Args:
        size: that of the encoder's input in a pair that fits.
        code: that of its output.
    """
    one, two = [[size]], [[code]]
    return {'two inputs': ([[size], [size - 1]], two, two, one),
            'two outputs': (one, two, two, [[size], [size]]),
            'code': (one, two, [[code + 1]], one),
            'code with an axis more': (one, [[code, 1]], two, one),
            'output': (one, two, two, [[size + 1]]),
            'output with an axis more': (one, two, two, [[size, 1]])}


def refused(shape: Sequence[int], code: Sequence[int], seed: int) -> \
        list[Step]:
    """Describe what the class must refuse."""
    return [
        *(Raises(build='misfit', args=ends, save=name) for name, ends in
          misfits(math.prod(shape), math.prod(code)).items()),
        *(Refuses(method='train', x=drawn(other, seed), save=save)
          for save, other in (('data', [*shape][::-1]),
                              ('data with an axis more', [*shape, 1]))),
        Refuses(method='save_models', arguments=('other', '.txt'),
                save='.txt')]
