"""Every export tells the raw points, the correction and the reason.

The marks of the class, two_students.py, are added up by hand.
"""
import base64
import csv
import json
import pathlib
import re
import xml.etree.ElementTree as xml
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from checkers.__main__ import main
from checkers.exporters import html as report
from checkers.marks.assignment import load
from checkers.marks.document import to_json
from checkers.marks.grades import file_name, Grades
from checkers.selftest import two_students
from checkers.selftest.two_students import ADA, BOB, document, ONE_EACH

Export = Callable[..., pathlib.Path]


@pytest.fixture
def corrected(tmp_path: pathlib.Path) -> Export:
    """Give a function that exports the class by an assignment."""
    grades = two_students.write(tmp_path / 'grades')

    def run(to: str, text: str = ONE_EACH) -> pathlib.Path:
        path = two_students.assign(tmp_path, text)
        assert main(['export', str(grades), '--to', to, '--out',
                     str(tmp_path / 'out'), '--assignment', path]) == 0
        return tmp_path / 'out'
    return run


def test_csv(corrected: Export) -> None:
    """Columns have raw points, the correction and why; none is a formula."""
    with open(corrected('csv'), newline='', encoding='utf-8-sig') as file:
        ada, bob = csv.DictReader(file)
    assert list(ada)[:7] == ['submission', 'result', 'score', 'max_score',
                             'raw', 'correction', 'reason']
    assert list(ada.values())[:6] == [ADA, file_name(ADA), '6', '8', '5', '1']
    assert ada['reason'] == (
        '1-sparse.py loss: 0 -> 2 of 3 points: Right but for the sign.; '
        'all tasks: 7 -> 6 of 8 points: A day late.')
    assert (ada['1-sparse.py'], ada['1-sparse.py loss']) == ('4', '2')
    assert (bob['score'], bob['raw'], bob['correction']) == ('3', '0', '3')
    assert bob['reason'].endswith("It came by mail;'=1 & late.")


def test_csv_without_corrections(corrected: Export) -> None:
    """There are no columns for what there is not."""
    text = corrected('csv', 'tasks = [0]').read_text('utf-8')
    assert 'reason' not in text and '1-sparse.py' not in text


def test_gradescope(corrected: Export) -> None:
    """The score is the last word; the text above the tests says why."""
    out = corrected('gradescope')
    written = json.loads((out / f'{file_name(ADA)}.json').read_text())
    assert written['score'] == 6
    assert [test['score'] for test in written['tests']] == [2, 1, 0, 2, 2, 0]
    assert [test['max_score'] for test in written['tests']] == [
        2, 1, 0, 2, 3, 0]
    assert written['output'].splitlines()[-3:] == [
        'Corrected by the teacher, from 5 to 6 of 8 points:',
        '1-sparse.py loss: 0 -> 2 of 3 points: Right but for the sign.',
        'all tasks: 7 -> 6 of 8 points: A day late.']
    assert 'Your teacher gives 2 of 3' in written['tests'][4]['output']


def test_github(corrected: Export) -> None:
    """The reporter adds up the tests, and comes to the same score."""
    out = corrected('github')
    for name, score in ((ADA, 6), (BOB, 3)):
        written = json.loads(base64.b64decode(
            (out / f'{file_name(name)}.txt').read_text()))
        assert written['max_score'] == 8
        assert sum(test['score'] for test in written['tests']) == score
        *_, last = written['tests']
        assert last['name'].startswith('Corrected: ')
        assert 'late.' in last['message']


def test_junit(corrected: Export) -> None:
    """A suite's properties are the points, raw points and corrections."""
    root = xml.parse(corrected('junit')).getroot()
    suites = {suite.get('name'): suite for suite in root}
    pairs = [(node.get('name'), node.get('value'))
             for node in suites[BOB].findall('./properties/property')]
    assert pairs == [
        ('points', '3'), ('raw_points', '0'),
        ('correction', '0-vanilla.py: 0 -> 3 of 3 points: It came by mail;=1 '
                       '& late.')]
    assert suites[ADA].get('failures') == '2'       # as it was graded


def test_html(corrected: Export) -> None:
    """The class' page and the student's own say raw, correction, reason."""
    out = corrected('html')
    index = (out / 'index.html').read_text()
    page = (out / 'students' / f'{file_name(BOB)}.html').read_text()
    for text in (index, page):
        assert 'It came by mail;=1 &amp; late.' in text
        assert '<td>0 of 3</td><td>3 of 3</td>' in text
    assert '<td>6</td><td>5</td><td>+1</td>' in index
    assert '<td>3</td><td>0</td><td>+3</td>' in index
    assert 'Right but for the sign.' not in page
    ada = (out / 'students' / f'{file_name(ADA)}.html').read_text()
    assert '<span class="points">2 of 3</span>' in ada


def test_a_class_is_looked_at_as_it_was_graded(tmp_path: pathlib.Path
                                               ) -> None:
    """What is taught again, and who fails alike, knows no correction."""
    grades = two_students.write(tmp_path / 'grades')
    (grades / 'results' / 'second.json').write_text(
        to_json(replace(document(BOB), submission='second')))
    report.export(Grades(str(grades), load(two_students.assign(
        tmp_path, ONE_EACH + '[[correction]]\nstudent = "second"\ntask = 0\n'
        'check = "layers"\npoints = 1\nreason = "Nearly."\n'))),
        str(tmp_path / 'out'))
    checks = (tmp_path / 'out' / 'checks.html').read_text()
    alike = (tmp_path / 'out' / 'alike.html').read_text()
    assert 'Your teacher' not in checks + alike
    assert '2 submissions <span class="file">0-vanilla.py' in alike
    first, second = checks.split('<section')[1:]
    assert re.findall(r'<strong>(\d+) %', first) == ['33', '33']
    assert re.findall(r'<strong>(\d+) %', second) == ['0', '0', '33']
