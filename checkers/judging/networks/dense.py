"""How the rubric looks at fully connected encoders and decoders."""
import functools

import numpy as np

from checkers.judging import oracle
from checkers.judging.checks import Blocked, Wrong
from checkers.judging.evidence import OUTPUTS
from checkers.judging.networks import layer_table

LAST = {'encoder': 'relu', 'decoder': 'sigmoid'}
WANTED = {'encoder': 'relu in every layer',
          'decoder': 'relu in every layer but the last, which has sigmoid'}
TOLERANCE = 1e-4        # float32 against float64, through a few layers


def widths(case, model):
    """Return the widths that the exercise asks of a model, input first."""
    dims, hidden, latents = case.args[:3]
    if model == 'encoder':
        return [dims] + list(hidden) + [latents]
    return [latents] + list(hidden)[::-1] + [dims]


def shapes_of(widths):
    """Return the weight shapes of dense layers of these widths."""
    shapes = []
    for inputs, outputs in zip(widths, widths[1:]):
        shapes += [(inputs, outputs), (outputs,)]
    return shapes


def chain(shapes, start):
    """Return the widths along a model's kernels, or None where they fork."""
    kernels = [shape for shape in shapes if len(shape) == 2]
    path = [start]
    while kernels:
        following = [shape for shape in kernels if shape[0] == path[-1]]
        if len(set(following)) != 1:
            return None
        kernels.remove(following[0])
        path.append(following[0][1])
    return path


def arrow(widths):
    """Return widths as text: 784-128-64."""
    return '-'.join(map(str, widths))


def check_layers(case, model, function):
    """Raise Wrong where a dense model has other layers than asked for."""
    want, shapes = widths(case, model), case.shapes(model)
    if sorted(shapes) == sorted(shapes_of(want)):
        return
    call = 'For %s the %s' % (case.call(function), model)
    found = chain(shapes, want[0])
    table = compare(case, model, [
        '%d -> %d' % shape for shape in shapes if len(shape) == 2])
    if found is None:
        raise Wrong("%s's weights have the shapes %s; expected %s." % (
            call, brief(shapes), brief(shapes_of(want))), table=table)
    if found == want:
        raise Wrong("%s's layers are right in width, but have %d biases; "
                    'expected one for each of the %d layers.' % (
                        call, sum(len(shape) == 1 for shape in shapes),
                        len(want) - 1))
    table = compare(case, model, steps(found))
    hidden = list(case.args[1])
    if model == 'decoder' and found == [want[0]] + hidden + [want[-1]]:
        raise Wrong("%s's hidden layers come in the encoder's order: %s; "
                    'expected %s.' % (call, listed(hidden),
                                      listed(hidden[::-1])),
                    'In which order would you unpack what was packed last?',
                    table)
    note = ''
    if len(found) > len(want):
        note = ': a layer too many'
    elif len(found) < len(want):
        note = ': a layer is missing'
    raise Wrong("%s's widths are %s; expected %s%s." % (
        call, arrow(found), arrow(want), note), table=table)


def steps(widths):
    """Return a text for each of the layers with these widths."""
    return ['%d -> %d' % pair for pair in zip(widths, widths[1:])]


def compare(case, model, found, expected=None):
    """Return the table of a dense model's layers: layer_table.rows.

    Args:
        found: texts, a layer each.
        expected: the same; the widths by default.
    """
    last = 'code' if model == 'encoder' else 'output'
    names = layer_table.names(len(case.args[1]), last)
    return layer_table.rows(case, model, names, expected or steps(
        widths(case, model)), found)


def brief(shapes):
    """Return shapes as text."""
    return ', '.join(map(str, shapes)) or 'none'


def listed(values):
    """Return values as text: 128, 64."""
    return ', '.join(map(str, values))


def near(found, expected):
    """Tell whether outputs agree in shape and value."""
    return found.shape == expected.shape and bool(
        np.all(np.abs(found - expected) < TOLERANCE))


def patterns(count, last):
    """Yield activations of count layers, the right ones first.

    Then every mistake that one decision makes: all hidden layers, the last
    layer, or one layer with another activation. With each comes its name.
    """
    right = ['relu'] * (count - 1) + [last]
    yield right, ''
    for name in oracle.ACTIVATIONS:
        yield [name] * (count - 1) + [last], (
            'the hidden layers are %s' % name.strip())
        yield right[:-1] + [name], 'the last layer is %s' % name.strip()
        yield [name] * count, 'all layers are %s' % name.strip()
        for place in range(count - 1):
            yield (right[:place] + [name] + right[place + 1:],
                   'layer %d is %s' % (place + 1, name.strip()))


@functools.lru_cache(maxsize=64)
def explain(case, model):
    """Say which activations a model's recorded outputs follow from.

    Args:
        case: evidence.Case.
        model: 'encoder' or 'decoder'.

    Returns:
        (order, activations, mistake): which weight plays which part, what
        each layer does, and what of it is wrong ('' for nothing); or None
        where the layers, or the outputs, fit nothing.
    """
    saved, last = OUTPUTS[model], LAST[model]
    x, found = case.input(saved), case.output(saved)
    weights = case.planted(model, saved)
    ways = list(oracle.orders(case.shapes(model),
                              shapes_of(widths(case, model))))
    for activations, mistake in patterns(len(widths(case, model)) - 1, last):
        for order in ways:
            if near(found, oracle.stack(x, oracle.layers(weights, order),
                                        activations)):
                return order, activations, mistake
    return None


def check_believed(cases, model, explain=explain):
    """Raise Blocked where outputs do not follow from the planted weights.

    Layers are believed by what they compute, not by what they are called.
    """
    if not all(explain(case, model) for case in cases):
        raise Blocked("the %s's outputs do not follow from its weights"
                      % model)


def check_activations(cases, model, function):
    """Raise Wrong where outputs differ from the oracle's.

    Args:
        cases: the cases to look at; those with other layers say nothing.
        model: 'encoder' or 'decoder'.
        function: the student's function's name.
    """
    cases = [case for case in cases if sorted(case.shapes(model)) == sorted(
        shapes_of(widths(case, model)))]
    if not cases:
        raise Blocked("the %s's layers are not the right ones" % model)
    for case in cases:
        found = explain(case, model)
        mistake = found[2] if found else \
            'its outputs fit no known activation'
        if mistake:
            right = next(patterns(len(case.args[1]) + 1, LAST[model]))[0]
            raise Wrong('For %s the %s should have %s; it seems that %s.' % (
                case.call(function), model, WANTED[model], mistake),
                table=compare(case, model, map(str.strip, found[1]), right)
                if found else ())


def total(case, encoder, decoder, x, loss=oracle.bce):
    """Return the loss of task 0 for these weights, by the oracle."""
    return loss(x, forward(case, 'decoder', decoder, forward(
        case, 'encoder', encoder, x)))


def forward(case, model, weights, x):
    """Return a model's output for other weights than the planted ones.

    Raises:
        Blocked: the recorded outputs do not say what the layers do.
    """
    found = explain(case, model)
    if found is None:
        raise Blocked("the %s's outputs do not follow from its weights"
                      % model)
    return oracle.stack(x, oracle.layers(weights, found[0]), found[1])


def follows(case):
    """Tell whether the outputs of both models follow from their weights."""
    return None not in (explain(case, 'encoder'), explain(case, 'decoder'))
