"""How the rubric identifies the two terms of the loss of tasks 3 and 7.

The plantings of plans.PAIRS change only the reconstruction, then only the KL
term: from the differences of the measured losses follow the factors a and b
of loss = a * BCE + b * KL, each by itself. BCE is the mean over the inputs,
KL is summed over the latent dimensions; both are averages over the batch.
Task 7 has the squared error in place of BCE, and beta weighs the KL term.
"""
import numpy as np

from checkers.course.plans import BATCH, PAIRS
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.losses import learning

RECONSTRUCTIONS = {'binary cross-entropy': oracle.bce,
                   'squared error': oracle.mse,
                   'absolute error': oracle.mae}
SHORT = {'binary cross-entropy': 'BCE', 'squared error': 'MSE'}


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
        beta: number, what the KL term is to weigh.
        wanted: which of reconstructions is the right one.
        times: text, beta as a factor.
    """

    def __init__(self, case, method):
        """Compute every candidate term from the recorded outputs."""
        self.dims, self.latents = int(np.prod(case.args[0])), case.args[2]
        self.beta, self.wanted, self.times = 1, 'binary cross-entropy', ''
        if len(case.args) > 3:
            self.beta, self.wanted = case.args[3], 'squared error'
            self.times = '%g * ' % self.beta
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
        """Return (rest, factor) of a term, or None where it does not explain.

        The rest is what the term leaves unexplained.

        Args:
            terms: array (plantings,), the term's values.
            places: the plantings between which nothing else changed.
        """
        change = self.losses[places] - self.losses[places[0]]
        term = terms[places] - terms[places[0]]
        factor = term @ change / (term @ term)
        rest = np.max(np.abs(change - factor * term))
        scale = max(np.max(np.abs(change)), np.max(np.abs(term)))
        return (rest, factor) if rest < 2e-3 * scale + 1e-4 else None


def reconstruction(terms):
    """Return (name, factor) of the reconstruction term, or None.

    Where the term is small several may explain it; one does best.
    """
    found = [(*terms.factor(values, [0, 1, 2]), name)
             for name, values in terms.reconstructions.items()
             if terms.factor(values, [0, 1, 2])]
    return min(found)[:0:-1] if found else None


def divergence(terms):
    """Return (mistake, factor) of the KL term, or None."""
    for name, values in terms.divergences.items():
        found = terms.factor(values, [0, 3, 4])
        if found:
            return name, found[1]
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
        raise Wrong('The loss does not follow the %s between the input and '
                    'its reconstruction.' % terms.wanted)
    if abs(factor) < 1e-4:
        raise Wrong('The loss does not depend on the reconstruction.')
    if name != terms.wanted:
        raise Wrong('The reconstruction term is the %s; expected the %s.' % (
            name, terms.wanted))
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
    """Raise Wrong where the two terms do not weigh as in the ELBO.

    In task 7 the KL term is to weigh beta times as much.
    """
    # TensorFlow 1.12 counts the KL term of a nested model twice, and
    # multiplies the mean loss of pictures by the batch size.
    allowed = [1., 0.5, BATCH, BATCH / 2] if common.era(seen) == 1 else [1.]

    @in_either
    def check(terms):
        found = reconstruction(terms), divergence(terms)
        if None in found or min(abs(term[1]) for term in found) < 1e-4:
            raise Wrong('The loss has no two terms to compare.')
        (_, a), (_, b) = found
        dims, latents = terms.dims, terms.latents
        # The reconstruction's weight over the KL term's; 1 is right.
        ratio = a / dims / (b / terms.beta)
        if not any(abs(ratio / value - 1) < 0.01 for value in allowed):
            name = SHORT[terms.wanted]
            raise Wrong('The loss is %.3g * %s + %.3g * KL, with %s '
                        'averaged over %d inputs and KL summed over %d '
                        'latent dimensions; both summed would be %d * %s + '
                        '%sKL. %s' % (a, name, b, name, dims, latents, dims,
                                      name, terms.times, explain(
                                          ratio, terms)))

    check(seen)


def check_metrics(seen):
    """Raise Wrong where the terms of task 7's loss are not shown by name."""
    for case in seen.with_values('metrics', 'code 4', 'rebuilt 4'):
        _, mean, log_var = case.value('code 4')
        terms, kl = Terms(case, 'test'), oracle.kl(mean, log_var)
        error = terms.dims * oracle.mse(case.input('code 4'),
                                        case.output('rebuilt 4'))
        found = case.value('metrics')
        for name, value in (('reconstruction', error), ('kl', kl),
                            ('beta_kl', terms.beta * kl)):
            if name not in found:
                raise Wrong('Training shows no metric named %s, but %s.' % (
                    name, ', '.join(sorted(found)) or 'none'))
            if abs(found[name] - value) > 1e-3 * abs(value):
                raise Wrong('The metric %s of a known batch is %.4f; expected '
                            '%.4f.' % (name, found[name], value))


def check_training(seen):
    """Raise Wrong where a layer behaves otherwise in training.

    With the decoder cut off from z the loss is the same in both, but for a
    model whose training step alone adds the KL term.
    """
    test, train = measured(seen), measured(seen, 'train')
    right = test.wanted, ''
    if not np.allclose(test.losses, train.losses, rtol=1e-4) and tuple(
            term and term[0] for term in
            (reconstruction(train), divergence(train))) != right:
        raise Wrong('In training the loss of a known batch is %.4f, in '
                    'testing %.4f: some layer behaves otherwise in '
                    'training.' % (train.losses[0], test.losses[0]),
                    learning.OTHERWISE)


def explain(ratio, terms):
    """Say what may have put the two terms out of balance.

    Args:
        ratio: the reconstruction's weight over the KL term's; 1 is right.
        terms: Terms.
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
