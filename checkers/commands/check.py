"""python3 -m checkers check [DIR]: grade one folder and explain."""
import argparse
import sys

from checkers.base.paths import answers
from checkers.base.whole import write_whole
from checkers.commands import (add_folder, add_judging, assigned, chosen,
                               Commands)
from checkers.course.cases import PUBLIC
from checkers.judging import grading
from checkers.marks import document, report
from checkers.marks.marking import mark
from checkers.runner import zygote


def add(commands: Commands) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'check', help='grade one folder and explain what is wrong',
        epilog='Exit codes: 0 all passed, 1 some check failed, 2 the command '
               'or the machine is at fault.')
    parser.set_defaults(run=run)
    add_folder(parser)
    add_judging(parser, PUBLIC, f'{PUBLIC}, the public one')
    parser.add_argument('--json', metavar='FILE',
                        help='also write the result document to FILE, as it '
                             'was graded, without corrections')
    parser.add_argument('--hints', type=int, default=1, metavar='N',
                        help='show at most N hints for each failed check '
                             '(default: 1)')


def run(arguments: argparse.Namespace) -> int:
    """Grade one folder; return the exit code."""
    assignment = assigned(arguments)
    tasks = chosen(arguments, assignment)
    folder = answers(arguments.folder)
    with zygote.Zygote(arguments.python,
                       arguments.require_sandbox or None) as warm:
        if warm.warning:
            print(f'checkers: {warm.warning}', file=sys.stderr)
        graded = grading.grade(folder, warm, arguments.seed, tasks)
    marks = mark(graded, assignment)
    report.show(marks, max(arguments.hints, 0))
    if arguments.json:
        write_whole(arguments.json, document.to_json(graded))
    return int(marks.score < marks.max_score)
