"""The command `watch`: what each save and each key changes on the screen."""
import io
import os
import pathlib
import sys
from collections.abc import Callable, Iterator

import pytest
from rich.console import Console

from checkers.commands import watch
from checkers.course import curriculum
from checkers.marks.document import (
    CheckMark, CheckStatus, TaskMark, TaskStatus)
from checkers.selftest import course
from checkers.student import events, progress, workplace
from checkers.student.session import Session

FIRST, SECOND = curriculum.TASKS[:2]
ALL = 25 * len(curriculum.TASKS)
WRONG, RIGHT = 'wrong', 'right'
HINTS = ('Which way?', 'The loop.')


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a student's folder; give the folder of the answers."""
    workplace.make(str(tmp_path), str(course.COURSE))
    return tmp_path / course.COURSE.name


class Judge:
    """A stand-in for the grader: a file is as right as it says.

    Attributes:
        graded: the numbers of the tasks that were graded, in order.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        """Remember where the files lie."""
        self.folder = folder
        self.graded: list[int] = []

    def __call__(self, task: curriculum.Task) -> TaskMark:
        """Return what a task gets: two checks."""
        self.graded.append(task.number)
        said = (self.folder / task.file).read_text()
        points = {RIGHT: 25, WRONG: 20}.get(said, 0)
        status = {25: TaskStatus.PASSED, 20: TaskStatus.FAILED,
                  0: TaskStatus.NOT_ATTEMPTED}[points]
        found = {25: CheckStatus.PASSED, 20: CheckStatus.FAILED,
                 0: CheckStatus.BLOCKED}[points]
        other = CheckStatus.PASSED if points else CheckStatus.BLOCKED
        return TaskMark(
            number=task.number, file=task.file, function=task.function,
            objective=task.objective, line=11, status=status, score=points,
            max_score=25, integrity=(), checks=tuple(
                CheckMark(id=name, title='The layers are right',
                          status=status, points=0, max_points=5,
                          message='They are wrong.', hints=HINTS)
                for name, status in (('layers', found), ('loss', other))))


class Screen(Console):
    """A console of 80 columns that keeps what it shows."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.shown = io.StringIO()
        super().__init__(file=self.shown, width=80, highlight=False)


def play(folder: pathlib.Path, *happened: str | tuple[str, str],
         context: str = 'rubric') -> tuple[Judge, list[str]]:
    """Play a session; return its judge and the screens that were shown.

    Args:
        folder: the folder of the answers.
        happened: keys, and pairs of a file's name and its new text.
        context: what marks depend on beside the files.
    """
    def script() -> Iterator[str]:
        for event in happened:
            if isinstance(event, tuple):
                (folder / event[0]).write_text(event[1])
                yield events.SAVED
            else:
                yield event
        yield 'q'

    judge, console = Judge(folder), Screen()
    watch.play(Session(str(folder), judge, context), script(), console,
               sys.executable)
    text = console.shown.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    return judge, text.split('Autoencoders  [')[1:]


def test_the_first_screen(folder: pathlib.Path) -> None:
    """It shows the first task that is not finished, and what to do."""
    judge, [screen] = play(folder)
    assert judge.graded == [task.number for task in curriculum.TASKS]
    assert f'0 of {ALL} points' in screen
    assert 'Task 0  0-vanilla.py  0 of 25 points  not attempted' in screen
    assert FIRST.objective in screen
    assert 'open 0-vanilla.py, line 11' in screen
    assert '. layers' in screen and 'They are wrong' not in screen


def test_a_save_is_judged(folder: pathlib.Path) -> None:
    """The list fills up and the first failing check is explained."""
    judge, (_, wrong, right) = play(folder, (FIRST.file, WRONG),
                                    (FIRST.file, RIGHT))
    assert judge.graded[-2:] == [0, 0]
    assert '20 of 25 points  failed' in wrong
    assert 'x layers' in wrong and '+ loss' in wrong
    assert 'Expected  The layers are right.' in wrong
    assert 'Found     They are wrong.' in wrong
    assert '2 hints: press h' in wrong and 'Which way?' not in wrong
    assert '25 of 25 points  passed' in right
    assert 'Finished. n goes to the next task.' in right


def test_a_save_that_changes_nothing(folder: pathlib.Path) -> None:
    """The same text again is not judged again, nor is another file."""
    judge, screens = play(folder, (FIRST.file, WRONG), (FIRST.file, WRONG),
                          ('notes.txt', 'mine'))
    assert judge.graded.count(0) == 2 and len(screens) == 2


def test_hints(folder: pathlib.Path) -> None:
    """h opens one hint at a time."""
    _, screens = play(folder, (FIRST.file, WRONG), 'h', 'h', 'h',
                      (FIRST.file, RIGHT))
    seen = [[hint in screen for hint in HINTS] for screen in screens]
    assert seen == [[False, False], [False, False], [True, False],
                    [True, True], [True, True], [False, False]]


def test_hints_stay_open_while_the_same_check_fails(
        folder: pathlib.Path) -> None:
    """A save that does not help closes nothing."""
    (folder / FIRST.file).write_text(WRONG)
    session = Session(str(folder), Judge(folder), '')
    session.refresh(lambda task: None)
    session.press('h')
    (folder / FIRST.file).chmod(0o600)
    assert session.refresh(lambda task: None) == [FIRST]
    assert session.hints == 1


def test_hints_close_with_their_task(folder: pathlib.Path) -> None:
    """A check of the same name in another task begins without hints."""
    _, screens = play(folder, (FIRST.file, WRONG), 'h', (SECOND.file, WRONG))
    assert HINTS[0] in screens[-2]
    assert 'Task 1' in screens[-1] and HINTS[0] not in screens[-1]


def test_other_keys(folder: pathlib.Path) -> None:
    """n, p and a go forth, back and to all tasks; others do nothing."""
    last = curriculum.TASKS[-1]
    _, screens = play(folder, 'n', 'p', 'p', 'a', 'a', 'x')
    names = [f'Task {task.number}  {task.file}'
             for task in (SECOND, FIRST, last)]
    assert [name in screen for name, screen in
            zip(names, screens[1:])] == [True] * 3
    assert all(task.file in screens[4] for task in curriculum.TASKS)
    assert f'>     {last.file}' in screens[4]
    assert names[2] in screens[5] and names[2] in screens[6]


def test_the_task_that_is_saved_is_shown(folder: pathlib.Path) -> None:
    """Who works on another task sees that one."""
    _, screens = play(folder, (SECOND.file, WRONG))
    assert 'Task 1  1-sparse.py  20 of 25' in screens[-1]


def test_finished_work_is_not_judged_again(folder: pathlib.Path) -> None:
    """A later session begins behind it, until its file changes."""
    play(folder, (FIRST.file, RIGHT))
    judge, screens = play(folder, 'p')
    assert 0 not in judge.graded
    assert 'Task 1' in screens[0] and f'25 of {ALL} points' in screens[0]
    assert 'Task 0  0-vanilla.py  25 of 25 points  passed' in screens[1]
    judge, screens = play(folder, (FIRST.file, WRONG))
    assert judge.graded.count(0) == 1
    assert '20 of 25 points  failed' in screens[-1]


def test_another_rubric_judges_anew(folder: pathlib.Path) -> None:
    """What was finished under another rubric or Keras is looked at."""
    play(folder, (FIRST.file, RIGHT))
    judge, _ = play(folder, context='another')
    assert 0 in judge.graded


@pytest.mark.parametrize('kept', [
    '', '[]', '{"finished": []}', '{"finished": {"0-vanilla.py": 1}}',
    '{"finished": {"0-vanilla.py": ["a", "b"]}}', '\udcff'])
def test_broken_progress_is_no_progress(
        folder: pathlib.Path, kept: str) -> None:
    """A file that cannot be read is as none, and is written anew."""
    (folder / progress.NAME).write_text(kept, errors='surrogateescape')
    judge, _ = play(folder)
    assert 0 in judge.graded
    assert progress.load(str(folder)) == ({}, '')


@pytest.mark.parametrize('make, said', [
    (lambda path: os.mkfifo(path), 'it is not a plain file'),
    (lambda path: path.mkdir(), 'it is not a plain file'),
    (lambda path: path.symlink_to('0-vanilla.py'), 'it is not a plain file'),
    (lambda path: path.write_bytes(b' ' * (1 << 20)), 'it is too large'),
    (lambda path: path.write_text('[' * 60000), 'it is not what watch'),
    (lambda path: path.write_text(
        '{"finished": {"0-vanilla.py": ["", -1]}}'), 'it is not what watch'),
])
def test_odd_progress_is_set_aside(
        folder: pathlib.Path, make: Callable[[pathlib.Path], object],
        said: str) -> None:
    """What watch did not write gets another name, and a word about it."""
    make(folder / progress.NAME)
    _, screens = play(folder, (FIRST.file, RIGHT))
    text = ' '.join(screens[-1].split())
    assert f'{progress.NAME} was not read ({said}' in text
    aside, = (name for name in os.listdir(folder)
              if name.startswith(f'{progress.NAME}.'))
    assert aside in text
    assert list(progress.load(str(folder))[0]) == [FIRST.file]


def test_all_done(folder: pathlib.Path) -> None:
    """The last check that passes is told with joy."""
    _, screens = play(folder, *[(task.file, RIGHT)
                                for task in curriculum.TASKS])
    assert 'well done!' in screens[-1] and 'well done!' not in screens[-2]
    assert 'Finished. n goes' not in screens[-1]


def test_run(folder: pathlib.Path, capfd: pytest.CaptureFixture[str]) -> None:
    """r runs the driver of the task that is shown, for a few epochs."""
    (folder / '1-main.py').write_text(
        'import os, sys\nprint(os.path.basename(os.getcwd()), sys.argv)\n')
    _, screens = play(folder, 'n', 'r')
    assert 'as your own program, without the sandbox' in screens[-1]
    assert capfd.readouterr().out == \
        f"{folder.name} ['1-main.py', '--epochs', '3']\n"


def test_without_a_terminal_verdicts_are_printed(folder: pathlib.Path) -> None:
    """Each verdict is plain text, and the end is told."""
    def script() -> Iterator[str]:
        for task in curriculum.TASKS:
            (folder / task.file).write_text(RIGHT)
            yield events.SAVED

    console = Screen()
    watch.tell(Session(str(folder), Judge(folder), ''), script(), console)
    text = console.shown.getvalue()
    assert text.startswith('Task 0  0-vanilla.py  0 of 25 points  not att')
    assert text.count('25 of 25 points  passed') == len(curriculum.TASKS)
    assert 'well done!' in text


def test_network_drives_are_known(tmp_path: pathlib.Path) -> None:
    """The innermost mount counts."""
    mounts = tmp_path / 'mounts'
    mounts.write_text('/dev/sda / ext4 rw 0 0\n'
                      f'server:/home {tmp_path} nfs4 rw 0 0\n'
                      f'/dev/sdb {tmp_path}/my\\040disk ext4 rw 0 0\n')
    for path, kind in ((tmp_path / 'mine', 'nfs4'), (tmp_path, 'nfs4'),
                       (tmp_path / 'my disk' / 'x', 'ext4'),
                       (f'{tmp_path}x', 'ext4')):
        assert events.filesystem(str(path), str(mounts)) == kind
    assert events.filesystem(str(tmp_path), str(tmp_path / 'none')) == ''
    assert 'nfs4' in events.NETWORKS and 'ext4' not in events.NETWORKS


def test_a_network_drive_has_a_note(
        folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a network drive every screen says so; a save there is seen."""
    assert events.polling(str(folder)) == ''
    monkeypatch.setattr(events, 'filesystem', lambda folder: 'nfs4')
    note = events.polling(str(folder))
    console = Screen()
    session = Session(str(folder), Judge(folder), '', [note, ''])
    with events.stream(str(folder)) as happened:
        next(happened)          # from here on it is watched
        (folder / FIRST.file).write_text(WRONG)
        watch.play(session, iter([next(happened), 'q']), console, '')
    text = ' '.join(console.shown.getvalue().split())
    assert text.count('on a network drive (nfs4)') >= 1
    assert '20 of 25 points failed' in text
