"""What the READMEs show is what there is: commands, a document, a version."""
import argparse
import re
import shlex
from pathlib import Path

import pytest

from checkers import VERSION, __main__
from checkers.course.curriculum import TASKS
from checkers.marks import document
from checkers.selftest import course

GRADER = course.ROOT / 'checkers'
# Those that show commands; the grader's shows all of them.
READMES = [course.ROOT / 'README.md', course.COURSE / 'README.md',
           GRADER / 'README.md', GRADER / 'student' / 'README.md',
           GRADER / 'classroom' / 'README.md',
           course.ROOT / '.github' / 'CONTRIBUTING.md']


def shown(path: Path) -> list[tuple[str, str]]:
    """Return the (command, rest of the line) that a README shows."""
    return re.findall(r'python3? -m checkers (\w+)([^`\n]*)',
                      path.read_text())


@pytest.mark.parametrize(
    'path', READMES, ids=lambda path: str(path.relative_to(course.ROOT)))
def test_commands_and_options_exist(path: Path) -> None:
    """Every option that stands behind a command is one of its own."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for command in __main__.COMMANDS:
        command.add(commands)
    assert shown(path)
    for name, rest in shown(path):
        rest = rest.partition('#')[0]       # what follows is a comment
        said = commands.choices[name].format_help()
        for option in re.findall(r'--[a-z]+', rest):
            assert option in said, f'{name} {option}'


def test_every_command_is_shown() -> None:
    """The grader's README leaves out none."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for command in __main__.COMMANDS:
        command.add(commands)
    assert {name for name, _ in shown(GRADER / 'README.md')} == set(
        commands.choices)


def test_the_students_first_commands_run(tmp_path: Path) -> None:
    """What the student's door says works as it stands, in a folder."""
    lines = [shlex.split(name + rest) for name, rest in shown(READMES[0])
             if name == 'start']
    assert lines
    for name, folder in lines:
        assert __main__.main([name, str(tmp_path / folder)]) == 0
        assert (tmp_path / folder / '0x04-autoencoders').is_dir()


def test_the_document_that_is_shown_is_one() -> None:
    """The grader's README shows a whole result document."""
    block, = re.findall('```json\n(.*?)```',
                        (GRADER / 'README.md').read_text(), re.DOTALL)
    shown_document = document.from_json(block)
    task, = shown_document.tasks
    assert shown_document.score == task.score
    assert {check.status for check in task.checks} == {
        document.CheckStatus.PASSED, document.CheckStatus.FAILED}


def test_the_students_screens_count_the_tasks() -> None:
    """The points of watch and the files of doctor are those of all tasks."""
    screens = (GRADER / 'student' / 'README.md').read_text()
    for count in (f'of {25 * len(TASKS)} points',       # of all tasks
                  f'of {2 * len(TASKS)} files'):        # answer and driver
        assert count in screens, f'{count!r} is not in student/README.md'


def test_the_version_has_an_entry() -> None:
    """CHANGELOG.md says what is new in this version."""
    assert f'\n## {VERSION}\n' in (GRADER / 'CHANGELOG.md').read_text()
