"""How the rubric looks at task 6: parts, and what joins them.

What the class that joins them does with two models stands in joined.py.
"""
from collections.abc import Sequence

import numpy as np

from checkers.course.plans import HALVES
from checkers.course.plans_bottleneck import AGAIN, OTHER
from checkers.course.planting import Array
from checkers.judging.checks import Blocked, expect
from checkers.judging.evidence import OUTPUTS, Case, Evidence
from checkers.judging.networks.dense import unexplained

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
    first, other, again = (case.output(saved.format(OUTPUTS[model]))
                           for saved in ('{}', OTHER, AGAIN))
    return equal([again], first) and first.shape == other.shape and \
        varies(first) and varies(other) and all(
            np.abs(old - new).max() > 1e-6 for old, new in zip(first, other))


def believed(seen: Evidence) -> Evidence:
    """Return the evidence, where the student's models are known to compute.

    Raises:
        Blocked: what they give does not follow from their weights.
    """
    for case in seen.cases:
        if case.asks('again'):
            require_follows(case, *filter(case.runs, HALVES))
    return seen


def require_follows(case: Case, *models: str) -> None:
    """Raise Blocked where outputs do not follow from the weights."""
    for model in models:
        if not case.has(*(saved.format(OUTPUTS[model])
                          for saved in ('{}', OTHER, AGAIN))):
            raise Blocked(f'the {model} could not be run')
        if not follows(case, model):
            raise unexplained(model)


def in_range(seen: Evidence) -> None:
    """Raise Wrong where the student's decoder leaves [0, 1]."""
    found = cases(seen, 'halves', DECODER)
    for case in [case for case in found if case.runs('decoder')] or found:
        require_follows(case, 'decoder')
        y, (shape, code) = case.output('decoded'), case.args
        expect(y.min() >= 0 and y.max() <= 1,
               f'The outputs of mnist_decoder({code!r}, {shape!r}) range '
               f'from {y.min():.2f} to {y.max():.2f}; pixels lie between 0 '
               'and 1.')


def equal(found: Sequence[Array], wanted: Array) -> bool:
    """Tell whether a list of outputs is one array of these values."""
    return len(found) == 1 and found[0].shape == wanted.shape and bool(
        np.all(np.abs(found[0] - wanted) < NEAR))
