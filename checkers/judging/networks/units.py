"""What the models of task 5 are made of.

Of a model's weights, a unit is a kernel, the four of a batch normalisation,
or whatever else is there.
"""
import itertools
import typing
from collections.abc import Iterable, Sequence

from checkers.course.cases import LAYERS, SHAPE
from checkers.course.planting import KINDS
from checkers.course.values import Shape
from checkers.judging.checks import Blocked
from checkers.judging.evidence import Case

PARTLY = 'normalisation with '
# From which input a part makes which output, and whose weights they are.
SAVED = {'encoder': ('code', 'encoder'), 'decoder': ('rebuilt', 'auto')}


class Unit(typing.NamedTuple):
    """What a model is made of.

    Attributes:
        kind: 'kernel', 'normalisation', PARTLY and what that has, or what a
            weight beside these is.
        shape: that of the weight; a normalisation's four have one shape.
    """

    kind: str
    shape: Shape


def asked(case: Case) -> tuple[Shape, list[int]]:
    """Return the input shape and the layers that a case asks for."""
    shape, layers = case.args or (SHAPE, LAYERS)
    return shape, layers


def entries(case: Case, model: str) -> list[Unit]:
    """Return what each of a model's weights is, by itself."""
    return [Unit('kernel' if len(shape) == 4 else kind, shape)
            for kind, shape in zip(case.seen.kinds[model],
                                   case.shapes(model))]


def grouped(entries: Iterable[Unit]) -> list[tuple[Unit, list[int]]]:
    """Return [(unit, places)]: the four of a normalisation become one.

    So do those that are left of it where it has no scale, or no shift.
    """
    found: dict[Unit, list[int]] = {}
    for place, entry in enumerate(entries):
        found.setdefault(entry, []).append(place)
    result = []
    for shape in [unit.shape for unit in found if unit.kind == KINDS[-1]]:
        there = [kind for kind in KINDS if Unit(kind, shape) in found]
        places = [found[Unit(kind, shape)] for kind in there]
        if len(set(map(len, places))) == 1:     # as many of each
            partly = len(there) < len(KINDS) and PARTLY + ', '.join(there)
            result += [(Unit(partly or 'normalisation', shape), list(nth))
                       for nth in zip(*places)]
            for kind in there:
                del found[Unit(kind, shape)]
    for unit, alike in found.items():
        result += [(unit, [place]) for place in alike]
    return sorted(result, key=lambda pair: pair[1])


def units(case: Case, part: str) -> list[Unit]:
    """Return the units of encoder or decoder.

    The decoder's are those of the model without the encoder's.

    Raises:
        Blocked: the encoder's are not all in the model.
    """
    encoder = entries(case, 'encoder')
    if part == 'encoder':
        return [unit for unit, _ in grouped(encoder)]
    rest = entries(case, 'auto')
    for entry in encoder:
        if entry not in rest:
            raise Blocked('the model does not contain the encoder')
        rest.remove(entry)
    return [unit for unit, _ in grouped(rest)]


def wanted(case: Case, part: str) -> list[Unit]:
    """Return the units that the exercise asks of encoder or decoder.

    The last width of the decoder is taken from what it gives: that it is
    the image's number of channels is another check.
    """
    (*_, channels), layers = asked(case)
    if part == 'decoder':
        channels = case.output('rebuilt').shape[-1]
    found = []
    for inputs, outputs in ends_of(part, layers, channels):
        ends = (inputs, outputs) if part == 'encoder' else (outputs, inputs)
        found += [Unit('kernel', (3, 3, *ends)),
                  Unit('normalisation', (outputs,))]
    return found


def ends_of(part: str, layers: Sequence[int],
            channels: int) -> Iterable[tuple[int, int]]:
    """Return the inputs and outputs of each of a part's convolutions."""
    widths = [channels, *layers] if part == 'encoder' else [
        layers[-1], *layers[:0:-1], channels]
    return itertools.pairwise(widths)


def is_right(case: Case, part: str) -> bool:
    """Tell whether a part has the layers that are asked for."""
    return sorted(units(case, part)) == sorted(wanted(case, part))


def kernels_of(units: Iterable[Unit]) -> list[Shape]:
    """Return the shapes of the kernels among units."""
    return [unit.shape for unit in units if unit.kind == 'kernel']
