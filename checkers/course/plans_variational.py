"""What the probe does with tasks 3 and 7: noise, and a loss of two terms."""
import math
from collections.abc import Sequence

from checkers.course.cases import Case
from checkers.course.plans import (HALVES, code_of, compiled, drawn, learning,
                                   looks, plant, planting, predict, shape_of,
                                   sides)
from checkers.course.steps import (Drawn, Fixed, Lend, Loss, Metrics,
                                   Optimizer, PlantAgain, Predict, Read,
                                   Step, Store, Train)

OTHER = 3.              # times beta, in another call
COPIES = 2048           # of one input, for the statistics of its noise
THROUGH_Z = 'step through z'    # the one that only the reconstruction takes
# The plantings (encoder, decoder) that tell the two terms of a loss apart: the
# first three change only the reconstruction, the first and the last two only
# the KL term.
PAIRS = ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0))


def variational(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 3: noise, and the loss's two terms."""
    dims, _, _ = case.args
    return elbo(case, seed, compiled(case, weight=dims))


def beta(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 7: as task 3, what auto logs, odd sides."""
    shape, _, _, weight = case.args
    # Another object's beta should not reach this one.
    steps = elbo(case, seed,
                 compiled(case, 'mse', math.prod(shape), beta=weight),
                 [PlantAgain(models=(), seed=seed, last=OTHER * weight)],
                 [Metrics(x=drawn(shape, seed), save='metrics')])
    return steps + sides(case) if case.refuses else steps


def elbo(case: Case, seed: int, steps: list[Step],
         before: Sequence[Step] = (), after: Sequence[Step] = ()) -> \
        list[Step]:
    """Describe a case of a variational autoencoder.

    Args:
        case: the case.
        seed: the random seed.
        steps: those that come first.
        before, after: those around the ones that tell the terms apart, in
            the cases that have these.
    """
    # A zero first kernel cuts the decoder off from z, so that no noise hides
    # what the loss is made of, or that it falls.
    cut: list[Fixed] = [((case.args[2], None), None, 0.)]
    steps = steps + sampled(case, seed)
    # Adam remembers every step, so those that are looked at come first.
    if case.trains:
        steps += learning(case, latents(case, seed), seed, cut)
    if case.terms:
        steps += [*before, *two_terms(case, seed, cut), *after,
                  *stored(case, seed)]
    return steps


def latents(case: Case, seed: int) -> Drawn:
    """Describe what a variational decoder is given."""
    return drawn([case.args[2]], seed + 1, -1., 1.)


def sampled(case: Case, seed: int) -> list[Step]:
    """Describe the outputs of variational models, and the noise in z."""
    shape = shape_of(case.args[0])
    x = drawn(shape, seed)
    steps = [*planting(seed),
             *looks(case, ('encoder', x, 'code'),
                    ('decoder', latents(case, seed), 'decoded')),
             predict('auto', x, 'rebuilt')]
    if case.noise:
        copies = drawn(shape, seed, batch=1, copies=COPIES)
        # With these biases no hidden unit of the decoder is ever cut off, so
        # that auto's output tells which z it was made from.
        steps += [plant('encoder', seed, 0.5),
                  plant('decoder', seed + 1, 0.15,
                        [((None,), None, 3.), (shape[-1:], None, 0.)]),
                  predict('encoder', copies, 'noise 0'),
                  predict('encoder', copies, 'noise 1'),
                  predict('auto', copies, 'decoded noise')]
    if case.kind and not case.trains:   # so that no step is behind Adam
        steps += through_z(case, x, seed)
    return steps


def through_z(case: Case, x: Drawn, seed: int) -> list[Step]:
    """Describe a step that moves the heads for the reconstruction alone.

    With mean and log_var 0 the slope of the KL term is 0, and z is chance.
    """
    heads: list[Fixed] = [(shape, None, 0.) for shape in
                          ((None, case.args[2]), (case.args[2],))]
    return [plant('encoder', seed, fixed=heads), plant('decoder', seed + 1),
            Train(models=('encoder',), x=x, save=THROUGH_Z)]


def two_terms(case: Case, seed: int, cut: Sequence[Fixed]) -> list[Step]:
    """Describe the losses from which the two terms are told apart."""
    x = drawn(shape_of(case.args[0]), seed)
    steps: list[Step] = []
    for k, (encoder, decoder) in enumerate(PAIRS):
        # Where testing and training agree at first, one of them will do.
        unless = ('test loss 0', 'train loss 0') if k else ()
        if code_of(k, PAIRS) == k:             # else it is as it was
            steps += [plant('encoder', seed + encoder, 0.4 + 0.3 * encoder),
                      predict('encoder', x, f'code {k}')]
        steps += [plant('decoder', seed + decoder, 0.5 + 0.5 * decoder, cut),
                  Lend(models=HALVES),
                  predict('auto', x, f'rebuilt {k}'),
                  Loss(x=x, save=f'test loss {k}'),
                  Loss(x=x, method='train_on_batch', save=f'train loss {k}',
                       unless_equal=unless)]
    return steps


def stored(case: Case, seed: int) -> list[Step]:
    """Describe how auto is saved, and loaded in another process.

    It has the last of the weights that tell the terms apart.
    """
    x, file = drawn(shape_of(case.args[0]), seed), f'auto{seed}.keras'
    return [Store(model='auto', file=file, save='stored'),
            Read(files={'auto': file}, apart=True, save='loaded'),
            Predict(model='auto', x=x, apart=True, save='loaded rebuilt'),
            Optimizer(apart=True, save='loaded optimizer'),
            Loss(x=x, apart=True, save='loaded loss')]
