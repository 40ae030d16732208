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
import dataclasses
from collections.abc import Callable, Sequence

from checkers.course.plans import HALVES
from checkers.judging import common
from checkers.judging.checks import Blocked, Wrong, check
from checkers.judging.common import CheckFunction, Follows
from checkers.judging.evidence import Case, Evidence
from checkers.judging.losses import elbo, learning, loaded
from checkers.judging.losses.slope import Total, Totals
from checkers.judging.losses.terms import Asked
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


@dataclasses.dataclass(frozen=True)
class Trained:
    """The loss that a task's models are to be trained on.

    Attributes:
        total: it, by the oracle.
        parts: what of it depends on either half; by default all of it.
        view: gives the evidence as the judging should see it.
        same: raises Wrong where a layer behaves otherwise in training.
    """

    total: Total
    parts: Totals
    view: View = as_recorded
    same: CheckFunction = learning.same_in_training

    def training(self, seen: Evidence) -> None:
        """Raise Wrong where training steps do not do what they should."""
        learning.training(self.view(seen), self.total)
        self.same(self.view(seen))

    def is_same(self, seen: Evidence) -> bool:
        """Tell whether no layer behaves otherwise in training."""
        return common.passes(self.view(seen), self.same)

    def slope(self, seen: Evidence, *halves: str) -> None:
        """Raise Wrong where the steps do not go down the slope of it.

        Args:
            seen: the evidence.
            halves: whose weights to look at.
        """
        learning.goes_down(self.view(seen), self.total, {
            half: self.parts[half] for half in halves},
            lambda: self.is_same(seen))

    def require(self, seen: Evidence, *halves: str) -> None:
        """Raise the same, or Blocked where training fails by itself.

        Nobody knows then what is trained.
        """
        with common.grounds(seen, self.training):
            self.slope(seen, *halves)


def made(name: str, asks: str, points: int, judge: CheckFunction,
         hints: Hints = (), grounds: Grounds = (),
         ends: tuple[type[Exception], ...] = (Wrong, Blocked),
         trained: CheckFunction | None = None) -> CheckFunction:
    """Return a check.

    Args:
        name: its name, without test_.
        asks, points, hints, grounds: as above.
        judge: raises Wrong or Blocked.
        ends: as common.grounds has it.
        trained: judges in the same way what is trained, where judge sees
            what is shown.
    """
    def shows(seen: Evidence) -> None:
        judge(seen)

    @check(points, hints)
    def test(seen: Evidence) -> None:
        with common.grounds(seen, *grounds, ends=ends):
            judge(seen)
            if trained:
                trained(seen)

    test.__name__ = test.__qualname__ = shows.__name__ = f'test_{name}'
    test.__doc__ = asks
    setattr(test, 'shows', shows)
    return test


def shown(checks: Grounds) -> list[CheckFunction]:
    """Return checks without what they see in training.

    On these stand the checks of training itself.
    """
    return [getattr(check, 'shows', check) for check in checks]


def signature(asks: str, points: int) -> CheckFunction:
    """Make the check of what the file defines."""
    return made('signature', asks, points, common.signature)


def models(asks: str, points: int,
           uncounted: Sequence[str] = ()) -> CheckFunction:
    """Make the check of the models that are returned.

    Args: uncounted is as common.models has it.
    """
    return made('models', asks, points,
                lambda seen: common.models(seen, uncounted), [
                    'What does the return statement give, in which order?'],
                [common.check_signature])


def arguments_unchanged(asks: str, points: int) -> CheckFunction:
    """Make the check that the caller's arguments stay what they were."""
    return made('arguments_unchanged', asks, points,
                common.arguments_unchanged, [
                    'Which of your lines changes a list that it did not '
                    'make?'])


def independent_calls(asks: str, points: int, grounds: Grounds = (),
                      view: View = as_recorded) -> CheckFunction:
    """Make the check that two calls share nothing."""
    return made('independent_calls', asks, points,
                lambda seen: common.independent_calls(view(seen)),
                grounds=grounds)


def dense_layers(model: str, asks: str, points: int,
                 hints: Hints | None = None, grounds: Grounds = (),
                 cases: Cases | None = None) -> CheckFunction:
    """Make the check of the layers of a dense encoder or decoder.

    Args:
        model: 'encoder' or 'decoder'.
        asks, points, hints, grounds: as above.
        cases: gives the cases to look at; by default those in which the
            model runs.
    """
    def judge(seen: Evidence) -> None:
        found = cases(seen) if cases else seen.running(model)
        for case in found:
            dense.check_layers(case, model, seen.function)
        dense.check_believed(found, model)

    return made(f'{model}_layers', asks, points, judge,
                hints or LAYERS[model], grounds, (Wrong,))


def dense_activations(model: str, asks: str, points: int, grounds: Grounds,
                      cases: Cases | None = None) -> CheckFunction:
    """Make the check of a dense model's activations; as dense_layers."""
    def judge(seen: Evidence) -> None:
        dense.check_activations(
            cases(seen) if cases else seen.running(model), model,
            seen.function)

    return made(f'{model}_activations', asks, points, judge,
                ACTIVATIONS[model], grounds, (Wrong,))


def auto_shares_weights(asks: str, points: int, follows: Follows,
                        grounds: Grounds = ()) -> CheckFunction:
    """Make the check that auto is the decoder on the encoder."""
    return made('auto_shares_weights', asks, points,
                lambda seen: common.auto_shares_weights(seen, follows),
                ['From which two models is auto made?'], grounds)


def loss(asks: str, points: int, judge: CheckFunction,
         grounds: Grounds, trained: Trained,
         follows: Follows | None = None,
         halves: Sequence[str] = HALVES) -> CheckFunction:
    """Make the check of auto's loss.

    Args:
        asks, points, grounds: as above.
        judge: raises Wrong where the loss that is shown is another.
        trained: the loss that is to be trained.
        follows: as common.believed; given where the judge does not know
            auto by itself, for then it must be decoder on encoder.
        halves: whose training shows it.
    """
    def judge_shared(seen: Evidence) -> None:
        if follows:
            common.require_joined(seen, follows)
        judge(seen)

    return made('loss', asks, points, judge_shared, grounds=grounds,
                trained=lambda seen: trained.require(seen, *halves))


def optimizer(asks: str, points: int, trained: Trained, losses: Grounds,
              grounds: Grounds) -> CheckFunction:
    """Make the check of auto's optimizer.

    Args:
        asks, points, grounds: as above.
        trained: the loss that is to be trained.
        losses: the checks of the loss.
    """
    def judge(seen: Evidence) -> None:
        learning.optimizer(
            trained.view(seen), trained.total, trained.parts,
            lambda: common.passes(seen, *shown(losses)),
            lambda: trained.is_same(seen))

    return made('optimizer', asks, points, judge, grounds=grounds)


def training(asks: str, points: int, trained: Trained, grounds: Grounds,
             also: CheckFunction | None = None) -> CheckFunction:
    """Make the check that auto learns; as optimizer.

    Args: also judges what else must learn.
    """
    return made('training', asks, points, trained.training,
                grounds=shown(grounds), trained=also)


# The checks of the variational tasks.

def variational_layers(asks: str, points: int) -> CheckFunction:
    """Make the check of the encoder's layers and its two heads."""
    def judge(seen: Evidence) -> None:
        for case in seen.running('encoder'):
            variational.check_layers(case, seen.function)
        variational.check_hidden(seen)

    return made('encoder_layers', asks, points, judge, [
        'How many layers give the mean, how many log_var, and which have an '
        'activation?', 'Where the encoder ends.'])


def heads(asks: str, points: int) -> CheckFunction:
    """Make the check of what the encoder gives, in which order."""
    return made('heads', asks, points, variational.check_heads, [
        'What does the encoder return, in which order, and what does each '
        'head do with its sums?'])


def sampling(asks: str, points: int, grounds: Grounds) -> CheckFunction:
    """Make the check of z."""
    def judge(seen: Evidence) -> None:
        variational.check_sampling(variational.ordered(seen))

    return made('sampling', asks, points, judge, [
        'What is z made of, and which part of it is chance?',
        'Where epsilon is drawn and used.'], grounds)


def auto_decodes_z(asks: str, points: int,
                   grounds: Grounds) -> CheckFunction:
    """Make the check that auto is the decoder on z."""
    def judge(seen: Evidence) -> None:
        variational.check_decoded(variational.ordered(seen))

    return made('auto_decodes_z', asks, points, judge, [
        'What does auto hand to which model?',
        'The line that makes auto.'], grounds)


def reconstruction_term(asks: str, points: int, loss: Asked,
                        trained: Trained, grounds: Grounds) -> CheckFunction:
    """Make the check of the loss's first term."""
    def judge(seen: Evidence) -> None:
        common.require_compiled(seen)
        elbo.check_reconstruction(variational.ordered(seen), loss)

    return made('reconstruction_term', asks, points, judge, grounds=grounds,
                trained=lambda seen: trained.require(seen, 'decoder'))


def kl_term(asks: str, points: int, loss: Asked, trained: Trained,
            grounds: Grounds) -> CheckFunction:
    """Make the check of the loss's second term."""
    def judge(seen: Evidence) -> None:
        elbo.require_loss(seen)
        elbo.check_divergence(variational.ordered(seen), loss)

    return made('kl_term', asks, points, judge,
                ['What is the divergence of N(0, 1) from itself?'], grounds,
                trained=lambda seen: trained.require(seen, 'encoder'))


def loads(asks: str, points: int, grounds: Grounds) -> CheckFunction:
    """Make the check that auto can be saved and loaded."""
    return made('loads', asks, points, lambda seen: loaded.check_loaded(
        variational.ordered(seen)), grounds=grounds)


def loss_balance(asks: str, points: int, loss: Asked, trained: Trained,
                 grounds: Grounds) -> CheckFunction:
    """Make the check of how much each term weighs.

    Where both are what they should be, both must be trained: a half that
    never moves shows that a term is not.
    """
    def judge(seen: Evidence) -> None:
        common.require_compiled(seen)
        elbo.check_balance(variational.ordered(seen), loss)

    def trains(seen: Evidence) -> None:
        if common.passes(seen, *shown(grounds)):
            for half in HALVES:
                trained.require(seen, half)

    return made('loss_balance', asks, points, judge,
                ['Over what is each term summed, over what averaged?'],
                grounds, trained=trains)
