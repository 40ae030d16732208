"""How the rubric looks at a variational auto that was saved and loaded."""
import re

from checkers.course.values import Failure
from checkers.judging import common, feedback
from checkers.judging.checks import Blocked, Raised, expect
from checkers.judging.evidence import Case, Evidence
from checkers.judging.networks import variational
from checkers.judging.networks.bodies import body_of

# Why Keras cannot compile a model whose loss is an object of the student's
# class; of a function it says otherwise.
OF_A_CLASS = re.compile(r'Could not locate class|__init__\(\)')


def check_loaded(seen: Evidence) -> None:
    """Raise Wrong where auto does not load, or is another one then.

    It is loaded by a process that has imported the student's file. A loss
    that Keras cannot find may be left out, as load_model(file,
    compile=False) does; what is compiled has the loss that it had.
    """
    for case in seen.asked('stored', 'loaded'):
        if not case.has('rebuilt 4', 'test loss 4'):
            raise Blocked('auto could not be run, or gave no loss')
        require_known(case)
        # TensorFlow 1.12 registers nothing, Keras 2 no function of a Lambda.
        if common.era(seen) < 3:
            continue
        what = f'auto, saved and loaded where {seen.task.file} was imported'
        for name in 'stored', 'loaded', 'loaded rebuilt', 'loaded optimizer':
            require(case, name, what)
        for reason in filter(OF_A_CLASS.search, case.names('loaded')):
            kind, _, words = reason.partition(': ')
            raise explained(Failure(kind, words, None, ''),
                            f'{what} and compiled')
        expect(common.equal(case.output('loaded rebuilt'),
                            case.output('rebuilt 4')),
               f'{what}, gives other outputs than before.',
               'Is everything that it consists of in the file?')
        if case.names('loaded optimizer')[0] != 'NoneType':
            require(case, 'loaded loss', what)
            found, was = case.loss('loaded loss'), case.loss('test loss 4')
            expect(abs(found - was) <= 1e-4 * abs(was),
                   f'{what}, has a loss of {found:.4f}; it was {was:.4f}.',
                   'From where does a loaded model know how its terms '
                   'weigh?')


def require_known(case: Case) -> None:
    """Raise Blocked where it is not known what auto consists of.

    What then agrees after loading proves nothing.
    """
    encoder, decoder = (case.planted(half, 'rebuilt 4')
                        for half in ('encoder', 'decoder'))
    mean, _ = variational.codes(case, encoder, case.input('rebuilt 4'))
    body_of(case).forward(decoder, mean)
    if not common.is_lively(case.output('rebuilt 4')):
        raise Blocked("auto's outputs do not vary")


def explained(error: Failure, what: str) -> Raised:
    """Return what an exception means that came while auto was loaded."""
    message, hint = feedback.explain(error, 'load')
    return Raised(f'{what}: {message}', hint)


def require(case: Case, name: str, what: str) -> None:
    """Raise an exception where a step did not come to its end."""
    error = case.error(name)
    if error:
        raise explained(error, what)
    if name not in case.seen.values:
        raise Blocked('auto could not be saved and loaded')
