"""The commands of python3 -m checkers, a file each.

A command's file has add(commands), which describes its arguments to argparse
and names the function that runs it: it takes the arguments and returns the
exit code. What several commands need stands here.
"""
import contextlib
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
COURSE = os.path.join(ROOT, '0x04-autoencoders')


class Mistake(Exception):
    """The command is at fault; the message says what to do."""


def add_python(parser):
    """Add --python, the interpreter that runs the students' code."""
    parser.add_argument('--python', default=sys.executable, metavar='EXE',
                        help='the interpreter, with TensorFlow, that runs '
                             'the submission (default: this one)')


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
