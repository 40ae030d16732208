"""What test_modules builds of each task, and what is known of it beforehand.

A new task needs a row in MODULES, or tests of its own that ELSEWHERE names.
"""
import dataclasses
import math
import typing
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from checkers.course.curriculum import TASKS, Task

Arguments = tuple[typing.Any, ...]
Arrays = list[NDArray[typing.Any]]
Shapes = list[tuple[int, ...]]

# The original's own call, one hidden layer, and three.
DENSE: dict[str, Arguments] = {
    'original': (784, [128, 64], 32), 'one': (20, [9], 4),
    'three': (20, [13, 11, 9], 4)}
# Sides that close; their code is what ceil-halving the sides gives.
PICTURES: dict[str, Arguments] = {
    'original': ((28, 28, 1), [16, 8, 8], (4, 4, 8)),
    'oblong': ((12, 20, 3), [7, 6, 5], (2, 3, 5)),
    'four': ((28, 44, 1), [8, 7, 6, 5], (2, 3, 5))}
LAMBTHA = 0.01


def plain(arguments: Arguments, codes: Arrays) -> float:
    """Return the cross-entropy where every output is 1/2."""
    return math.log(2)


def penalised(arguments: Arguments, codes: Arrays) -> float:
    """Return the same with the L1 penalty on the code."""
    (code,) = codes
    penalty = arguments[3] * np.abs(code).sum() / len(code)
    return math.log(2) + float(penalty)


def variational(arguments: Arguments, codes: Arrays) -> float:
    """Return the same, summed over the inputs, with the divergence."""
    _, mean, log_var = np.array(codes, np.float64)
    kl = -0.5 * (1 + log_var - mean ** 2 - np.exp(log_var)).sum(axis=1)
    return float(arguments[0] * math.log(2) + kl.mean())


@dataclasses.dataclass(frozen=True)
class Module:
    """What is known of a task's models beforehand.

    Attributes:
        calls: a name -> the arguments of a call of the task's function.
        loss: function from the arguments and what the encoder gives to the
            loss where every output is 1/2.
        halves: the models beside auto.
        heads: how many layers the encoder ends with, side by side; where
            there are two, it draws z from mean and log_var.
    """

    calls: dict[str, Arguments]
    loss: Callable[[Arguments, Arrays], float] = plain
    halves: tuple[str, ...] = ('encoder', 'decoder')
    heads: int = 1

    def kernels(self, call: str) -> list[Shapes]:
        """Return the shapes of the encoder's kernels and the decoder's.

        Heads come one after the other.
        """
        dims, hidden, code = self.calls[call][:3]
        window: tuple[int, ...] = ()
        there, back = [dims, *hidden, code], [code, *hidden[::-1], dims]
        if isinstance(dims, tuple):     # the last filters make the code
            window, there = (3, 3), [dims[-1], *hidden]
            back = [code[-1], *hidden[::-1], dims[-1]]
        encoder, decoder = [[window + pair for pair in zip(way, way[1:])]
                            for way in (there, back)]
        return [encoder + (self.heads - 1) * encoder[-1:], decoder]


# A task's file -> its row.
MODULES = {
    '0-vanilla.py': Module(DENSE),
    '1-sparse.py': Module({name: (*arguments, LAMBTHA) for
                           name, arguments in DENSE.items()}, penalised),
    '2-convolutional.py': Module(PICTURES),
    '3-variational.py': Module(
        {**DENSE, 'wide': (784, [512, 256], 2)}, variational, heads=2),
    '4-deep.py': Module(
        {**DENSE, 'wide': (784, [256, 128, 64, 32, 16, 8], 4)},
        halves=('encoder',)),
}
# A task's file -> the file of tests of a module that gives something else.
ELSEWHERE = {'5-composable.py': 'test_composable.py',
             '6-bottleneck.py': 'test_bottleneck.py',
             '7-beta.py': 'test_beta.py'}


@dataclasses.dataclass(frozen=True)
class Case:
    """A call of a task's function."""

    task: Task
    call: str

    @property
    def name(self) -> str:
        """Return the name of its files."""
        return f'{self.task.file[:-3]}-{self.call}'

    @property
    def module(self) -> Module:
        """Return what is known of the task's models."""
        return MODULES[self.task.file]

    @property
    def arguments(self) -> Arguments:
        """Return the call's arguments."""
        return self.module.calls[self.call]


CASES = [Case(task, call) for task in TASKS if task.file in MODULES
         for call in MODULES[task.file].calls]
