"""Wrong answers: the references, each with one named mistake.

MUTANTS is task number -> list of Mutant; each must lose points in its check,
and nowhere else but in checks that are blocked by it. BROKEN is the same for
answers that have a status as a whole, whose name stands in place of a check.

Every task has a module here, called as its file is: variational.py is for
3-variational.py. It has `tables(task)`, the mistakes; and `broken(task)` where
the usual ones (broken.py) do not fit. What several tasks share stands in
common.py and dense.py.

Left out, because they behave like the reference whatever the arguments:
L1 of the code without its absolute value (the code is relu, never negative),
epsilon subtracted in place of added (its distribution is symmetric), relu
after the pooling in place of before it (both keep order), cross-entropy from
logits after a sigmoid (Keras 3 sees the sigmoid and takes its logits). A
negative factor for L1 is left out because Keras refuses it.
"""
from checkers.selftest import by_task

from . import broken
from .table import Mutant, mutants

__all__ = ['BROKEN', 'MUTANTS', 'Mutant']

MUTANTS: dict[int, list[Mutant]] = {}
BROKEN: dict[int, list[Mutant]] = {}
for task, module in by_task.modules(__name__):
    MUTANTS[task.number] = [
        mutant for table in module.tables(task)
        for mutant in mutants(task, table)
    ] + [Mutant(task, 'no run bit', 'run_bit', mode=0o644)]
    BROKEN[task.number] = mutants(
        task, getattr(module, 'broken', broken.usual)(task))
