"""How the rubric looks at what task 6 makes of two models: join, refuse, keep.

The models are the probe's own (foreign, in probe/builders.py), so that the
oracle knows what they give. How they are trained stands in losses/joined.py.
"""
import re
import textwrap
from collections.abc import Iterable, Sequence

from checkers.course.plans import HALVES
from checkers.course.plans_bottleneck import SAVED, UNSHAPED
from checkers.course.planting import Array
from checkers.course.steps import Misfit, Refuses, Step, Unshaped
from checkers.judging import oracle
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import OUTPUTS, Case, Evidence
from checkers.judging.networks.bottleneck import (CLASS, cases, equal,
                                                  outputs, require)

LAST = {'encoder': oracle.LINEAR, 'decoder': oracle.TANH}


def foreign(seen: Evidence) -> list[Case]:
    """Return the foreign models that are trained and saved, if joined.

    What was made of them before an exception is looked at all the same.
    """
    found = [case for case in cases(seen, 'foreign', CLASS) if case.trains]
    if not all(case.has('joined') or case.has('taken') for case in found):
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


def rebuilt(case: Case, saved: str, x: Array) -> Array:
    """Return the same with the weights that were there at a step."""
    encoder, decoder = (case.planted(model, saved) for model in HALVES)
    return joined(case, encoder, decoder, x)


def expected(case: Case, model: str, saved: str) -> Array:
    """Return what a foreign model gives with the weights it had at a step.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        saved: the name under which the step was saved.
    """
    return stack(case, model, case.planted(model, saved),
                 case.input(OUTPUTS[model]))


def joins(seen: Evidence) -> None:
    """Raise Wrong where the class does not join functional models."""
    for case in foreign(seen):
        is_joined(case, 'An Autoencoder of two functional models')


def is_joined(case: Case, what: str) -> None:
    """Raise Wrong where an object is not of the two models it was given.

    Args:
        case: the case.
        what: the object, as a sentence's subject.
    """
    require(case, 'joined', what)
    require(case, 'taken', f'{what}, asked for encoder, decoder and auto,')
    for model in HALVES:
        found = outputs(case, OUTPUTS[model], f'{what}: its {model}')
        expect(equal(found, expected(case, model, 'code')),
               f'{what} has another {model} than the one it was given.',
               'Does it keep the model, or a copy?')
    y = rebuilt(case, 'code', case.input('rebuilt'))
    expect(equal(outputs(case, 'rebuilt', f'{what}: its auto'), y),
           f'{what}: auto gives something else than decoder(encoder(x)).')


def any_kind(seen: Evidence) -> None:
    """Raise Wrong where the class does not join models of other kinds."""
    for case in cases(seen, 'foreign', CLASS):
        if not case.trains:
            is_joined(case, 'An Autoencoder of a subclassed model and a '
                            'Sequential without Input')
    fits, *misfits = UNSHAPED
    for case in foreign(seen):
        raised = case.refusal(fits)
        expect(not raised.classes, 'An Autoencoder of models whose shapes '
               'only data show, or its train, raises '
               + ': '.join([*raised.classes[:1], short(raised.message)]))
    refuses(seen, 'train of two models whose shapes only data show',
            *misfits)


def shapes(step: Step, case: Case) -> list[Sequence[int]]:
    """Return the two shapes that do not agree where a step must fail.

    There are none where it is not a matter of two shapes.
    """
    if isinstance(step, Refuses):
        return [step.x.shape[1:], case.args[0]] if step.x else []
    if isinstance(step, Unshaped):
        return [step.gives, case.args[0]]
    assert isinstance(step, Misfit)
    if len(step.inputs) > 1 or len(step.outputs) > 1:
        return []
    ends = {'encoder': [case.args[0], case.args[1]],
            'decoder': [case.args[1], case.args[0]]}[step.model]
    return [shape for pair in zip(ends, (*step.inputs, *step.outputs))
            if list(pair[0]) != list(pair[1]) for shape in pair]


def names(message: str, shape: Iterable[int]) -> bool:
    """Tell whether a message has the sides of a shape, in this order."""
    sides = ' '.join(map(str, shape))
    return f' {sides} ' in f' {" ".join(re.findall("[0-9]+", message))} '


def refuses(seen: Evidence, what: str, *tried: str) -> None:
    """Raise Wrong where something is not refused with a ValueError.

    Where two shapes do not agree, its message must name both.

    Args:
        seen: the evidence.
        what: what must be refused.
        tried: the steps that tried it.
    """
    for case in foreign(seen):
        for name in tried:
            require(case, name, 'Autoencoder')
            found, pair = case.refusal(name), shapes(case.step(name), case)
            fitting = case.error('joined')
            if fitting and fitting.message == found.message:
                raise Blocked('joins comes first')      # it refuses all
            which = what
            if pair:
                which += f' ({" and ".join(map(said, pair))})'
            expect(found.classes,
                   f'{which} is accepted; expected a ValueError.')
            expect('ValueError' in found.classes, f'{which} raises '
                   f'{found.classes[0]}; expected a ValueError.')
            missing = [said(shape) for shape in pair
                       if not names(found.message, shape)]
            expect(not missing, f'{which} raises a ValueError whose message '
                   f'does not name {" and ".join(missing)}: '
                   f'"{short(found.message)}".',
                   'What must one know to find the mistake?')


def short(message: str) -> str:
    """Return the beginning of what an exception says, in whole words."""
    return textwrap.shorten(message, 120, placeholder=' [...]')


def said(shape: Sequence[int]) -> str:
    """Return a shape as a message has it."""
    return str(tuple(shape))


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
            require(case, f'{end} loaded', f'{call}, in another process,')
            found = outputs(case, f'{end} rebuilt', f'The auto of {call}')
            y = rebuilt(case, end, case.input(f'{end} rebuilt'))
            expect(equal(found, y), f'The auto of {call} gives other outputs '
                   'than the one that was saved.')
        require(case, 'loaded optimizer', f'The auto of {call}')
        expect(case.names('loaded optimizer')[0] != 'NoneType',
               f'The auto of {call} is not compiled: it cannot be trained.')
