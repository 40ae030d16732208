"""The command `watch`: what each save and each key changes on the screen."""
import io
import sys

import pytest
from rich.console import Console

from checkers.commands import watch
from checkers.course import curriculum
from checkers.selftest import course
from checkers.student import events, progress, workplace
from checkers.student.session import Session

FIRST, SECOND = curriculum.TASKS[:2]
WRONG, RIGHT = 'wrong', 'right'
HINTS = ['Which way?', 'The loop.']


@pytest.fixture
def folder(tmp_path):
    """Make a student's folder; give the folder of the answers."""
    workplace.make(str(tmp_path), str(course.COURSE))
    return tmp_path / course.COURSE.name


class Judge:
    """A stand-in for the grader: a file is as right as it says.

    Attributes:
        graded: the numbers of the tasks that were graded, in order.
    """

    def __init__(self, folder):
        """Remember where the files lie."""
        self.folder, self.graded = folder, []

    def __call__(self, task):
        """Return a task's part of a result document, with two checks."""
        self.graded.append(task.number)
        said = (self.folder / task.file).read_text()
        points = {RIGHT: 25, WRONG: 20}.get(said, 0)
        status = {25: 'passed', 20: 'failed', 0: 'not attempted'}[points]
        check = {'id': 'layers', 'title': 'The layers are right',
                 'status': status if points else 'blocked', 'points': 0,
                 'max_points': 5, 'message': 'They are wrong.',
                 'hints': HINTS, 'table': [], 'curve': []}
        other = dict(check, id='loss', status='passed' if points
                     else 'blocked')
        return {'number': task.number, 'file': task.file, 'line': 11,
                'objective': task.objective, 'status': status,
                'score': points, 'max_score': 25, 'checks': [check, other]}


def play(folder, *happened, context='rubric'):
    """Play a session; return its judge and the screens that were shown.

    Args:
        folder: pathlib.Path of the answers.
        happened: keys, and pairs of a file's name and its new text.
        context: what marks depend on beside the files.
    """
    def script():
        for event in happened:
            if isinstance(event, tuple):
                (folder / event[0]).write_text(event[1])
                yield events.SAVED
            else:
                yield event
        yield 'q'

    judge = Judge(folder)
    console = Console(file=io.StringIO(), width=80, highlight=False)
    watch.play(Session(str(folder), judge, context), script(), console,
               sys.executable)
    text = console.file.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    return judge, text.split('Autoencoders  [')[1:]


def test_the_first_screen(folder):
    """It shows the first task that is not finished, and what to do."""
    judge, [screen] = play(folder)
    assert judge.graded == [task.number for task in curriculum.TASKS]
    assert '0 of %d points' % (25 * len(curriculum.TASKS)) in screen
    assert 'Task 0  0-vanilla.py  0 of 25 points  not attempted' in screen
    assert FIRST.objective in screen
    assert 'open 0-vanilla.py, line 11' in screen
    assert '. layers' in screen and 'They are wrong' not in screen


def test_a_save_is_judged(folder):
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


def test_a_save_that_changes_nothing(folder):
    """The same text again is not judged again, nor is another file."""
    judge, screens = play(folder, (FIRST.file, WRONG), (FIRST.file, WRONG),
                          ('notes.txt', 'mine'))
    assert judge.graded.count(0) == 2 and len(screens) == 2


def test_hints(folder):
    """h opens a rung at a time."""
    _, screens = play(folder, (FIRST.file, WRONG), 'h', 'h', 'h',
                      (FIRST.file, RIGHT))
    seen = [[hint in screen for hint in HINTS] for screen in screens]
    assert seen == [[False, False], [False, False], [True, False],
                    [True, True], [True, True], [False, False]]


def test_hints_stay_open_while_the_same_check_fails(folder):
    """A save that does not help closes nothing."""
    (folder / FIRST.file).write_text(WRONG)
    session = Session(str(folder), Judge(folder), '')
    session.refresh(lambda task: None)
    session.press('h')
    (folder / FIRST.file).chmod(0o600)
    assert session.refresh(lambda task: None) == [FIRST]
    assert session.hints == 1


def test_other_keys(folder):
    """n, p and a go forth, back and to all tasks; others do nothing."""
    last = curriculum.TASKS[-1]
    _, screens = play(folder, 'n', 'p', 'p', 'a', 'a', 'x')
    names = [('Task %d  %s' % (task.number, task.file))
             for task in (SECOND, FIRST, last)]
    assert [name in screen for name, screen in
            zip(names, screens[1:])] == [True] * 3
    assert all(task.file in screens[4] for task in curriculum.TASKS)
    assert '>     %s' % last.file in screens[4]
    assert names[2] in screens[5] and names[2] in screens[6]


def test_the_task_that_is_saved_is_shown(folder):
    """Who works on another task sees that one."""
    _, screens = play(folder, (SECOND.file, WRONG))
    assert 'Task 1  1-sparse.py  20 of 25' in screens[-1]


def test_finished_work_is_not_judged_again(folder):
    """A later session begins behind it, until its file changes."""
    play(folder, (FIRST.file, RIGHT))
    judge, screens = play(folder, 'p')
    assert 0 not in judge.graded
    assert 'Task 1' in screens[0] and '25 of %d points' % (
        25 * len(curriculum.TASKS)) in screens[0]
    assert 'Task 0  0-vanilla.py  25 of 25 points  passed' in screens[1]
    judge, screens = play(folder, (FIRST.file, WRONG))
    assert judge.graded.count(0) == 1
    assert '20 of 25 points  failed' in screens[-1]


def test_another_rubric_judges_anew(folder):
    """What was finished under another rubric or Keras is looked at."""
    play(folder, (FIRST.file, RIGHT))
    judge, _ = play(folder, context='another')
    assert 0 in judge.graded


@pytest.mark.parametrize('kept', [
    '', '[]', '{"finished": []}', '{"finished": {"0-vanilla.py": 1}}',
    '{"finished": {"0-vanilla.py": ["a", "b"]}}', '\udcff'])
def test_broken_progress_is_no_progress(folder, kept):
    """A file that cannot be read is as none, and is written anew."""
    (folder / progress.NAME).write_text(kept, errors='surrogateescape')
    judge, _ = play(folder)
    assert 0 in judge.graded
    assert progress.load(str(folder)) == {}


def test_all_done(folder):
    """The last check that passes is told with joy."""
    _, screens = play(folder, *[(task.file, RIGHT)
                                for task in curriculum.TASKS])
    assert 'well done!' in screens[-1] and 'well done!' not in screens[-2]
    assert 'Finished. n goes' not in screens[-1]


def test_run(folder, capfd):
    """r runs the driver of the task that is shown, for a few epochs."""
    (folder / '1-main.py').write_text(
        'import os, sys\nprint(os.path.basename(os.getcwd()), sys.argv)\n')
    play(folder, 'n', 'r')
    assert capfd.readouterr().out == "%s ['1-main.py', '--epochs', '3']\n" \
        % folder.name


def test_without_a_terminal_verdicts_are_printed(folder):
    """Each verdict is plain text, and the end is told."""
    def script():
        for task in curriculum.TASKS:
            (folder / task.file).write_text(RIGHT)
            yield events.SAVED

    console = Console(file=io.StringIO(), width=80, highlight=False)
    watch.tell(Session(str(folder), Judge(folder), ''), script(), console)
    text = console.file.getvalue()
    assert text.startswith('Task 0  0-vanilla.py  0 of 25 points  not att')
    assert text.count('25 of 25 points  passed') == len(curriculum.TASKS)
    assert 'well done!' in text


def test_network_drives_are_known(tmp_path):
    """The innermost mount counts."""
    mounts = tmp_path / 'mounts'
    mounts.write_text('/dev/sda / ext4 rw 0 0\nserver:/home %s nfs4 rw 0 0\n'
                      '/dev/sdb %s/my\\040disk ext4 rw 0 0\n' % (
                          tmp_path, tmp_path))
    for path, kind in ((tmp_path / 'mine', 'nfs4'), (tmp_path, 'nfs4'),
                       (tmp_path / 'my disk' / 'x', 'ext4'),
                       (str(tmp_path) + 'x', 'ext4')):
        assert events.filesystem(path, mounts) == kind
    assert events.filesystem(tmp_path, tmp_path / 'none') == ''
    assert 'nfs4' in events.NETWORKS and 'ext4' not in events.NETWORKS


def test_polling_is_said_aloud(folder, monkeypatch):
    """On a network drive every screen says so; a save there is seen."""
    assert events.polling(str(folder)) == ''
    monkeypatch.setattr(events, 'filesystem', lambda folder: 'nfs4')
    note = events.polling(str(folder))
    console = Console(file=io.StringIO(), width=80, highlight=False)
    session = Session(str(folder), Judge(folder), '', [note, ''])
    with events.stream(str(folder)) as happened:
        next(happened)          # from here on it is watched
        (folder / FIRST.file).write_text(WRONG)
        watch.play(session, iter([next(happened), 'q']), console, '')
    text = ' '.join(console.file.getvalue().split())
    assert text.count('on a network drive (nfs4)') >= 1
    assert '20 of 25 points failed' in text
