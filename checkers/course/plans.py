"""What the probe does with each case: plant, feed, record.

A plan says nothing of what is right; it chooses inputs and weights that let
the rubric see. Its steps are those of steps.py.
"""
import typing
from collections.abc import Sequence

import msgspec

from checkers.course.cases import LAYERS, SHAPE, Case
from checkers.course.steps import (Compile, Drawn, Earlier, Fixed, Initial,
                                   Layers, Lend, Loss, Metrics, Named,
                                   Optimizer, Plant, PlantAgain, Predict,
                                   Raises, Read, Settings, Step, Store, Train)

BATCH = 4
# Of a decoder's kernels: where its sigmoid comes near 0 or 1, float32 has too
# few digits for the loss.
CALM = 0.8
# Of kernels of a model whose output says nothing: all else is so large that no
# penalty on it is too small to be seen in the loss.
LOUD = 3.
BRIGHT = 4.             # of an input that takes relu far, past 6 too
COPIES = 2048           # of one input, for the statistics of its noise
SLOPES = 'step 1', 'step 2'     # the training steps that show the slope
THROUGH_Z = 'step through z'    # the one that only the reconstruction takes
LOSSES = 3              # plantings from which task 1's penalty is identified
# The plantings (encoder, decoder) that tell the two terms of a loss apart: the
# first three change only the reconstruction, the first and the last two only
# the KL term.
PAIRS = ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0))
HALVES = ('encoder', 'decoder')
FILE = 'auto.keras'     # in which auto is saved
Maps = dict[str, tuple[list[int], list[int]]]   # name -> what it takes, gives


def drawn(shape: Sequence[int], seed: int, low: float = 0., high: float = 1.,
          batch: int = BATCH, copies: int = 1) -> Drawn:
    """Describe an input: so many rows of this shape, each copied."""
    return Drawn((batch, *shape), seed, low, high, copies)


def plant(model: str, seed: int, gain: float = 1.,
          fixed: Sequence[Fixed] = ()) -> Plant:
    """Describe planted weights."""
    return Plant(model=model, seed=seed, gain=gain, fixed=tuple(fixed))


def predict(model: str, x: Drawn | Earlier, save: str) -> Predict:
    """Describe a prediction."""
    return Predict(model=model, x=x, save=save)


def shape_of(dims: int | tuple[int, ...]) -> list[int]:
    """Return dimensions as a list: 784 is [784]."""
    return list(dims) if isinstance(dims, tuple) else [dims]


def three_models(args: tuple[typing.Any, ...]) -> Maps:
    """Return what the models of most tasks map."""
    shape, latent = shape_of(args[0]), shape_of(args[2])
    return {'encoder': (shape, latent), 'decoder': (latent, shape),
            'auto': (shape, shape)}


def flat_models(args: tuple[typing.Any, ...]) -> Maps:
    """Return what the models of task 4 map."""
    shape, latent = shape_of(args[0]), shape_of(args[2])
    return {'encoder': (shape, latent), 'auto': (shape, shape)}


def planting(seed: int) -> list[Step]:
    """Describe how both halves get their weights at first."""
    return [plant('encoder', seed), plant('decoder', seed + 1, CALM)]


def outputs(x: Drawn, latent: Drawn, seed: int) -> list[Step]:
    """Describe what most tasks record: the models' outputs."""
    return [*planting(seed),
            predict('encoder', x, 'code'),
            predict('decoder', latent, 'decoded'),
            predict('decoder', Earlier('code'), 'chained'),
            predict('auto', x, 'rebuilt')]


def learning(shape: Sequence[int], latent: Drawn, seed: int,
             fixed: Sequence[Fixed] = ()) -> list[Step]:
    """Describe a case that trains: a second call, then training steps."""
    return [Optimizer(save='optimizer'), Settings(save='settings'),
            *planting(seed),
            PlantAgain(models=HALVES, seed=seed + 3, save='again'),
            predict('encoder', drawn(shape, seed), 'code again'),
            predict('decoder', latent, 'decoded again'),
            *training(shape, seed, (*HALVES, 'auto'),
                      plant('encoder', seed, 0.7),
                      plant('decoder', seed + 1, 0.7, fixed),
                      Lend(models=HALVES))]


def training(shape: Sequence[int], seed: int, models: tuple[str, ...],
             *planted: Step) -> list[Step]:
    """Describe two training steps, which show the slope.

    Both begin at the same weights, on two batches. The second shows how the
    optimizer weighs two slopes, both of which follow from the weights and the
    loss: so it shows both the optimizer and the loss.

    Args:
        shape: that of a sample.
        seed: the random seed.
        models: whose weights are recorded.
        planted: what gives auto its weights.
    """
    batch = drawn(shape, seed + 2, batch=8)
    other = drawn(shape, seed + 4, batch=8)
    return [*planted, Loss(x=batch, save='loss of batch'),
            Train(models=models, x=batch, save=SLOPES[0]),
            *planted, Train(models=models, x=other, save=SLOPES[1])]


def alone(shape: Sequence[int], seed: int, *models: str) -> list[Step]:
    """Describe a loss of a grey output, and of large values before it.

    Nothing but the last biases reaches the output. What the loss has beside
    the cross-entropy, such as a penalty, is large.

    Args:
        shape: that of a sample.
        seed: the random seed.
        models: those that give auto its weights.
    """
    x = drawn(shape, seed)
    dark: list[Fixed] = [((*[None] * sides, shape[-1]), None, 0.)
                         for sides in (1, 3)]       # dense, convolution
    return [*(plant(model, seed + 7, LOUD, dark) for model in models),
            predict('auto', x, 'grey'), Loss(x=x, save='loss of grey')]


def vanilla(case: Case, seed: int) -> list[Step]:
    """Describe a case of a loss without terms: outputs, then learning."""
    shape = shape_of(case.args[0])
    x, latent = drawn(shape, seed), drawn(shape_of(case.args[2]), seed + 1)
    steps = [*outputs(x, latent, seed), Loss(x=x, save='loss')]
    if case.trains:
        steps += [*alone(shape, seed, *HALVES),
                  *learning(shape, latent, seed)]
    return steps


def sparse(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 1: the loss under several plantings too."""
    shape = shape_of(case.args[0])
    x, latent = drawn(shape, seed), drawn(shape_of(case.args[2]), seed + 1)
    steps = outputs(x, latent, seed)
    if case.terms:
        # Another decoder under the same encoder: the penalty stays.
        steps += [Loss(x=x, save='loss'), plant('decoder', seed + 5),
                  predict('auto', x, 'other rebuilt'),
                  Loss(x=x, save='other loss')]
        for k in range(LOSSES):
            steps += [plant('encoder', seed + 10 * k, 0.5 + 0.2 * k),
                      predict('encoder', x, f'code {k}'),
                      predict('auto', x, f'rebuilt {k}'),
                      Loss(x=x, save=f'loss {k}')]
    if case.trains:
        steps += learning(shape, latent, seed)
    return steps


def variational(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 3: noise, and the loss's two terms."""
    return elbo(case, seed)


def beta(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 7: as task 3, what auto logs, odd sides."""
    x = drawn(shape_of(case.args[0]), seed)
    steps = elbo(case, seed, Metrics(x=x, save='metrics'))
    return steps + sides(case) if case.refuses else steps


def elbo(case: Case, seed: int, *shown: Step) -> list[Step]:
    """Describe a case of a variational autoencoder.

    Args:
        case: the case.
        seed: the random seed.
        shown: steps that are taken where the terms are told apart.
    """
    # A zero first kernel cuts the decoder off from z, so that no noise hides
    # what the loss is made of, or that it falls.
    cut: list[Fixed] = [((case.args[2], None), None, 0.)]
    steps = sampled(case, seed)
    # Adam remembers every step, so those that are looked at come first.
    if case.trains:
        steps += learning(shape_of(case.args[0]), latents(case, seed), seed,
                          cut)
    if case.terms:
        steps += [*two_terms(case, seed, cut), *shown, *stored(case, seed)]
    return steps


def latents(case: Case, seed: int) -> Drawn:
    """Describe what a variational decoder is given."""
    return drawn([case.args[2]], seed + 1, -1., 1.)


def sampled(case: Case, seed: int) -> list[Step]:
    """Describe the outputs of variational models, and the noise in z."""
    shape = shape_of(case.args[0])
    x = drawn(shape, seed)
    steps = [*planting(seed), predict('encoder', x, 'code'),
             predict('decoder', latents(case, seed), 'decoded'),
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
        if code_of(k) == k:             # else it is as it was
            steps += [plant('encoder', seed + encoder, 0.4 + 0.3 * encoder),
                      predict('encoder', x, f'code {k}')]
        steps += [plant('decoder', seed + decoder, 0.5 + 0.5 * decoder, cut),
                  Lend(models=HALVES),
                  predict('auto', x, f'rebuilt {k}'),
                  Loss(x=x, save=f'test loss {k}'),
                  Loss(x=x, method='train_on_batch', save=f'train loss {k}',
                       unless_equal=unless)]
    return steps


def code_of(k: int) -> int:
    """Return the first of PAIRS that has the encoder's weights of the kth."""
    return [encoder for encoder, _ in PAIRS].index(PAIRS[k][0])


def stored(case: Case, seed: int) -> list[Step]:
    """Describe how auto is saved, and loaded in another process.

    It has the last of the weights that tell the terms apart.
    """
    x = drawn(shape_of(case.args[0]), seed)
    return [Store(model='auto', file=FILE, save='stored'),
            Read(files={'auto': FILE}, apart=True, save='loaded'),
            Predict(model='auto', x=x, apart=True, save='loaded rebuilt'),
            Optimizer(apart=True, save='loaded optimizer'),
            Loss(x=x, apart=True, save='loaded loss')]


def deep(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 4: what encoder makes of auto's weights."""
    dims, hidden, _ = case.args
    x, bright = drawn([dims], seed), drawn([dims], seed, high=BRIGHT)
    names = [f'hidden_layer_{number + 1}'
             for number in range(2 * len(hidden))] + ['output_layer']
    names.insert(len(hidden), 'code_layer')
    names.insert(0, 'input_layer')
    planted = plant('auto', seed + 1, CALM)
    steps: list[Step] = [
        plant('encoder', seed), predict('encoder', bright, 'code'),
        planted, predict('encoder', x, 'shared'),
        predict('auto', x, 'rebuilt'), Loss(x=x, save='loss')]
    if case.kind and not case.trains:   # several layers; once is enough
        steps += [Layers(model='auto', names=tuple(names), save='layers'),
                  Named(model='auto', names=tuple(names[1:]), x=x,
                        save='named')]
    if case.trains:
        steps += [*alone([dims], seed, 'auto'),
                  Optimizer(save='optimizer'), Settings(save='settings'),
                  planted,
                  PlantAgain(models=('auto',), seed=seed + 3, save='again'),
                  predict('encoder', x, 'shared again'),
                  predict('auto', x, 'rebuilt again'),
                  *training([dims], seed, ('auto',),
                            plant('auto', seed + 1, 0.7))]
    return steps


def odd_sides(shape: Sequence[int], layers: Sequence[int]) -> \
        list[list[int]]:
    """Return shapes with a side that so many halvings do not come to.

    Each side by itself, so that the other does not show it; and the last
    halving alone does not come out, so that no earlier one shows it.
    """
    height, width, channels = shape
    half = 2 ** (len(layers) - 1)
    return [[height - half, width, channels],
            [height, width - half, channels]]


def encoder_and_model(args: tuple[typing.Any, ...]) -> Maps:
    """Return what the models of task 5 map."""
    shape, layers = args or (SHAPE, LAYERS)
    *sides, _ = shape
    code = [side // 2 ** len(layers) for side in sides] + layers[-1:]
    return {'encoder': (shape_of(shape), code),
            'auto': (shape_of(shape), shape_of(shape))}


def composable(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 5: the model's weights, then the encoder's.

    The encoder's, planted last, are the model's too where it shares them.
    """
    shape = shape_of(case.args[0] if case.args else SHAPE)
    x = drawn(shape, seed, high=BRIGHT)
    batch = drawn(shape, seed + 2, batch=8)
    look = [predict('encoder', x, 'code'), predict('auto', x, 'rebuilt')]
    planted = [plant('auto', seed + 1), plant('encoder', seed)]
    steps: list[Step] = [*planted, *look]
    if not case.args:
        steps = [Optimizer(save='optimizer'),
                 Initial(model='auto', save='initial'), *steps]
    if case.trains:
        steps += [PlantAgain(models=('encoder', 'auto'), seed=seed + 3,
                             save='again'),
                  *(msgspec.structs.replace(step, save=f'{step.save} again')
                    for step in look),
                  plant('encoder', seed + 4),
                  predict('auto', x, 'otherwise rebuilt'),
                  Compile(save='compiled'), *planted,
                  Train(models=('encoder', 'auto'), x=batch,
                        save=SLOPES[0])]
    return steps + sides(case) if case.refuses else steps


def sides(case: Case) -> list[Step]:
    """Describe calls with sides that do not come to so many halvings."""
    shape, layers, *more = case.args
    return [Raises(build=case.builder, save=f'sides {place}',
                   args=({'tuple': odd}, layers, *more))
            for place, odd in enumerate(odd_sides(shape, layers))]
