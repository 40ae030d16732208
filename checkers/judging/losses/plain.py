"""A loss without terms, that of tasks 0, 2 and 4: binary cross-entropy."""
import math

import numpy as np

from checkers.course.plans import HALVES
from checkers.course.planting import Array
from checkers.judging import common, oracle
from checkers.judging.checks import expect
from checkers.judging.evidence import Case, Evidence
from checkers.judging.losses.slope import Total

PENALTY = "Does a layer's penalty add to the loss? Which task asks for one?"


def check(seen: Evidence, follows: common.Follows, total: Total) -> None:
    """Raise Wrong where the loss is not the mean binary cross-entropy.

    Args:
        seen, follows: as common.believed.
        total: it, by the oracle.
    """
    common.require_compiled(seen)
    for case in common.believed(seen, follows, 'rebuilt'):
        common.require_lively(case)
        check_one(seen, case, total, 'rebuilt', 'loss',
                  'Which loss fits outputs between 0 and 1?')
        # An output of another shape has other kernels, and is not grey.
        if case.asks('loss of grey') and \
                case.output('rebuilt').shape == case.input('rebuilt').shape:
            check_one(seen, case, total, 'grey', 'loss of grey',
                      PENALTY)


def check_one(seen: Evidence, case: Case, total: Total, output: str,
              name: str, hint: str) -> None:
    """Raise Wrong where one loss is not the mean binary cross-entropy.

    Args:
        seen, total: as check.
        case: the case.
        output, name: under which auto's output and its loss are saved.
        hint: the question about another loss.
    """
    x, y = case.input(name), case.output(output)
    found, want = case.loss(name), oracle.bce(x, y)
    times = [1]
    if common.era(seen) == 1 and x.ndim == 4:
        times.append(len(x))            # TF 1.12 multiplies by the batch

    def is_near(value: float) -> bool:
        return any(abs(found - value * often) < 1e-4 * value * often
                   for often in times)

    encoder, decoder = (case.planted(half, name) for half in HALVES)
    # Where a sigmoid saturates, Keras knows more than its output tells.
    other = named(found, x, y)
    expect(is_near(want) or np.isfinite(want) and is_near(
        total(case, encoder, decoder, x)),
           f'The loss of a known batch is {found:.4f}; binary cross-entropy '
           f'gives {want:.4f}{other}.',
           PENALTY if not other and found > want else hint)


def named(found: float, x: Array, y: Array) -> str:
    """Return the name of another loss with that value, as text."""
    candidates = {'the mean squared error': oracle.mse(x, y),
                  'the mean absolute error': oracle.mae(x, y),
                  'binary cross-entropy summed over the inputs':
                  oracle.bce(x, y) * math.prod(x.shape[1:]),
                  'binary cross-entropy summed over the batch':
                  oracle.bce(x, y) * len(x),
                  'twice that': 2 * oracle.bce(x, y),
                  'binary cross-entropy with the arguments exchanged':
                  oracle.bce(y, x), 'nothing': 0.}
    for name, value in candidates.items():
        if abs(found - value) < 1e-3 * max(value, 1e-3):
            return f'; it is {name}'
    return ''
