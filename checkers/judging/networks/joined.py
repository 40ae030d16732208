"""How the rubric looks at what task 6's class joins, and what it refuses.

What it is known to make of two models stands in ways.py, what it saves in
saved.py. How they are trained stands in losses/joined.py.
"""
import re
import textwrap
from collections.abc import Iterable, Sequence

from checkers.course.plans import HALVES
from checkers.course.plans_bottleneck import UNSHAPED
from checkers.course.steps import Step
from checkers.course.steps_joined import Misfit, Refuses, Unshaped
from checkers.judging import common
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import OUTPUTS, Case, Evidence
from checkers.judging.networks.bottleneck import (CLASS, cases, equal,
                                                  outputs, require)
from checkers.judging.networks.ways import RIGHT, expected, foreign, way


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
        expect(model in case.names('taken') and
               equal(found, expected(case, model, 'code')),
               f'{what} has another {model} than the one it was given.',
               'Does it keep the very model, or make one of it?')
    require(case, 'rebuilt', f'{what}: its auto')
    gives = way(case)
    expect(gives == RIGHT, f'{what}: auto gives '
           f'{gives or "something else"}; expected {RIGHT}.')
    expect(not common.has_copies(case), f'{what}: auto is made of copies of '
           'its models: other weights that are put into these do not reach '
           'it.')


def became(case: Case) -> tuple[object, ...]:
    """Return what the class made of a case's models, to be compared."""
    ends = [(case.has(name), case.error(name)) for name in ('joined', 'taken')]
    return (case.has('taken') and case.names('taken'),
            *((has, end and (end.type, end.message)) for has, end in ends),
            *(case.has(OUTPUTS[model]) and equal(
                case.outputs(OUTPUTS[model]), expected(case, model, 'code'))
              for model in HALVES), way(case), common.has_copies(case))


def any_kind(seen: Evidence) -> None:
    """Raise Wrong where the class does not join models of other kinds.

    What it makes of functional models too is another check.
    """

    def is_refused(name: str) -> bool:
        return common.passes(seen, lambda seen: refuses(seen, what, name))

    what = 'train of two models whose shapes only data show'
    fits, *misfits = UNSHAPED
    for case in cases(seen, 'foreign', CLASS):
        if not case.trains and not (way(case) and became(case) in map(
                became, foreign(seen))):
            is_joined(case, 'An Autoencoder of a subclassed model and a '
                            'Sequential without Input')
    for case in foreign(seen):
        raised = case.refusal(fits)
        expect(not raised.classes, 'An Autoencoder of models whose shapes '
               'only data show, or its train, raises '
               + ': '.join([*raised.classes[:1], short(raised.message)]))
    for misfit in misfits:
        # What is accepted of functional models too is another check.
        if is_refused(misfit.removeprefix('unshaped, ')):
            refuses(seen, what, misfit)


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

    Where the shapes of two models do not agree, its message must name both.

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
                       if not isinstance(case.step(name), Refuses) and
                       not names(found.message, shape)]
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
