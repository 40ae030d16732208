"""What the probe does with task 6: parts, and what joins them.

The student's own two functions are looked at in small cases; the class that
joins an encoder and a decoder is given models of the probe's (foreign, in
probe/builders.py), whose outputs the oracle knows from their weights.
"""
import typing
from collections.abc import Sequence

import msgspec

from checkers.course.cases import Case
from checkers.course.plans import (CALM, HALVES, Maps, compiled, drawn,
                                   plant, planting, predict, shape_of,
                                   training)
from checkers.course.steps import (Compile, Drawn, Lend, Optimizer,
                                   PlantAgain, Read, Step, Store, Train)
from checkers.course.steps_joined import (Fit, Join, Misfit, Refuses, Revive,
                                          Take, Unshaped, Write)

# Of the data and of a batch, so that the last batch has one row: whatever is
# left out of the data, a batch is missing. Every batch costs time.
ROWS, SIZE, EPOCHS = 3, 2, 1
GIVEN = {'epochs': EPOCHS, 'batch_size': SIZE, 'shuffle': False, 'verbose': 2}
# What train does where nothing is said: the last of ten epochs is seen, and
# of 256 rows and one more two batches.
USUAL_SIZE, USUAL_EPOCHS = 256, 10
DEFAULTS = {'initial_epoch': USUAL_EPOCHS - 1, 'shuffle': True, 'verbose': 0}
# What is put around the name of an output under other weights, and under the
# first ones again.
OTHER, AGAIN = '{} otherwise', '{} once more'
PARTS_STEP = 'step of the parts'
ALL = *HALVES, 'auto'
LOADED = tuple(f'loaded {half}' for half in HALVES)
# What save_models is given, by the end of the files' names.
SAVED = {'.keras': ('one',), '.hdf5': ('two', '.hdf5')}
REFUSED = ('.txt', '.h5', 'keras')      # other ends
# Models whose shapes data alone show: a pair that fits, two that do not.
UNSHAPED = ('unshaped', 'unshaped, longer output',
            'unshaped, output with an axis more')


def two_models(args: tuple[typing.Any, ...]) -> Maps:
    """Return what the models of a case map."""
    shape, code = shape_of(args[0]), shape_of(args[1])
    return {'encoder': (shape, code), 'decoder': (code, shape)}


def plan(case: Case, seed: int) -> list[Step]:
    """Describe a case of task 6."""
    shape, code = shape_of(case.args[0]), shape_of(case.args[1])
    look = Looks(drawn(shape, seed), drawn(code, seed + 1, -1., 1.))
    steps: list[Step]
    if case.builder == 'halves':
        # Under other weights, then under the first once more: so it is seen
        # that the outputs follow from the weights, whatever the layers are.
        steps = [*awake(seed), *look.at(),
                 *awake(seed + 5), *look.at(saved=OTHER),
                 *awake(seed), *look.at(saved=AGAIN)]
        if case.trains:
            batch = drawn(shape, seed + 2, batch=8)
            steps += [PlantAgain(models=HALVES, seed=seed + 3, save='again'),
                      *look.at(saved='{} again'), Compile(chain=HALVES),
                      Train(models=HALVES, x=batch, save=PARTS_STEP)]
        return steps
    # Planted once they are joined, so that copies of them are seen.
    taken = {f'its {half}': half for half in HALVES}
    steps = [Join(save='joined'), *planting(seed),
             Take(names={**taken, 'auto': 'auto'}, save='taken'),
             *look.at('its {}'), Lend(models=HALVES, x=look.x, save='lent'),
             predict('auto', look.x, 'rebuilt')]
    if case.trains:
        steps += [*compiled(case, 'mse'), *learning(shape, seed),
                  *refused(shape, code, seed), *kept(look, seed)]
    return steps


def learning(shape: Sequence[int], seed: int) -> list[Step]:
    """Describe how auto's loss and its training are seen, then train's."""
    # Above 1, so that it is seen whether the data is scaled; with kernels as
    # small as this no unit is at its end.
    data = drawn(shape, seed + 6, 1., 4., batch=ROWS)
    more = drawn(shape, seed + 7, 1., 4., batch=USUAL_SIZE + 1)
    planted = [plant('encoder', seed + 8, 0.25), plant('decoder', seed + 9),
               Lend(models=HALVES)]
    return [*training(shape, seed, ALL, plant('encoder', seed),
                      plant('decoder', seed + 1, CALM), Lend(models=HALVES)),
            *planted, Fit(x=data, options=GIVEN, models=ALL, watched=True,
                          save='fit'), Optimizer(save='optimizer after'),
            *planted, Fit(x=more, options=DEFAULTS, watched=True,
                          save='by default')]


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

    def at(self, models: str = '{}', saved: str = '{}') -> list[Step]:
        """Describe predictions; {} stands for 'encoder', or its output."""
        return [predict(models.format('encoder'), self.x,
                        saved.format('code')),
                predict(models.format('decoder'), self.latent,
                        saved.format('decoded'))]


def kept(look: Looks, seed: int) -> list[Step]:
    """Describe saving, and loading in another process."""
    steps: list[Step] = [plant('encoder', seed + 10),
                         plant('decoder', seed + 11)]
    steps += [Lend(models=(half,), to=f'its {half}') for half in HALVES]
    steps += [Write(arguments=arguments, save=end)
              for end, arguments in SAVED.items()]
    # What was not written is put there, so that loading is seen by itself.
    steps += [Store(model=model, file=model + arguments[0] + end,
                    unless_there=True)
              for end, arguments in SAVED.items() for model in HALVES]
    later: list[Step] = []
    for end, arguments in SAVED.items():
        later += [Read(save=end + ' read', files={
            f'{end} {model}': model + arguments[0] + end
            for model in HALVES}), *look.at(end + ' {}', end + ' {}'),
            Revive(arguments=arguments, save=end + ' loaded'),
            Lend(models=LOADED, to='loaded auto', x=look.x,
                 save=end + ' lent'),
            predict('loaded auto', look.x, end + ' rebuilt')]
    later.append(Optimizer(model='loaded auto', save='loaded optimizer'))
    return steps + [msgspec.structs.replace(step, apart=True)
                    for step in later]


def misfits(shape: Sequence[int], code: Sequence[int]) -> dict[str, Misfit]:
    """Return models that must be refused, by what is wrong with them.

    What differs in the first side alone is not seen by who looks at the
    last, nor the other way round; where an axis of 1 is too many Keras itself
    sees no harm.
    """
    def decoder(gives: Sequence[int], takes: Sequence[int] = code) -> Misfit:
        return Misfit(model='decoder', inputs=(takes,), outputs=(gives,))

    def two(model: str, inputs: int, outputs: int) -> Misfit:
        takes, gives = {'encoder': (shape, code),
                        'decoder': (code, shape)}[model]
        return Misfit(model=model, inputs=(takes,) * inputs,
                      outputs=(gives,) * outputs)

    return {'encoder of two inputs': two('encoder', 2, 1),
            'encoder of two outputs': two('encoder', 1, 2),
            'decoder of two inputs': two('decoder', 2, 1),
            'decoder of two outputs': two('decoder', 1, 2),
            'longer code': decoder(shape, takes=longer(code)),
            'code with an axis more': Misfit(
                model='encoder', inputs=(shape,), outputs=((*code, 1),)),
            'longer output': decoder(longer(shape)),
            'wider output': decoder([*shape[:-1], shape[-1] + 1]),
            'output with an axis more': decoder((*shape, 1))}


def longer(shape: Sequence[int]) -> list[int]:
    """Return a shape whose first side is longer by one."""
    return [shape[0] + 1, *shape[1:]]


def refused(shape: Sequence[int], code: Sequence[int], seed: int) -> \
        list[Step]:
    """Describe what the class must refuse."""
    return [
        *(msgspec.structs.replace(misfit, save=name)
          for name, misfit in misfits(shape, code).items()),
        *(Refuses(method='train', x=drawn(other, seed), save=save)
          for save, other in (('data', longer(shape)),
                              ('data with an axis more', [*shape, 1]))),
        *(Refuses(method='save_models', arguments=('other', end), save=end)
          for end in REFUSED),
        *(Unshaped(x=drawn(shape, seed), code=code, gives=gives, save=save)
          for save, gives in zip(UNSHAPED, (shape, longer(shape),
                                            [*shape, 1])))]
