"""How the rubric looks at variational models: heads, z, what auto decodes."""
import math
import typing
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import Case, Evidence, remembered
from checkers.judging.networks import dense, layer_table, noise
from checkers.judging.networks.bodies import Body, body_of
from checkers.judging.oracle import LINEAR, RELU, Activation, Layer

# What a head may have: the right one is tried first.
HEADS = (LINEAR, *(activation for activation in oracle.ACTIVATIONS
                   if activation != LINEAR))


class Heads(typing.NamedTuple):
    """How mean and log_var follow from the encoder's weights.

    Attributes:
        mistake: what is wrong with the hidden layers; '' for nothing.
        mean, log_var: the heads' activations.
        order: which weight plays which part, as oracle.orders gives it.
        hidden: the hidden layers' activations.
    """

    mistake: str
    mean: Activation
    log_var: Activation
    order: list[int]
    hidden: Sequence[Activation]


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


def activations(case: Case, heads: Heads) -> list[list[str]]:
    """Return the table of the activations that read_heads has found."""
    right = [RELU] * len(heads.hidden) + [LINEAR, LINEAR]
    found = [*heads.hidden, heads.mean, heads.log_var]
    return compare(case, dense.named(right), dense.named(found))


def forwards(case: Case, body: Body) -> Iterator[
        tuple[str, list[Activation], list[int], list[Array]]]:
    """Yield what the planted encoder's heads give without activation.

    Yields:
        (mistake, hidden, order, outputs): what is wrong with the hidden
        layers, their activations, a way to read the weights, and the outputs
        of mean and log_var.
    """
    x, count = case.input('code'), len(case.args[1])
    weights = case.planted('encoder', 'code')
    orders = list(oracle.orders(case.shapes('encoder'),
                                body.encoder_shapes()))
    for pattern, mistake in dense.patterns(count + 1, LINEAR):
        if mistake.startswith(('the last', 'all')):
            continue            # the heads' activations are tried below
        for order in orders:
            layers = oracle.layers(weights, order)
            flat = body.encode(x, layers[:count], pattern[:count])
            yield mistake, pattern[:count], order, [
                oracle.dense(flat, *layer) for layer in layers[count:]]


@remembered
def read_heads(case: Case, place: int) -> Heads | None:
    """Say how mean and log_var arise from the planted weights.

    Args:
        case: the case.
        place: which of the encoder's outputs is z; mean and log_var are the
            last two of the others.

    Returns:
        None where nothing explains the outputs.

    Raises:
        Blocked: the encoder's layers are not the right ones.
    """
    outputs, body = case.outputs('code'), body_of(case)
    if sorted(case.shapes('encoder')) != sorted(body.encoder_shapes()):
        raise Blocked("the encoder's layers are not the right ones")
    others = outputs[:place] + outputs[place + 1:]
    if len(others) < 2:
        return None
    for mistake, hidden, order, linear in forwards(case, body):
        mean, log_var = map(head, others[-2:], linear)
        if mean and log_var:
            return Heads(mistake, mean, log_var, order, hidden)
    return None


def head(output: Array, linear: Array) -> Activation | None:
    """Return the activation that makes a head's output, or None."""
    return next((activation for activation in HEADS
                 if dense.near(output, activation(linear))), None)


def noisy_place(seen: Evidence) -> int:
    """Return the place of the encoder's output that is random: 0 if none.

    Raises:
        Blocked: nobody knows; the check of the sampling says why.
    """
    for case in seen.asked('noise 0'):
        if not case.has('noise 0'):
            raise Blocked('which output is z is not clear')
        spread = [np.ptp(array, axis=0).max()
                  for array in case.outputs('noise 0')]
        if max(spread) > 1e-3:
            return int(np.argmax(spread))
    return 0


def check_believed(seen: Evidence) -> None:
    """Raise Blocked where mean and log_var do not follow from the weights."""
    for case in seen.with_values('code'):
        require_three(case)
        if read_heads(case, noisy_place(seen)) is None:
            raise dense.unexplained('encoder')


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
                        'fit no known activation of the hidden layers.')
        if heads.mistake:
            raise Wrong(f'For {call} the hidden layers of the encoder should '
                        f'have relu; it seems that {heads.mistake}.',
                        table=activations(case, heads))


def check_heads(seen: Evidence) -> None:
    """Raise Wrong where mean or log_var is not linear, or out of order."""
    for case in seen.with_values('code'):
        call = f'For {case.call(seen.function)} the encoder'
        count = len(case.outputs('code'))
        if count != 3:
            raise Wrong(f'{call} returns {count} outputs; expected three: z, '
                        'mean, log_var.')
        place = noisy_place(seen)
        if place:
            raise Wrong(f'{call} returns the random z as output {place + 1}; '
                        'expected z, mean, log_var.')
        if case.asks('noise 0') and exchanged(case):
            raise Wrong(f'{call} returns mean and log_var exchanged: z lies '
                        'around the third output; expected z, mean, '
                        'log_var.')
        heads = read_heads(case, place)
        if heads is None:
            raise Blocked('the hidden layers are not the right ones')
        for name, activation in (('mean', heads.mean),
                                 ('log_var', heads.log_var)):
            if activation != LINEAR:
                raise Wrong(f"{call}'s {name} has {activation.name}; "
                            'expected no activation.',
                            table=activations(case, heads))


def exchanged(case: Case) -> bool:
    """Tell whether z lies around the third output and not the second."""
    z, mean, log_var = case.outputs('noise 0')
    centre = z.mean(axis=0)
    if np.ptp(z, axis=0).max() < 1e-3:
        return False            # z without noise is the sampling's matter

    def distance(one: Array, other: Array) -> float:
        return float(np.max(np.abs(centre - one[0]) / np.exp(other[0] / 2)))
    bound = noise.SIGMAS / math.sqrt(len(z))
    return distance(mean, log_var) > bound >= distance(log_var, mean)


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
        order = next(oracle.orders(case.shapes('decoder'),
                                   body.decoder_shapes()), None)
        shape = case.input('decoded noise').shape[1:]
        if order is None or case.output('decoded').shape[1:] != shape:
            continue            # the decoder's matter
        grounded = True
        z = None
        if decoded.shape[1:] == shape and np.all(np.isfinite(decoded)):
            z = undecoded(body, decoded, oracle.layers(
                case.planted('decoder', 'decoded noise'), order))
        if z is None:
            raise Wrong(f'For {case.call(seen.function)} known weights were '
                        'put into encoder and decoder, but auto gives what '
                        'the decoder cannot give: it does not share their '
                        'weights.')
        _, mean, log_var = case.outputs('noise 0')
        noise.check([z], mean[0], log_var[0], 'the z that auto decodes')
    if not grounded:
        raise Blocked("the decoder's layers are not the right ones")


def undecoded(body: Body, decoded: Array,
              layers: Sequence[Layer]) -> Array | None:
    """Return the z that a decoder's output was made from; None for no z.

    No unit of the decoder is cut off: the logits are z @ slope + offset.
    """
    identity, names = np.eye(body.latents), [LINEAR] * len(layers)
    offset = body.decode(0 * identity[:1], layers, names)
    slope = body.decode(identity, layers, names) - offset
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
    *hidden, first, second = oracle.layers(encoder, heads.order)
    flat = body_of(case).encode(x, hidden, heads.hidden)
    return (heads.mean(oracle.dense(flat, *first)),
            heads.log_var(oracle.dense(flat, *second)))
