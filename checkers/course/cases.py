"""The calls that the tasks are judged by, and what each call is for.

Widths that all differ and are in no order, three channels and sides that
differ show mistakes that the exercise's own example hides; so do one layer
and three.
"""
import dataclasses
import typing

SHAPE = (32, 32, 3)     # of task 5, where no arguments are given


@dataclasses.dataclass(frozen=True)
class Case:
    """One call of what a task asks for.

    Attributes:
        name: what the case is called; no two of a task have one name.
        args: the arguments, in the order of the parameters.
        builder: the function of probe/builders.py that makes the models;
            'returned' where the first definition returns them.
        trains: whether training steps are taken, and the models made a
            second time.
        terms: whether the loss is measured under several plantings, so that
            its terms can be told apart.
        noise: whether many codes of one input are drawn.
        refuses: whether arguments that must be refused are tried.
    """

    name: str
    args: tuple[typing.Any, ...]
    builder: str = 'returned'
    trains: bool = False
    terms: bool = False
    noise: bool = False
    refuses: bool = False


DENSE = (
    Case('example', (784, [128, 64], 32)),
    Case('three layers', (40, [23, 29, 11], 7)),
    Case('one layer', (30, [17], 5), trains=True))
SPARSE = (
    Case('example', (784, [128, 64], 32, 0.002)),
    Case('three layers', (40, [23, 29, 11], 7, 0.01), terms=True),
    Case('one layer', (30, [17], 5, 0.03), trains=True, terms=True))
CONVOLUTIONAL = (
    Case('example', ((28, 28, 1), [16, 8, 8], (4, 4, 8))),
    Case('colour', ((12, 20, 3), [5, 7, 4], (2, 3, 4)), trains=True),
    Case('four filters', ((28, 44, 2), [6, 5, 7, 4], (2, 3, 4))))
VARIATIONAL = (
    Case('example', (784, [512], 2)),
    Case('three layers', (36, [15, 24, 9], 3), noise=True),
    Case('one layer', (30, [17], 5), trains=True, terms=True, noise=True))
DEEP = (
    Case('example', (90, [48, 24, 12, 6], 4)),
    *DENSE[1:])
# The procedural form of task 5, as the original has it, has three channels.
# The sides are long enough for valid padding to come to a code too.
COMPOSABLE = (
    Case('defaults', (), 'composable'),
    Case('defaults again', (), 'composable'),
    Case('colour', ((16, 24, 3), [6, 5, 7]), 'composable', trains=True,
         refuses=True),
    Case('one layer', ((6, 10, 1), [5]), 'composable'),
    Case('two channels', ((12, 8, 2), [9, 6]), 'composable'),
    Case('four channels', ((8, 12, 4), [7, 5]), 'composable'),
    Case('procedural', ((24, 16, 3), [7, 5, 6]), 'procedural', refuses=True),
    Case('procedural, one layer', ((6, 4, 3), [8]), 'procedural'))
# Task 6: the student's own two functions, then models of the probe's.
BOTTLENECK = (
    Case('example', ((28, 28), (50,)), 'halves'),
    Case('grids', ((10, 12, 3), (4, 2)), 'halves'),
    Case('vectors', ((9,), (3,)), 'halves', trains=True),
    Case('functional', ((6, 2), (3,), 'functional'), 'foreign', trains=True,
         refuses=True),
    Case('Sequential', ((5,), (2, 2), 'Sequential'), 'foreign'))
BETA = (
    Case('example', ((16, 8, 2), [6, 7, 5], 4, 3)),
    Case('colour', ((8, 12, 3), [5, 4], 6, 0.5), trains=True, terms=True,
         noise=True),
    Case('one filter', ((6, 4, 1), [5], 3, 2), noise=True))
