"""How the rubric looks at what task 6's class saves and loads."""
import typing
from collections.abc import Sequence

from checkers.course.plans import HALVES
from checkers.course.plans_bottleneck import SAVED
from checkers.judging import common
from checkers.judging.checks import expect
from checkers.judging.evidence import OUTPUTS, Case, Evidence
from checkers.judging.networks.bottleneck import equal, outputs, require
from checkers.judging.networks.ways import expected, foreign, rebuilt


def calling(arguments: Sequence[str]) -> str:
    """Return arguments as a call has them, with their parentheses."""
    return f'({", ".join(map(repr, arguments))})'


def files(seen: Evidence) -> None:
    """Raise Wrong where save_models does not write two files that load."""
    for case in foreign(seen):
        wrote(case, '.keras')


def hdf5(seen: Evidence) -> None:
    """Raise Wrong where it does not write the same as HDF5.

    What is wrong with the other files too is another check.
    """
    for case in foreign(seen):
        found = written(case, '.hdf5')
        if not found.right or found != written(case, '.keras'):
            wrote(case, '.hdf5')


def wrote(case: Case, end: str) -> None:
    """Raise Wrong where one call of save_models has not written them."""
    name = SAVED[end][0]
    call = f'save_models{calling(SAVED[end])}'
    wanted = [f'decoder{name}{end}', f'encoder{name}{end}']
    require(case, end, call)
    found = case.names(end)
    expect(found == wanted, f'{call} wrote '
           f'{", ".join(found) or "nothing"}; expected '
           f'{" and ".join(wanted)}.')
    require(case, f'{end} read', f'Keras, asked to load what {call} wrote,')
    for model in HALVES:
        what = f'The {model} in the file of {call}'
        expect(equal(outputs(case, f'{end} {OUTPUTS[model]}', what),
                     expected(case, model, end)),
               f'{what} gives other outputs than the one that was saved.')


class Written(typing.NamedTuple):
    """What save_models wrote.

    Attributes:
        names: of the files, without what the call says.
        right: the models that are in the files of their names.
    """

    names: list[str]
    right: list[str]


def written(case: Case, end: str) -> Written:
    """Return what one call of save_models wrote."""
    found, rest = case.names(end) if case.has(end) else [], SAVED[end][0] + end
    return Written(
        [name.replace(rest, '') for name in found],
        [model for model in HALVES if model + rest in found and
         case.has(f'{end} read', saved := f'{end} {OUTPUTS[model]}') and
         equal(case.outputs(saved), expected(case, model, end))])


def end_alike(case: Case, one: str, other: str) -> bool:
    """Tell whether the same exception has ended two steps."""
    first, second = case.error(one), case.error(other)
    return first is not None and second is not None and (
        first.type, first.message) == (second.type, second.message)


def loads(seen: Evidence) -> None:
    """Raise Wrong where load_models does not give the models back.

    What save_models did not write is there all the same. What an Autoencoder
    that is made of two models lacks is another check.
    """
    for case in foreign(seen):
        for end, arguments in SAVED.items():
            call = f'Autoencoder.load_models{calling(arguments)}'
            if not end_alike(case, 'joined', f'{end} loaded'):
                require(case, f'{end} loaded', f'{call}, in another process,')
            found = outputs(case, f'{end} rebuilt', f'The auto of {call}')
            y = rebuilt(case, end, case.input(f'{end} rebuilt'))
            first = case.outputs(f'{end} lent') or found
            expect(equal(first, y) or (
                common.has_copies(case) and equal(found, y)),
                f'The auto of {call} gives other outputs than the one that '
                'was saved.')
        require(case, 'loaded optimizer', f'The auto of {call}')
        expect(case.names('loaded optimizer')[0] != 'NoneType' or
               common.not_compiled(seen),
               f'The auto of {call} is not compiled: it cannot be trained.')
