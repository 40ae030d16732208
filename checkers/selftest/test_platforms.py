"""Gradebooks of Canvas and Moodle, filled with the points of a class.

The heads and rows are those that the platforms document.
"""
import csv
import io
import pathlib
from collections.abc import Callable, Collection, Mapping

import pytest
from msgspec.structs import replace

from checkers.__main__ import main
from checkers.marks.document import to_json
from checkers.marks.grades import file_name
from checkers.selftest import two_students
from checkers.selftest.two_students import ADA, assign, document, POINTS

CANVAS = (
    '\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,'
    '"Autoencoders, part 1 (4711)",Quiz (12),Final Score\r\n'
    ',,,,,Manual Posting,,\r\n'
    '    Points Possible,,,,,8.00,10.00,(read only)\r\n'
    '"M\u00fcller, J\u00f6rg ""Joe""",31,u31,jmueller,"S 1, 2",,7.50,\r\n'
    '"Doe, Jane",32,u32,jane@school.example,S 1,3.00,8.00,12\r\n'
    '"Roe, Rick",33,u33,rroe,S 1,"1.00",9.00,  \r\n'
    '"Poe, Pia",34,u34,ppoe,S 1,2.00,1.00,"""\r\n')
MOODLE = (
    '\ufeff"Identifier","Full name","Email address",Status,Grade,'
    '"Maximum Grade","Grade can be changed","Last modified (grade)",'
    '"Feedback comments"\n'
    '"Participant 31","J\u00f6rg M\u00fcller",joe@school.example,'
    '"Submitted for grading - ",,"8,00",Yes,-,"<p>a, ""b""</p>"\n'
    '"Participant 32","Jane Doe",jane@school.example,-,"3,00","8,00",Yes,-,\n'
    '"Participant 33","Rick Roe",rick@school.example,-,,"8,00",Yes,-,"two\n'
    'lines"\n')
# What a student passes of the two tasks, for so many points of 8.
POINTS_6, POINTS_4, POINTS_0 = (POINTS, {'layers'}), (POINTS, ()), ((), ())
Fill = Callable[..., tuple[int, str, str, bytes]]


@pytest.fixture
def fill(tmp_path: pathlib.Path,
         capsys: pytest.CaptureFixture[str]) -> Fill:
    """Give a function that fills a gradebook: code, stdout, stderr, bytes."""
    def run(to: str, text: str,
            got: Mapping[str, tuple[Collection[str], ...]], *more: str
            ) -> tuple[int, str, str, bytes]:
        (tmp_path / 'results').mkdir(exist_ok=True)
        for name, passed in got.items():
            (tmp_path / 'results' / f'{file_name(name)}.json').write_text(
                to_json(replace(document(ADA, *passed), submission=name)))
        book, out = tmp_path / 'book.csv', tmp_path / 'out.csv'
        book.write_bytes(text.encode('utf-8', 'surrogateescape'))
        code = main(['export', str(tmp_path), '--to', to, '--out', str(out),
                     '--gradebook', str(book), *more])
        said = capsys.readouterr()
        return (code, said.out, said.err,
                out.read_bytes() if out.exists() else b'')
    return run


def table(data: bytes | str) -> list[list[str]]:
    """Return the rows of a CSV file as Python's csv reads them."""
    text = data if isinstance(data, str) else data.decode()
    return list(csv.reader(io.StringIO(text, newline='')))


def test_canvas(fill: Fill) -> None:
    """By archive, by login, by e-mail; who has no submission keeps all."""
    code, out, err, data = fill(
        'canvas', CANVAS,
        {'muellerjoerg_31': POINTS_6, 'JANE@school.example': POINTS_4,
         'rroe': POINTS_0, 'Poe_99': POINTS_4}, '--column',
        'Autoencoders, part 1')
    assert code == 0
    assert data.decode() == CANVAS.replace(',"S 1, 2",,7', ',"S 1, 2",6,7') \
        .replace('S 1,3.00', 'S 1,4').replace('S 1,"1.00"', 'S 1,"0"')
    assert [row[5] for row in table(data)[3:]] == ['6', '4', '0', '2.00']
    assert '3 of 4 submissions' in out
    assert err == ('checkers: not in the gradebook, or not clear whose: '
                   'Poe_99\n')


@pytest.mark.parametrize('column', ['autoencoders, part 1 (4711)',
                                    'Autoencoders, part 1'])
def test_a_column_is_named(fill: Fill, column: str) -> None:
    """Where there are two, it is named, with the number or without."""
    code, _, err, data = fill('canvas', CANVAS, {'rroe': POINTS_6})
    assert (code, data) == (2, b'')
    assert "there are: 'Autoencoders, part 1 (4711)', 'Quiz (12)'" in err
    code, _, err, data = fill('canvas', CANVAS, {}, '--column', 'Quizz')
    assert (code, data) == (2, b'')
    assert fill('canvas', CANVAS, {}, '--column', column)[0] == 0


def test_moodle(fill: Fill) -> None:
    """The worksheet has one column; the participant's number is its own."""
    code, out, err, data = fill(
        'moodle', MOODLE, {'J\u00f6rg M\u00fcller_31': POINTS_6,
                           'rick@school.example': POINTS_0})
    assert (code, err) == (0, '')
    assert data.decode() == MOODLE.replace('- ",,', '- ",6,').replace(
        'rick@school.example,-,,', 'rick@school.example,-,0,')
    assert [row[4] for row in table(data)[1:]] == ['6', '3,00', '0']
    assert 'two\nlines' in data.decode()


@pytest.mark.parametrize('separator', [';', '\t'])
def test_separators(fill: Fill, separator: str) -> None:
    """Other countries and a teacher's choice separate by other signs."""
    text = ''.join(f'{separator.join(row)}\n' for row in (
        ['Email address', 'Assignment: A, B (Real)', 'Last downloaded'],
        ['jane@school.example', '1,50', ','], ['rroe', '-', '"']))
    code, _, _, data = fill('moodle', text, {'jane@school.example': POINTS_6})
    assert code == 0
    assert data.decode() == text.replace('1,50', '6')


def test_two_for_one_row(fill: Fill) -> None:
    """Nobody gets points where it is not clear whose they are."""
    code, out, err, data = fill(
        'canvas', CANVAS, {'rroe': POINTS_6, 'roerick_33': POINTS_4},
        '--column', 'Quiz')
    assert (code, data.decode()) == (0, CANVAS)
    assert '0 of 2 submissions' in out
    assert 'roerick_33, rroe' in err
    assert 'out of 8 points, the column out of 10' in err


def test_other_bytes_stay(fill: Fill) -> None:
    """What is not UTF-8, or no whole row, is written as it was."""
    text = CANVAS + 'a,b\udcff,c\r\n\r\n'
    code, _, _, data = fill('canvas', text, {'ppoe': POINTS_6}, '--column',
                            'Quiz')
    assert code == 0
    assert data == text.replace('2.00,1.00', '2.00,6').encode(
        'utf-8', 'surrogateescape')


def test_with_corrections(fill: Fill, tmp_path: pathlib.Path) -> None:
    """The last word is what goes to the platform: 6 less 50 % is 3."""
    path = assign(tmp_path, '[[correction]]\nstudent = "rroe"\n'
                  'percent = -50\nreason = "Late."\n')
    *_, data = fill('canvas', CANVAS, {'rroe': POINTS_6}, '--column',
                    'Autoencoders, part 1', '--assignment', path)
    assert [row[5] for row in table(data)[3:]] == ['', '3.00', '3', '2.00']


@pytest.mark.parametrize('to, text, said', [
    ('canvas', MOODLE, 'is no gradebook of canvas'),
    ('moodle', CANVAS, 'is no gradebook of moodle'),
    ('canvas', '', 'is no gradebook of canvas'),
    ('moodle', 'Identifier,Name\n', 'there are: none')])
def test_no_gradebook(fill: Fill, to: str, text: str, said: str) -> None:
    """A file of something else is refused, and nothing is written."""
    code, _, err, data = fill(to, text, {'rroe': POINTS_6})
    assert (code, data) == (2, b'')
    assert said in err and len(err.splitlines()) == 1


@pytest.mark.parametrize('words', [
    ['canvas'], ['csv', '--gradebook', 'book.csv'],
    ['moodle', '--gradebook', 'nowhere.csv']])
def test_the_file_is_missing(tmp_path: pathlib.Path, words: list[str],
                             capsys: pytest.CaptureFixture[str]) -> None:
    """These two formats need a gradebook; no other does."""
    grades = two_students.write(tmp_path / 'grades')
    assert main(['export', str(grades), '--out', str(tmp_path / 'out'),
                 '--to', *words]) == 2
    line, = capsys.readouterr().err.splitlines()
    assert 'need --gradebook' in line or 'nowhere.csv cannot be read' in line
    assert not (tmp_path / 'out').exists()
