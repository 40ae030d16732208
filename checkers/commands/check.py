"""python3 -m checkers check [DIR]: grade one folder and explain."""
import json
import sys

from checkers.base.paths import answers, COURSE
from checkers.base.whole import write_whole
from checkers.commands import add_judging, chosen
from checkers.judging import grading
from checkers.marks import report
from checkers.runner import zygote


def add(commands):
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'check', help='grade one folder and explain what is wrong',
        epilog='Exit codes: 0 all passed, 1 some check failed, 2 the command '
               'or the machine is at fault.')
    parser.set_defaults(run=run)
    parser.add_argument('folder', nargs='?', metavar='DIR', default=COURSE,
                        help='the folder with the numbered files (default: '
                             '0x04-autoencoders)')
    add_judging(parser)
    parser.add_argument('--json', metavar='FILE',
                        help='also write the result document there')
    parser.add_argument('--hints', type=int, default=1, metavar='N',
                        help='give so many hints of each failed check '
                             '(default: 1)')


def run(arguments):
    """Grade one folder; return the exit code."""
    folder = answers(arguments.folder)
    with zygote.Zygote(arguments.python,
                       arguments.require_sandbox or None) as warm:
        if warm.warning:
            print('checkers: ' + warm.warning, file=sys.stderr)
        document = grading.grade(folder, warm, arguments.seed,
                                 chosen(arguments))
    report.show(document, max(arguments.hints, 0))
    if arguments.json:
        write_whole(arguments.json, json.dumps(document, indent=1) + '\n')
    return int(document['score'] < document['max_score'])
