"""How the rubric looks at variational models: heads, z, what auto decodes."""
import dataclasses
import math
import typing
from collections.abc import Iterable, Sequence

import numpy as np

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import common
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.networks import chance, dense, layer_table, noise
from checkers.judging.networks.bodies import body_of
from checkers.judging.networks.inference import chains, infer, mistaken
from checkers.judging.networks.seen import Network, activations, run
from checkers.judging.oracle import LINEAR, RELU

ORDER = 'What stands in the list of outputs of the encoder, in which order?'


class Heads(typing.NamedTuple):
    """The networks from which mean and log_var follow.

    Their first layers are the same where all is right.
    """

    mean: Network
    log_var: Network


def check_layers(case: Case, function: str) -> None:
    """Raise Wrong where the encoder has other layers than asked for."""
    want, shapes = body_of(case).encoder_shapes(), case.shapes('encoder')
    if sorted(want) == sorted(shapes):
        return
    call = case.call(function)
    if sorted(shapes) == sorted(want[:-2]):
        raise Wrong(f'For {call} mean and log_var come from one and the same '
                    'layer; expected a layer for each.')
    raise Wrong(f"For {call} the encoder's weights have the shapes "
                f'{dense.brief(shapes)}; expected {dense.brief(want)}.',
                table=compare(case, kernels(want), kernels(shapes)))


def kernels(shapes: Iterable[Shape]) -> list[str]:
    """Return the kernels among the weights as text: 3 x 3 x 2 -> 5."""
    return [f'{" x ".join(map(str, shape[:-1]))} -> {shape[-1]}'
            for shape in shapes if len(shape) > 1]


def compare(case: Case, expected: Iterable[str],
            found: Iterable[str]) -> list[list[str]]:
    """Return the table of the encoder's layers: layer_table.rows."""
    names = layer_table.names(len(case.args[1]), 'mean', 'log_var')
    return layer_table.rows(case, 'encoder', names, expected, found)


def activation_table(case: Case, heads: Heads) -> list[list[str]]:
    """Return the table of the activations that read_heads has found."""
    found = activations(heads.mean + heads.log_var[-1:])
    right = [RELU] * (len(found) - 2) + [LINEAR, LINEAR]
    return compare(case, dense.named(right), dense.named(found))


@remembered
def read_heads(case: Case, place: int) -> Heads | None:
    """Say how mean and log_var arise from the planted weights.

    Args:
        case: the case.
        place: which of the encoder's outputs is z; mean and log_var are the
            last two of the others.

    Returns:
        None where nothing explains the outputs.
    """
    x, outputs = case.look('code')
    others = (outputs[:place] + outputs[place + 1:])[-2:]
    shapes, kinds = case.shapes('encoder'), case.seen.kinds['encoder']
    is_right = sorted(shapes) == sorted(body_of(case).encoder_shapes())
    if len(others) < 2 or not is_right and not all(
            map(common.is_lively, others)):
        return None
    weights = case.planted('encoder', 'code')
    mean, log_var = (infer(x, output, weights, body_of(case).arranged(chains(
        shapes, kinds, x.shape[1:], output.shape[-1]))) for output in others)
    return Heads(mean, log_var) if mean and log_var else None


def noisy_place(seen: Evidence) -> int:
    """Return the place of the encoder's output that is random: 0 if none.

    Raises:
        Blocked: nobody knows; the check of the sampling says why.
    """
    for case in seen.asked('noise 0'):
        if not case.has('noise 0'):
            raise Blocked('which output is z is not clear')
        if max(spread(case)) > 1e-3:
            return int(np.argmax(spread(case)))
    return 0


@remembered
def spread(case: Case) -> list[float]:
    """Return how much each output varies between copies of one input."""
    return [float(np.ptp(array, axis=0).max())
            for array in case.outputs('noise 0')]


def require_three(case: Case) -> None:
    """Raise Blocked where the encoder's outputs are not three."""
    if len(case.outputs('code')) != 3:
        raise Blocked('the encoder does not return three outputs')


def check_hidden(seen: Evidence) -> None:
    """Raise Wrong where a hidden layer of the encoder is not relu."""
    for case in seen.with_values('code'):
        require_three(case)
        call = case.call(seen.function)
        heads = read_heads(case, noisy_place(seen))
        if heads is None:
            raise Wrong(f'For {call} the mean and log_var of known weights '
                        'fit no known arrangement of the hidden layers.')
        hidden, body = activations(heads.mean)[:-1], body_of(case)
        mistake = mistaken([*hidden, LINEAR], LINEAR) or \
            body.resized(heads.mean)
        if mistake:
            raise Wrong(f'For {call} the hidden layers of the encoder should '
                        f'have {body.asked}; it seems that {mistake}.',
                        table=activation_table(case, heads))


def check_heads(seen: Evidence) -> None:
    """Raise Wrong where mean or log_var is not linear, or out of order."""
    for case in seen.with_values('code'):
        call = f'For {case.call(seen.function)} the encoder'
        count = len(case.outputs('code'))
        if count != 3:
            raise Wrong(f'{call} returns {count} outputs; expected three: z, '
                        'mean, log_var.', ORDER)
        place = noisy_place(seen)
        if place:
            raise Wrong(f'{call} returns the random z as output {place + 1}; '
                        'expected z, mean, log_var.', ORDER)
        if case.asks('noise 0') and exchanged(case):
            raise Wrong(f'{call} returns mean and log_var exchanged: z lies '
                        'around the third output; expected z, mean, '
                        'log_var.', ORDER)
        heads = read_heads(case, place)
        if heads is None:
            raise Blocked('the hidden layers are not the right ones')
        for name, network in heads._asdict().items():
            activation = network[-1].activation
            if activation != LINEAR:
                raise Wrong(f"{call}'s {name} has {activation.name}; "
                            'expected no activation.',
                            'Which values may a mean take, and a logarithm?',
                            activation_table(case, heads))


@remembered
def exchanged(case: Case) -> bool:
    """Tell whether z lies around the third output and not the second."""
    z, mean, log_var = case.outputs('noise 0')
    centre = z.mean(axis=0)
    if spread(case)[0] < 1e-3:
        return False            # z without noise is the sampling's matter

    def distance(one: Array, other: Array) -> float:
        return float(np.max(np.abs(centre - one[0]) / np.exp(other[0] / 2)))
    bound = chance.SIGMAS / math.sqrt(len(z))
    return distance(mean, log_var) > bound >= distance(log_var, mean)


def ordered(seen: Evidence) -> Evidence:
    """Return the evidence with the encoder's outputs as z, mean, log_var.

    In which order they are returned is another check's matter. Where it
    cannot be told they stay as they are.
    """
    try:
        cases = [case for case in seen.with_values('noise 0')
                 if len(case.outputs('noise 0')) == 3]
        place = noisy_place(seen)
    except (Wrong, Blocked):
        return seen
    first, second = (other for other in range(3) if other != place)
    if any(exchanged(in_order(case, (place, first, second)))
           for case in cases):
        first, second = second, first
    if (place, first, second) == (0, 1, 2):
        return seen
    return dataclasses.replace(seen, cases=[
        in_order(case, (place, first, second)) for case in seen.cases])


@remembered
def in_order(case: Case, order: tuple[int, ...]) -> Case:
    """Return a case with the encoder's outputs in this order."""
    values = {name: [value[place] for place in order]
              if name.startswith(('code', 'noise')) and
              isinstance(value, list) and len(value) == 3 else value
              for name, value in case.seen.values.items()}
    return Case(case.asked, dataclasses.replace(case.seen, values=values),
                case.lines)


def check_sampling(seen: Evidence) -> None:
    """Raise Wrong where the encoder's z is not N(mean, exp(log_var))."""
    for case in seen.with_values('noise 0', 'noise 1'):
        if len(case.outputs('noise 0')) != 3 or noisy_place(seen) or \
                exchanged(case):
            raise Blocked('which output is z is not clear')
        _, mean, log_var = case.outputs('noise 0')
        noise.check([case.output('noise 0'), case.output('noise 1')],
                    mean[0], log_var[0], 'z')


def check_decoded(seen: Evidence) -> None:
    """Raise Wrong where auto does not decode the encoder's z."""
    grounded = False
    for case in seen.with_values('noise 0', 'decoded noise'):
        if len(case.outputs('noise 0')) != 3 or noisy_place(seen):
            raise Blocked('which output is z is not clear')
        decoded, body = case.output('decoded noise'), body_of(case)
        corners = np.eye(body.latents + 1)[:, 1:]   # zero, then each latent
        logits = body.logits(corners, case.planted('decoder',
                                                   'decoded noise'))
        if logits is None:
            continue            # the decoder's matter
        grounded = True
        z = None
        if decoded.shape[1:] == case.output('decoded').shape[1:]:
            z = undecoded(decoded, logits)
        if z is None:
            if is_of(case, logits):
                continue
            raise Wrong(f'For {case.call(seen.function)} known weights were '
                        'put into encoder and decoder, but auto gives what '
                        'the decoder cannot give: it does not share their '
                        'weights.', 'From which two models is auto made?')
        _, mean, log_var = case.outputs('noise 0')
        try:
            noise.check([z], mean[0], log_var[0], 'the z that auto decodes')
        except Wrong:
            if not alike(z, case.output('noise 0')):
                raise
    if not grounded:
        raise Blocked("the decoder's layers are not the right ones")


def is_of(case: Case, corners: Array) -> bool:
    """Tell whether auto gives what a decoder makes of draws like z.

    So a decoder is followed whose outputs do not tell which z they were made
    from: a layer has no bias, or another activation.

    Args:
        case: the case.
        corners: as undecoded.
    """
    found, z = case.output('decoded noise'), case.output('noise 0')
    if not all(np.all(np.isfinite(array)) for array in (found, z)):
        return False
    given = body_of(case).forward(
        case.planted('decoder', 'decoded noise'), z, is_training=False)
    scale = given.std(axis=0).max()     # outputs may lie close together
    return undecoded(given, corners) is None and \
        found.shape == given.shape and bool(scale > 1e-5) and alike(
            found / scale, given / scale)


def alike(one: Array, other: Array) -> bool:
    """Tell whether two draws may have one location and one scale.

    Then what is wrong with both is a matter of the sampling.
    """
    scales = [z.std(axis=0) + 1e-3 for z in (one, other)]
    root = math.sqrt(len(one) / 2)
    off = np.abs(one.mean(axis=0) - other.mean(axis=0)) / scales[0]
    return bool(max(np.max(off), np.max(np.abs(np.log(
        scales[0] / scales[1])))) * root < chance.SIGMAS)


def undecoded(decoded: Array, corners: Array) -> Array | None:
    """Return the z that a decoder's output was made from; None for no z.

    No unit of the decoder is cut off: the logits are z @ slope + offset.

    Args:
        decoded: the outputs.
        corners: the logits of zero, then of 1 in each latent dimension.
    """
    offset = corners[:1]
    slope = corners[1:] - offset
    if not np.all(np.isfinite(decoded)):
        return None
    clipped = np.clip(decoded.reshape(len(decoded), -1), 1e-7, 1 - 1e-7)
    logits = np.log(clipped / (1 - clipped)) - offset
    z = np.linalg.lstsq(slope.T, logits.T, rcond=None)[0].T
    if not np.max(np.abs(z @ slope - logits)) <= 1e-3:
        return None
    return z.astype(np.float64)


def codes(case: Case, encoder: Sequence[Array], x: Array) -> \
        tuple[Array, Array]:
    """Return mean and log_var that other weights give, by the oracle.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    heads = read_heads(case, 0)
    if heads is None:
        raise dense.unexplained('encoder')
    mean, log_var = (run(network, x, encoder, is_training=True)
                     for network in heads)
    return mean, log_var
