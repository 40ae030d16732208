"""Exported marks, read back as the platforms and libraries read them."""
import base64
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import typing
import xml.etree.ElementTree as xml
from collections.abc import Collection, Mapping

import pytest
from msgspec.structs import replace

from checkers.exporters import github, gradebook, gradescope, junit
from checkers.marks.document import CheckMark, CheckStatus, Document
from checkers.marks.grades import Grades
from checkers.marks.marking import Marked
from checkers.selftest import synthetic

MISSING = ('junitparser or openpyxl is missing: python3 -m pip install -r '
           'checkers/selftest/requirements.txt')
# By a key of the JSON: the type of its value, or the values that it may have.
Schema = Mapping[str, type | Collection[object]]
# Gradescope's documentation says so.
SHOWN = {'hidden', 'after_due_date', 'after_published', 'visible'}
WRITTEN = {'text', 'html', 'simple_format', 'md', 'ansi'}
RESULTS: Schema = {
    'score': int, 'output': str, 'output_format': WRITTEN,
    'test_output_format': WRITTEN, 'visibility': SHOWN,
    'stdout_visibility': SHOWN, 'extra_data': dict, 'tests': list}
TEST: Schema = {
    'score': int, 'max_score': int, 'status': {'passed', 'failed'},
    'name': str, 'number': str, 'output': str, 'output_format': WRITTEN,
    'tags': list, 'visibility': SHOWN}
CLASSROOM: Schema = {
    'version': {1}, 'status': {'pass', 'fail', 'error'}, 'max_score': int,
    'tests': list}
CLASSROOM_TEST: Schema = {
    'name': str, 'status': {'pass', 'fail', 'error'}, 'score': int,
    'message': str, 'test_code': str, 'filename': str, 'line_no': int,
    'duration': int}


def fits(value: dict[str, typing.Any], schema: Schema) -> bool:
    """Tell whether JSON has these keys, with such values."""
    return value.keys() == schema.keys() and all(
        type(value[key]) is allowed if isinstance(allowed, type)
        else value[key] in allowed for key, allowed in schema.items())


def documents(graded_class: pathlib.Path) -> list[Marked]:
    """Return the result documents of a class."""
    return [graded.document for graded in Grades(str(graded_class))]


def checks(document: Document) -> list[CheckMark]:
    """Return all checks of a document."""
    return [check for task in document.tasks for check in task.checks]


def test_gradescope(graded_class: pathlib.Path,
                    tmp_path: pathlib.Path) -> None:
    """results.json has a test per check; its points are the document's."""
    gradescope.export(Grades(str(graded_class)), str(tmp_path / 'out'))
    for name, document, _ in Grades(str(graded_class)):
        written = json.loads((tmp_path / 'out' / f'{name}.json').read_text())
        assert fits(written, RESULTS)
        assert all(fits(test, TEST) for test in written['tests'])
        assert written['score'] == document.score == sum(
            test['score'] for test in written['tests'])
        found = [(test['score'], test['max_score'], test['status'])
                 for test in written['tests']]
        assert found == [
            (check.points, check.max_points, 'passed'
             if check.status is CheckStatus.PASSED else 'failed')
            for check in checks(document)]
        numbers = [test['number'] for test in written['tests']]
        assert numbers[0] == '0.1' and len(set(numbers)) == len(numbers)


def test_gradescope_tells_integrity_to_nobody(
        graded_class: pathlib.Path) -> None:
    """Notes on integrity stand in extra_data, which students do not see."""
    kept = 0
    for document in documents(graded_class):
        written = gradescope.results(document)
        kept += synthetic.INTEGRITY in json.dumps(written.pop('extra_data'))
        assert synthetic.INTEGRITY not in json.dumps(written)
    assert kept


def test_github(graded_class: pathlib.Path) -> None:
    """Classroom's result is base64 of compact JSON with a test per check."""
    for document in documents(graded_class):
        text = base64.b64decode(github.encoded(document), validate=True)
        written = json.loads(text)
        assert b'": ' not in text and b'\n' not in text
        assert fits(written, CLASSROOM)
        assert all(fits(test, CLASSROOM_TEST) for test in written['tests'])
        assert written['max_score'] == document.max_score
        assert sum(test['score'] for test in written['tests']) == \
            document.score
        assert (written['status'] == 'pass') == (
            document.score == document.max_score)


def test_github_has_a_test_in_any_case(graded_class: pathlib.Path) -> None:
    """Where nothing was graded the one test says so."""
    document = replace(documents(graded_class)[0], tasks=(), score=0,
                       max_score=0)
    written = json.loads(base64.b64decode(github.encoded(document)))
    assert written['status'] == 'fail'
    assert [test['status'] for test in written['tests']] == ['error']


def test_github_fits_into_an_environment_variable(
        graded_class: pathlib.Path) -> None:
    """However long the messages are, the result can be handed on."""
    document = documents(graded_class)[0]
    long = '\u674e' * 4000
    document = replace(document, tasks=tuple(
        replace(task, checks=tuple(
            replace(check, status=CheckStatus.FAILED, message=long)
            for check in task.checks)) for task in document.tasks))
    text = github.encoded(document)
    ended = subprocess.run(['sh', '-c', 'printf %s "$GRADE" | wc -c'],
                           env={'GRADE': text, 'PATH': '/usr/bin:/bin'},
                           capture_output=True, text=True)
    assert ended.stdout.strip() == str(len(text))
    assert len(json.loads(base64.b64decode(text))['tests']) == len(
        checks(document))


def shape(root: xml.Element) -> set[tuple[str, str]]:
    """Return an XML tree's (tag, attribute) pairs, and parents of tags."""
    pairs = {(node.tag, key) for node in root.iter() for key in node.attrib}
    return pairs | {(node.tag, child.tag) for node in root.iter()
                    for child in node}


def test_junit_is_what_pytest_writes(graded_class: pathlib.Path,
                                     tmp_path: pathlib.Path) -> None:
    """Nothing is in the XML that pytest's own xunit2 does not have."""
    (tmp_path / 'test_three.py').write_text(
        'import pytest\n\n\ndef test_failed(record_property):\n'
        '    record_property("points", 0)\n    assert False\n\n\n'
        'def test_passed():\n    pass\n\n\ndef test_skipped():\n'
        '    pytest.skip("blocked")\n')
    subprocess.run([sys.executable, '-m', 'pytest', '--junitxml', 'own.xml',
                    '-p', 'no:cacheprovider'], cwd=tmp_path,
                   capture_output=True)
    junit.export(Grades(str(graded_class)), str(tmp_path / 'out.xml'))
    ours = xml.parse(tmp_path / 'out.xml').getroot()
    theirs = xml.parse(tmp_path / 'own.xml').getroot()
    assert shape(ours) <= shape(theirs)
    assert ('testcase', 'failure') in shape(ours)


def test_junit_is_read_back(graded_class: pathlib.Path,
                            tmp_path: pathlib.Path) -> None:
    """A library finds a suite a student, and each check as it ended."""
    junitparser = pytest.importorskip('junitparser', reason=MISSING)
    junit.export(Grades(str(graded_class)), str(tmp_path / 'out.xml'))
    suites = list(junitparser.JUnitXml.fromfile(str(tmp_path / 'out.xml')))
    assert len(suites) == 20
    for suite, document in zip(suites, documents(graded_class)):
        ends = [check.status for check in checks(document)]
        assert suite.name == document.submission
        assert suite.tests == len(ends)
        assert suite.failures == ends.count(CheckStatus.FAILED)
        assert suite.skipped == ends.count(CheckStatus.BLOCKED)
        for case, check in zip(suite, checks(document)):
            kinds = {junitparser.Failure: 'failed',
                     junitparser.Skipped: 'blocked'}
            assert [kinds[type(result)] for result in case.result] == [
                check.status] * (check.status is not CheckStatus.PASSED)
            assert [result.message for result in case.result] == [
                check.message] * len(case.result)


def rows(path: pathlib.Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as dictionaries."""
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.DictReader(file))


def test_gradebook(graded_class: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """The gradebook has a row per student, a column per task and check."""
    gradebook.export(Grades(str(graded_class)), str(tmp_path / 'out.csv'))
    found = rows(tmp_path / 'out.csv')
    assert len(found) == 20
    for row, document in zip(found, documents(graded_class)):
        assert int(row['score']) == document.score
        for task in document.tasks:
            assert int(row[task.file]) == task.score == sum(
                int(points) for name, points in row.items()
                if name.startswith(f'{task.file} '))
    assert len(found[0]) == 4 + len(document.tasks) + len(checks(document))


CONVERT = ('soffice', '--headless', '--norestore', '--convert-to', 'xlsx',
           '--outdir')
# Separator, quotes, UTF-8, first line, ...; the last one: run formulas.
FILTER = ('--infilter=Text - txt - csv (StarCalc):%d,34,76,1,,0,false,true,'
          'false,false,false,0,true')


@pytest.mark.skipif(not shutil.which('soffice'), reason='LibreOffice is '
                    'missing: apt-get install libreoffice-calc-nogui')
@pytest.mark.parametrize('separator', [',', ';'])
def test_gradebook_in_a_spreadsheet(graded_class: pathlib.Path,
                                    tmp_path: pathlib.Path,
                                    separator: str) -> None:
    """LibreOffice reads names and numbers, and no formula among them.

    That holds too where it separates by semicolons, as in much of Europe. A
    formula that the test puts in shows that it would find one.
    """
    openpyxl = pytest.importorskip('openpyxl', reason=MISSING)
    path = tmp_path / 'out.csv'
    gradebook.export(Grades(str(graded_class)), str(path))
    with open(path, 'a') as file:
        file.write('=1+1\n')
    home = f'-env:UserInstallation=file://{tmp_path}/home'
    subprocess.run([*CONVERT, str(tmp_path), FILTER % ord(separator), home,
                    str(path)], check=True, capture_output=True)
    sheet = openpyxl.load_workbook(tmp_path / 'out.xlsx').active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == 'f'] == ['=1+1']
    if separator == ',':
        assert sheet.cell(1, 1).value == 'submission'
        assert [row[2].value for row in list(sheet.iter_rows())[1:-1]] == [
            document.score for document in documents(graded_class)]
        assert '\u674e\u5c0f\u9f8d' in [cell.value for cell in cells]


@pytest.mark.parametrize('start', [
    '=1', '+1', '-1', '@A', '\t=1', ' =1', '\r1', '\uff1d1'])
def test_formulas_are_made_text(start: str) -> None:
    """What would start a formula is a text, whose first sign is a quote."""
    assert gradebook.inert(start)[0] == "'"
    assert gradebook.inert('Ada Lovelace-King') == 'Ada Lovelace-King'
