"""The grader's command line: python3 -m checkers COMMAND."""
import argparse
import contextlib
import os
import sys
import typing
from collections.abc import Sequence

from checkers import VERSION

INSTALL = 'is missing: python3 -m pip install -r requirements.txt'
try:
    from checkers.base.errors import Mistake
    from checkers.base.text import harmless, Output
    from checkers.commands import check, doctor, export, grade, start, watch
    from checkers.judging import grading
    from checkers.runner import zygote
except ModuleNotFoundError as error:
    print(f'checkers: the package {error.name} {INSTALL}', file=sys.stderr)
    sys.exit(2)

COMMANDS = check, start, watch, doctor, grade, export
FORKING = 'check', 'watch', 'grade'     # they run the students' code


def main(words: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        words: the command line; by default the one Python was called with.
    """
    streams = [typing.cast(typing.TextIO, Output(stream))
               for stream in (sys.stdout, sys.stderr)]
    with contextlib.redirect_stdout(streams[0]), \
            contextlib.redirect_stderr(streams[1]):
        return run(words)


def run(words: Sequence[str] | None) -> int:
    """Run a command, as main does, on streams that are safe to print to."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers',
        description='Grade the exercises of the autoencoders course.')
    parser.add_argument(
        '--version', action='version', help='print the version and a hash '
        'of the code that decides on marks',
        version=f'checkers {VERSION}, rubric {grading.rubric_hash()}')
    commands = parser.add_subparsers(dest='command', required=True)
    for command in COMMANDS:
        command.add(commands)
    arguments, unknown = parser.parse_known_args(words)
    if unknown:         # with the command's own usage
        commands.choices[arguments.command].error(
            f'unrecognized arguments: {" ".join(unknown)}')
    try:
        if arguments.command in FORKING and not hasattr(os, 'fork'):
            raise Mistake(f'{arguments.command} needs fork, which Windows '
                          'lacks; run it in WSL')
        code: int = arguments.run(arguments)
        return code
    except (Mistake, zygote.ProbeError) as error:
        print(f'checkers: {harmless(str(error))}', file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:    # an exporter's own
        print(f'checkers: the package {error.name} {INSTALL}',
              file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print('checkers: interrupted', file=sys.stderr)
        return 2


if __name__ == '__main__':
    sys.exit(main())
