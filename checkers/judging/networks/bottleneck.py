"""How the rubric looks at task 6: parts, and what joins them."""
from collections.abc import Sequence

import numpy as np

from checkers.course.plans import HALVES
from checkers.course.plans_bottleneck import AGAIN, EPOCHS, OTHER, SAVED
from checkers.course.planting import Array
from checkers.judging import oracle
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import OUTPUTS, Case, Evidence
from checkers.judging.networks.dense import unexplained

LAST = {'encoder': oracle.LINEAR, 'decoder': oracle.SIGMOID}
NEAR = 1e-4             # float32 against float64
# The places of what the file defines.
ENCODER, DECODER, CLASS = range(3)


def cases(seen: Evidence, builder: str, place: int) -> list[Case]:
    """Return the cases whose models a builder makes.

    Raises:
        Blocked: the definition at this place is missing.
    """
    found = None
    if not seen.seen.ended and not seen.seen.error:
        found = seen.seen.definitions[place]
    if found is None:
        name = seen.task.definitions[place].names[0]
        raise Blocked(f'{name} could not be called')
    return [case for case in seen.cases if case.builder == builder]


def require(case: Case, name: str, before: str) -> None:
    """Raise an exception where a step did not come to its end.

    Args:
        case: the case.
        name: that of the step.
        before: what raised it, as a sentence's subject.

    Raises:
        as Case.require.
    """
    case.require(name, f'{before} raised an exception.')


def outputs(case: Case, name: str, before: str) -> list[Array]:
    """Return what a model gave. Args and Raises: as require."""
    require(case, name, before)
    return case.outputs(name)


def shapes(seen: Evidence, model: str, place: int) -> None:
    """Raise Wrong where a function's model does not map shape to shape."""
    for case in cases(seen, 'halves', place):
        given, wanted = case.args if model == 'encoder' else case.args[::-1]
        name = seen.task.definitions[place].names[0]
        call = f'{name}({given!r}, {wanted!r})'
        saved = OUTPUTS[model]
        found = outputs(case, saved, f'{call}, or its model on its input,')
        shape = len(case.input(saved)), *wanted
        expect(len(found) == 1 and found[0].shape == shape,
               f'The model of {call} gives outputs of shape '
               f'{", ".join(str(y.shape) for y in found)}; expected '
               f'{shape}.')
        # Planted weights never give every sample the same.
        expect(varies(found[0]),
               f'The model of {call} gives the same for every input.')
        expect(follows(case, model), f'The model of {call} gives outputs '
               'that do not follow from its weights.')


def varies(output: Array) -> bool:
    """Tell whether an output is all numbers, and not the same for all."""
    return bool(np.all(np.isfinite(output)) and
                np.ptp(output, axis=0).max() > 1e-6)


def follows(case: Case, model: str) -> bool:
    """Tell whether a model's outputs follow from its input and weights.

    What its layers are is the student's choice, so that the oracle does not
    know them. Under other weights the model must give other outputs for
    every sample, and under the first weights the first outputs again.
    """
    first, other, again = (case.output(OUTPUTS[model] + after)
                           for after in ('', OTHER, AGAIN))
    return equal([again], first) and first.shape == other.shape and \
        varies(first) and varies(other) and all(
            np.abs(old - new).max() > 1e-6 for old, new in zip(first, other))


def believed(seen: Evidence) -> Evidence:
    """Return the evidence, where the student's models are known to compute.

    Raises:
        Blocked: what they give does not follow from their weights.
    """
    for case in seen.asked('again'):
        require_follows(case, *HALVES)
    return seen


def require_follows(case: Case, *models: str) -> None:
    """Raise Blocked where outputs do not follow from the weights."""
    for model in models:
        if not case.has(*(OUTPUTS[model] + after
                          for after in ('', OTHER, AGAIN))):
            raise Blocked(f'the {model} could not be run')
        if not follows(case, model):
            raise unexplained(model)


def in_range(seen: Evidence) -> None:
    """Raise Wrong where the student's decoder leaves [0, 1]."""
    for case in cases(seen, 'halves', DECODER):
        require_follows(case, 'decoder')
        y, (shape, code) = case.output('decoded'), case.args
        expect(y.min() >= 0 and y.max() <= 1,
               f'The outputs of mnist_decoder({code!r}, {shape!r}) range '
               f'from {y.min():.2f} to {y.max():.2f}; pixels lie between 0 '
               'and 1.')


def foreign(seen: Evidence) -> list[Case]:
    """Return the foreign models that are trained and saved, if joined."""
    found = [case for case in cases(seen, 'foreign', CLASS) if case.trains]
    if not all(case.has('joined') for case in found):
        raise Blocked('no Autoencoder could be made')
    return found


def stack(case: Case, model: str, weights: Sequence[Array],
          x: Array) -> Array:
    """Return what a foreign model gives, by the oracle."""
    last = case.args[1] if model == 'encoder' else case.args[0]
    y = oracle.stack(x.reshape(len(x), -1),
                     oracle.layers(weights, range(len(weights))),
                     [oracle.TANH, LAST[model]])
    return y.reshape((len(x), *last))


def joined(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
           x: Array) -> Array:
    """Return what the foreign decoder gives on the foreign encoder."""
    return stack(case, 'decoder', decoder,
                 stack(case, 'encoder', encoder, x))


def expected(case: Case, model: str, saved: str) -> Array:
    """Return what a foreign model gives with the weights it had at a step.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        saved: the name under which the step was saved.
    """
    return stack(case, model, case.planted(model, saved),
                 case.input(f'its {OUTPUTS[model]}'))


def equal(found: Sequence[Array], wanted: Array) -> bool:
    """Tell whether a list of outputs is one array of these values."""
    return len(found) == 1 and found[0].shape == wanted.shape and bool(
        np.all(np.abs(found[0] - wanted) < NEAR))


def joins(seen: Evidence) -> None:
    """Raise Wrong where the class does not join models of any kind."""
    for case in cases(seen, 'foreign', CLASS):
        what = f'An Autoencoder of two {case.name} models'
        require(case, 'joined', what)
        require(case, 'taken',
                f'{what}, asked for encoder, decoder and auto,')
        for model in HALVES:
            found = outputs(case, f'its {OUTPUTS[model]}',
                            f'{what}: its {model}')
            expect(equal(found, expected(case, model, 'its code')),
                   f'{what} has another {model} than the one it was given.',
                   'Does it keep the model, or a copy?')
        encoder, decoder = (case.planted(model, 'its code')
                            for model in HALVES)
        y = joined(case, encoder, decoder, case.input('rebuilt'))
        expect(equal(outputs(case, 'rebuilt', f'{what}: its auto'), y),
               f'{what}: auto gives something else than '
               'decoder(encoder(x)).')


def refuses(seen: Evidence, what: str, *names: str) -> None:
    """Raise Wrong where something is not refused with a ValueError.

    Args:
        seen: the evidence.
        what: what must be refused.
        names: the steps that tried it.
    """
    for case in foreign(seen):
        for name in names:
            require(case, name, 'Autoencoder')
            raised = case.names(name)
            which = what if name == names[0] else f'{what} ({name})'
            expect(raised, f'{which} is accepted; expected a ValueError.')
            expect('ValueError' in raised, f'{which} raises {raised[0]}; '
                   'expected a ValueError.')


def trained(case: Case, model: str) -> tuple[list[Array], list[Array]]:
    """Return a model's weights before and after train."""
    before, after = case.planted(model, 'fit'), case.fitted().weights[model]
    if [new.shape for new in after] != [old.shape for old in before]:
        raise Blocked('the weights could not be followed')
    return before, after


def trains(seen: Evidence) -> None:
    """Raise Wrong where train does not train the models handed over."""
    for case in foreign(seen):
        require(case, 'fit', f'train(data, epochs={EPOCHS})')
        weights = []
        for model in HALVES:
            before, after = trained(case, model)
            still = [str(number) for number, (old, new)
                     in enumerate(zip(before, after), 1)
                     if np.array_equal(old, new)]
            expect(not still, f"After train these of the {model}'s 4 weights "
                   f'are what they were: {", ".join(still)}.',
                   'Which models does train train: those that were given?')
            weights.append((before, after))
        x = case.input('fit')
        was, now = (oracle.mse(x, joined(case, encoder, decoder, x))
                    for encoder, decoder in zip(*weights))
        expect(now < was, 'train changed the squared error of the data from '
               f'{was:.5f} to {now:.5f}; it should fall.',
               'What is the target of an autoencoder?')


def history(seen: Evidence) -> None:
    """Raise Wrong where train's history is not one of the epochs asked."""
    for case in foreign(seen):
        if not case.has('fit'):
            raise Blocked('train could not be called')
        count = len(case.fitted().losses)
        expect(count, 'train returned no history of the loss.')
        expect(count == EPOCHS, f'train(data, epochs={EPOCHS}) returned a '
               f'history of {count}.')


def parts_learn(seen: Evidence) -> None:
    """Raise Wrong where a kernel of the student's models does not learn."""
    for case in cases(seen, 'halves', CLASS):
        if not case.trains:
            continue
        require_follows(case, *HALVES)
        if not case.has('joined', 'fit'):
            raise Blocked('the models could not be trained')
        for model in HALVES:
            learn = [np.all(np.isfinite(new)) and
                     not np.array_equal(old, new)
                     for old, new in zip(*trained(case, model))
                     if old.ndim > 1]
            expect(learn and all(learn), f'The {model} of mnist_{model} does '
                   'not learn in all of its layers.',
                   'Are all weights trainable?')


def calling(arguments: Sequence[str]) -> str:
    """Return arguments as a call has them, with their parentheses."""
    return f'({", ".join(map(repr, arguments))})'


def files(seen: Evidence, end: str) -> None:
    """Raise Wrong where save_models does not write two files that load."""
    name = SAVED[end][0]
    call = f'save_models{calling(SAVED[end])}'
    wanted = [f'decoder{name}{end}', f'encoder{name}{end}']
    for case in foreign(seen):
        require(case, end, call)
        found = case.names(end)
        expect(found == wanted, f'{call} wrote '
               f'{", ".join(found) or "nothing"}; expected '
               f'{" and ".join(wanted)}.')
        require(case, f'{end} read',
                f'Keras, asked to load what {call} wrote,')
        for model in HALVES:
            same(case, model, end, f'{end} {OUTPUTS[model]}',
                 f'The {model} in the file of {call}')


def same(case: Case, model: str, end: str, saved: str, what: str) -> None:
    """Raise Wrong where a model does not give what the saved one gave."""
    expect(equal(outputs(case, saved, what), expected(case, model, end)),
           f'{what} gives other outputs than the one that was saved.')


def loads(seen: Evidence) -> None:
    """Raise Wrong where load_models does not give the models back."""
    for case in foreign(seen):
        for end, arguments in SAVED.items():
            call = f'Autoencoder.load_models{calling(arguments)}'
            require(case, f'{end} loaded', call)
            for model in HALVES:
                same(case, model, end, f'loaded {OUTPUTS[model]} {end}',
                     f'The {model} of {call}')
