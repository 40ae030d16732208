"""python3 -m checkers doctor [DIR]: what is lacking here, and the remedy."""
import itertools
import shutil

from rich.console import Console
from rich.text import Text

from checkers.base.errors import Mistake
from checkers.base.paths import answers, COURSE
from checkers.commands import add_python
from checkers.student import files, machine

STYLES = {'+': 'green', 'x': 'bold red', '-': 'yellow'}


def add(commands):
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'doctor', help='say what this machine lacks, and how to mend it',
        epilog='Exit codes: 0 all is well, 1 something is lacking, 2 the '
               'command is at fault.')
    parser.set_defaults(run=run)
    parser.add_argument('folder', nargs='?', metavar='DIR', default=COURSE,
                        help='the folder with the numbered files (default: '
                             '0x04-autoencoders)')
    parser.add_argument('--fix', action='store_true',
                        help='mend the run bits and line ends of the answers '
                             'in DIR')
    add_python(parser)


def run(arguments):
    """Print the findings, each with its remedy; return the exit code."""
    folder = answers(arguments.folder)
    if not shutil.which(arguments.python):
        raise Mistake('%s is no program; name a Python' % arguments.python)
    console = Console(highlight=False, soft_wrap=True)
    try:
        if arguments.fix:
            for name in files.fix(folder):
                console.print('mended: %s' % name)
        found = []
        for finding in itertools.chain(
                machine.probe(arguments.python),
                machine.figures(arguments.python), machine.memory(),
                files.look(folder)):
            found.append(finding)
            console.print(Text.assemble(
                (finding.mark, STYLES[finding.mark]), ' ' + finding.text))
            if finding.remedy:
                console.print(Text('    ' + finding.remedy, 'cyan'))
    except OSError as error:
        raise Mistake('%s: %s' % (error.filename, error.strerror))
    return int(any(finding.mark == 'x' for finding in found))
