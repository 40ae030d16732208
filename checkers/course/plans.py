"""What the probe does with each case: plant, feed, record.

A plan says nothing of what is right; it chooses inputs and weights that let
the rubric see. Its steps are those of steps.py.
"""
import typing
from collections.abc import Sequence

import msgspec

from checkers.course.cases import LAYERS, SHAPE, Case
from checkers.course.steps import (Compile, Drawn, Earlier, Fixed, Initial,
                                   Layers, Lend, Loss, Named, Optimizer,
                                   Plant, PlantAgain, Predict, Raises,
                                   Settings, Step, Thaw, Train)

BATCH = 4
# Of a decoder's kernels: where its sigmoid comes near 0 or 1, float32 has too
# few digits for the loss.
CALM = 0.8
# Of kernels of a model whose output says nothing: all else is so large that no
# penalty on it is too small to be seen in the loss.
LOUD = 3.
BRIGHT = 4.             # of an input that takes relu far, past 6 too
# How much brighter it is for a model by itself: auto's weights are calm.
FAR = {'encoder': 8., 'decoder': 8., 'auto': 64.}
SLOPES = 'step 1', 'step 2'     # the training steps that show the slope
# The plantings (encoder, decoder) that tell task 1's penalty from the loss of
# the reconstruction: between the first two only the latter changes.
PENALISED = ((0, 0), (0, 1), (1, 1), (2, 1))
HALVES = ('encoder', 'decoder')
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


def looks(case: Case, *some: tuple[str, Drawn, str]) -> list[Step]:
    """Describe predictions, and each again for what takes relu past 6.

    Args:
        case: the case; one that trains need not show that too.
        some: the arguments of predict.
    """
    return [*(predict(*one) for one in some), *(
        predict(model, Drawn(x.shape, x.seed, FAR[model] * x.low,
                             FAR[model] * x.high), far(save))
        for model, x, save in some if not case.trains)]


def far(name: str) -> str:
    """Return under which name the second of two looks is saved."""
    return name + ' far'


def outputs(case: Case, x: Drawn, latent: Drawn, seed: int) -> list[Step]:
    """Describe what most tasks record: the models' outputs."""
    return [*planting(seed),
            *looks(case, ('encoder', x, 'code'),
                   ('decoder', latent, 'decoded')),
            predict('decoder', Earlier('code'), 'chained'),
            Lend(models=HALVES, x=x, save='lent'),
            predict('auto', x, 'rebuilt')]


def compiled(case: Case, loss: str = 'binary_crossentropy',
             weight: float = 1., **options: float) -> list[Step]:
    """Describe how auto is compiled where the function has not done so.

    What does not depend on its optimizer and its loss is then seen all the
    same.

    Args:
        case: the case; where it trains, the optimizer is looked at first.
        loss, weight, options: as steps.Compile.
    """
    own: list[Step] = [Compile(loss=loss, weight=weight, options=options,
                               unless_compiled=True)]
    if case.trains:
        own = [Optimizer(save='optimizer'), *own, Settings(save='settings')]
    return own


def learning(case: Case, latent: Drawn, seed: int,
             fixed: Sequence[Fixed] = ()) -> list[Step]:
    """Describe a case that trains: a second call, then training steps."""
    shape = shape_of(case.args[0])
    return [Thaw(models=(*HALVES, 'auto'), save='frozen'), *planting(seed),
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
            *([Lend(models=models)] if len(models) > 1 else ()),
            predict('auto', x, 'grey'), Loss(x=x, save='loss of grey')]


def vanilla(case: Case, seed: int) -> list[Step]:
    """Describe a case of a loss without terms: outputs, then learning."""
    shape = shape_of(case.args[0])
    x, latent = drawn(shape, seed), drawn(shape_of(case.args[2]), seed + 1)
    steps = [*compiled(case), *outputs(case, x, latent, seed),
             Loss(x=x, save='loss')]
    if case.trains:
        steps += [*alone(shape, seed, *HALVES),
                  *learning(case, latent, seed)]
    return steps


def code_of(k: int, pairs: Sequence[tuple[int, int]]) -> int:
    """Return the first of the pairs that has the encoder of the kth."""
    return [encoder for encoder, _ in pairs].index(pairs[k][0])


def sparse(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 1: the loss under several plantings too."""
    shape = shape_of(case.args[0])
    x, latent = drawn(shape, seed), drawn(shape_of(case.args[2]), seed + 1)
    steps = [*compiled(case), *outputs(case, x, latent, seed)]
    for k, (encoder, decoder) in enumerate(PENALISED if case.terms else ()):
        if code_of(k, PENALISED) == k:  # else it is as it was
            steps += [plant('encoder', seed + 10 * encoder,
                            0.9 - 0.2 * encoder)]
        steps += [plant('decoder', seed + 4 * decoder + 1, CALM),
                  Lend(models=HALVES), predict('auto', x, f'rebuilt {k}'),
                  Loss(x=x, save=f'loss {k}')]
    if case.trains:
        steps += learning(case, latent, seed)
    return steps


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
        *compiled(case),
        plant('encoder', seed), predict('encoder', bright, 'code'), planted,
        predict('encoder', x, 'shared'),
        *looks(case, ('auto', x, 'rebuilt')), Loss(x=x, save='loss')]
    if not case.trains:         # the numbers of the example pass 9
        steps += [Layers(model='auto', names=tuple(names), save='layers'),
                  Named(model='auto', names=tuple(names[1:]), x=x,
                        save='named')]
    if case.trains:
        steps += [*alone([dims], seed, 'auto'),
                  Thaw(models=('auto',), save='frozen'), planted,
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
    if case.trains or not case.args:
        steps.insert(0, Initial(model='auto', save='initial'))
    if case.trains:
        steps += [Optimizer(save='optimizer'),
                  PlantAgain(models=('encoder', 'auto'), seed=seed + 3,
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
    # That it is the encoder which refuses is what its text says.
    build = {'procedural': 'encoded'}.get(case.builder, case.builder)
    return [Raises(build=build, save=f'sides {place}',
                   args=({'tuple': odd}, layers, *more))
            for place, odd in enumerate(odd_sides(shape, layers))]
