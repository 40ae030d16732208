"""python3 -m checkers check [DIR]: grade one folder and explain."""
import argparse
import hashlib
import json
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
    parser.add_argument('--secret', action='store_true',
                        help='read a secret from standard input; the random '
                             'seed follows from it and from the files, so '
                             'that who hands in again is asked other calls')
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
    seed = secret_seed(sys.stdin.read(), folder) if arguments.secret else \
        arguments.seed
    grading.prepare()
    with zygote.Zygote(arguments.python,
                       arguments.require_sandbox or None) as warm:
        if warm.warning:
            print(f'checkers: {warm.warning}', file=sys.stderr)
        graded = grading.grade(folder, warm, seed, tasks)
    marks = mark(graded, assignment)
    report.show(marks, max(arguments.hints, 0))
    if arguments.json:
        write_whole(arguments.json, document.to_json(graded))
    return int(marks.score < marks.max_score)


def secret_seed(secret: str, folder: str) -> int:
    """Return the random seed of a submission.

    A report shows calls. Where it is read before the last answer is handed
    in, each answer is asked calls of its own.

    Args:
        secret: what the seed follows from, beside the files.
        folder: path of the submission.
    """
    files = json.dumps(zygote.collect(folder), sort_keys=True)
    digest = hashlib.sha256(f'{secret.strip()} {files}'.encode()).digest()
    return int.from_bytes(digest[:7], 'big')
