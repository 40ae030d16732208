"""The grader's command line: python3 -m checkers check [DIR]."""
import argparse
import json
import os
import sys

from checkers import curriculum, grading, report, zygote

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Mistake(Exception):
    """The command is at fault; the message says what to do."""


def parse(arguments):
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers',
        description='Grade the exercises of the autoencoders course.')
    commands = parser.add_subparsers(dest='command', required=True)
    check = commands.add_parser(
        'check', help='grade one folder and explain what is wrong',
        epilog='Exit codes: 0 all passed, 1 some check failed, 2 the command '
               'or the machine is at fault.')
    check.add_argument('folder', nargs='?', metavar='DIR',
                       default=os.path.join(ROOT, '0x04-autoencoders'),
                       help='the folder with the numbered files (default: '
                            '0x04-autoencoders)')
    check.add_argument('--task', type=int, metavar='N', action='append',
                       choices=[task.number for task in curriculum.TASKS],
                       help='judge only this task; may be repeated')
    check.add_argument('--python', default=sys.executable, metavar='EXE',
                       help='the interpreter, with TensorFlow, that runs the '
                            'submission (default: this one)')
    check.add_argument('--json', metavar='FILE',
                       help='also write the result document there')
    check.add_argument('--seed', type=int, default=0, metavar='N',
                       help='draw other inputs and weights (default: 0)')
    check.add_argument('--require-sandbox', action='store_true',
                       help='refuse to run a submission without the sandbox')
    return parser.parse_args(arguments)


def write_whole(path, data):
    """Write a text file beside its place, then move it there."""
    try:
        with open(path + '.part', 'w', encoding='utf-8') as file:
            file.write(data)
        os.replace(path + '.part', path)
    except OSError as error:
        raise Mistake('%s cannot be written: %s' % (path, error.strerror))


def check(arguments):
    """Grade one folder; return the exit code."""
    if not os.path.isdir(arguments.folder):
        raise Mistake('%s is not a folder; name the one that holds the '
                      'numbered files' % arguments.folder)
    tasks = [task for task in curriculum.TASKS
             if not arguments.task or task.number in arguments.task]
    with zygote.Zygote(arguments.python,
                       arguments.require_sandbox or None) as warm:
        if warm.warning:
            print('checkers: ' + warm.warning, file=sys.stderr)
        document = grading.grade(arguments.folder, warm, arguments.seed,
                                 tasks)
    report.show(document)
    if arguments.json:
        write_whole(arguments.json, json.dumps(document, indent=1) + '\n')
    return int(document['score'] < document['max_score'])


def main(arguments=None):
    """Run a command; return the exit code."""
    arguments = parse(arguments)
    try:
        return check(arguments)
    except (Mistake, zygote.ProbeError) as error:
        print('checkers: %s' % error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print('checkers: interrupted', file=sys.stderr)
        return 2


if __name__ == '__main__':
    sys.exit(main())
