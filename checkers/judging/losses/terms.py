"""The two terms of a variational loss: what is asked for, what is found.

The plantings PAIRS change only the reconstruction, then only the KL
term: from the differences of the measured losses follow the factors a and b
of loss = a * BCE + b * KL, each by itself. BCE is the mean over the inputs,
KL is summed over the latent dimensions; both are averages over the batch.
What the loss should be is Asked: task 7 has the squared error in place of
BCE, and beta weighs the KL term.
"""
import dataclasses
import math
import typing
from collections.abc import Sequence

import numpy as np

from checkers.course.plans import code_of
from checkers.course.plans_variational import PAIRS
from checkers.course.planting import Array
from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, remembered
from checkers.judging.losses.divergences import DIVERGENCES
from checkers.judging.losses.fit import Fit, best_fit
from checkers.judging.losses.slope import Totals
from checkers.judging.networks import dense, variational
from checkers.judging.networks.bodies import body_of

# The plantings between which only this term changes.
ONLY_RECONSTRUCTION, ONLY_DIVERGENCE = [0, 1, 2], [0, 3, 4]


@dataclasses.dataclass(frozen=True)
class Asked:
    """What the exercise asks of the loss.

    Attributes:
        reconstruction: which of oracle.LOSSES it contains.
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
        return self.error(case, decoder, x, mean, loss) + self.kl(
            case, mean, log_var, loss)

    def error(self, case: Case, decoder: Sequence[Array], x: Array,
              z: Array, loss: oracle.Loss | None) -> float:
        """Return the reconstruction's part, summed over the inputs."""
        loss = loss or oracle.LOSSES[self.reconstruction]
        y = body_of(case).forward(decoder, z, loss=loss)
        return math.prod(y.shape[1:]) * loss(x, y)

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
        return self.kl(case, *variational.codes(case, encoder, x), loss)

    def kl(self, case: Case, mean: Array, log_var: Array,
           loss: oracle.Loss | None) -> float:
        """Return the KL term; beside another loss the one that auto shows."""
        own = recognised(case, self) if loss else None
        name, factor = own or ('', self.beta(case))
        return factor * DIVERGENCES[name](mean, log_var)

    def of_decoder(self, case: Case, encoder: Sequence[Array],
                   decoder: Sequence[Array], x: Array,
                   loss: oracle.Loss | None = None) -> float:
        """Return the reconstruction's part; a slope.Total."""
        z = np.zeros((len(x), case.args[2]))
        return self.error(case, decoder, x, z, loss)


@remembered
def terms_of(case: Case, method: str, asked: Asked) -> 'Terms':
    """Return the Terms of a case; several checks ask for them."""
    return Terms(case, method, asked)


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
        dims, channels, latents: how many values an output has, how many of
            them are channels (a vector has 1), and how many a code has.
        sizes: how many values an output has, and an input; they differ where
            the decoder is wrong.
        beta: what the KL term is to weigh.
    """

    def __init__(self, case: Case, method: str, asked: Asked) -> None:
        """Compute every candidate term from the recorded outputs."""
        self.asked, self.beta = asked, asked.beta(case)
        _, *sides = case.output('rebuilt 0').shape
        self.dims, self.latents = math.prod(sides), int(case.args[2])
        self.sizes = {self.dims, int(np.prod(case.args[0]))}
        self.channels = sides[-1] if len(sides) > 1 else 1
        x, places = case.input('code 0'), range(len(PAIRS))
        self.losses = np.array([case.loss(f'{method} loss {k}')
                                for k in places])
        own, z = body_of(case).decoder(), np.zeros((len(x), self.latents))
        codes = [case.outputs(f'code {code_of(k, PAIRS)}') for k in places]
        self.reconstructions = {
            name: np.array([loss(x, dense.compared(
                case, own, f'rebuilt {k}', z, loss)) for k in places])
            for name, loss in oracle.LOSSES.items()}
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
        name: a key of oracle.LOSSES or of DIVERGENCES.
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


@remembered
def recognised(case: Case, asked: Asked) -> Term | None:
    """Return the KL term that a case shows in testing, or None."""
    try:
        if len(case.outputs('code 0')) == 3:
            return divergence(terms_of(case, 'test', asked))
    except (Wrong, Blocked):
        pass
    return None


def divergence(terms: Terms) -> Term | None:
    """Return the KL term, or None; its name says what is wrong with it.

    Where the right one does not explain it, one does best.
    """
    found = {name: fitted for name, values in terms.divergences.items()
             if (fitted := terms.fit(values, ONLY_DIVERGENCE))}
    if not found:
        return None
    name = '' if '' in found else min(found, key=lambda name: found[name].off)
    return Term(name, found[name].factor)
