"""How the rubric identifies the two terms of task 3's loss.

The plantings of plans.PAIRS change only the reconstruction, then only the KL
term: from the differences of the measured losses follow the factors a and b
of loss = a * BCE + b * KL, each by itself. BCE is the mean over the inputs,
KL is summed over the latent dimensions; both are averages over the batch.
"""
import numpy as np

from checkers import common, learning, oracle
from checkers.plans import PAIRS
from checkers.rubric import Blocked, Wrong

RECONSTRUCTIONS = {'binary cross-entropy': oracle.bce,
                   'the mean squared error': oracle.mse,
                   'the mean absolute error': oracle.mae}


def form(one=1., linear=1., square=1., exponent=1., scale=1.):
    """Return a function like oracle.kl with other coefficients.

    It is -1/2 * sum(one + linear * log_var - square * mean**2 - exponent *
    exp(scale * log_var)).
    """
    def divergence(mean, log_var):
        return -0.5 * np.mean(np.sum(
            one + linear * log_var - square * mean ** 2 -
            exponent * np.exp(scale * log_var), axis=-1))
    return divergence


DIVERGENCES = {
    '': oracle.kl,
    'the square of the mean is missing': form(square=0),
    'the mean is not squared': lambda mean, log_var: form(square=0)(
        mean, log_var) + 0.5 * np.mean(np.sum(mean, axis=-1)),
    'the square of the mean has the wrong sign': form(square=-1),
    'exp(log_var) is missing': form(exponent=0),
    'exp(log_var) has the wrong sign': form(exponent=-1),
    'log_var itself is missing': form(linear=0),
    'log_var has the wrong sign': form(linear=-1),
    'log_var is squared where exp(log_var) should stand':
        lambda mean, log_var: form(exponent=0)(mean, log_var) +
        0.5 * np.mean(np.sum(log_var ** 2, axis=-1)),
    'log_var is taken for the logarithm of sigma':
        form(linear=2, scale=2),
    'exp(log_var) is squared': form(scale=2),
    'exp(log_var / 2) stands where exp(log_var) should':
        form(scale=0.5),
    'log_var is used where its exponential should be':
        lambda mean, log_var: form(exponent=0)(mean, log_var) +
        0.5 * np.mean(np.sum(log_var, axis=-1))}


class Terms:
    """The measured losses of one case and what each term was.

    Args:
        case: evidence.Case.
        method: 'test' or 'train', the losses to look at.

    Attributes:
        losses: array (plantings,), as measured.
        reconstructions, divergences: name -> array (plantings,), computed
            from the recorded outputs.
        dims, latents: integers, the widths of input and code.
    """

    def __init__(self, case, method):
        """Compute every candidate term from the recorded outputs."""
        self.dims, self.latents = case.args[0], case.args[2]
        x, places = case.input('code 0'), range(len(PAIRS))
        self.losses = np.array([case.value('%s loss %d' % (method, k))
                                for k in places])
        outputs = [case.output('rebuilt %d' % k) for k in places]
        codes = [case.value('code %d' % k) for k in places]
        self.reconstructions = {
            name: np.array([loss(x, y) for y in outputs])
            for name, loss in RECONSTRUCTIONS.items()}
        self.divergences = {
            name: np.array([divergence(mean, log_var)
                            for _, mean, log_var in codes])
            for name, divergence in DIVERGENCES.items()}

    def factor(self, terms, places):
        """Return the factor of a term, or None where it does not explain.

        Args:
            terms: array (plantings,), the term's values.
            places: the plantings between which nothing else changed.
        """
        change = self.losses[places] - self.losses[places[0]]
        term = terms[places] - terms[places[0]]
        factor = term @ change / (term @ term)
        rest = np.max(np.abs(change - factor * term))
        scale = max(np.max(np.abs(change)), np.max(np.abs(term)))
        return factor if rest < 2e-3 * scale + 1e-4 else None


def reconstruction(terms):
    """Return (name, factor) of the reconstruction term, or None."""
    for name, values in terms.reconstructions.items():
        factor = terms.factor(values, [0, 1, 2])
        if factor is not None:
            return name, factor
    return None


def divergence(terms):
    """Return (mistake, factor) of the KL term, or None."""
    for name, values in terms.divergences.items():
        factor = terms.factor(values, [0, 3, 4])
        if factor is not None:
            return name, factor
    return None


def measured(seen, method='test'):
    """Return the Terms of the case whose losses can be taken apart.

    Raises:
        Wrong: auto gives no loss.
        Blocked: the outputs do not allow it.
    """
    for case in seen.with_values('code 0', 'rebuilt 0'):
        if method == 'train' and case.agree('test loss 0', 'train loss 0'):
            method = 'test'
        if len(case.value('code 0')) != 3:
            raise Blocked('the encoder does not return three outputs')
        common.require_loss(seen, case)
        return Terms(case, method)


def in_either(judge):
    """Let a check pass by the losses of testing or of training.

    A model with a training step of its own may have no testing step.
    """
    def check(seen):
        try:
            judge(measured(seen))
        except Wrong as wrong:
            try:
                judge(measured(seen, 'train'))
            except (Wrong, Blocked):
                raise wrong from None
    return check


@in_either
def check_reconstruction(terms):
    """Raise Wrong where the loss has no term of binary cross-entropy."""
    name, factor = reconstruction(terms) or (None, 0)
    if name is None:
        raise Wrong('The loss does not follow the binary cross-entropy '
                    'between the input and its reconstruction.')
    if abs(factor) < 1e-4:
        raise Wrong('The loss does not depend on the reconstruction.')
    if name != 'binary cross-entropy':
        raise Wrong('The reconstruction term is %s; expected binary '
                    'cross-entropy.' % name)
    if factor < 0:
        raise Wrong('The reconstruction term has the wrong sign.')


def require_loss(seen):
    """Raise Blocked where the loss raised an exception.

    The check of the reconstruction says which; once is enough.
    """
    for case in seen.built:
        if case.error('test loss 0') and case.error('train loss 0'):
            raise Blocked('auto gives no loss')


@in_either
def check_divergence(terms):
    """Raise Wrong where the loss has no KL term of the right form."""
    mistake, factor = divergence(terms) or (None, 0)
    if mistake is None:
        raise Wrong('The loss does not follow the KL divergence of '
                    'N(mean, exp(log_var)) from N(0, 1).')
    if abs(factor) < 1e-4:
        raise Wrong('The loss has no KL term: it does not depend on mean '
                    'and log_var.')
    if mistake:
        raise Wrong('In the KL term %s.' % mistake)
    if factor < 0:
        raise Wrong('The KL term has the wrong sign: it would drive the '
                    'code away from N(0, 1).')
    found = reconstruction(terms)
    if found:
        rest = terms.losses - factor * terms.divergences[''] - \
            found[1] * terms.reconstructions[found[0]]
        if np.max(np.abs(rest)) > 1e-3 * np.max(np.abs(terms.losses)):
            raise Wrong('The loss is off by a constant %.3g: is the 1 of '
                        'the KL term missing?' % rest[0])


def check_balance(seen):
    """Raise Wrong where the two terms do not weigh as in the ELBO."""
    # TensorFlow 1.12 counts the KL term of a nested model twice.
    allowed = [1., 0.5] if common.era(seen) == 1 else [1.]

    @in_either
    def check(terms):
        found = reconstruction(terms), divergence(terms)
        if None in found or min(abs(term[1]) for term in found) < 1e-4:
            raise Wrong('The loss has no two terms to compare.')
        (_, a), (_, b) = found
        dims, latents = terms.dims, terms.latents
        ratio = a / dims / b
        if not any(abs(ratio / value - 1) < 0.01 for value in allowed):
            raise Wrong('The loss is %.3g * BCE + %.3g * KL, with BCE '
                        'averaged over %d inputs and KL summed over %d '
                        'latent dimensions; both summed would be %d * BCE + '
                        'KL. %s' % (a, b, dims, latents, dims, explain(
                            ratio, a / b, dims, latents)))

    check(seen)


def check_training(seen):
    """Raise Wrong where a layer behaves otherwise in training.

    With the decoder cut off from z the loss is the same in both, but for a
    model whose training step alone adds the KL term.
    """
    test, train = measured(seen), measured(seen, 'train')
    right = 'binary cross-entropy', ''
    if not np.allclose(test.losses, train.losses, rtol=1e-4) and tuple(
            term and term[0] for term in
            (reconstruction(train), divergence(train))) != right:
        raise Wrong('In training the loss of a known batch is %.4f, in '
                    'testing %.4f: some layer behaves otherwise in '
                    'training.' % (train.losses[0], test.losses[0]),
                    learning.OTHERWISE)


def explain(ratio, quotient, dims, latents):
    """Say what may have put the two terms out of balance.

    Args:
        ratio: the reconstruction's weight over the KL term's; 1 is right.
        quotient: the same with the mean BCE; dims is right.
        dims, latents: the sizes of input and code.
    """
    causes = {1. / dims: 'Is the reconstruction averaged over the inputs?',
              float(latents): 'Is the KL term averaged over the latent '
              'dimensions?',
              latents / dims: 'Are both terms averaged instead of summed?',
              2.: 'Does the KL term weigh half of what it should?',
              0.5: 'Does the KL term count twice?'}
    for value, cause in causes.items():
        if abs(ratio / value - 1) < 0.01:
            return cause
    if abs(quotient - round(quotient)) < 0.01 * quotient and quotient > 100:
        return 'Does a number stand where input_dims should?'
    return 'How much should each term weigh?'
