"""How the rubric looks at fully connected encoders and decoders."""
from collections.abc import Callable, Iterable, Iterator, Sequence

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import common, oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import OUTPUTS, Case, remembered
from checkers.judging.networks import layer_table, seen
from checkers.judging.networks.inference import (candidates, chains, infer,
                                                 mistaken)
from checkers.judging.networks.seen import Network
from checkers.judging.oracle import RELU, SIGMOID, Activation, Loss

LAST = {'encoder': RELU, 'decoder': SIGMOID}
WANTED = {'encoder': 'relu in every layer',
          'decoder': 'relu in every layer but the last, which has sigmoid'}


def widths(case: Case, model: str) -> list[int]:
    """Return the widths that the exercise asks of a model, input first."""
    dims, hidden, latents = case.args[:3]
    widths: list[int] = [dims, *hidden, latents]
    return widths if model == 'encoder' else widths[::-1]


def shapes_of(widths: Sequence[int]) -> list[Shape]:
    """Return the weight shapes of dense layers of these widths."""
    shapes: list[Shape] = []
    for inputs, outputs in zip(widths, widths[1:]):
        shapes += [(inputs, outputs), (outputs,)]
    return shapes


def wanted(case: Case, model: str) -> Network:
    """Return the network that the exercise asks for."""
    return seen.dense(widths(case, model), LAST[model])


def ways(case: Case, model: str) -> Iterator[Network]:
    """Yield how a model's layers may follow each other."""
    return chains(case.shapes(model), case.seen.kinds[model],
                  tuple(widths(case, model)[:1]))


@remembered
def network(case: Case, model: str) -> Network | None:
    """Return the student's network as it was seen.

    Returns:
        None where the recorded outputs do not follow from the weights. Where
        the layers are not those asked for, outputs that do not vary follow
        from nothing.
    """
    saved = OUTPUTS[model]
    x, (found, *_) = case.look(saved)
    own = infer(x, found, case.planted(model, saved),
                candidates(ways(case, model), LAST[model]))
    if own and steps(own) != steps(wanted(case, model)) and \
            not common.is_lively(found):
        return None
    return own


def steps(network: Network) -> list[str]:
    """Return a network's layers as text."""
    return list(map(str, network))


def check_layers(case: Case, model: str, function: str) -> None:
    """Raise Wrong where a dense model has other layers than asked for."""
    right = wanted(case, model)
    own = network(case, model) or next(ways(case, model), None)
    if own and steps(own) == steps(right):
        return
    want, shapes = widths(case, model), case.shapes(model)
    call = f'For {case.call(function)} the {model}'
    if not own:
        kernels = [str(seen.Dense(shape, (0, 1))) for shape in shapes
                   if len(shape) == 2]
        raise Wrong(f"{call}'s weights have the shapes {brief(shapes)}; "
                    f'expected {brief(shapes_of(want))}.',
                    table=compare(case, model, kernels))
    table = compare(case, model, steps(own))
    layers = seen.only(own, seen.Dense)
    found = [want[0], *(layer.shape[1] for layer in layers)]
    biases = sum(len(layer.places) > 1 for layer in layers)
    if len(layers) < len(own):
        raise Wrong(f'{call} has {len(own) - len(layers)} batch '
                    'normalisations; expected dense layers alone.',
                    table=table)
    if found == want:
        raise Wrong(f"{call}'s layers are right in width, but have {biases} "
                    f'bias{"es" * (biases != 1)}; expected one for each of '
                    f'the {len(want) - 1} layers.', table=table)
    hidden = list(case.args[1])
    if model == 'decoder' and found == [want[0]] + hidden + [want[-1]]:
        raise Wrong(f"{call}'s hidden layers come in the encoder's order: "
                    f'{listed(hidden)}; expected {listed(hidden[::-1])}.',
                    'In which order would you unpack what was packed last?',
                    table)
    note = ''
    if len(found) > len(want):
        note = ': a layer too many'
    elif len(found) < len(want):
        note = ': a layer is missing'
    raise Wrong(f"{call}'s widths are {arrow(found)}; expected "
                f'{arrow(want)}{note}.', table=table)


def compare(case: Case, model: str, found: Iterable[str],
            expected: Iterable[str] | None = None) -> list[list[str]]:
    """Return the table of a dense model's layers: layer_table.rows.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        found: texts, a layer each.
        expected: the same; the widths by default.
    """
    last = 'code' if model == 'encoder' else 'output'
    names = layer_table.names(len(case.args[1]), last)
    return layer_table.rows(case, model, names, expected or steps(
        wanted(case, model)), found)


def arrow(widths: Iterable[int]) -> str:
    """Return widths as text: 784-128-64."""
    return '-'.join(map(str, widths))


def brief(shapes: Iterable[Shape]) -> str:
    """Return shapes as text."""
    return ', '.join(map(str, shapes)) or 'none'


def listed(values: Iterable[object]) -> str:
    """Return values as text: 128, 64."""
    return ', '.join(map(str, values))


def check_believed(
        cases: Iterable[Case], model: str,
        explain: Callable[[Case, str], object] = network) -> None:
    """Raise Blocked where outputs do not follow from the planted weights.

    Layers are believed by what they compute, not by what they are called.
    """
    if not all(explain(case, model) for case in cases):
        raise unexplained(model)


def unexplained(model: str) -> Blocked:
    """Return what blocks a check that stands on a model's layers."""
    return Blocked(f"the {model}'s outputs do not follow from its weights")


def check_activations(cases: Iterable[Case], model: str,
                      function: str) -> None:
    """Raise Wrong where a model's layers have other activations.

    Args:
        cases: the cases to look at.
        model: 'encoder' or 'decoder'.
        function: the student's function's name.
    """
    for case in cases:
        own, table = network(case, model), list[list[str]]()
        mistake = 'its outputs fit no known activation'
        if own:
            found = seen.activations(own)
            mistake = mistaken(found, LAST[model])
            table = compare(
                case, model, named(found),
                named([RELU] * (len(found) - 1) + [LAST[model]]))
        if mistake:
            raise Wrong(f'For {case.call(function)} the {model} should have '
                        f'{WANTED[model]}; it seems that {mistake}.',
                        table=table)


def named(activations: Iterable[Activation]) -> list[str]:
    """Return the names of activations."""
    return [activation.name for activation in activations]


def total(case: Case, encoder: Sequence[Array], decoder: Sequence[Array],
          x: Array, loss: Loss = oracle.bce) -> float:
    """Return the loss of task 0 for these weights, by the oracle."""
    return loss(x, forward(case, 'decoder', decoder, forward(
        case, 'encoder', encoder, x), loss))


# What of the loss depends on either half.
PARTS = {'encoder': total, 'decoder': total}


def forward(case: Case, model: str, weights: Sequence[Array], x: Array,
            loss: Loss | None = None) -> Array:
    """Return a model's output in training, for other weights than planted.

    Args:
        case: the case.
        model: 'encoder' or 'decoder'.
        weights: all of the model's.
        x: (batch, ...).
        loss: by which the output is compared, as seen.compared has it.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    own = network(case, model)
    if own is None:
        raise unexplained(model)
    return seen.run(seen.compared(own, loss), x, weights, is_training=True)


def compared(case: Case, own: Network | None, saved: str, code: Array,
             loss: Loss) -> Array:
    """Return what a loss compares of a recorded output of auto.

    Args:
        case: the case.
        own: the student's decoder as it was seen.
        saved: under which name the output was saved.
        code: what the decoder was given.
        loss: the loss.
    """
    if own is None or seen.compared(own, loss) == own:
        return case.output(saved)
    return seen.run(seen.compared(own, loss), code,
                    case.planted('decoder', saved))


def follows(case: Case) -> bool:
    """Tell whether the outputs of both models follow from their weights."""
    return None not in (network(case, 'encoder'), network(case, 'decoder'))
