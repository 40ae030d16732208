"""python3 -m checkers start DIR: make a folder for a student to work in."""
import argparse
import os
import shlex

from checkers.base.errors import Mistake
from checkers.base.paths import COURSE
from checkers.commands import Commands
from checkers.student import workplace


def add(commands: Commands) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'start', help='make a folder with stubs, drivers and data',
        description='Make a folder to work in: for each task a file to '
                    'write, its driver, and the data. What is there already '
                    'is left as it is; a second run adds what is missing.')
    parser.set_defaults(run=run)
    parser.add_argument('folder', metavar='DIR',
                        help='the folder; it is made where there is none')


def run(arguments: argparse.Namespace) -> int:
    """Make the folder and say what to do next; return the exit code."""
    folder = arguments.folder
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
