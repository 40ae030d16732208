"""What task 6's class is known to make of the two models that it is given.

The models are the probe's own (foreign, in probe/builders.py), so that the
oracle knows what they give. What the student's auto makes of them is seen from
its outputs, and what is trained, saved and loaded is held against that.
"""
import typing
from collections.abc import Sequence

from checkers.course.plans import HALVES
from checkers.course.planting import Array
from checkers.judging import oracle
from checkers.judging.checks import Blocked
from checkers.judging.evidence import OUTPUTS, Case, Evidence, remembered
from checkers.judging.networks.bottleneck import CLASS, cases, equal

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


class Way(typing.NamedTuple):
    """What an auto makes of the two foreign models.

    Attributes:
        models: those that it applies, one on the other.
        activation: what it does with the last one's outputs.
    """

    models: Sequence[str] = HALVES
    activation: oracle.Activation = oracle.LINEAR

    def run(self, case: Case, encoder: Sequence[Array],
            decoder: Sequence[Array], x: Array) -> Array:
        """Return what it gives for x, with the models' weights."""
        weights = {'encoder': encoder, 'decoder': decoder}
        for model in self.models:
            x = stack(case, model, weights[model], x)
        return self.activation(x)

    def __str__(self) -> str:
        """Return it as a formula."""
        last = [] if self.activation == oracle.LINEAR else [
            self.activation.name]
        found = 'x'
        for function in (*self.models, *last):
            found = f'{function}({found})'
        return found


RIGHT = Way()
WAYS = RIGHT, Way(('encoder',)), *(
    Way(HALVES, activation) for activation in oracle.ACTIVATIONS)


@remembered
def way(case: Case) -> Way | None:
    """Return what auto makes of its models, or of its copies of them.

    Returns:
        None where its outputs do not follow from their weights.
    """
    if not case.has('rebuilt'):
        return None
    encoder, decoder = (case.planted(half, 'rebuilt') for half in HALVES)
    return next((way for way in WAYS if equal(case.outputs('rebuilt'), way.run(
        case, encoder, decoder, case.input('rebuilt')))), None)


def given(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array) -> Array:
    """Return what the student's auto gives with these weights.

    Raises:
        Blocked: nobody knows.
    """
    found = way(case)
    if found is None:
        raise Blocked('the outputs of auto do not follow from the weights of '
                      'its models')
    return found.run(case, encoder, decoder, x)


def rebuilt(case: Case, saved: str, x: Array) -> Array:
    """Return the same with the weights that were there at a step."""
    encoder, decoder = (case.planted(model, saved) for model in HALVES)
    return given(case, encoder, decoder, x)


def expected(case: Case, model: str, saved: str) -> Array:
    """Return what a foreign model gives with the weights it had at a step.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        saved: the name under which the step was saved.
    """
    return stack(case, model, case.planted(model, saved),
                 case.input(OUTPUTS[model]))
