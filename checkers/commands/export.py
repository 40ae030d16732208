"""python3 -m checkers export GRADES: marks in the formats of others."""
import argparse
import importlib

from checkers.base.errors import Mistake
from checkers.commands import add_assignment, assigned, Commands
from checkers.exporters import FORMATS, GRADEBOOKS
from checkers.marks.assignment import Assignment, load
from checkers.marks.grades import Grades


def add(commands: Commands) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'export', help='write marks as a platform or a reader wants them',
        epilog='Exit codes: 0 written, 2 the command or the machine is at '
               'fault; what was there before is then still there.')
    parser.set_defaults(run=run)
    parser.add_argument('grades', nargs='?', metavar='GRADES',
                        help='the folder that `grade` wrote, or one document '
                             'of `check --json`; gradescope-zip needs none')
    parser.add_argument('--to', required=True, choices=[*FORMATS, *GRADEBOOKS],
                        help='the format')
    parser.add_argument('--out', required=True, metavar='PATH',
                        help='the file or the folder to write')
    add_assignment(parser)
    parser.add_argument('--gradebook', metavar='FILE',
                        help='for canvas and moodle: the CSV file that was '
                             'downloaded there, of which PATH becomes a copy '
                             'with the points in it')
    parser.add_argument('--column', metavar='NAME',
                        help='its column for the points, where it has more '
                             'than one')
    parser.add_argument('--for', dest='reader', default='teacher',
                        choices=['teacher', 'students'],
                        help='html for students has their pages alone, '
                             'without notes on integrity, likeness and other '
                             'names (default: teacher)')


def run(arguments: argparse.Namespace) -> int:
    """Write the marks; return the exit code."""
    to, options = arguments.to, {}
    if arguments.reader == 'students':
        if to != 'html':
            raise Mistake('--for students goes with --to html')
        options['students'] = True
    if (to in GRADEBOOKS) != (arguments.gradebook is not None):
        raise Mistake(f"{' and '.join(GRADEBOOKS)} need --gradebook FILE, "
                      'and no other format does')
    if to in GRADEBOOKS:
        options = {'to': to, 'gradebook': arguments.gradebook,
                   'column': arguments.column}
    name = FORMATS.get(to, 'platforms')
    exporter = importlib.import_module(f'checkers.exporters.{name}')
    if to == 'gradescope-zip':
        exporter.export(arguments.out, assigned(arguments))
    elif arguments.grades is None:
        raise Mistake('name the folder that `grade` wrote, or a file that '
                      '`check --json` wrote')
    else:
        assignment = load(arguments.assignment) if arguments.assignment \
            else Assignment()
        exporter.export(Grades(arguments.grades, assignment), arguments.out,
                        **options)
    return 0
