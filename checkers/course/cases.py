"""The calls that the tasks are judged by, and what each call is for.

Widths that all differ and are in no order, three channels and sides that
differ show mistakes that the exercise's own example hides; so do one layer
and three. The example comes first and stays as it is. The other calls are
those of the public seed, by which students check themselves; any other seed
draws others of the same kind (drawing.py), so that nobody knows them.
"""
import dataclasses
import typing

from checkers.course.drawing import (Dense, Draw, Halved, Kind, Pooled,
                                     Shapes, Square, Weighed)

PUBLIC = 0              # the seed of check and watch
# Of task 5, where no arguments are given.
SHAPE, LAYERS = (32, 32, 3), [64, 32, 32]


@dataclasses.dataclass(frozen=True)
class Case:
    """One call of what a task asks for.

    Attributes:
        name: what the case is called; no two of a task have one name.
        args: the arguments, in the order of the parameters.
        builder: the function of probe/builders.py that makes the models;
            'returned' where the first definition returns them.
        kind: how other arguments are drawn; None where these always stay.
        trains: whether training steps are taken, and the models made a
            second time.
        terms: whether the loss is measured under several plantings, so that
            its terms can be told apart.
        noise: whether many codes of one input are drawn.
        refuses: whether arguments that must be refused are tried.
        instead_of: the name of an earlier case; this one is made only where
            the function raised an exception in that one. '' for none.
        seed: from which inputs and weights are drawn.
    """

    name: str
    args: tuple[typing.Any, ...]
    builder: str = 'returned'
    kind: Kind | None = None
    trains: bool = False
    terms: bool = False
    noise: bool = False
    refuses: bool = False
    instead_of: str = ''
    seed: int = 0


def drawn(cases: tuple[Case, ...], *of: object) -> tuple[Case, ...]:
    """Return the cases that a seed draws.

    Args:
        cases: those of the public seed.
        of: the seed, and what else the numbers follow from.
    """
    if of[0] == PUBLIC:
        return tuple(dataclasses.replace(case, seed=1000 * place)
                     for place, case in enumerate(cases))
    return tuple(redrawn(case, Draw(*of, place))
                 for place, case in enumerate(cases))


def redrawn(case: Case, draw: Draw) -> Case:
    """Return a case with other weights, and arguments that lack nothing."""
    seed, args = draw.number(1, 2 ** 31), case.args
    while case.kind and (args[:2] == case.args[:2] or
                         any(case.kind.lacks(args))):
        args = case.kind.draw(case.args, draw)
    return dataclasses.replace(case, args=args, seed=seed)


RELU, FEW, MORE = Dense(range(12, 20)), range(3, 5), range(5, 7)
# The call that trains has one layer: that is quick, and hides no other
# mistake. Whose function cannot do that trains with three.
ONE, SPARE = 'one layer', 'three layers that train'
DENSE = (
    Case('example', (784, [128, 64], 32)),
    Case('three layers', (40, [23, 29, 19], 13), kind=RELU),
    Case(ONE, (30, [17], 14), kind=RELU, trains=True),
    Case(SPARE, (40, [23, 29, 19], 13), kind=RELU, trains=True,
         instead_of=ONE))
SPARSE = (
    Case('example', (784, [128, 64], 32, 0.002)),
    Case('three layers', (40, [23, 29, 19], 13, 0.0115), kind=RELU,
         terms=True),
    Case(ONE, (30, [17], 14, 0.0362), kind=RELU, trains=True, terms=True),
    Case(SPARE, (40, [23, 29, 19], 13, 0.0115), kind=RELU, trains=True,
         terms=True, instead_of=ONE))
CONVOLUTIONAL = (
    Case('example', ((28, 28, 1), [16, 8, 8], (4, 4, 8))),
    Case('colour', ((12, 20, 3), [9, 11, 7], (2, 3, 7)),
         kind=Pooled(range(2, 5)), trains=True),
    Case('four filters', ((28, 44, 2), [7, 5, 9, 6], (2, 3, 6)),
         kind=Pooled(range(2, 4))))
VARIATIONAL = (
    Case('example', (784, [512], 2)),
    Case('three layers', (36, [15, 24, 9], 3), kind=Dense(FEW), noise=True),
    Case(ONE, (30, [17], 5), kind=Dense(range(4, 6)), trains=True,
         terms=True),
    Case(SPARE, (36, [15, 24, 9], 3), kind=Dense(FEW), trains=True,
         terms=True, instead_of=ONE))
DEEP = (
    Case('example', (90, [48, 36, 24, 18, 12, 6], 4)),
    *DENSE[1:])
# The procedural form of task 5, as the original has it, has three channels.
COMPOSABLE = (
    Case('defaults', (), 'composable'),
    Case('defaults again', (), 'composable'),
    Case('colour', ((16, 16, 3), [9, 7, 11]), 'composable', Square(),
         trains=True, refuses=True),
    Case('one layer', ((6, 10, 1), [7]), 'composable', Halved()),
    Case('two channels', ((12, 8, 2), [9, 6]), 'composable', Halved()),
    Case('four channels', ((8, 12, 4), [7, 5]), 'composable', Halved()),
    Case('procedural', ((24, 16, 3), [9, 10, 7]), 'procedural', Halved(),
         refuses=True),
    Case('procedural, one layer', ((6, 4, 3), [9]), 'procedural', Halved()))
# Task 6: the student's own two functions, then models of the probe's.
BOTTLENECK = (
    Case('example', ((28, 28), (50,)), 'halves'),
    Case('grids', ((11, 12, 3), (5, 2)), 'halves', Shapes()),
    Case('vectors', ((13,), (5,)), 'halves', Shapes(), trains=True),
    Case('functional', ((11, 3), (6, 2), 'functional'), 'foreign',
         Shapes(7, 5), trains=True),
    Case('of other kinds', ((13,), (3, 2), 'other'), 'foreign',
         Shapes(7, 5)))
BETA = (
    Case('example', ((16, 8, 2), [6, 7, 5], 4, 3)),
    Case('colour', ((8, 12, 3), [7, 5], 6, 0.7), kind=Weighed(MORE, (3, 5)),
         trains=True, terms=True, noise=True, refuses=True),
    Case('one filter', ((6, 4, 1), [7], 3, 2.4), kind=Weighed(FEW)))
