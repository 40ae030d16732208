"""The teacher's assignment: what it says, what it is worth, what is refused.

The marks of the class, two_students.py, are added up by hand.
"""
import pathlib
import re
import zipfile
from collections.abc import Callable

import pytest

from checkers.__main__ import main
from checkers.base.errors import Mistake
from checkers.exporters import bundle
from checkers.judging import rubric
from checkers.marks import assignment as assignments
from checkers.marks.assignment import Assignment, load
from checkers.marks.document import TaskStatus, to_json
from checkers.marks.grades import Grades, file_name
from checkers.marks.marking import mark, Marked, scaled
from checkers.selftest import two_students
from checkers.selftest.course import ROOT
from checkers.selftest.two_students import ADA, BOB, document, ONE_EACH, \
    POINTS

Write = Callable[[str], str]


@pytest.fixture
def grades(tmp_path: pathlib.Path) -> pathlib.Path:
    """Give the folder of the marks of the class."""
    return two_students.write(tmp_path / 'grades')


@pytest.fixture
def write(tmp_path: pathlib.Path) -> Write:
    """Give a function that writes an assignment and returns its path."""
    return lambda text: two_students.assign(tmp_path, text)


@pytest.fixture
def marked(grades: pathlib.Path, write: Write) -> dict[str, Marked]:
    """Give the marks of the class by ONE_EACH, by student."""
    return {graded.document.submission: graded.document
            for graded in Grades(str(grades), load(write(ONE_EACH)))}


def test_without_a_file_nothing_differs() -> None:
    """Everything counts, and nothing is corrected."""
    marks = mark(document(ADA))
    assert (marks.score, marks.max_score, marks.changes) == (6, 8, ())
    assert marks.tasks == marks.graded.tasks == document(ADA).tasks


def test_tasks(write: Write) -> None:
    """A task that is not asked for counts on neither side."""
    marks = mark(document(ADA), load(write('tasks = [1]')))
    assert [task.number for task in marks.tasks] == [1]
    assert (marks.score, marks.max_score) == (2, 4)


def test_points(write: Write) -> None:
    """A check's points differ everywhere, or in one task, which goes first.

    Ada: (2 + 1 + 0) + (2 + 0 + 0) of (2 + 1 + 0) + (2 + 3 + 0).
    """
    marks = mark(document(ADA), load(write(
        '[points]\nloss = 1\nrun_bit = 0\n1.loss = 3\n')))
    assert [(task.score, task.max_score) for task in marks.tasks] == [
        (3, 3), (2, 5)]
    assert (marks.score, marks.max_score) == (5, 8)
    assert [check.max_points for check in marks.tasks[1].checks] == [2, 3, 0]


def test_a_task_is_passed_by_all_its_points(write: Write) -> None:
    """What counts for nothing fails no task; nobody passes nothing."""
    by = load(write('[points]\n0.layers = 0\n0.loss = 0\n'))
    assert mark(document(BOB), by).tasks[0].status is TaskStatus.PASSED
    by = load(write('[points]\nlayers = 0\nloss = 0\nrun_bit = 0\n'))
    assert mark(document(BOB), by).tasks[0].status is TaskStatus.FAILED
    assert mark(document(ADA), by).tasks[0].status is TaskStatus.PASSED
    by = load(write(f'[[correction]]\nstudent = "{ADA}"\ntask = 0\n'
                    'points = 3\nreason = "Copied."\n'))
    assert mark(document(ADA), by).tasks[0].status is TaskStatus.FAILED


def test_corrections(marked: dict[str, Marked]) -> None:
    """A check's, a task's and a per cent of the whole, in this order.

    Ada has 3 and 2 of 3 and 5; the loss is 2 more, 7; less 10 % is 6.3.
    """
    ada, bob = marked[ADA], marked[BOB]
    assert (ada.graded.score, ada.score, ada.max_score) == (5, 6, 8)
    assert ada.correction == 1
    assert [str(change) for change in ada.changes] == [
        '1-sparse.py loss: 0 -> 2 of 3 points: Right but for the sign.',
        'all tasks: 7 -> 6 of 8 points: A day late.']
    assert ada.tasks[1].checks[1].message == (
        'It is wrong. Your teacher gives 2 of 3 points: Right but for the '
        'sign.')
    assert (bob.graded.score, bob.score, bob.max_score) == (0, 3, 8)
    assert bob.tasks[0].status is TaskStatus.PASSED
    assert [change.what for change in bob.changes] == ['0-vanilla.py']


@pytest.mark.parametrize('score, percent, after', [
    (83, -10, 75), (85, -10, 77), (1, -50, 1), (0, -50, 0), (7, -100, 0),
    (60, 5, 63), (98, 5, 100), (100, 0, 100)])
def test_a_per_cent_is_whole_points(score: int, percent: int,
                                    after: int) -> None:
    """Half a point is the student's; nobody has more than all of 100."""
    assert scaled(score, percent, 100) == after


def test_corrections_outlive_a_regrade(grades: pathlib.Path,
                                       write: Write) -> None:
    """They replace points, so that none is given twice."""
    by = load(write(ONE_EACH))
    file = grades / 'results' / f'{file_name(ADA)}.json'
    file.write_text(to_json(document(ADA, POINTS, {'layers', 'loss'})))
    raw = file.read_bytes()
    marks = Grades(str(grades), by).read(file_name(ADA)).document
    assert (marks.graded.score, marks.score) == (8, 6)
    assert marks.changes[0].before == 3 and marks.changes[0].after == 2
    assert file.read_bytes() == raw


CORRECTION = '[[correction]]\nstudent = "%s"\nreason = "Why."\n'
OF_ADA = CORRECTION % ADA


@pytest.mark.parametrize('text, said', [
    ('tasks = [0, 8]', "there is no task '8'; the nearest is '7'"),
    ('tasks = []', 'names none'),
    ('tasks = [0', 'is no assignment'),
    ('tasks = "all"', 'is no assignment'),
    ('points.loss = -1', 'is no assignment'),
    ('points.loss = true', 'is no assignment'),
    ('task = [0]', 'unknown field `task`'),
    (f'[[correction]]\nstudent = "{ADA}"\npercent = 5\n',
     'missing required field `reason`'),
    (OF_ADA, 'either `task` and `points`'),
    (OF_ADA + 'points = 1', 'either `task` and `points`'),
    (OF_ADA + 'task = 0\npercent = 1', 'either `task` and `points`'),
    (OF_ADA + 'check = "loss"\npercent = 1', 'either `task` and `points`'),
    (OF_ADA + 'percent = 101', 'is no assignment'),
    ((OF_ADA + 'percent = 1\n') * 2, 'of the same points'),
    (OF_ADA + 'task = 0\npoints = 1\n' + OF_ADA + 'task = 0\ncheck = "loss"'
     '\npoints = 1', 'of the same points'),
    ('[points]\nlos = 1', "there is no check 'los'; the nearest is 'loss'"),
    ('[points]\n3.loss = 1', "there is no task '3'; the nearest is '"),
    ('[points]\n1.layer = 1', "no check of task 1 'layer'; the nearest is "
     "'layers'"),
    ('tasks = [0]\n[points]\n1.loss = 1', "no task '1'; the nearest is '0'"),
    (OF_ADA + 'task = 1\ncheck = "lost"\npoints = 1',
     "no check of task 1 'lost'; the nearest is 'loss'"),
    (OF_ADA + 'task = 2\npoints = 1', "there is no task '2'"),
    (OF_ADA + 'task = 0\npoints = 5', 'gives 5 of 4 points'),
    (OF_ADA + 'task = 0\ncheck = "loss"\npoints = 2', 'gives 2 of 1 points'),
    ('points.run_bit = 0\n' + OF_ADA + 'task = 0\npoints = 4',
     'gives 4 of 3 points'),
    (CORRECTION % 'Ada Lovelace' + 'percent = 1',
     f"no student 'Ada Lovelace'; the nearest is '{ADA}'"),
    (OF_ADA + 'percent = 1\n' + CORRECTION % file_name(ADA) + 'percent = 2',
     'of the same points'),
    ('tasks = [0, 1, 2]', 'was graded without task 2'),
    ('tasks = [0]\n' * 2, 'is no assignment'),
    ('\x1b[31m = 1', 'is no assignment')])
def test_what_does_not_fit(grades: pathlib.Path, tmp_path: pathlib.Path,
                           write: Write, capsys: pytest.CaptureFixture[str],
                           text: str, said: str) -> None:
    """It is one line on stderr and exit code 2; nothing is written."""
    code = main(['export', str(grades), '--to', 'csv', '--out',
                 str(tmp_path / 'out'), '--assignment', write(text)])
    line, = capsys.readouterr().err.splitlines()
    assert code == 2
    assert said in line and line.isprintable()
    assert not (tmp_path / 'out').exists()


def test_a_file_that_is_not_there(grades: pathlib.Path,
                                  tmp_path: pathlib.Path) -> None:
    """The reason says how to get one; so does what is no text."""
    with pytest.raises(Mistake, match='start --assignment writes one'):
        load(str(tmp_path / 'nowhere.toml'))
    (tmp_path / 'bytes.toml').write_bytes(b'tasks = "\xff"')
    with pytest.raises(Mistake, match='is no assignment'):
        load(str(tmp_path / 'bytes.toml'))


def test_a_reason_is_one_printable_line(write: Write) -> None:
    """What a terminal would obey becomes blanks."""
    one, = load(write(CORRECTION.replace('Why.', 'a\\u001b[31mb\\nc') % ADA +
                      'percent = 1')).corrections
    assert one.reason == 'a [31mb c'


def test_a_name_that_fits_two(grades: pathlib.Path, write: Write) -> None:
    """The result files tell apart two submissions of one name."""
    (grades / 'results' / 'second.json').write_text(to_json(document(ADA)))
    with pytest.raises(Mistake, match=f'name of 2 students; name one of '
                       f'{file_name(ADA)}, second'):
        Grades(str(grades), load(write(OF_ADA + 'percent = 1')))
    by = load(write(CORRECTION % 'second' + 'percent = -50'))
    scores = [graded.document.score for graded in Grades(str(grades), by)]
    assert sorted(scores) == [1, 3, 6]


def test_one_document_needs_no_other_student(grades: pathlib.Path,
                                             write: Write) -> None:
    """Of a class' corrections, one student's page takes its own."""
    one, = Grades(str(grades / 'results' / f'{file_name(ADA)}.json'),
                  load(write(ONE_EACH)))
    assert len(one.document.changes) == 2


def test_the_rubrics_names(write: Write, tmp_path: pathlib.Path,
                           capsys: pytest.CaptureFixture[str]) -> None:
    """A bundle, a check and a class are held against the rubric at once."""
    path = write('[points]\nrun_bits = 0\n')
    for words in (['export', '--to', 'gradescope-zip', '--out'],
                  ['check', str(tmp_path), '--json'],
                  ['grade', str(tmp_path), '--out']):
        assert main([*words, str(tmp_path / 'out'), '--assignment',
                     path]) == 2
        assert "'run_bits'; the nearest is 'run_bit'" in \
            capsys.readouterr().err
        assert not (tmp_path / 'out').exists()


def test_a_task_that_is_not_asked(write: Write, tmp_path: pathlib.Path,
                                  capsys: pytest.CaptureFixture[str]) -> None:
    """--task chooses among the tasks of the assignment."""
    assert main(['check', str(tmp_path), '--task', '2', '--assignment',
                 write('tasks = [0, 1]')]) == 2
    assert 'none of the tasks of the assignment: 0, 1' in \
        capsys.readouterr().err


def test_a_class_names_its_students(write: Write, tmp_path: pathlib.Path,
                                    capsys: pytest.CaptureFixture[str]
                                    ) -> None:
    """`grade` refuses a student whom it has neither found nor graded."""
    (tmp_path / 'class' / 'Ada').mkdir(parents=True)
    (tmp_path / 'class' / 'Ada' / '0-vanilla.py').write_text('')
    assert main(['grade', str(tmp_path / 'class'), '--out',
                 str(tmp_path / 'out'), '--assignment',
                 write(CORRECTION % 'Eda' + 'percent = 1')]) == 2
    assert "no student 'Eda'; the nearest is 'Ada'" in capsys.readouterr().err
    assert not (tmp_path / 'out').exists()


def test_the_bundle_has_no_corrections(write: Write, tmp_path: pathlib.Path
                                       ) -> None:
    """Its assignment has the same tasks and points, and names nobody."""
    whole = load(write(ONE_EACH))
    bundle.export(str(tmp_path / 'zip'), whole)
    with zipfile.ZipFile(tmp_path / 'zip') as archive:
        assert archive.read('assignment.toml').decode() == whole.impersonal()
    shared = load(write(whole.impersonal()))
    assert shared == Assignment(tasks=whole.tasks, points=whole.points)
    assert ADA not in whole.impersonal()
    assert load(write(Assignment().impersonal())) == Assignment()


def test_start_writes_one(tmp_path: pathlib.Path,
                          capsys: pytest.CaptureFixture[str],
                          monkeypatch: pytest.MonkeyPatch) -> None:
    """It changes nothing as it stands; its examples fit the rubric."""
    monkeypatch.chdir(tmp_path)
    assert main(['start', '--assignment']) == 0
    assert load('assignment.toml') == Assignment()
    text = pathlib.Path('assignment.toml').read_text()
    assert max(map(len, text.splitlines())) < 80
    examples, checks = text.split('# The checks and their points:')
    assert checks.count('# task ') == 8 and 'run_bit 1' in checks
    lines = [line.removeprefix('# ') for line in examples.splitlines()
             if '[' in line or ' = ' in line]
    pathlib.Path('mine.toml').write_text('\n'.join(lines))
    by = load('mine.toml')
    assert len(by.corrections) == 3 and by.tasks and len(by.points) == 2
    by.require_rubric({0: {'all': 25, 'run_bit': 1}, 3: {'kl_term': 2}})
    assert main(['start', '--assignment']) == 2
    assert 'is there already' in capsys.readouterr().err
    assert assignments.NAME == 'assignment.toml'


def test_the_teachers_page_shows_one(write: Write) -> None:
    """Its names fit the rubric."""
    page = (ROOT / 'checkers' / 'classroom' / 'README.md').read_text()
    example, = re.findall(r'```toml\n(.*?)```', page, re.S)
    load(write(example)).require_rubric(rubric.points())


@pytest.mark.parametrize('words', [[], ['folder', '--assignment=other.toml']])
def test_start_makes_one_thing(words: list[str], tmp_path: pathlib.Path,
                               capsys: pytest.CaptureFixture[str],
                               monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs a folder or --assignment, and not both."""
    monkeypatch.chdir(tmp_path)
    assert main(['start', *words]) == 2
    assert 'start needs' in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
