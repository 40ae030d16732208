"""How the rubric looks at task 5: the layers, and what they compute.

What a model is made of is in units.py, what is computed from it in blocks.py.
"""
import functools
import math
from collections.abc import Sequence

import numpy as np

from checkers.course.cases import SHAPE
from checkers.course.values import Failure
from checkers.judging import common, feedback
from checkers.judging.checks import Blocked, Raised, Wrong, expect
from checkers.judging.evidence import CALLED, Case, Evidence
from checkers.judging.networks.blocks import (CONVOLUTIONS, UPSAMPLING,
                                              explain)
from checkers.judging.networks.chance import SIGMAS
from checkers.judging.networks.dense import listed
from checkers.judging.networks.seen import Convolution, only
from checkers.judging.networks.units import (PARTLY, SAVED, is_right,
                                             kernels_of, units, wanted)

# The models by which either part is known.
NEEDS = {'encoder': ('encoder',), 'decoder': ('encoder', 'auto')}


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
        # Their builder asks for these, in this order.
        lacking = [name for name, kind in zip(('encoder', 'model'),
                                              case.seen.returned)
                   if builder == 'composable' and kind == 'NoneType']
        expect(not lacking, f'{call} has no {" and no ".join(lacking)}; '
               'expected two Keras models.')
        expect(case.in_order, f'Of {call}, encoder and model are '
               f'{case.returned("model")}; expected two Keras models.')
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
        for part, (saved, model) in SAVED.items():
            if common.passes(seen, functools.partial(layers_of, part=part)):
                check_layers(case, part, call)
                continue
            # Wrong in every call: here only their widths are looked at.
            found = list(case.output(saved).shape[1:])
            _, shape = case.asked.maps[model]
            expect(found == shape, f'The models of {call} give {saved} '
                   f'{found}; expected {shape}.')


def initial(seen: Evidence) -> None:
    """Raise Wrong where the kernels do not begin as He's do.

    Their mean square is 2 / fan_in.
    """
    cases = seen.with_values('initial')
    # The largest kernels tell the most, if the defaults are there.
    for case in [case for case in cases if not case.args] or cases:
        for shape, found in zip(case.shapes('auto'), case.value('initial')):
            if len(shape) != 4:
                continue
            want = 2 / math.prod(shape[:3])     # as Keras counts the fan
            sigma = want * math.sqrt(2 / math.prod(shape))
            expect(abs(found - want) < SIGMAS * sigma,
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


def can_learn(seen: Evidence) -> None:
    """Raise Wrong where a scale begins as 0: relu lets nothing through."""
    for case in seen.with_values('initial'):
        expect(not any(kind == 'gamma' and found == 0 for kind, found in zip(
            case.seen.kinds['auto'], case.value('initial'))),
            'The scale of a batch normalisation begins as 0. Behind it all is '
            'cut off by relu, and has no slope: nothing learns.',
            'What does a batch normalisation begin with where nothing is '
            'said?')


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
        common.refuses_sides(case, CALLED[case.builder].split()[0])


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
        others = [unit.shape[0] for unit in found
                  if unit.kind == 'normalisation']
        if len(others) == len(right):
            raise Wrong(f'{call} are followed by batch normalisations of '
                        f'{listed(others)} numbers; expected one for each '
                        'channel.', 'Along which axis do the channels lie?')
        lacking = {name for kind in kinds if kind.startswith(PARTLY)
                   for name, weight in (('scale', 'gamma'), ('shift', 'beta'))
                   if weight not in kind}
        if lacking:
            raise Wrong(f'{call} are followed by batch normalisations '
                        f'without {" and ".join(sorted(lacking))}; expected '
                        'both.')
        raise Wrong(f'{call} are followed by {kinds.count("normalisation")} '
                    f'batch normalisations; expected {len(right)}.')
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


def outputs(seen: Evidence, part: str) -> None:
    """Raise Wrong where outputs differ from the oracle's."""
    for case in given(seen, *NEEDS[part]):
        found = explain(case, part)
        mistake = found.mistake if found else \
            'its outputs fit no known arrangement'
        # Plain convolutions, which are a matter of the layers, cannot double.
        if found and mistake.endswith(UPSAMPLING) and not any(
                layer.is_transposed
                for layer in only(found.network, Convolution)):
            continue
        if mistake:
            raise Wrong(f'For {case.call(seen.function)} the {part} should '
                        f'have {CONVOLUTIONS[part]} with strides of 2, batch '
                        'normalisation and relu; it seems that '
                        f'{mistake}.')
