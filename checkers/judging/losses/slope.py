"""Which loss training goes down, and whether it goes there as Adam does.

What auto shows of its loss is the student's word. What it trains is seen from
two steps that begin at the same planted weights, on two batches: the oracle
gives both slopes, and from these follows how Adam moves every weight. In the
first step all weights move alike. The second weighs both slopes, so that
another loss, or another optimizer, moves the weights otherwise.

Source: Kingma and Ba, "Adam: a Method for Stochastic Optimization", ICLR
(2015); the learning rate and epsilon are used as Keras does.
"""
import functools
import typing
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from checkers.course.plans import HALVES, SLOPES
from checkers.course.planting import KINDS, Array
from checkers.course.values import Weights
from checkers.judging import oracle
from checkers.judging.checks import Blocked
from checkers.judging.evidence import Case, remembered
from checkers.judging.networks.seen import Varied

MOVING = KINDS[2:]      # what a batch normalisation has of statistics
SPOTS = 16              # weights of a model whose slope is looked at
NEAR = 1e-6             # how far the differences reach
STEEP = 0.05            # of the steepest: below this a slope says little
# How far a move may be from Adam's, as a part of the learning rate. Slopes in
# float32 are off by 1e-4 at most where they are steep; another loss or
# another optimizer is off by some tenths.
TOLERANCE = 0.01
ROUNDING = 2 * 2. ** -23            # of float32 weights below 2
# One spot in ten may lie where a relu has its corner.
SHARE = 0.9
# By what norms that are clipped may make one slope larger than the other.
SCALES = np.geomspace(0.1, 10, 401)


class Total(typing.Protocol):
    """A task's right loss for given weights, by the oracle.

    For the slope of one half it may be the part that depends on it.
    """

    def __call__(self, case: Case, encoder: Sequence[Array],
                 decoder: Sequence[Array], x: Array,
                 loss: oracle.Loss = ...) -> float:
        """Return the loss.

        Args:
            case: the case.
            encoder, decoder: the weights.
            x: (batch, ...), input and target.
            loss: that of the reconstruction; the task's by default.
        """


Totals = Mapping[str, Total]        # half -> what depends on its weights


def weights(case: Case, model: str, after: Weights, saved: str) -> \
        tuple[list[Array], list[Array]]:
    """Return a model's weights before and after training steps.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        after: the models' weights after the steps.
        saved: what the steps saved.
    """
    if [array.shape for array in after[model]] != case.shapes(model):
        raise Blocked('the weights could not be followed')
    return case.planted(model, saved), after[model]


def followed(case: Case, model: str, saved: str) -> \
        tuple[list[Array], list[Array]]:
    """Return the weights of a half in auto before and after a step.

    Where auto has a copy that was lent the same weights (steps.Lend), they
    are the copy's: that auto does not share them is another check.
    """
    after: Weights = case.value(saved).weights
    before, own = weights(case, model, after, saved)
    whole, count = after.get('auto', []), len(case.shapes('encoder'))
    copy = whole[:count] if model == 'encoder' else whole[count:]
    is_copy = all(map(np.array_equal, before, own)) and [
        array.shape for array in copy] == case.shapes(model)
    return before, copy if is_copy else own


@remembered
def spots(case: Case, model: str) -> list[tuple[int, int]]:
    """Return which weights are looked at: (number, place in it).

    A weight that is planted as 0 to cut the noise off is left out: its slope
    follows the noise. So is one that stays as it was: whether all of them
    learn is a matter of training. Moving statistics are no optimizer's.
    """
    planted, stepped = followed(case, model, SLOPES[0])
    kinds = case.seen.kinds[model]
    sure = [nth for nth, (before, after) in enumerate(zip(planted, stepped))
            if np.any(before) and not np.array_equal(before, after)
            and kinds[nth] not in MOVING]
    random = np.random.RandomState(0)
    return [(nth, random.randint(planted[nth].size)) for nth in
            (sure * SPOTS)[:SPOTS]]


@remembered
def slopes(case: Case, model: str, saved: str, total: Total,
           loss: oracle.Loss | None) -> Array:
    """Return the slope at each spot, by differences.

    Args:
        case: the case.
        model: the half whose weights are looked at.
        saved: the step.
        total: what depends on them.
        loss: that of the reconstruction; None for the task's.
    """
    encoder, decoder = (Varied(case.planted(half, saved)) for half in HALVES)
    own = {'encoder': encoder, 'decoder': decoder}[model]
    total = functools.partial(total, loss=loss) if loss else total
    x, found = case.input(saved), []
    here = total(case, encoder, decoder, x)
    for nth, place in spots(case, model):
        was = own[nth]
        own[nth] = was.copy()
        own[nth].flat[place] += NEAR
        found.append((total(case, encoder, decoder, x) - here) / NEAR)
        own[nth] = was
    return np.array(found)


def moves(case: Case, model: str, saved: str) -> Array:
    """Return how far each spot was moved by a step."""
    before, after = followed(case, model, saved)
    return np.array([after[nth].flat[place] - before[nth].flat[place]
                     for nth, place in spots(case, model)])


def adam(slopes: Array, settings: Mapping[str, float]) -> Array:
    """Return where Adam goes in each step, but for the learning rate.

    Args:
        slopes: (steps, weights).
        settings: Keras' names; what is missing is as in Keras.
    """
    one, two, epsilon = (np.float64(settings.get(name, usual)) for
                         name, usual in (('beta_1', 0.9), ('beta_2', 0.999),
                                         ('epsilon', 1e-7)))
    mean, square = np.zeros((2, slopes.shape[1]))
    largest, found = square, []
    for step, slope in enumerate(slopes, 1):
        mean = one * mean + (1 - one) * slope
        square = two * square + (1 - two) * slope ** 2
        largest = np.maximum(largest, square)
        root = np.sqrt(largest if settings.get('amsgrad') else square)
        found.append(mean / (1 - one ** step) * np.sqrt(1 - two ** step) /
                     (root + epsilon))
    return np.array(found)


def is_adams(slopes: Array, moves: Array, weights: Array,
             settings: Mapping[str, float], rate: float = 0) -> Array:
    """Tell of each move whether Adam makes it. All are (steps, spots).

    Args:
        slopes, moves, weights: what is known of the spots.
        settings: as adam.
        rate: the learning rate; 0 where it is free in every step.
    """
    ways = adam(slopes, settings) + settings.get('weight_decay', 0) * weights
    found = np.zeros(moves.shape, bool)
    for way, move, near in zip(ways, moves, found):
        # The longest is some 1; a large epsilon makes all of them shorter.
        longest = np.max(np.abs(way), initial=0)
        far = np.abs(way) > 0.2 * longest
        if not rate and not np.any(far):
            continue
        step = rate or np.median(-move[far] / way[far])
        if step * longest > ROUNDING:   # smaller is rounding alone
            near[:] = np.abs(move + step * way) < \
                TOLERANCE * step * longest + ROUNDING
    return found


def is_clipped(slopes: Array, moves: Array, weights: Array, kinds: Array,
               settings: Mapping[str, float]) -> Array:
    """Tell the same where slopes are clipped by norms that are not known.

    Either slope may then be smaller than it was, by a factor for all
    weights, or for those of each kind.
    """
    rate = float(np.median(np.abs(moves[0])))
    found = np.zeros(moves.shape, bool)
    for kind in set(kinds):
        own = kinds == kind
        found[:, own] = max((
            is_adams(slopes[:, own] * [[1.], [scale]], moves[:, own],
                     weights[own], settings, rate) for scale in SCALES),
            key=np.count_nonzero)
    return found


def is_followed(case: Case, parts: Totals, loss: oracle.Loss | None = None,
                scales: Mapping[str, Sequence[float]] | None = None) -> bool:
    """Tell whether the two steps are Adam's, down the slope of a loss.

    Args:
        case, parts, loss: as is_downhill.
        scales: half -> how often its part may be in what is trained; 1 by
            default. Only epsilon feels it.

    Raises:
        Raised: a step raised an exception.
        Blocked: a step was not reached, or the slope is not known.
    """
    return all(follows(case, half, part, loss, (scales or {}).get(half, [1]))
               for half, part in parts.items())


def follows(case: Case, model: str, total: Total,
            loss: oracle.Loss | None, scales: Iterable[float]) -> bool:
    """Tell the same of one half."""
    way = np.array([slopes(case, model, saved, total, loss)
                    for saved in SLOPES])
    return any(goes(case, model, scale * way) for scale in scales)


def goes(case: Case, model: str, way: Array) -> bool:
    """Tell whether the two steps are Adam's, down slopes (steps, spots)."""
    settings: Mapping[str, float] = case.value('settings')
    moved = np.array([moves(case, model, saved) for saved in SLOPES])
    planted = case.planted(model, SLOPES[0])
    own = np.array([planted[nth].flat[place]
                    for nth, place in spots(case, model)])
    # In the first step the first slope counts, in the second both do.
    size = np.sqrt(np.cumsum(way ** 2, axis=0))
    steep = size > STEEP * size.max()
    if settings.get('clipvalue'):
        way = np.clip(way, -settings['clipvalue'], settings['clipvalue'])
    with np.errstate(all='ignore'):     # the settings are any numbers
        if settings.get('clipnorm') or settings.get('global_clipnorm'):
            kinds = np.array([nth if settings.get('clipnorm') else 0
                              for nth, _ in spots(case, model)])
            near = is_clipped(way, moved, own, kinds, settings)[steep]
        else:
            near = is_adams(way, moved, own, settings)[steep]
    return bool(near.size and near.mean() >= SHARE)


def is_downhill(case: Case, parts: Totals,
                loss: oracle.Loss | None = None) -> bool:
    """Tell whether what moved in the first step went down the slope.

    That is all that is known of another optimizer.

    Args:
        case: the case.
        parts: what of the loss depends on a half, for the halves to look at.
        loss: as slopes.
    """
    way = np.concatenate([slopes(case, half, SLOPES[0], part, loss)
                          for half, part in parts.items()])
    moved = np.concatenate([moves(case, half, SLOPES[0]) for half in parts])
    steep = np.abs(way) > STEEP * np.abs(way).max()
    return bool(np.all(way[steep] * moved[steep] <= 0))
