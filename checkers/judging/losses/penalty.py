"""How the rubric identifies the penalty in task 1's loss.

Under several plantings the loss is measured beside the outputs of encoder
and auto. What is left of it without the reconstruction's loss is the penalty,
and it is compared with lambtha times the L1 norm of the code.
"""
import typing
from collections.abc import Sequence

import numpy as np

from checkers.course.plans import PENALISED, code_of
from checkers.course.planting import Array
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.losses.fit import best_fit
from checkers.judging.losses.penalised import norms, norms_of_decoder
from checkers.judging.networks import dense


ROUNDING = 4e-6         # of a measured loss, which is a float32


class Base(typing.NamedTuple):
    """What the loss has of the reconstruction.

    Attributes:
        name: a key of oracle.LOSSES.
        factor: how often it is in the loss; 1 is right.
        is_summed: whether it is summed over the batch, not averaged.
    """

    name: str
    factor: float
    is_summed: bool = False

    def of(self, x: Array, y: Array) -> float:
        """Return it, for an input and its reconstruction."""
        return self.factor * oracle.LOSSES[self.name](x, y) * (
            len(x) if self.is_summed else 1)


ASKED = Base('binary cross-entropy', 1)
# The training on it is not known: Keras finds other logits there.
UNTRAINED = 'categorical cross-entropy'


class Losses:
    """The measured losses of one case.

    Attributes:
        case: the case.
        codes: (batch, latents) each.
        lambtha: as the function was called.
        batch: the number of rows of the input.
        rest: (plantings,), the loss without that of the reconstruction.
        norm: (plantings,), the code's L1 norm, averaged over the batch.
    """

    def __init__(self, case: Case) -> None:
        """Take the reconstruction's part off the recorded losses."""
        self.case = case
        self.lambtha: float = case.args[3]
        x, places = case.input('code 0'), range(len(PENALISED))
        self.batch = len(x)
        self.codes = [case.output(f'code {code_of(k, PENALISED)}')
                      for k in places]
        self.norm = np.array([np.abs(code).sum() / self.batch
                              for code in self.codes])
        base = reconstruction(case) or ASKED
        self.rest = np.array([
            case.loss(f'loss {k}') - base.of(x, case.output(f'rebuilt {k}'))
            for k in places])

    def factor(self, term: Array, beside: float = 0.) -> float | None:
        """Return how often a term is in the rest, or None if it is not.

        Args:
            term: (plantings,).
            beside: how often the penalty that is asked for is in it too.
        """
        rest = self.rest - beside * self.lambtha * self.norm
        found = best_fit(term, rest, 1e-3 * float(np.max(np.abs(rest)))
                         + ROUNDING)
        return found.factor if found else None


def measured(seen: Evidence) -> list[Losses]:
    """Return the Losses of the cases that allow it.

    Raises:
        Wrong: auto has no loss.
        Blocked: the models' outputs do not allow it.
    """
    found = []
    for case in common.believed(seen, dense.follows, 'code 0', 'rebuilt 0'):
        common.require_lively(case)
        if reconstruction(case) is None:
            raise Blocked('what the loss is of the reconstruction is not '
                          'known')
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


@remembered
def reconstruction(case: Case) -> Base | None:
    """Say which loss two decoders under one encoder tell apart.

    Returns:
        The one whose change is the one measured, or None. A penalty on the
        decoder is set aside: it is the penalty's matter.
    """
    x = case.input('loss 0')
    one, other = case.output('rebuilt 0'), case.output('rebuilt 1')
    found = case.loss('loss 0') - case.loss('loss 1')
    for factor, is_summed in ((1, False), (x.shape[1], False), (1, True),
                              (2, False), (1 / 2, False)):
        for name in filter(UNTRAINED.__ne__, oracle.LOSSES):
            base = Base(name, factor, is_summed)
            want = base.of(x, one) - base.of(x, other)
            if abs(found - want) < 2e-3 * abs(want) + ROUNDING:
                return base
    return ASKED if decoders(case) else None


@remembered
def decoders(case: Case) -> tuple[str, bool] | None:
    """Say which penalty on the decoder is in the loss, or None for none.

    Returns:
        The name of its norm, and whether that is averaged over the batch.
    """
    if not case.has('loss 0', 'loss 1', 'rebuilt 0', 'rebuilt 1'):
        return None
    x, code = case.input('loss 0'), case.output('code 0')
    change = case.loss('loss 0') - case.loss('loss 1') + \
        oracle.bce(x, case.output('rebuilt 1')) - \
        oracle.bce(x, case.output('rebuilt 0'))
    others = norms_of_decoder(
        case, case.planted('decoder', 'rebuilt 1'), code)
    for name, norm in norms_of_decoder(
            case, case.planted('decoder', 'rebuilt 0'), code).items():
        for batch in (1, len(x)):
            extra = case.args[3] * (norm - others[name]) / batch
            # There are many norms: by chance one may come near.
            if abs(extra) > ROUNDING and \
                    abs(change - extra) < 1e-3 * abs(extra) + ROUNDING / 4:
                return name, batch > 1
    return None


def check_loss(seen: Evidence) -> None:
    """Raise Wrong where the loss without its penalty is not BCE.

    The penalty is what does not change with the decoder.
    """
    common.require_compiled(seen)
    for case in common.believed(seen, dense.follows, 'rebuilt 1'):
        common.require_lively(case)
        found = reconstruction(case)
        if found != ASKED:
            other = ''
            if found:
                often = {1: '', case.input('loss 0').shape[1]:
                         ', summed over the inputs'}.get(
                             found.factor, f', {found.factor:g} times')
                if found.is_summed:
                    often = ', summed over the batch'
                other = f': it is the mean {found.name}{often}'
            raise Wrong('Without its penalty the loss is not binary '
                        f'cross-entropy{other}.',
                        'Which loss fits outputs between 0 and 1?')


def check_penalty(seen: Evidence) -> None:
    """Raise Wrong where the penalty is not lambtha times L1 of the code."""
    found = measured(seen)
    for losses in found:
        if np.max(np.abs(losses.rest)) < ROUNDING:
            raise Wrong('The loss has no penalty: it is the binary '
                        'cross-entropy alone.')
        factor = losses.factor(losses.norm)
        if factor is None:
            raise explain(losses, allowed(seen, losses.batch))
        times = factor / losses.lambtha
        if any(abs(times / value - 1) < 5e-3
               for value in allowed(seen, losses.batch)):
            continue
        if is_fixed([other.factor(other.norm) for other in found]):
            raise Wrong(f'The L1 norm of the code weighs {factor:.2g} '
                        'whatever lambtha is; expected lambtha.',
                        'Where does lambtha stand in your penalty?')
        message, hint = scale(times, losses.batch)
        raise Wrong(f'The L1 norm of the code weighs {times:.3g} * lambtha; '
                    f'expected 1 * lambtha{message}.', hint)


def is_fixed(factors: Sequence[float | None]) -> bool:
    """Tell whether the code weighs the same in cases of another lambtha."""
    known = [factor for factor in factors if factor]
    return len(known) == len(factors) > 1 and \
        max(known) - min(known) < 0.1 * abs(max(known))


def scale(times: float, batch: int) -> tuple[str, str]:
    """Say where a factor of the penalty may come from, and give a hint."""
    if abs(times / batch - 1) < 5e-3:
        return f': it is summed over the batch of {batch}, not averaged', ''
    if times < 1:
        return '', 'Is the penalty averaged over the latent dimensions?'
    return '', 'Is the penalty counted more than once?'


def explain(losses: Losses, times: Sequence[int]) -> Wrong:
    """Say what else is penalised, alone or beside the code.

    Args:
        losses: what was measured.
        times: how often lambtha * sum(|code|) / batch may be in it.
    """
    every = [norms(losses.case, number) for number in range(len(PENALISED))]
    terms = {name: np.array([one[name] for one in every])
             for name in every[0]}
    for name, term in terms.items():
        if losses.factor(term):
            return Wrong('What the loss adds to the binary cross-entropy is '
                         'not the L1 norm of the code. It follows that of '
                         f'{name}.', 'Which layer, and what of it, is given '
                         'the penalty?')
    for name, term in terms.items():
        if any(losses.factor(term, count) for count in times):
            return Wrong('The loss has the penalty on the code, and one on '
                         f'{name} besides.', 'What else is given a '
                         'penalty?')
    return Wrong('What the loss adds to the binary cross-entropy does not '
                 'follow the L1 norm of the code.', 'What, beside the code, '
                 'is given a penalty?')


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
          x: Array, loss: oracle.Loss | None = None) -> float:
    """Return the loss of task 1 for these weights, by the oracle.

    The penalty weighs what it weighs where it is shown, and the loss of the
    reconstruction is the one that is shown: whether that is right, the checks
    of the two say.
    """
    code = dense.forward(case, 'encoder', encoder, x)
    penalty = weight(case, len(x)) * float(np.abs(code).sum()) / len(x)
    return decoded(case, encoder, decoder, x, loss) + penalty


def decoded(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
            x: Array, loss: oracle.Loss | None = None) -> float:
    """Return what of the loss depends on the decoder, by the oracle.

    A penalty on the decoder is no mistake of the reconstruction's.
    """
    loss = loss or (reconstruction(case) or ASKED).of
    error, found = dense.total(case, encoder, decoder, x, loss), decoders(case)
    if not found:
        return error
    name, averaged = found
    norm = norms_of_decoder(
        case, decoder, dense.forward(case, 'encoder', encoder, x))[name]
    lambtha: float = case.args[3]
    return error + lambtha * norm / (len(x) if averaged else 1)


# What of the loss depends on either half.
PARTS = {'encoder': total, 'decoder': decoded}
