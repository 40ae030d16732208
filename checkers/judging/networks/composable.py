"""How the rubric looks at task 5: the layers, and what they compute.

What a model is made of is in units.py, what is computed from it in blocks.py.
"""
import math
import typing
from collections.abc import Sequence

import numpy as np

from checkers.course.cases import SHAPE
from checkers.course.planting import KINDS
from checkers.course.values import Failure
from checkers.judging import common, feedback, oracle
from checkers.judging.checks import Blocked, Raised, Wrong, expect
from checkers.judging.evidence import CALLED, Case, Evidence, remembered
from checkers.judging.networks.blocks import (CONVOLUTIONS, EPSILONS, Block,
                                              arrangements, run)
from checkers.judging.networks.dense import listed
from checkers.judging.networks.seen import near
from checkers.judging.networks.units import (SAVED, entries, grouped,
                                             is_right, kernels_of, layers,
                                             units, wanted)

ALIKE = 3               # units of one shape in a model that is looked at
# The models by which either part is known.
NEEDS = {'encoder': ('encoder',), 'decoder': ('encoder', 'auto')}


class Explained(typing.NamedTuple):
    """How a part's outputs follow from its weights.

    Attributes:
        order: which unit plays which part, as oracle.orders gives it.
        blocks: what the blocks do.
        epsilon: the normalisations'.
        mistake: what of it is wrong; '' for nothing.
    """

    order: list[int]
    blocks: list[Block]
    epsilon: float
    mistake: str


def given(seen: Evidence, *models: str) -> list[Case]:
    """Return the cases with arguments in which these models run.

    The defaults are judged alone.

    Raises:
        Blocked: there is none.
    """
    cases = [case for case in seen.running(*models or ('encoder', 'auto'))
             if case.args]
    if not cases:
        raise Blocked('there are no models that run')
    return cases


def require_calls(cases: Sequence[Case]) -> None:
    """Raise Blocked where there is nothing to call."""
    if not cases or any(case.is_missing for case in cases):
        raise Blocked('there is nothing to call')


def raised(before: str, error: Failure) -> Raised:
    """Return a sentence, and then what the student should know."""
    message, hint = feedback.explain(error)
    return Raised(f'{before}. {message}', hint)


def models(seen: Evidence, builder: str) -> None:
    """Raise Wrong where a form does not give its models, or one fails.

    Args:
        seen: the evidence.
        builder: the form, as a case's builder: 'composable', 'procedural'.
    """
    cases = [case for case in seen.cases
             if case.args and case.builder == builder]
    require_calls(cases)
    for case in cases:
        call = case.call(seen.function)
        if case.seen.error:
            raise raised(f'{call} raised an exception', case.seen.error)
        expect(case.in_order, f'Of {call}, encoder and model are '
               f'{case.returned}; expected two Keras models.')
        for name, saved in (('encoder', 'code'), ('model', 'rebuilt')):
            case.require(saved, f'For {call} the {name} cannot be called on '
                         'its input.')


def defaults(seen: Evidence) -> None:
    """Raise Wrong where AutoEncoder() is not what the task says.

    It is called more than once: a default must not have changed.
    """
    cases = [case for case in seen.cases if not case.args]
    require_calls(cases)
    for place, case in enumerate(cases):
        call = f'AutoEncoder() called {"again" if place else "once"}'
        error = case.seen.error or case.error('code') or \
            case.error('rebuilt')
        if error:
            raise raised(f'{call} does not give models for images of '
                         f'{SHAPE}', error)
        expect(case.in_order, f'{call} does not give two Keras models.')
        expect(all(np.all(np.isfinite(case.output(saved)))
                   for saved in ('code', 'rebuilt')),
               f'The models of {call} give what is not a number.')
        for part in CONVOLUTIONS:
            check_layers(case, part, call)


def initial(seen: Evidence) -> None:
    """Raise Wrong where the kernels do not begin as He's do.

    Their mean square is 2 / fan_in. In a sample of n it is off by its nth
    part of a normal one's 2 at most, so that six sigmas are never reached.
    """
    for case in seen.with_values('initial'):
        for shape, found in zip(case.shapes('auto'), case.value('initial')):
            if len(shape) != 4:
                continue
            want = 2 / math.prod(shape[:3])     # as Keras counts the fan
            sigma = want * math.sqrt(2 / math.prod(shape))
            expect(abs(found - want) < 6 * sigma,
                   f'The initial weights of a kernel of the shape {shape} '
                   f"have a mean square of {found:.5f}; He's have "
                   f'{want:.5f}.', 'Which initial weights does Keras give '
                   'a convolution where none are named?')


def not_compiled(seen: Evidence) -> None:
    """Raise Wrong where the model is compiled when it is made."""
    for case in seen.with_values('optimizer'):
        expect(case.names('optimizer')[0] == 'NoneType', 'The model is '
               f'compiled with {case.names("optimizer")[0]} when it is made.',
               'Whose matter is the optimizer: that of the class, or of who '
               'uses it?')


def channels(seen: Evidence) -> None:
    """Raise Wrong where an AutoEncoder gives other channels than it takes.

    So does the decoder of the procedural form, which is told of none: its
    pictures have the three that it gives by default.
    """
    cases = given(seen, 'auto')
    if all(case.builder != 'composable' for case in cases):
        raise Blocked('there is no AutoEncoder that runs')
    for case in cases:
        want, found = case.args[0][-1], case.output('rebuilt').shape[-1]
        expect(found == want, f"For {case.call(seen.function)} the model's "
               f'output has {found} channels; expected {want}.')


def sides(seen: Evidence) -> None:
    """Raise Wrong where sides that do not divide are not refused."""
    cases = [case for case in given(seen, 'auto')
             if case.asks('sides 0', 'sides 1')]
    if len(cases) < 2:
        raise Blocked('there are not both forms')
    for case in cases:
        common.refuses_sides(case, CALLED[case.builder])


def layers_of(seen: Evidence, part: str) -> None:
    """Raise Wrong where encoder or decoder has other layers than asked."""
    for case in given(seen, *NEEDS[part]):
        check_layers(case, part, case.call(seen.function))


def check_layers(case: Case, part: str, call: str) -> None:
    """Raise Wrong where one case has other layers."""
    if is_right(case, part):
        return
    call = f"For {call} the {part}'s {CONVOLUTIONS[part]}"
    found = units(case, part)
    kernels, right = kernels_of(found), kernels_of(wanted(case, part))
    for rows, columns, _, _ in kernels:
        if (rows, columns) != (3, 3):
            raise Wrong(f'{call} have kernels of {rows} x {columns}; '
                        'expected 3 x 3.')
    kinds = [unit.kind for unit in found]
    if sorted(kernels) == sorted(right):
        if '' in kinds:
            raise Wrong(f'{call} have {kinds.count("")} biases; expected '
                        'none.', 'Which layer after the convolution has a '
                        'shift of its own?')
        partial = sorted(set(kinds) & set(KINDS))
        note = f' and some with {listed(partial)} only' if partial else ''
        raise Wrong(f'{call} are followed by {kinds.count("normalisation")} '
                    f'batch normalisations{note}; expected {len(right)}.')
    exchanged = [(rows, columns, outputs, inputs)
                 for rows, columns, inputs, outputs in kernels]
    if sorted(exchanged) == sorted(right):
        raise Wrong(f'{call} have kernels of plain convolutions: '
                    f'{listed(kernels)}.', 'Which layer doubles the sides?')
    out = 3 if part == 'encoder' else 2
    note = {'encoder': '',
            'decoder': ', from the last width down to the second, then the '
                       'channels'}[part]
    widths = listed(kernel[out] for kernel in kernels) or 'no'
    raise Wrong(f'{call} have {widths} filters; expected '
                f'{listed(kernel[out] for kernel in right)}{note}.')


@remembered
def explain(case: Case, part: str) -> Explained | None:
    """Say which blocks the recorded outputs of a part follow from.

    The decoder is looked at from the code on: what comes before it is the
    encoder's matter.

    Returns:
        None where the layers, or the outputs, fit nothing.
    """
    saved, model = SAVED[part]
    if not is_right(case, part):
        return None
    x = case.input(saved) if part == 'encoder' else case.output('code')
    if x.ndim != 4:                     # no picture, so no block made it
        return None
    found, weights = case.output(saved), case.planted(model, saved)
    own = wanted(case, part)
    before = [] if part == 'encoder' else units(case, 'encoder')
    have = [unit for unit, _ in grouped(entries(case, model))]
    if any(have.count(unit) > ALIKE for unit in have):
        return None                     # too many ways to try
    ways = [way[len(before):] for way in oracle.orders(have, before + own)]
    for blocks, mistake in arrangements(part, len(own) // 2):
        for epsilon in EPSILONS[:2 if mistake else None]:
            for order in ways:
                stack = layers(case, part, weights, order)
                # One picture tells most apart; then all of them.
                if all(near(found[:some], run(x[:some], stack, blocks,
                                              epsilon))
                       for some in (1, None)):
                    return Explained(order, blocks, epsilon, mistake)
    return None


def outputs(seen: Evidence, part: str) -> None:
    """Raise Wrong where outputs differ from the oracle's.

    Cases with other layers say nothing.
    """
    cases = [case for case in given(seen, *NEEDS[part])
             if is_right(case, part)]
    if not cases:
        raise Blocked(f"the {part}'s layers are not the right ones")
    for case in cases:
        found = explain(case, part)
        mistake = found.mistake if found else \
            'its outputs fit no known arrangement'
        if mistake:
            raise Wrong(f'For {case.call(seen.function)} the {part} should '
                        f'have {CONVOLUTIONS[part]} with strides of 2, batch '
                        'normalisation and relu; it seems that '
                        f'{mistake}.')
