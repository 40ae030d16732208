"""How the rubric identifies the penalty in task 1's loss.

Under several plantings the loss is measured beside the outputs of encoder
and auto. What is left of it without the binary cross-entropy is the penalty,
and it is compared with lambtha times the L1 norm of the code.
"""
from collections.abc import Iterator, Sequence

import numpy as np

from checkers.course.plans import LOSSES
from checkers.course.planting import Array
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.losses.fit import best_fit
from checkers.judging.networks import dense


class Losses:
    """The measured losses of one case.

    Attributes:
        case: the case.
        names: of the recorded codes, one a planting.
        codes: (batch, latents) each.
        lambtha: as the function was called.
        batch: the number of rows of the input.
        rest: (plantings,), the loss without binary cross-entropy.
        norm: (plantings,), the code's L1 norm, averaged over the batch.
    """

    def __init__(self, case: Case) -> None:
        """Take the binary cross-entropy off the recorded losses."""
        self.case = case
        self.lambtha: float = case.args[3]
        x = case.input('code 0')
        self.batch = len(x)
        self.names = [f'code {k}' for k in range(LOSSES)]
        self.codes = [case.output(name) for name in self.names]
        self.norm = np.array([np.abs(code).sum() / self.batch
                              for code in self.codes])
        self.rest = np.array([
            case.loss(f'loss {k}') -
            oracle.bce(x, case.output(f'rebuilt {k}'))
            for k in range(LOSSES)])

    def factor(self, term: Array) -> float | None:
        """Return how often a term is in the rest, or None if it is not."""
        found = best_fit(term, self.rest,
                         1e-3 * float(np.max(np.abs(self.rest))) + 1e-5)
        return found.factor if found else None


def measured(seen: Evidence) -> list[Losses]:
    """Return the Losses of the cases that allow it.

    Raises:
        Wrong: auto has no loss.
        Blocked: the models' outputs do not allow it.
    """
    found = []
    for case in common.believed(seen, dense.follows, 'code 0', 'rebuilt 0'):
        common.require_loss(seen, case)
        if reconstruction(case) != 'binary cross-entropy':
            raise Blocked('the loss is not binary cross-entropy')
        found.append(Losses(case))
    return found


def allowed(seen: Evidence, batch: int) -> list[int]:
    """Return the accepted factors of lambtha * sum(|code|) / batch.

    Keras divides an activity penalty by the batch size, but TensorFlow 1.12
    and Keras 3.0 to 3.13 sum it, and 1.12 counts it twice in a nested model.
    """
    if common.era(seen) == 1:
        return [1, batch, 2, 2 * batch]
    if common.era(seen) == 3 and version(seen) < (3, 14):
        return [1, batch]
    return [1]


def version(seen: Evidence) -> tuple[int, ...]:
    """Return the version of Keras as a pair of integers."""
    return tuple(int(part) for part in
                 seen.runtime['keras'].split('.')[:2])


def reconstruction(case: Case) -> str | None:
    """Say which loss two decoders under one encoder tell apart.

    Returns:
        The name of the loss whose change is the one measured, or None. A
        penalty on the decoder is set aside: it is the penalty's matter.
    """
    x = case.input('loss')
    one, other = case.output('rebuilt'), case.output('other rebuilt')
    found = case.loss('loss') - case.loss('other loss')

    def near(value: float, want: float) -> bool:
        return abs(value - want) < 2e-3 * abs(want) + 1e-5

    for name, loss in (('binary cross-entropy', oracle.bce),
                       ('the mean squared error', oracle.mse),
                       ('the mean absolute error', oracle.mae)):
        want = loss(x, one) - loss(x, other)
        if near(found, want):
            return name
        if near(found, x.shape[1] * want):
            return f'{name}, summed over the inputs'
    want = oracle.bce(x, one) - oracle.bce(x, other)
    for extra in (float(np.abs(one).sum() - np.abs(other).sum()),
                  kernels(case, 'rebuilt') - kernels(case, 'other rebuilt')):
        if near(found, want + case.args[3] * extra) or \
                near(found, want + case.args[3] * extra / len(x)):
            return 'binary cross-entropy'
    return None


def kernels(case: Case, saved: str) -> float:
    """Return the L1 norm of the decoder's planted kernels."""
    return sum(float(np.abs(weight).sum())
               for weight in case.planted('decoder', saved)
               if weight.ndim == 2)


def check_loss(seen: Evidence) -> None:
    """Raise Wrong where the loss without its penalty is not BCE.

    The penalty is what does not change with the decoder.
    """
    for case in common.believed(seen, dense.follows, 'other rebuilt'):
        common.require_loss(seen, case)
        name = reconstruction(case)
        if name != 'binary cross-entropy':
            other = f': it is {name}' if name else ''
            raise Wrong('Without its penalty the loss is not binary '
                        f'cross-entropy{other}.',
                        'Which loss fits outputs between 0 and 1?')


def check_penalty(seen: Evidence) -> None:
    """Raise Wrong where the penalty is not lambtha times L1 of the code."""
    found = measured(seen)
    for losses in found:
        factor = losses.factor(losses.norm)
        if factor is None:
            raise Wrong('What the loss adds to the binary cross-entropy '
                        'does not follow the L1 norm of the code'
                        f'{explain(losses)}.')
        times = factor / losses.lambtha
        if abs(factor) < 1e-3 * losses.lambtha:
            raise Wrong('The loss has no penalty: it is the binary '
                        'cross-entropy alone.')
        if any(abs(times / value - 1) < 5e-3
               for value in allowed(seen, losses.batch)):
            continue
        factors = {round(other.factor(other.norm) or 0, 5)
                   for other in found}
        if len(factors) == 1:
            raise Wrong(f'The L1 norm of the code weighs {factor:.3g} '
                        'whatever lambtha is; expected lambtha.')
        raise Wrong(f'The L1 norm of the code weighs {times:.3g} * lambtha; '
                    f'expected 1 * lambtha{scale(times, losses.batch)}.')


def scale(times: float, batch: int) -> str:
    """Say where a factor of the penalty may come from, as text."""
    if abs(times / batch - 1) < 5e-3:
        return f': it is summed over the batch of {batch}, not averaged'
    if times < 1:
        return ': is it averaged over the latent dimensions?'
    return ': is it counted more than once?'


def explain(losses: Losses) -> str:
    """Say what else the penalty follows, as text."""
    for name, term in others(losses):
        if losses.factor(term):
            return f': {name}'
    return ': is something else penalised?'


def others(losses: Losses) -> Iterator[tuple[str, Array]]:
    """Yield the name and (plantings,) of what is penalised by mistake."""
    case, batch = losses.case, losses.batch
    yield 'it follows its square (L2)', np.array([
        (code ** 2).sum() / batch for code in losses.codes])
    planted = [case.planted('encoder', name) for name in losses.names]
    order = next(oracle.orders(case.shapes('encoder'), dense.shapes_of(
        dense.widths(case, 'encoder'))), None)
    if order is None:
        return
    layers = [oracle.layers(weights, order) for weights in planted]
    x = case.input('code 0')
    yield 'it follows the L1 norm of every layer', np.array([
        sum(oracle.stack(x, way[:depth], [oracle.RELU] * depth).sum()
            for depth in range(1, len(way) + 1)) / batch for way in layers])
    norms = np.array([[np.abs(kernel).sum() for kernel, _ in way]
                      for way in layers])               # (plantings, layers)
    yield 'it follows the L1 norm of the kernels', norms.sum(axis=1)
    for number, column in enumerate(norms.T, 1):
        yield (f'it follows the L1 norm of the kernel of layer {number}',
               column)


@remembered
def weight(case: Case, batch: int) -> float:
    """Return what sum(|code|) / batch weighs in the loss that is shown.

    Where the penalty is something else, it is what it should be.
    """
    losses = Losses(case)
    factor = losses.factor(losses.norm)
    if factor is None:
        return losses.lambtha
    summed = any(abs(factor / losses.lambtha / times / losses.batch - 1) < 5e-3
                 for times in (1, 2))
    return factor * batch / losses.batch if summed else factor


def total(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array, loss: oracle.Loss = oracle.bce) -> float:
    """Return the loss of task 1 for these weights, by the oracle.

    The penalty weighs what it weighs where it is shown: whether that is
    right, check_penalty says.
    """
    code = dense.forward(case, 'encoder', encoder, x)
    penalty = weight(case, len(x)) * float(np.abs(code).sum()) / len(x)
    return dense.total(case, encoder, decoder, x, loss) + penalty


# What of the loss depends on either half.
PARTS = {'encoder': total, 'decoder': dense.total}
