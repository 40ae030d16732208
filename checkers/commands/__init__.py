"""The commands of python3 -m checkers, a file each.

A command's file has add(commands), which describes its arguments to argparse
and names the function that runs it. That function takes the arguments and
returns the exit code. What several commands need stands here.
"""
import argparse
import sys
import typing

from checkers.base.errors import Mistake
from checkers.base.paths import COURSE
from checkers.course import curriculum
from checkers.judging import rubric
from checkers.marks.assignment import Assignment, load

# What argparse's add_subparsers returns.
Commands: typing.TypeAlias = \
    'argparse._SubParsersAction[argparse.ArgumentParser]'


def add_folder(parser: argparse.ArgumentParser,
               meaning: str = 'the folder with the numbered files') -> None:
    """Add DIR, where the answers are."""
    parser.add_argument('folder', nargs='?', metavar='DIR', default=COURSE,
                        help=f'{meaning} (default: 0x04-autoencoders)')


def add_python(parser: argparse.ArgumentParser) -> None:
    """Add --python, the interpreter that runs the students' code."""
    parser.add_argument('--python', default=sys.executable, metavar='EXE',
                        help='the interpreter, with TensorFlow, that runs '
                             'the submission (default: this one)')


def add_judging(parser: argparse.ArgumentParser, seed: int | None,
                words: str) -> None:
    """Add what every command that grades takes: tasks, seed, how to run.

    Args:
        parser: the command's.
        seed: the random seed by default; None where the command finds one.
        words: which one that is.
    """
    add_assignment(parser)
    parser.add_argument('--task', type=int, metavar='N', action='append',
                        choices=[task.number for task in curriculum.TASKS],
                        help='judge only this task; may be repeated')
    parser.add_argument('--seed', type=int, default=seed, metavar='N',
                        help='the random seed from which calls, inputs and '
                             f'weights are drawn (default: {words})')
    add_python(parser)
    parser.add_argument('--require-sandbox', action='store_true',
                        help='refuse to run a submission without the sandbox')


def add_assignment(parser: argparse.ArgumentParser) -> None:
    """Add --assignment, the file of what a class is marked on."""
    parser.add_argument('--assignment', metavar='FILE',
                        help='what the class is marked on: its tasks, points '
                             'and corrections; `start --assignment` writes '
                             'such a file')


def assigned(arguments: argparse.Namespace) -> Assignment:
    """Return the assignment that --assignment names, held to the rubric.

    Raises:
        Mistake: it cannot be read, or does not fit.
    """
    if not arguments.assignment:
        return Assignment()
    assignment = load(arguments.assignment)
    assignment.require_rubric(rubric.points())
    return assignment


def chosen(arguments: argparse.Namespace,
           assignment: Assignment) -> list[curriculum.Task]:
    """Return the tasks of an assignment that --task names; by default all.

    Raises:
        Mistake: there is none.
    """
    found = [task for task in curriculum.TASKS
             if assignment.asks(task.number) and (
                 not arguments.task or task.number in arguments.task)]
    if not found:
        raise Mistake('--task names none of the tasks of the assignment: ' +
                      ', '.join(map(str, assignment.tasks or ())))
    return found
