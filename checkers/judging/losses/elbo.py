"""How the rubric judges a variational loss; terms.py takes it apart."""
from collections.abc import Callable, Mapping

import numpy as np

from checkers.course.plans import BATCH
from checkers.course.plans_variational import OTHER, THROUGH_Z
from checkers.judging import common
from checkers.judging.checks import Blocked, Wrong, expect
from checkers.judging.evidence import Evidence
from checkers.judging.losses import learning, slope
from checkers.judging.losses.terms import (Asked, Term, Terms, divergence,
                                           reconstruction, terms_of)
from checkers.judging.networks import variational

# Metric -> the one that it is where beta stands at the wrong one.
EXCHANGED = {'kl': ('beta_kl', ': beta weighs it'),
             'beta_kl': ('kl', ': beta does not weigh it')}
SHORT = {'binary cross-entropy': 'BCE', 'squared error': 'MSE'}


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
        common.require_lively(case)
        agree = case.agree('test loss 0', 'train loss 0')
        found.append(terms_of(case, 'test' if agree else method, asked))
    return found


def in_either(judge: Callable[[Terms], None], training_alone: str = '',
              hint: str = '') -> Callable[[Evidence, Asked], None]:
    """Let a check pass by the losses of testing or of training.

    A model with a training step of its own may have no testing step.

    Args:
        judge: raises Wrong where the terms of a case are not right.
        training_alone: what to say where only those of training are; where
            there is nothing to say it passes.
        hint: the hint that goes with it.
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
            if training_alone:
                raise Wrong(training_alone, hint) from None
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


def judge_divergence(terms: Terms) -> None:
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


check_divergence = in_either(
    judge_divergence, 'In training the loss has the KL term, in testing (by '
    'evaluate, as val_loss) it has not, or not as it should be.',
    'Where is the term added?')


def check_balance(seen: Evidence, asked: Asked) -> None:
    """Raise Wrong where the two terms do not weigh as in the ELBO.

    Where beta weighs the KL term, it is to weigh beta times as much.
    """
    # TensorFlow 1.12 counts the KL term of a nested model twice, and
    # multiplies the mean loss of pictures by the batch size.
    is_exact = common.era(seen) > 1
    allowed = [1.] if is_exact else [1., 0.5, BATCH, BATCH / 2]

    @in_either
    def check(terms: Terms) -> None:
        one, other = reconstruction(terms), divergence(terms)
        if not one or not other or \
                min(abs(one.factor), abs(other.factor)) < 1e-4:
            raise Wrong('The loss has no two terms to compare.')
        # How often each term is in the loss; 1 is right.
        # That a sign is wrong is a matter of the term.
        kl = abs(other.factor / terms.beta)
        if not any(is_near(abs(one.factor / dims) / kl, value)
                   for dims in terms.sizes for value in allowed) or \
                is_exact and not is_near(kl, 1):
            name, times = SHORT[asked.reconstruction], ''
            if asked.weighs_beta:
                times = f'{terms.beta:g} * '
            raise Wrong(f'The loss is {one.factor:.3g} * {name} + '
                        f'{other.factor:.3g} * KL, with {name} averaged over '
                        f'{terms.dims} inputs and KL summed over '
                        f'{terms.latents} latent dimensions; both summed '
                        f'would be {terms.dims} * {name} + {times}KL. '
                        f'{explain(one.factor, other.factor, terms)}')

    check(seen, asked)


def check_metrics(seen: Evidence, asked: Asked) -> None:
    """Raise Wrong where the terms of the loss are not shown by name.

    What is wrong with a term in the loss may be wrong with its metric too.
    """
    for case in seen.with_values('metrics', 'code 4', 'rebuilt 4'):
        common.require_lively(case)
        terms = terms_of(case, 'test', asked)
        own = shown(terms, reconstruction(terms), divergence(terms))
        right = shown(terms, Term(asked.reconstruction, terms.dims),
                      Term('', terms.beta))
        found: Mapping[str, float] = case.value('metrics')
        for name, value in right.items():
            if name not in found:
                raise Wrong(f'Training shows no metric named {name}, but '
                            f'{", ".join(sorted(found)) or "none"}.')
            if not any(abs(found[name] - known) <= 1e-3 * abs(known)
                       for known in (value, own.get(name, value))):
                other, note = EXCHANGED.get(name, (name, ''))
                if not is_near(found[name], right[other]):
                    note = ''
                raise Wrong(f'The metric {name} of a known batch is '
                            f'{found[name]:.4f}; expected {value:.4f}{note}.',
                            'Over what is it summed, over what averaged, and '
                            'which of the metrics does beta weigh?')


def shown(terms: Terms, one: Term | None, other: Term | None) -> \
        dict[str, float]:
    """Return what metrics show of terms, under the last planting."""
    found = {}
    if one:
        found['reconstruction'] = one.factor * float(
            terms.reconstructions[one.name][-1])
    if other:
        weighed = other.factor * float(terms.divergences[other.name][-1])
        found |= {'kl': weighed / terms.beta, 'beta_kl': weighed}
    return found


def check_training(seen: Evidence, asked: Asked) -> None:
    """Raise Wrong where a layer behaves otherwise in training.

    With the decoder cut off from z the loss is the same in both, but for a
    model whose training step alone adds the KL term. Where both have that
    term it weighs the same.
    """
    seen.with_values('train loss 0')
    for test, train in zip(measured(seen, asked),
                           measured(seen, asked, 'train')):
        if np.allclose(test.losses, train.losses, rtol=1e-4):
            continue
        one, other = reconstruction(train), divergence(train)
        tested = divergence(test)
        if not one or one.name != asked.reconstruction or not other or \
                other.name or tested and not tested.name and \
                not is_near(other.factor, tested.factor):
            raise learning.otherwise(train.losses[0], test.losses[0])


def check_gradient(seen: Evidence) -> None:
    """Raise Wrong where the reconstruction does not train both heads."""
    for case in seen.with_values(THROUGH_Z):
        pairs = zip(*slope.weights(
            case, 'encoder', case.training(THROUGH_Z).weights, THROUGH_Z))
        heads = [new for old, new in pairs if not old.any()]    # planted as 0
        still = [head for head in heads
                 if not np.any(head) or not np.all(np.isfinite(head))]
        which = 'neither' if len(still) == len(heads) else 'only one'
        # Heads, or a z, that are not as they should be may hold one back.
        is_reached = not still or which != 'neither' and not (
            common.passes(seen, variational.check_heads) and common.passes(
                variational.ordered(seen), variational.check_sampling))
        expect(is_reached, 'Where the KL term is 0 a training step moves '
               f'{which} of the two heads: the error of the reconstruction '
               'does not reach both.',
               'Which way does its gradient take to mean and log_var?')


def explain(error: float, kl: float, terms: Terms) -> str:
    """Ask what may have put the two terms out of balance.

    Args:
        error: how often the mean error is in the loss.
        kl: how often the KL term is in it.
        terms: what was measured.
    """
    dims, latents, beta = terms.dims, terms.latents, terms.beta
    one, other = error / dims, kl / beta        # 1 is right
    asked = [
        cause(one, {
            1 / dims: 'Is the reconstruction averaged over the values of an '
            'input, and not summed?',
            latents / dims: 'Does latent_dims stand where the number of '
            'values of an input should?',
            BATCH: 'Is the reconstruction summed over the batch, and not '
            'averaged?',
            1 / terms.channels: 'Is the reconstruction averaged over the '
            'channels?',
            1 / 2: 'Does the reconstruction weigh half of what it should?',
            beta: 'Does beta weigh the reconstruction?'}),
        cause(other, {
            1 / latents: 'Is the KL term averaged over the latent '
            'dimensions, and not summed?',
            BATCH: 'Is the KL term summed over the batch, and not averaged?',
            1 / dims: 'Is the KL term divided by the number of values of an '
            'input?',
            1 / 2: 'Does the KL term weigh half of what it should?',
            2: 'Does the KL term count twice: where is its 1/2?',
            1 / beta: 'Does beta weigh the KL term?',
            beta: 'Does beta weigh the KL term more than once?',
            1 / beta ** 2: 'Does beta divide where it should multiply?',
            OTHER: 'Was beta changed by another call? Where is it kept?'})]
    if not asked[0] and not terms.asked.weighs_beta and \
            not is_near(one, 1) and \
            is_near(error, round(error)) and error > 100:
        asked[0] = 'Does a number stand where input_dims should?'
    return ' '.join(filter(None, asked)) or 'How much should each term weigh?'


def cause(factor: float, causes: Mapping[float, str]) -> str:
    """Return what may have made a factor, which should be 1; '' for nothing.
    """
    return '' if is_near(factor, 1) else next(
        (said for value, said in causes.items() if is_near(factor, value)),
        '')


def is_near(factor: float, value: float) -> bool:
    """Tell whether a measured factor is this one."""
    return abs(factor - value) < 0.01 * abs(value)
