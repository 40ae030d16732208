"""The commands of python3 -m checkers, a file each.

A command's file has add(commands), which describes its arguments to argparse
and names the function that runs it: it takes the arguments and returns the
exit code. What several commands need stands here.
"""
import contextlib
import os
import sys

from checkers import curriculum

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
COURSE = os.path.join(ROOT, '0x04-autoencoders')


class Mistake(Exception):
    """The command is at fault; the message says what to do."""


def answers(folder):
    """Return the folder of the numbered files in what a user names.

    That is the folder itself, or the one that start has made in it.

    Raises:
        Mistake: there is no such folder, or it cannot be read.
    """
    inside = os.path.join(folder, os.path.basename(COURSE))
    try:
        os.listdir(folder)
    except OSError as error:
        raise Mistake('%s is not a folder that can be read (%s); name the '
                      'one that holds the numbered files' % (
                          folder, error.strerror))
    return inside if os.path.isdir(inside) else folder


def add_python(parser):
    """Add --python, the interpreter that runs the students' code."""
    parser.add_argument('--python', default=sys.executable, metavar='EXE',
                        help='the interpreter, with TensorFlow, that runs '
                             'the submission (default: this one)')


def add_judging(parser):
    """Add what every command that grades takes: tasks, seed, how to run."""
    parser.add_argument('--task', type=int, metavar='N', action='append',
                        choices=[task.number for task in curriculum.TASKS],
                        help='judge only this task; may be repeated')
    parser.add_argument('--seed', type=int, default=0, metavar='N',
                        help='draw other inputs and weights (default: 0)')
    add_python(parser)
    parser.add_argument('--require-sandbox', action='store_true',
                        help='refuse to run a submission without the sandbox')


def chosen(arguments):
    """Return the tasks that --task names; all of them by default."""
    return [task for task in curriculum.TASKS
            if not arguments.task or task.number in arguments.task]


@contextlib.contextmanager
def whole(path, mode='w'):
    """Open a file beside its place; when all is written, move it there.

    Raises:
        Mistake: it cannot be written; what was there is still there.
    """
    text = {} if 'b' in mode else {'encoding': 'utf-8', 'newline': ''}
    try:
        with open(path + '.part', mode, **text) as file:
            yield file
        os.replace(path + '.part', path)
    except OSError as error:
        raise Mistake('%s cannot be written: %s' % (path, error.strerror))
    finally:
        with contextlib.suppress(OSError):
            os.remove(path + '.part')


def write_whole(path, data):
    """Write a text file beside its place, then move it there.

    Raises:
        Mistake: as whole.
    """
    with whole(path) as file:
        file.write(data)
