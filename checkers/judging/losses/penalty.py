"""How the rubric identifies the penalty in task 1's loss.

Under several plantings the loss is measured beside the outputs of encoder
and auto. What is left of it without the reconstruction's loss is the penalty,
and it is compared with lambtha times the L1 norm of the code.
"""
import functools
import typing
from collections.abc import Sequence

import numpy as np

from checkers.course.plans import HALVES, PENALISED
from checkers.course.planting import Array
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.losses.fit import best_fit
from checkers.judging.losses.penalised import (CODE, activities, codes,
                                               is_of_weights, norms,
                                               norms_of_decoder)
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

    def times(self, batch: int) -> float:
        """Return how often the mean over a batch is in the loss."""
        return self.factor * (batch if self.is_summed else 1)


ASKED = Base('binary cross-entropy', 1)
PLACES = range(len(PENALISED))


class Losses:
    """The measured losses of one case.

    Attributes:
        case: the case.
        lambtha: as the function was called.
        batch: the number of rows of the input.
        rest: (plantings,), the loss without that of the reconstruction.
        code: the layer that gives the code, a key of terms.
        norm: (plantings,), its L1 norm, averaged over the batch.
    """

    def __init__(self, case: Case) -> None:
        """Take the reconstruction's part off the recorded losses."""
        self.case = case
        self.lambtha: float = case.args[3]
        self.batch = len(case.input('rebuilt 0'))
        base = reconstruction(case) or ASKED
        self.rest = np.array([case.loss(f'loss {k}') for k in PLACES]) - \
            base.times(self.batch) * errors(case, base.name)
        for self.code in codes(case):
            self.norm = self.terms[self.code] / self.batch
            if self.factor(self.norm) is not None:
                break

    @functools.cached_property
    def terms(self) -> dict[str, Array]:
        """Return what may be penalised: name -> (plantings,)."""
        x, (encoders, decoders) = self.case.input('rebuilt 0'), (
            [self.case.planted(half, f'rebuilt {k}') for k in PLACES]
            for half in HALVES)
        every = [norms(self.case, *halves, x)
                 for halves in zip(encoders, decoders)]
        return {name: np.array([one[name] for one in every])
                for name in every[0]}

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
    for case in common.believed(seen, dense.follows, 'rebuilt 0'):
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
def errors(case: Case, name: str) -> Array:
    """Return (plantings,), a mean loss of the reconstructions.

    Args:
        case: the case.
        name: a key of oracle.LOSSES.
    """
    x, loss = case.input('rebuilt 0'), oracle.LOSSES[name]
    return np.array([loss(x, dense.compared(
        case, dense.network(case, 'decoder'), f'rebuilt {k}', code_of(case, k),
        loss)) for k in PLACES])


def code_of(case: Case, k: int) -> Array:
    """Return the code under the kth planting.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    saved = f'rebuilt {k}'
    outputs, *_ = activities(
        case, 'encoder', case.planted('encoder', saved), case.input(saved))
    return outputs[-1]


@remembered
def reconstruction(case: Case) -> Base | None:
    """Say which loss two decoders under one encoder tell apart.

    Returns:
        The one whose change is the one measured, or None. A penalty on the
        decoder is set aside: it is the penalty's matter.
    """
    batch, dims = case.input('loss 0').shape
    found = case.loss('loss 0') - case.loss('loss 1')
    for factor, is_summed in ((1, False), (dims, False), (1, True),
                              (2, False), (1 / 2, False)):
        for name in oracle.LOSSES:
            base, (one, other, *_) = Base(
                name, factor, is_summed), errors(case, name)
            want = base.times(batch) * (one - other)
            if abs(found - want) < 2e-3 * abs(want) + ROUNDING:
                return base
    return ASKED if on_decoder(case) else None


def on_decoder(case: Case) -> bool:
    """Tell whether a penalty on the decoder is in the loss, beside BCE."""
    x, code = case.input('loss 0'), code_of(case, 0)
    one, other, *_ = errors(case, ASKED.name)
    change = case.loss('loss 0') - case.loss('loss 1') - (one - other)
    others = norms_of_decoder(
        case, case.planted('decoder', 'rebuilt 1'), code)
    for name, norm in norms_of_decoder(
            case, case.planted('decoder', 'rebuilt 0'), code).items():
        for batch in (1, len(x)):
            extra = case.args[3] * (norm - others[name]) / batch
            # There are many norms: by chance one may come near.
            if abs(extra) > ROUNDING and \
                    abs(change - extra) < 1e-3 * abs(extra) + ROUNDING / 4:
                return True
    return False


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
        message, hint = scale(times, losses)
        raise Wrong(f'The L1 norm of the code weighs {times:.3g} * lambtha; '
                    f'expected 1 * lambtha{message}.', hint)


def is_fixed(factors: Sequence[float | None]) -> bool:
    """Tell whether the code weighs the same in cases of another lambtha."""
    known = [factor for factor in factors if factor]
    return len(known) == len(factors) > 1 and \
        max(known) - min(known) < 0.1 * abs(max(known))


def scale(times: float, losses: Losses) -> tuple[str, str]:
    """Say where a factor of the penalty may come from, and give a hint."""
    batch, latents = losses.batch, losses.case.args[2]
    if abs(times / batch - 1) < 5e-3:
        return f': it is summed over the batch of {batch}, not averaged', ''
    if abs(times * latents - 1) < 5e-3:
        return '', 'Is the penalty averaged over the latent dimensions?'
    if times > 1 and abs(times - round(times)) < 5e-3:
        return '', 'Is the penalty counted more than once?'
    return '', 'What else than lambtha does the penalty weigh?'


def explain(losses: Losses, times: Sequence[int]) -> Wrong:
    """Say what else is penalised, alone or beside the code.

    Args:
        losses: what was measured.
        times: how often lambtha * sum(|code|) / batch may be in it.
    """
    terms = {name: term for name, term in losses.terms.items()
             if name != CODE}
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
def penalised(case: Case) -> tuple[str, float, bool]:
    """Return whose norm is in the loss that is shown, and how often.

    Where nobody knows, it is the code's, as it should be.

    Returns:
        The key of the norm, what it weighs, and whether that is divided by
        the size of the batch: where it is not, Keras sums over the batch,
        or the norm is one of weights.
    """
    losses = Losses(case)
    for name in (losses.code, *losses.terms):
        factor = losses.factor(losses.terms[name])
        if factor is None:
            continue
        if is_of_weights(name) or any(
                abs(factor / losses.lambtha / times - 1) < 5e-3
                for times in (1, 2)):
            return name, factor, False
        return name, factor * losses.batch, True
    return losses.code, losses.lambtha, True


def total(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array, loss: oracle.Loss | None = None) -> float:
    """Return the loss of task 1 for these weights, by the oracle.

    The penalty is the one that is shown, and so is the loss of the
    reconstruction: whether they are right, the checks of the two say.
    """
    base = reconstruction(case) or ASKED
    name, factor, is_averaged = penalised(case)
    if is_averaged:
        factor /= len(x)
    if loss is None:
        shown = oracle.LOSSES[base.name]
        loss = oracle.TRAINED.get(shown, shown)
    error = base.times(len(x)) * dense.total(case, encoder, decoder, x, loss)
    if name == CODE:
        code = dense.forward(case, 'encoder', encoder, x)
        return error + factor * float(np.abs(code).sum())
    return error + factor * norms(case, encoder, decoder, x)[name]


# What of the loss depends on either half.
PARTS = {'encoder': total, 'decoder': total}
