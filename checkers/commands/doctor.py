"""python3 -m checkers doctor [DIR]: what is lacking here, and the remedy."""
import argparse
import itertools
import shutil

from rich.console import Console
from rich.text import Text

from checkers.base.errors import Mistake
from checkers.base.paths import answers
from checkers.base.text import harmless
from checkers.commands import add_folder, add_python, Commands
from checkers.student import files, machine

STYLES = {'+': 'green', 'x': 'bold red', '-': 'yellow'}


def add(commands: Commands) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'doctor', help='say what this machine lacks, and how to mend it',
        epilog='Exit codes: 0 all is well, 1 something is lacking, 2 the '
               'command is at fault.')
    parser.set_defaults(run=run)
    add_folder(parser)
    parser.add_argument('--fix', action='store_true',
                        help='give the answers in DIR their run bits and '
                             'Linux line ends')
    add_python(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings, each with its remedy; return the exit code."""
    folder = answers(arguments.folder)
    if not shutil.which(arguments.python):
        raise Mistake(f'{arguments.python} is no program; name a Python')
    console = Console(highlight=False, soft_wrap=True)
    code = 0
    try:
        if arguments.fix:
            for name in files.fix(folder):
                console.print(f'mended: {name}')
        for finding in itertools.chain(
                machine.probe(arguments.python),
                machine.figures(arguments.python), machine.memory(),
                files.look(folder)):
            console.print(Text.assemble(
                (finding.mark, STYLES[finding.mark]),
                f' {harmless(finding.text)}'))
            if finding.remedy:
                console.print(Text(f'    {harmless(finding.remedy)}', 'cyan'))
            if finding.mark == 'x':
                code = 1
    except OSError as error:
        raise Mistake(f'{error.filename}: {error.strerror}')
    return code
