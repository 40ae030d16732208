"""How the rubric looks at fully connected encoders and decoders."""
import numpy as np

from checkers import oracle
from checkers.rubric import Blocked, Wrong

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
    if found is None:
        raise Wrong("%s's weights have the shapes %s; expected %s." % (
            call, brief(shapes), brief(shapes_of(want))))
    if found == want:
        raise Wrong("%s's layers are right in width, but have %d biases; "
                    'expected one for each of the %d layers.' % (
                        call, sum(len(shape) == 1 for shape in shapes),
                        len(want) - 1))
    hidden = list(case.args[1])
    if model == 'decoder' and found == [want[0]] + hidden + [want[-1]]:
        raise Wrong("%s's hidden layers come in the encoder's order: %s; "
                    'expected %s.' % (call, listed(hidden),
                                      listed(hidden[::-1])),
                    'In which order would you unpack what was packed last?')
    note = ''
    if len(found) > len(want):
        note = ': a layer too many'
    elif len(found) < len(want):
        note = ': a layer is missing'
    raise Wrong("%s's widths are %s; expected %s%s." % (
        call, arrow(found), arrow(want), note))


def brief(shapes):
    """Return shapes as text."""
    return ', '.join(map(str, shapes)) or 'none'


def listed(values):
    """Return values as text: 128, 64."""
    return ', '.join(map(str, values))


def layers_of(case, model, saved):
    """Yield the ways to read a model's planted weights as dense layers."""
    weights = case.planted(model, saved)
    for found in oracle.assignments(weights, shapes_of(widths(case, model))):
        yield list(zip(found[::2], found[1::2]))


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


def check_activations(cases, model, saved, last, function):
    """Raise Wrong where outputs differ from the oracle's.

    Args:
        cases: the cases to look at; those with other layers say nothing.
        model: 'encoder' or 'decoder'.
        saved: the name of the recorded output.
        last: the activation of the last layer; the others have relu.
        function: the student's function's name.
    """
    grounded = False
    for case in cases:
        x, found = case.input(saved), case.output(saved)
        ways = list(layers_of(case, model, saved))
        if not ways:
            continue
        grounded = True
        for activations, mistake in patterns(len(ways[0]), last):
            if any(near(found, oracle.stack(x, way, activations))
                   for way in ways):
                break
        else:
            mistake = 'its outputs fit no known activation'
        if mistake:
            raise Wrong('For %s the %s should have %s; it seems that %s.' % (
                case.call(function), model, wanted(last), mistake))
    if not grounded:
        raise Blocked("the %s's layers are not the right ones" % model)


def wanted(last):
    """Return the activations that the exercise asks for, as text."""
    if last == 'relu':
        return 'relu in every layer'
    return 'relu in every layer but the last, which has %s' % last
