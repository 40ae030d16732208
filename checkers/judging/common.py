"""Checks that every task shares; the rubric files say what they are worth."""
import contextlib
import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from checkers.course.planting import Array
from checkers.course.steps import Raises
from checkers.judging import feedback
from checkers.judging.checks import Blocked, expect, Raised, Wrong
from checkers.judging.evidence import OUTPUTS, Case, Evidence
from checkers.runner.job import encode

SPELLED = 'Is the name spelled as in the task?'
COUNTS = {1: 'one', 2: 'two', 3: 'three'}

CheckFunction = Callable[[Evidence], None]
Follows = Callable[[Case], bool]    # do the outputs follow from the weights?


def signature(seen: Evidence) -> None:
    """Raise Wrong where the function is missing or cannot be called."""
    task, ended, error = seen.task, seen.seen.ended, seen.seen.error
    if ended:
        raise Wrong(f'{task.file} could not be judged: {ended.rstrip(".")}.')
    if error:
        message, hint = feedback.explain(error)
        raise Raised(f'{task.file} cannot be imported: {message}', hint)
    for asked, found in zip(task.definitions, seen.seen.definitions):
        parameters = ', '.join(asked.parameters)
        if found is None:
            raise Wrong(f'{task.file} does not define {asked.names[0]}'
                        f'({parameters}).',
                        SPELLED)
        expect(found.name in asked.names,
               f'{task.file} defines {found.name} and not {asked.names[0]}'
               f'({parameters}).', SPELLED)
        expect(found.by_position and found.by_name,
               f'The parameters of {found.name} are '
               f'({", ".join(found.parameters)}); expected ({parameters}), '
               'by position and by name.')


def require_function(seen: Evidence) -> None:
    """Raise Blocked where there is nothing to call."""
    if seen.seen.ended or seen.seen.error or \
            any(case.is_missing for case in seen.cases):
        raise Blocked('the function could not be called')


def check_signature(seen: Evidence) -> None:
    """Raise Wrong where something does not take the arguments in any way.

    It is called all the same; what it then raises is no other mistake.
    """
    for found in seen.seen.definitions:
        if found and not found.by_position and not found.by_name:
            raise Wrong(f'{found.name} does not take the arguments')


def models(seen: Evidence, uncounted: Sequence[str] = ()) -> None:
    """Raise Wrong where a case does not give the models, or one fails.

    Args:
        seen: the evidence.
        uncounted: the models whose outputs another check counts.
    """
    require_function(seen)
    for case in seen.cases:
        call = case.call(seen.function)
        if case.seen.error and not has_misfit(case):
            message, hint = feedback.explain(case.seen.error)
            if not any(other.seen.error for other in seen.cases
                       if other.is_deep):
                message += feedback.no_turn(case.seen.error)
            raise Raised(f'{call} raised an exception. {message}', hint)
        if case.seen.error:
            continue
        expect(case.in_order, f'{call} returned {case.returned()}; expected '
               f'{COUNTS[len(case.models)]} models: '
               f'{", ".join(case.models)}, in this order.')
        for model in case.models:
            case.require(OUTPUTS[model], f'For {call} the model returned as '
                         f'{model} cannot be called on its input.')
            expect(all(np.all(np.isfinite(output))
                       for output in case.outputs(OUTPUTS[model])),
                   f'For {call} the model returned as {model} gives what is '
                   'not a number.')
            count = len(case.outputs(OUTPUTS[model]))
            expect(count == 1 or model in uncounted, f'For {call} the model '
                   f'returned as {model} gives {count} outputs; expected one.',
                   'What does that model map its input to?')


def has_misfit(case: Case) -> bool:
    """Tell whether auto could not be made of a decoder of another size.

    What was raised then is no other mistake than the decoder's.
    """
    return case.runs('encoder', 'decoder') and not case.runs('auto') and \
        case.output('decoded').shape[1:] != tuple(
            case.asked.maps['decoder'][1])


def refuses_sides(case: Case, function: str) -> None:
    """Raise Wrong where sides that do not divide are not refused."""
    for step in case.steps:
        if not isinstance(step, Raises) or step.save is None:
            continue
        found = case.refusal(step.save)
        if case.seen.error and words(case.seen.error.message) == words(
                found.message):
            raise Blocked('models comes first')         # it refuses all
        shape, *others = step.args
        args = ', '.join(map(repr, [tuple(shape['tuple']), *others]))
        expect('ValueError' in found.classes, f'{function}({args}) raised '
               f'{(found.classes or ["no exception"])[0]}; expected a '
               'ValueError: '
               f'one side is not a multiple of {2 ** len(others[0])}.')


def words(message: str) -> list[str]:
    """Return what a message says, without its numbers."""
    return re.findall('[A-Za-z]+', message)


def arguments_unchanged(seen: Evidence) -> None:
    """Raise Wrong where the function changed the caller's arguments."""
    require_function(seen)
    cases = [case for case in seen.cases if any(map(case.runs, case.models))]
    if not cases:
        raise Blocked('there are no models that run')
    for case in cases:
        names = seen.task.definitions[0].parameters
        before = map(encode, case.args)
        for name, old, new in zip(names, before, case.seen.args_after):
            expect(old == new,
                   f'After {case.call(seen.function)} the caller finds {name} '
                   f'changed: it was {old} and is {new}.', cause(old, new))


def cause(old: object, new: object) -> str:
    """Ask about what may have made one list from another; '' for no idea."""
    if not isinstance(old, list) or not isinstance(new, list):
        return ''
    if len(new) < len(old):
        return 'What does pop() leave behind?'
    if len(new) > len(old):
        return 'Whose list does append() make longer?'
    return 'Does reverse() make a new list?' if new == old[::-1] else ''


def independent_calls(seen: Evidence) -> None:
    """Raise Wrong where a second call changes the first call's models."""
    checked = False
    for case in seen.cases:
        there = [model for model in case.models if case.runs(model)]
        if not there or not case.asks('again'):
            continue
        case.require('again',
                     'A second call of the function raised an exception.')
        for model in there:
            saved = OUTPUTS[model]
            if not case.asks(f'{saved} again'):
                continue
            checked = True
            first, later = case.outputs(saved), case.outputs(f'{saved} again')
            if not all(map(is_lively, first)):
                raise Blocked(f"the {model}'s outputs do not vary")
            same = sum(map(equal, first, later))
            # Of task 3's three outputs one is drawn anew: z.
            expect(len(first) == len(later) and
                   same >= (2 if len(first) == 3 else len(first)),
                   "After a second call of the function, the first call's "
                   f'{model} gives other outputs: the two share layers.',
                   'Where are your layers made: in the function, or once '
                   'for all calls?')
        expect(not case.value('again'), 'After a second call of the function '
               'both autos have one and the same optimizer, which can train '
               'but one of them.', 'Where is your optimizer made: in the '
               'function, or once for all calls?')
    if not checked:
        raise Blocked('a second call could not be looked at')


def equal(one: Array, other: Array) -> bool:
    """Tell whether arrays agree in shape and value."""
    return one.shape == other.shape and np.allclose(one, other, atol=1e-4)


def is_lively(array: Array) -> bool:
    """Tell whether an output is all numbers and not the same everywhere.

    What agrees by being nothing, or one and the same number, proves nothing.
    """
    return bool(np.all(np.isfinite(array)) and np.ptp(array) > 1e-6)


def auto_shares_weights(seen: Evidence, follows: Follows) -> None:
    """Raise Wrong where auto is not the decoder on the encoder.

    Args: as believed.
    """
    for case in believed(seen, follows, 'rebuilt', 'chained'):
        expect(is_joined(case) and not has_copies(case),
               f'For {case.call(seen.function)} known weights were put into '
               'encoder and decoder, but auto gives something else than '
               'decoder(encoder(x)): it does not share their weights.')


def has_copies(case: Case, lent: str = 'lent',
               output: str = 'rebuilt') -> bool:
    """Tell whether an auto that was lent weights has copies of its models.

    Where it shares theirs it has given the same before.

    Args:
        case: the case.
        lent: what the step that lent them saved.
        output: what auto gave then.
    """
    before = case.outputs(lent)
    return bool(before) and not (
        len(before) == 1 and equal(before[0], case.output(output)))


def is_joined(case: Case) -> bool:
    """Tell whether auto computes what the decoder does on the encoder.

    So does one with copies of them, once it was lent their weights.
    """
    if not is_lively(case.output('chained')):
        raise Blocked("the decoder's outputs do not vary")
    return equal(case.output('rebuilt'), case.output('chained'))


def require_joined(seen: Evidence, follows: Follows) -> None:
    """Raise Blocked where no loss of auto shows anything.

    Args: as believed.
    """
    if not all(map(is_joined, believed(seen, follows, 'rebuilt', 'chained'))):
        raise Blocked('auto_shares_weights comes first')


def believed(seen: Evidence, follows: Follows, *names: str) -> list[Case]:
    """Return the cases whose outputs follow from the planted weights.

    A loss, or an output of auto, is only what the student's process says.
    It is judged only where encoder and decoder are known to compute
    something from their weights.

    Args:
        seen: what was seen of the task.
        follows: tells of a case whether its outputs do.
        names: the values that must have been recorded.

    Raises:
        Blocked: there is no such case.
    """
    cases = [case for case in seen.with_values('code', 'decoded', *names)
             if follows(case)]
    if not cases:
        raise Blocked('the outputs of encoder and decoder do not follow '
                      'from their weights')
    return cases


def passes(seen: Evidence, *checks: CheckFunction) -> bool:
    """Tell whether all of these checks pass."""
    try:
        for check in checks:
            check(seen)
    except (Wrong, Blocked):
        return False
    return True


@contextlib.contextmanager
def grounds(seen: Evidence, *checks: CheckFunction,
            ends: type[Exception] | tuple[type[Exception], ...] = (
                Wrong, Blocked)) -> Iterator[None]:
    """Block a check that fails only because another one has not passed.

    So one mistake costs the points of one check. What stands in the block
    runs first; if it fails, and one of the other checks has not passed, it
    is blocked in place of failed:

        with common.grounds(seen, test_encoder_layers, ends=Wrong):
            dense.check_activations(seen.built, 'encoder', seen.function)

    Where the activations are wrong and the layers are wrong too, only the
    layers are told to the student.

    Args:
        seen: what was seen of the task.
        checks: the other checks.
        ends: how one of them must have ended to count as not passed: Wrong
            alone where a blocked one is no excuse.
    """
    try:
        yield
    except Wrong:
        for check in checks:
            try:
                check(seen)
            except ends:
                raise comes_first(check) from None
            except (Wrong, Blocked):
                pass
        raise


def comes_first(check: CheckFunction) -> Blocked:
    """Return what blocks a check where another one has not passed."""
    name = check.__name__.removeprefix('test_').removeprefix('check_')
    return Blocked(f'{name} comes first')


def era(seen: Evidence) -> int:
    """Return 1 for TensorFlow 1, 2 for Keras 2, 3 for Keras 3."""
    if seen.runtime['tensorflow'].startswith('1.'):
        return 1
    return 2 if seen.runtime['keras'].startswith('2.') else 3


def require_compiled(seen: Evidence) -> None:
    """Raise Blocked where auto's loss is not the student's."""
    if not_compiled(seen):
        raise Blocked('joins comes first' if any(
            case.asks('joined') and case.error('joined')
            for case in seen.cases) else 'auto is not compiled')


def require_lively(case: Case) -> None:
    """Raise Blocked where nothing can be said of auto's loss."""
    if not is_lively(case.output('rebuilt')):
        raise Blocked("auto's output does not vary")


def not_compiled(seen: Evidence) -> bool:
    """Tell whether auto has no optimizer, as far as is known.

    Raises:
        Blocked: an exception came before it could have one.
    """
    for case in seen.asked('optimizer'):
        if not case.has('optimizer') or \
                case.names('optimizer')[0] == 'NoneType':
            if case.seen.error:
                raise Blocked('models comes first')
            return True
    return False
