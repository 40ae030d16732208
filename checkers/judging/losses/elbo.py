"""How the rubric identifies the two terms of a variational loss.

The plantings of plans.PAIRS change only the reconstruction, then only the KL
term: from the differences of the measured losses follow the factors a and b
of loss = a * BCE + b * KL, each by itself. BCE is the mean over the inputs,
KL is summed over the latent dimensions; both are averages over the batch.
What the loss should be is Asked: task 7 has the squared error in place of
BCE, and beta weighs the KL term.
"""
import dataclasses
import math
import typing
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from checkers.course.plans import BATCH, PAIRS
from checkers.course.planting import Array
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, Evidence
from checkers.judging.losses import learning
from checkers.judging.losses.divergences import DIVERGENCES
from checkers.judging.losses.fit import Fit, best_fit
from checkers.judging.losses.slope import Totals
from checkers.judging.networks import variational
from checkers.judging.networks.bodies import body_of

RECONSTRUCTIONS: dict[str, oracle.Loss] = {
    'binary cross-entropy': oracle.bce, 'squared error': oracle.mse,
    'absolute error': oracle.mae}
SHORT = {'binary cross-entropy': 'BCE', 'squared error': 'MSE'}
# The plantings between which only this term changes.
ONLY_RECONSTRUCTION, ONLY_DIVERGENCE = [0, 1, 2], [0, 3, 4]


@dataclasses.dataclass(frozen=True)
class Asked:
    """What the exercise asks of the loss.

    Attributes:
        reconstruction: which of RECONSTRUCTIONS it contains.
        weighs_beta: whether the fourth argument, beta, weighs the KL term.
    """

    reconstruction: str
    weighs_beta: bool = False

    def beta(self, case: Case) -> float:
        """Return what the KL term is to weigh."""
        beta: float = case.args[3] if self.weighs_beta else 1
        return beta

    def total(self, case: Case, encoder: Sequence[Array],
              decoder: Sequence[Array], x: Array,
              loss: oracle.Loss | None = None) -> float:
        """Return the right loss for given weights; a learning.Total."""
        mean, log_var = variational.codes(case, encoder, x)
        return self.error(case, decoder, x, mean, loss) + \
            self.beta(case) * oracle.kl(mean, log_var)

    def error(self, case: Case, decoder: Sequence[Array], x: Array,
              z: Array, loss: oracle.Loss | None) -> float:
        """Return the reconstruction's part, summed over the inputs."""
        y = body_of(case).forward(decoder, z)
        loss = loss or RECONSTRUCTIONS[self.reconstruction]
        return math.prod(x.shape[1:]) * loss(x, y)

    @property
    def parts(self) -> Totals:
        """Return what of the loss depends on either half.

        In training the decoder is cut off from z, so that the reconstruction
        says nothing to the encoder, nor z to the decoder.
        """
        return {'encoder': self.of_encoder, 'decoder': self.of_decoder}

    def of_encoder(self, case: Case, encoder: Sequence[Array],
                   decoder: Sequence[Array], x: Array,
                   loss: oracle.Loss | None = None) -> float:
        """Return the KL term; a slope.Total."""
        return self.beta(case) * oracle.kl(
            *variational.codes(case, encoder, x))

    def of_decoder(self, case: Case, encoder: Sequence[Array],
                   decoder: Sequence[Array], x: Array,
                   loss: oracle.Loss | None = None) -> float:
        """Return the reconstruction's part; a slope.Total."""
        z = np.zeros((len(x), case.args[2]))
        return self.error(case, decoder, x, z, loss)


class Terms:
    """The measured losses of one case and what each term was.

    Args:
        case: the case.
        method: 'test' or 'train', the losses to look at.
        asked: what the loss should be.

    Attributes:
        asked: the same.
        losses: (plantings,), as measured.
        reconstructions, divergences: name -> (plantings,), computed from the
            recorded outputs.
        dims, latents: the widths of input and code.
        beta: what the KL term is to weigh.
    """

    def __init__(self, case: Case, method: str, asked: Asked) -> None:
        """Compute every candidate term from the recorded outputs."""
        self.asked, self.beta = asked, asked.beta(case)
        self.dims = int(np.prod(case.args[0]))
        self.latents: int = case.args[2]
        x, places = case.input('code 0'), range(len(PAIRS))
        self.losses = np.array([case.loss(f'{method} loss {k}')
                                for k in places])
        outputs = [case.output(f'rebuilt {k}') for k in places]
        codes = [case.outputs(f'code {k}') for k in places]
        self.reconstructions = {
            name: np.array([loss(x, y) for y in outputs])
            for name, loss in RECONSTRUCTIONS.items()}
        self.divergences = {
            name: np.array([divergence(mean, log_var)
                            for _, mean, log_var in codes])
            for name, divergence in DIVERGENCES.items()}

    def fit(self, values: Array, places: list[int]) -> Fit | None:
        """Say how often a term is in the losses.

        Args:
            values: (plantings,), the term's.
            places: the plantings between which nothing else changed.
        """
        change = self.losses[places] - self.losses[places[0]]
        term = values[places] - values[places[0]]
        scale = max(np.max(np.abs(change)), np.max(np.abs(term)))
        return best_fit(term, change, 2e-3 * float(scale) + 1e-4)


class Term(typing.NamedTuple):
    """A term that was found in the loss.

    Attributes:
        name: a key of RECONSTRUCTIONS or of DIVERGENCES.
        factor: what it weighs.
    """

    name: str
    factor: float


def reconstruction(terms: Terms) -> Term | None:
    """Return the reconstruction term, or None.

    Where the term is small several may explain it; one does best.
    """
    found = [(*fitted, name)
             for name, values in terms.reconstructions.items()
             if (fitted := terms.fit(values, ONLY_RECONSTRUCTION))]
    if not found:
        return None
    _, factor, name = min(found)
    return Term(name, factor)


def divergence(terms: Terms) -> Term | None:
    """Return the KL term, or None; its name says what is wrong with it."""
    for name, values in terms.divergences.items():
        fitted = terms.fit(values, ONLY_DIVERGENCE)
        if fitted:
            return Term(name, fitted.factor)
    return None


def measured(seen: Evidence, asked: Asked,
             method: str = 'test') -> list[Terms]:
    """Return the Terms of the cases whose losses can be taken apart.

    Raises:
        Wrong: auto gives no loss.
        Blocked: the outputs do not allow it.
    """
    found = []
    for case in seen.with_values('code 0', 'rebuilt 0'):
        if len(case.outputs('code 0')) != 3:
            raise Blocked('the encoder does not return three outputs')
        common.require_loss(seen, case)
        agree = case.agree('test loss 0', 'train loss 0')
        found.append(Terms(case, 'test' if agree else method, asked))
    return found


def in_either(judge: Callable[[Terms], None]) -> \
        Callable[[Evidence, Asked], None]:
    """Let a check pass by the losses of testing or of training.

    A model with a training step of its own may have no testing step.
    """
    def check(seen: Evidence, asked: Asked) -> None:
        try:
            for terms in measured(seen, asked):
                judge(terms)
        except Wrong as wrong:
            try:
                for terms in measured(seen, asked, 'train'):
                    judge(terms)
            except (Wrong, Blocked):
                raise wrong from None
    return check


@in_either
def check_reconstruction(terms: Terms) -> None:
    """Raise Wrong where the loss lacks the reconstruction term asked for."""
    found, wanted = reconstruction(terms), terms.asked.reconstruction
    if found is None:
        raise Wrong(f'The loss does not follow the {wanted} between the input '
                    'and its reconstruction.')
    if abs(found.factor) < 1e-4:
        raise Wrong('The loss does not depend on the reconstruction.')
    if found.name != wanted:
        raise Wrong(f'The reconstruction term is the {found.name}; expected '
                    f'the {wanted}.')
    if found.factor < 0:
        raise Wrong('The reconstruction term has the wrong sign.')


def require_loss(seen: Evidence) -> None:
    """Raise Blocked where the loss raised an exception.

    The check of the reconstruction says which; once is enough.
    """
    for case in seen.asked('test loss 0', 'train loss 0'):
        if not case.has('test loss 0') and not case.has('train loss 0'):
            raise Blocked('auto gives no loss')


@in_either
def check_divergence(terms: Terms) -> None:
    """Raise Wrong where the loss has no KL term of the right form."""
    found = divergence(terms)
    if found is None:
        raise Wrong('The loss does not follow the KL divergence of '
                    'N(mean, exp(log_var)) from N(0, 1).')
    if abs(found.factor) < 1e-4:
        raise Wrong('The loss has no KL term: it does not depend on mean '
                    'and log_var.')
    if found.name:
        raise Wrong(f'In the KL term {found.name}.')
    if found.factor < 0:
        raise Wrong('The KL term has the wrong sign: it would drive the '
                    'code away from N(0, 1).')
    other = reconstruction(terms)
    if other:
        rest = terms.losses - found.factor * terms.divergences[''] - \
            other.factor * terms.reconstructions[other.name]
        if not np.max(np.abs(rest)) <= 1e-3 * np.max(np.abs(terms.losses)):
            raise Wrong(f'The loss is off by a constant {rest[0]:.3g}: is '
                        'the 1 of the KL term missing?')


def check_balance(seen: Evidence, asked: Asked) -> None:
    """Raise Wrong where the two terms do not weigh as in the ELBO.

    Where beta weighs the KL term, it is to weigh beta times as much.
    """
    # TensorFlow 1.12 counts the KL term of a nested model twice, and
    # multiplies the mean loss of pictures by the batch size.
    allowed = [1., 0.5, BATCH, BATCH / 2] if common.era(seen) == 1 else [1.]

    @in_either
    def check(terms: Terms) -> None:
        one, other = reconstruction(terms), divergence(terms)
        if not one or not other or \
                min(abs(one.factor), abs(other.factor)) < 1e-4:
            raise Wrong('The loss has no two terms to compare.')
        # The reconstruction's weight over the KL term's; 1 is right.
        ratio = one.factor / terms.dims / (other.factor / terms.beta)
        if not any(abs(ratio / value - 1) < 0.01 for value in allowed):
            name, times = SHORT[asked.reconstruction], ''
            if asked.weighs_beta:
                times = f'{terms.beta:g} * '
            raise Wrong(f'The loss is {one.factor:.3g} * {name} + '
                        f'{other.factor:.3g} * KL, with {name} averaged over '
                        f'{terms.dims} inputs and KL summed over '
                        f'{terms.latents} latent dimensions; both summed '
                        f'would be {terms.dims} * {name} + {times}KL. '
                        f'{explain(ratio, terms)}')

    check(seen, asked)


def check_metrics(seen: Evidence, asked: Asked) -> None:
    """Raise Wrong where the terms of the loss are not shown by name."""
    for case in seen.with_values('metrics', 'code 4', 'rebuilt 4'):
        _, mean, log_var = case.outputs('code 4')
        terms, kl = Terms(case, 'test', asked), oracle.kl(mean, log_var)
        error = terms.dims * RECONSTRUCTIONS[asked.reconstruction](
            case.input('code 4'), case.output('rebuilt 4'))
        found: Mapping[str, float] = case.value('metrics')
        for name, value in (('reconstruction', error), ('kl', kl),
                            ('beta_kl', terms.beta * kl)):
            if name not in found:
                raise Wrong(f'Training shows no metric named {name}, but '
                            f'{", ".join(sorted(found)) or "none"}.')
            if not abs(found[name] - value) <= 1e-3 * abs(value):
                raise Wrong(f'The metric {name} of a known batch is '
                            f'{found[name]:.4f}; expected {value:.4f}.')


def check_training(seen: Evidence, asked: Asked) -> None:
    """Raise Wrong where a layer behaves otherwise in training.

    With the decoder cut off from z the loss is the same in both, but for a
    model whose training step alone adds the KL term.
    """
    seen.with_values('train loss 0')
    for test, train in zip(measured(seen, asked),
                           measured(seen, asked, 'train')):
        if np.allclose(test.losses, train.losses, rtol=1e-4):
            continue
        one, other = reconstruction(train), divergence(train)
        if not one or one.name != asked.reconstruction or not other or \
                other.name:
            raise Wrong('In training the loss of a known batch is '
                        f'{train.losses[0]:.4f}, in testing '
                        f'{test.losses[0]:.4f}: some layer behaves otherwise '
                        'in training.', learning.OTHERWISE)


def explain(ratio: float, terms: Terms) -> str:
    """Say what may have put the two terms out of balance.

    Args:
        ratio: the reconstruction's weight over the KL term's; 1 is right.
        terms: what was measured.
    """
    dims, latents = terms.dims, terms.latents
    causes = {1. / dims: 'Is the reconstruction averaged over the inputs?',
              float(latents): 'Is the KL term averaged over the latent '
              'dimensions?',
              latents / dims: 'Are both terms averaged instead of summed?',
              2.: 'Does the KL term weigh half of what it should?',
              0.5: 'Does the KL term count twice?',
              terms.beta: 'Does beta weigh the KL term, and nothing else?'}
    for value, cause in causes.items():
        if abs(ratio / value - 1) < 0.01:
            return cause
    quotient = ratio * dims         # with the mean BCE; dims is right
    if abs(quotient - round(quotient)) < 0.01 * quotient and quotient > 100:
        return 'Does a number stand where input_dims should?'
    return 'How much should each term weigh?'
