"""The commands that the READMEs show are the ones that there are."""
import argparse
import re
import shlex
from pathlib import Path

import pytest

from checkers import __main__
from checkers.selftest import course

READMES = [course.ROOT / 'README.md', course.COURSE / 'README.md',
           course.ROOT / 'checkers' / 'README.md']


def shown(path: Path) -> list[tuple[str, str]]:
    """Return the (command, rest of the line) that a README shows."""
    return re.findall(r'python3? -m checkers (\w+)([^`\n]*)',
                      path.read_text())


@pytest.mark.parametrize('path', READMES, ids=lambda path: path.parent.name)
def test_commands_and_options_exist(path: Path) -> None:
    """Every option that stands behind a command is one of its own."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for command in __main__.COMMANDS:
        command.add(commands)
    assert shown(path)
    for name, rest in shown(path):
        said = commands.choices[name].format_help()
        for option in re.findall(r'--[a-z]+', rest):
            assert option in said, f'{name} {option}'


def test_every_command_is_shown() -> None:
    """The grader's README leaves out none."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for command in __main__.COMMANDS:
        command.add(commands)
    assert {name for name, _ in shown(READMES[-1])} == set(commands.choices)


def test_the_students_first_commands_run(tmp_path: Path) -> None:
    """What the student's door says works as it stands, in a folder."""
    lines = [shlex.split(name + rest) for name, rest in shown(READMES[0])
             if name == 'start']
    assert lines
    for name, folder in lines:
        assert __main__.main([name, str(tmp_path / folder)]) == 0
        assert (tmp_path / folder / '0x04-autoencoders').is_dir()
