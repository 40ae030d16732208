"""python3 -m checkers start DIR: make a folder for a student to work in."""
import argparse
import os
import shlex

from checkers.base.errors import Mistake
from checkers.base.paths import COURSE
from checkers.base.whole import write_whole
from checkers.commands import Commands
from checkers.judging import rubric
from checkers.marks import assignment
from checkers.student import workplace


def add(commands: Commands) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'start', help='make a folder with stubs, drivers and data',
        description='Make a folder to work in: for each task a file to '
                    'write, its driver, and the data. What is there already '
                    'is left as it is; a second run adds what is missing.')
    parser.set_defaults(run=run)
    parser.add_argument('folder', metavar='DIR', nargs='?',
                        help='the folder; it is made where there is none')
    parser.add_argument('--assignment', metavar='FILE', nargs='?',
                        const=assignment.NAME,
                        help='for a teacher, in place of DIR: write a file '
                             'that says what a class is marked on, commented '
                             f'(default: {assignment.NAME})')


def run(arguments: argparse.Namespace) -> int:
    """Make the folder and say what to do next; return the exit code."""
    folder = arguments.folder
    if (folder is None) == (arguments.assignment is None):
        raise Mistake('start needs the name of a folder to make, or '
                      '--assignment')
    if folder is None:
        return assign(arguments.assignment)
    answers = os.path.join(folder, os.path.basename(COURSE))
    if os.path.realpath(answers) == os.path.realpath(COURSE):
        raise Mistake(f'{folder} is the course itself; name another folder')
    try:
        added, kept = workplace.make(folder, COURSE)
    except OSError as error:
        raise Mistake(f'{error.filename or folder} cannot be written: '
                      f'{error.strerror}; what was there is still there')
    print(f"{answers}: {', '.join(added) or 'nothing was missing'}")
    if kept:
        print(f'{len(kept)} files were there and are left as they are.')
    print(f'Next: python3 -m checkers watch {shlex.quote(folder)}')
    return 0


def assign(path: str) -> int:
    """Write an assignment that explains itself; return the exit code."""
    if os.path.lexists(path):
        raise Mistake(f'{path} is there already and is left as it is; name '
                      'another file')
    write_whole(path, assignment.template(rubric.points()))
    print(f'{path} says what it is for; it changes nothing as it stands.')
    print('Next: python3 -m checkers grade DIR --out GRADES --assignment ' +
          shlex.quote(path))
    return 0
