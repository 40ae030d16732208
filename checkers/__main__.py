"""The grader's command line: python3 -m checkers COMMAND."""
import argparse
import sys

try:
    from checkers.base.errors import Mistake
    from checkers.commands import check, doctor, export, grade, start, watch
    from checkers.runner import zygote
except ModuleNotFoundError as error:
    print('checkers: the package %s is missing: python3 -m pip install '
          '-r requirements.txt' % error.name, file=sys.stderr)
    sys.exit(2)

COMMANDS = (check, start, watch, doctor, grade, export)


def main(arguments=None):
    """Run a command; return the exit code."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers',
        description='Grade the exercises of the autoencoders course.')
    commands = parser.add_subparsers(dest='command', required=True)
    for command in COMMANDS:
        command.add(commands)
    arguments = parser.parse_args(arguments)
    try:
        return arguments.run(arguments)
    except (Mistake, zygote.ProbeError) as error:
        print('checkers: %s' % error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print('checkers: interrupted', file=sys.stderr)
        return 2


if __name__ == '__main__':
    sys.exit(main())
