"""The checks that several tasks have, for their rubric files to take.

A function here makes a check. The rubric file says what it asks of the
student, what it is worth, and what in the judging differs between tasks:

    test_models = shared.models(
        'It returns two models that run: encoder, auto.', points=2)

Most of the arguments are the same everywhere:

    asks: the check's title, which the student reads.
    points: what it is worth.
    hints: where a task has its own; those that all tasks share stand here.
    grounds: the checks that this one stands on; see common.grounds.
    view: gives the evidence as the judging should see it.
"""
from collections.abc import Callable, Sequence

from checkers.judging import common
from checkers.judging.checks import Blocked, Wrong, check
from checkers.judging.common import CheckFunction, Follows
from checkers.judging.evidence import Case, Evidence
from checkers.judging.losses import elbo, learning
from checkers.judging.losses.learning import Total
from checkers.judging.networks import dense, variational

Hints = Sequence[str]
Grounds = Sequence[CheckFunction]
View = Callable[[Evidence], Evidence]
Cases = Callable[[Evidence], list[Case]]

LAYERS = {
    'encoder': ('How many layers does a list of three widths ask for?',
                'The loop that builds the encoder.'),
    'decoder': ('What does the decoder undo first?',
                'The loop that builds the decoder.')}
ACTIVATIONS = {
    'encoder': ('Which layers of the encoder have an activation, and which '
                'one?',),
    'decoder': ('Between which values does the output lie?',)}


def as_recorded(seen: Evidence) -> Evidence:
    """Return the evidence as it is."""
    return seen


def built(seen: Evidence) -> list[Case]:
    """Return the cases whose models run."""
    return seen.built


def made(name: str, asks: str, points: int, judge: CheckFunction,
         hints: Hints = (), grounds: Grounds = (),
         ends: tuple[type[Exception], ...] = (Wrong, Blocked)) -> \
        CheckFunction:
    """Return a check.

    Args:
        name: its name, without test_.
        asks, points, hints, grounds: as above.
        judge: raises Wrong or Blocked.
        ends: as common.grounds has it.
    """
    @check(points, hints)
    def test(seen: Evidence) -> None:
        with common.grounds(seen, *grounds, ends=ends):
            judge(seen)

    test.__name__ = test.__qualname__ = f'test_{name}'
    test.__doc__ = asks
    return test


def signature(asks: str, points: int) -> CheckFunction:
    """Make the check of what the file defines."""
    return made('signature', asks, points, common.signature)


def models(asks: str, points: int) -> CheckFunction:
    """Make the check of the models that are returned."""
    return made('models', asks, points, common.models, [
        'What does the return statement give, in which order?'])


def arguments_unchanged(
        asks: str, points: int,
        hints: Hints = ('Does reverse() make a new list?',)) -> CheckFunction:
    """Make the check that the caller's arguments stay what they were."""
    return made('arguments_unchanged', asks, points,
                common.arguments_unchanged, hints)


def independent_calls(asks: str, points: int, grounds: Grounds = (),
                      view: View = as_recorded) -> CheckFunction:
    """Make the check that two calls share nothing."""
    return made('independent_calls', asks, points,
                lambda seen: common.independent_calls(view(seen)),
                grounds=grounds)


def dense_layers(model: str, asks: str, points: int,
                 hints: Hints | None = None, grounds: Grounds = (),
                 cases: Cases = built) -> CheckFunction:
    """Make the check of the layers of a dense encoder or decoder.

    Args:
        model: 'encoder' or 'decoder'.
        asks, points, hints, grounds: as above.
        cases: gives the cases to look at.
    """
    def judge(seen: Evidence) -> None:
        for case in cases(seen):
            dense.check_layers(case, model, seen.function)
        dense.check_believed(cases(seen), model)

    return made(f'{model}_layers', asks, points, judge,
                hints or LAYERS[model], grounds, (Wrong,))


def dense_activations(model: str, asks: str, points: int, grounds: Grounds,
                      cases: Cases = built) -> CheckFunction:
    """Make the check of a dense model's activations; as dense_layers."""
    def judge(seen: Evidence) -> None:
        dense.check_activations(cases(seen), model, seen.function)

    return made(f'{model}_activations', asks, points, judge,
                ACTIVATIONS[model], grounds, (Wrong,))


def auto_shares_weights(asks: str, points: int, follows: Follows,
                        grounds: Grounds = ()) -> CheckFunction:
    """Make the check that auto is the decoder on the encoder."""
    return made('auto_shares_weights', asks, points,
                lambda seen: common.auto_shares_weights(seen, follows),
                ['From which two models is auto made?'], grounds)


def loss(asks: str, points: int, judge: CheckFunction,
         sharing: CheckFunction, grounds: Grounds) -> CheckFunction:
    """Make the check of auto's loss.

    Args:
        asks, points, grounds: as above.
        judge: raises Wrong where the loss is another.
        sharing: the check without which no loss shows anything.
    """
    def judge_shared(seen: Evidence) -> None:
        common.stands_on(seen, sharing)
        judge(seen)

    return made('loss', asks, points, judge_shared, grounds=grounds)


def optimizer(asks: str, points: int, total: Total, grounds: Grounds,
              view: View = as_recorded) -> CheckFunction:
    """Make the check of auto's optimizer; total is the task's loss."""
    return made('optimizer', asks, points,
                lambda seen: learning.optimizer(view(seen), total),
                grounds=grounds)


def training(asks: str, points: int, total: Total, grounds: Grounds,
             view: View = as_recorded,
             same: CheckFunction = learning.same_in_training) -> \
        CheckFunction:
    """Make the check that auto learns.

    Args:
        asks, points, grounds, view: as above.
        total: the task's loss.
        same: raises Wrong where a layer behaves otherwise in training.
    """
    def judge(seen: Evidence) -> None:
        learning.training(view(seen), total)
        same(view(seen))

    return made('training', asks, points, judge, grounds=grounds)


# The checks of the variational tasks.

def variational_layers(asks: str, points: int) -> CheckFunction:
    """Make the check of the encoder's layers and its two heads."""
    def judge(seen: Evidence) -> None:
        for case in seen.built:
            variational.check_layers(case, seen.function)
        variational.check_believed(seen)

    return made('encoder_layers', asks, points, judge, [
        'How many layers give the mean, and how many log_var?',
        'Where the encoder ends.'])


def hidden_activations(asks: str, points: int,
                       grounds: Grounds) -> CheckFunction:
    """Make the check of the encoder's activations but for the heads'."""
    return made('encoder_activations', asks, points,
                variational.check_hidden,
                ['Which layers of the encoder have an activation?'],
                grounds, (Wrong,))


def heads(asks: str, points: int) -> CheckFunction:
    """Make the check of what the encoder gives, in which order."""
    return made('heads', asks, points, variational.check_heads, [
        'Which values may a mean take, and a logarithm?'])


def sampling(asks: str, points: int, grounds: Grounds) -> CheckFunction:
    """Make the check of z."""
    return made('sampling', asks, points, variational.check_sampling, [
        'How is a standard deviation made from log_var?',
        'Where epsilon is drawn and used.'], grounds)


def auto_decodes_z(asks: str, points: int,
                   grounds: Grounds) -> CheckFunction:
    """Make the check that auto is the decoder on z."""
    return made('auto_decodes_z', asks, points, variational.check_decoded, [
        "Which of the encoder's three outputs goes on?"], grounds)


def reconstruction_term(asks: str, points: int, loss: elbo.Asked,
                        grounds: Grounds) -> CheckFunction:
    """Make the check of the loss's first term."""
    return made('reconstruction_term', asks, points,
                lambda seen: elbo.check_reconstruction(seen, loss),
                grounds=grounds)


def kl_term(asks: str, points: int, loss: elbo.Asked,
            grounds: Grounds) -> CheckFunction:
    """Make the check of the loss's second term."""
    def judge(seen: Evidence) -> None:
        elbo.require_loss(seen)
        elbo.check_divergence(seen, loss)

    return made('kl_term', asks, points, judge,
                ['What is the divergence of N(0, 1) from itself?'], grounds)


def loss_balance(asks: str, points: int, loss: elbo.Asked,
                 grounds: Grounds) -> CheckFunction:
    """Make the check of how much each term weighs."""
    return made('loss_balance', asks, points,
                lambda seen: elbo.check_balance(seen, loss),
                ['Over what is each term summed, over what averaged?'],
                grounds)
