"""How the rubric looks at task 5: the layers, and what they compute.

Of a model's weights, a unit is a kernel, the four of a batch normalisation,
or whatever else is there. What is computed from them is in blocks.py.
"""
import functools

from checkers.course import plans
from checkers.judging import feedback, oracle
from checkers.judging.checks import Blocked, expect, Raised, Wrong
from checkers.judging.evidence import CALLED
from checkers.judging.networks.blocks import (arrangements, CONVOLUTIONS,
                                              EPSILONS, run)
from checkers.judging.networks.dense import listed, near
from checkers.course.planting import KINDS

LAYERS = [64, 32, 32]
ALIKE = 3               # units of one shape in a model that is looked at
# From which input a part makes which output, and whose weights they are.
SAVED = {'encoder': ('code', 'encoder'), 'decoder': ('rebuilt', 'auto')}


def asked(case):
    """Return the input shape and the layers that a case asks for."""
    return case.args or (plans.SHAPE, LAYERS)


def given(seen):
    """Return the built cases with arguments; the defaults are judged alone.

    Raises:
        Blocked: there is none.
    """
    cases = [case for case in seen.built if case.args]
    if not cases:
        raise Blocked('there are no models that run')
    return cases


def models(seen, build):
    """Raise Wrong where a form does not give its models, or one fails."""
    cases = [case for case in seen.cases if case.args and
             case.build == build]
    if not cases or any(case.is_missing for case in cases):
        raise Blocked('there is nothing to call')
    for case in cases:
        call = case.call(seen.function)
        if case.record['error']:
            message, hint = feedback.explain(case.record['error'])
            raise Raised('%s raised an exception. %s' % (call, message), hint)
        expect(case.record['weights'], 'Of %s, encoder and model are %s; '
               'expected two Keras models.' % (
                   call, ' and '.join(case.record['returned'])))
        for name, saved in (('encoder', 'code'), ('model', 'rebuilt')):
            if case.error(saved):
                message, hint = feedback.explain(case.error(saved))
                raise Raised('For %s the %s cannot be called on its input. %s'
                             % (call, name, message), hint)


def defaults(seen):
    """Raise Wrong where AutoEncoder() is not what the task says."""
    cases = [case for case in seen.cases if not case.args]
    if not cases or any(case.is_missing for case in cases):
        raise Blocked('there is nothing to call')
    for case in cases:
        call = 'AutoEncoder() called ' + (
            'again' if 'again' in case.name else 'once')
        error = case.record['error'] or case.error('code') or \
            case.error('rebuilt')
        if error:
            message, hint = feedback.explain(error)
            raise Raised('%s does not give models for images of %s. %s' % (
                call, plans.SHAPE, message), hint)
        expect(case.is_built, call + ' does not give two Keras models.')
        for part in CONVOLUTIONS:
            check_layers(case, part, call)


def channels(seen):
    """Raise Wrong where an AutoEncoder gives other channels than it takes."""
    cases = [case for case in given(seen) if case.build == 'composable']
    if not cases:
        raise Blocked('there is no AutoEncoder that runs')
    for case in cases:
        want, found = case.args[0][-1], case.output('rebuilt').shape[-1]
        expect(found == want, "For %s the model's output has %d channels; "
               'expected %d.' % (case.call(seen.function), found, want))


def sides(seen):
    """Raise Wrong where sides that do not divide are not refused."""
    cases = [case for case in given(seen) if case.has('sides 0', 'sides 1')]
    if len(cases) < 2:
        raise Blocked('there are not both forms')
    for case in cases:
        for step in case.steps:
            if step['do'] != 'raises':
                continue
            raised = case.value(step['save'])
            shape, layers = step['args']
            expect('ValueError' in raised, '%s(%s, %s) %s; expected a '
                   'ValueError: one side is not a multiple of %d.' % (
                       CALLED[case.build], tuple(shape['tuple']), layers,
                       'raised ' + raised[0] if raised else
                       'raised no exception', 2 ** len(layers)))


def entries(case, model):
    """Return [(kind and shape, place)] of a model's weights."""
    return [(('kernel' if len(shape) == 4 else kind,) + shape, place)
            for place, (kind, shape) in enumerate(zip(
                case.record['kinds'][model], case.shapes(model)))]


def grouped(entries):
    """Return [(unit, places)]: the four of a normalisation become one.

    A unit is ('kernel', rows, columns, ...), ('normalisation', channels), or
    (kind, sizes ...) for a weight beside.
    """
    found, result = {}, []
    for entry, place in entries:
        found.setdefault(entry, []).append(place)
    for entry in list(found):
        four = [(kind,) + entry[1:] for kind in KINDS]
        places = [found.get(one, []) for one in four]
        if entry == four[0] and len(set(map(len, places))) == 1:
            result += [(('normalisation',) + entry[1:], list(nth))
                       for nth in zip(*places)]
            for one in four:
                del found[one]
    result += [(entry, [place]) for entry, places in found.items()
               for place in places]
    return sorted(result, key=lambda unit: unit[1])


def names(case, part):
    """Return the units of encoder or decoder.

    The decoder's are those of the model without the encoder's.

    Raises:
        Blocked: the encoder's are not all in the model.
    """
    encoder = entries(case, 'encoder')
    if part == 'encoder':
        return [unit for unit, _ in grouped(encoder)]
    rest = entries(case, 'auto')
    for entry, _ in encoder:
        same = next((one for one in rest if one[0] == entry), None)
        if same is None:
            raise Blocked('the model does not contain the encoder')
        rest.remove(same)
    return [unit for unit, _ in grouped(rest)]


def wanted(case, part):
    """Return the units that the exercise asks of encoder or decoder.

    The last width of the decoder is taken from what it gives: that it is
    the image's number of channels is another check.
    """
    (*_, channels), layers = asked(case)
    if part == 'encoder':
        pairs = list(zip([channels] + layers, layers))
    else:
        back = layers[:0:-1] + [case.output('rebuilt').shape[-1]]
        pairs = list(zip(back, layers[-1:] + back))
    return [unit for pair in pairs for unit in (
        ('kernel', 3, 3) + pair,
        ('normalisation', pair[part == 'encoder']))]


def is_right(case, part):
    """Tell whether a part has the layers that are asked for."""
    return sorted(names(case, part)) == sorted(wanted(case, part))


def layers_of(seen, part):
    """Raise Wrong where encoder or decoder has other layers than asked."""
    for case in given(seen):
        check_layers(case, part, case.call(seen.function))


def check_layers(case, part, call):
    """Raise Wrong where one case has other layers."""
    if is_right(case, part):
        return
    found, want = names(case, part), wanted(case, part)
    call = "For %s the %s's %s" % (call, part, CONVOLUTIONS[part])
    kernels, right = ([unit[1:] for unit in one if unit[0] == 'kernel']
                      for one in (found, want))
    norms = [unit for unit in found if unit[0] == 'normalisation']
    for kernel in kernels:
        if kernel[:2] != (3, 3):
            raise Wrong('%s have kernels of %d x %d; expected 3 x 3.' % (
                (call,) + kernel[:2]))
    if sorted(kernels) == sorted(right):
        count = sum(unit[0] == '' for unit in found)
        if count:
            raise Wrong('%s have %d biases; expected none.' % (call, count),
                        'Which layer after the convolution has a shift of '
                        'its own?')
        partial = sorted({unit[0] for unit in found} & set(KINDS))
        raise Wrong('%s are followed by %d batch normalisations%s; expected '
                    '%d.' % (call, len(norms), ' and some with %s only'
                             % listed(partial) if partial else '',
                             len(right)))
    if sorted(kernel[:2] + kernel[:1:-1] for kernel in kernels) == sorted(
            right):
        raise Wrong('%s have kernels of plain convolutions: %s.' % (
            call, listed(kernels)), 'Which layer doubles the sides?')
    out = 1 if part == 'encoder' else 0
    widths, expected = ([kernel[2 + out] for kernel in one]
                        for one in (kernels, right))
    note = {'encoder': '',
            'decoder': ', from the last width down to the second, then the '
                       'channels'}[part]
    raise Wrong('%s have %s filters; expected %s%s.' % (
        call, listed(widths) or 'no', listed(expected), note))


def layers(case, part, weights, order):
    """Return [(kernel, four)] of a part from the weights of its model."""
    found = grouped(entries(case, SAVED[part][1]))
    chosen = [[weights[place] for place in found[nth][1]] for nth in order]
    return [(kernel, four) for (kernel,), four in zip(chosen[::2],
                                                      chosen[1::2])]


@functools.lru_cache(maxsize=64)
def explain(case, part):
    """Say which blocks the recorded outputs of a part follow from.

    The decoder is looked at from the code on: what comes before it is the
    encoder's matter.

    Returns:
        (order, blocks, epsilon, mistake): which unit plays which part, what
        the blocks do, and what of it is wrong ('' for nothing); or None
        where the layers, or the outputs, fit nothing.
    """
    saved, model = SAVED[part]
    if not is_right(case, part):
        return None
    x = case.input(saved) if part == 'encoder' else case.output('code')
    if x.ndim != 4:                     # no picture, so no block made it
        return None
    found, weights = case.output(saved), case.planted(model, saved)
    own = wanted(case, part)
    before = [] if part == 'encoder' else names(case, 'encoder')
    have = [unit for unit, _ in grouped(entries(case, model))]
    if max(map(have.count, have)) > ALIKE:      # too many ways to try
        return None
    ways = [way[len(before):] for way in oracle.orders(have, before + own)]
    for blocks, mistake in arrangements(part, len(own) // 2):
        for epsilon in EPSILONS[:2 if mistake else None]:
            for order in ways:
                stack = layers(case, part, weights, order)
                # One picture tells most apart; then all of them.
                if all(near(found[:some], run(x[:some], stack, blocks,
                                              epsilon))
                       for some in (1, None)):
                    return order, blocks, epsilon, mistake
    return None


def outputs(seen, part):
    """Raise Wrong where outputs differ from the oracle's.

    Cases with other layers say nothing.
    """
    cases = [case for case in given(seen) if is_right(case, part)]
    if not cases:
        raise Blocked("the %s's layers are not the right ones" % part)
    for case in cases:
        found = explain(case, part)
        mistake = found[3] if found else \
            'its outputs fit no known arrangement'
        if mistake:
            raise Wrong('For %s the %s should have %s with strides of 2, '
                        'batch normalisation and relu; it seems that %s.' % (
                            case.call(seen.function), part,
                            CONVOLUTIONS[part], mistake))
