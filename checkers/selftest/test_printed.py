"""What is printed or exported commands nothing that reads it.

Nothing is what a terminal, GitHub's runner, a spreadsheet and a browser take
for a command. Every text of a document is poisoned, the trusted ones too.
"""
import base64
import csv
import io
import json
import pathlib
import sys
import typing

import pytest
from rich.console import Console

from checkers import __main__
from checkers.base import text
from checkers.exporters import (FORMATS, github, gradebook, gradescope, html,
                                junit)
from checkers.exporters.platforms import PLATFORMS
from checkers.marks import report
from checkers.marks.document import cleaned, from_json, to_json
from checkers.marks.grades import Grades

# Commands to a terminal: clear it, set its title, the clipboard; a control
# character of 8 bits; turn the direction; a line of one's own. To runners:
# GitHub's, in both forms, and Azure's. To a browser, and to a spreadsheet.
TERMINAL = ('\x1b[2J', '\x1b]0;title\x07', '\x1b]52;c;eA==\x07', '\x9b31m',
            '\u202e', '\u2066', '\u200b', '\r', '\n', '\x00', '\x08', '\u2028')
RUNNER = ('::error::x', '::add-mask::1', ':::stop-commands::x', '##[error]x',
          '##[group]', '##vso[task.setvariable variable=a]b', '##teamcity[a]')
BROWSER = ('<script>alert(1)</script>', '"><img src=x onerror=alert(2)>',
           ']]>', '</style>', '{{ 7 * 7 }}', '<!--')
# To the library that draws in the terminal.
MARKUP = '[/bold]', '[link=file:///x]y[/link]', ':skull:'
POISON = ('=HYPERLINK(A1);@SUM(1);' + '\n'.join(
    TERMINAL + RUNNER + BROWSER + MARKUP) + '\n::error::y')


def commands(said: str) -> list[str]:
    """Return the commands to a terminal or to a runner in a text.

    Line ends of ours are none.
    """
    return [word for word in ('::', '##[', '##vso[', '##teamcity[')
            if word in said] + [
        repr(character) for character in said
        if character != '\n' and not character.isprintable()]


def poisoned(value: typing.Any) -> typing.Any:
    """Return a JSON value, its texts poisoned but for those of a choice."""
    if isinstance(value, dict):
        return {key: item if key in ('status', 'schema') else poisoned(item)
                for key, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    return POISON + value if isinstance(value, str) else value


@pytest.fixture(scope='module')
def grades(graded_class: pathlib.Path,
           tmp_path_factory: pytest.TempPathFactory) -> Grades:
    """Give a class of two whose documents are poisoned.

    Each table has its column of what was expected, by which it is drawn.
    """
    folder = tmp_path_factory.mktemp('poisoned') / 'results'
    folder.mkdir()
    for name in Grades(str(graded_class)).names[:2]:
        document = json.loads(
            (graded_class / 'results' / f'{name}.json').read_text())
        document = poisoned(document)
        for task in document['tasks']:
            for check in task['checks']:
                for cells in check['table'][:1]:
                    cells[1] = 'expected'
        (folder / f'{name}.json').write_text(json.dumps(document))
    return Grades(str(folder.parent))


def texts(value: typing.Any) -> list[str]:
    """Return all texts in a JSON value, keys too."""
    if isinstance(value, dict):
        return [one for pair in value.items() for one in texts(list(pair))]
    if isinstance(value, list):
        return [one for item in value for one in texts(item)]
    return [value] if isinstance(value, str) else []


def test_the_poison_is_poison() -> None:
    """The tests below would see each of its commands."""
    for word in TERMINAL + RUNNER:
        assert word == '\n' or commands(word)
        assert commands(text.harmless(word)) == []
        assert '\n' not in text.harmless(word)
    assert commands(text.clean(POISON)) == []


@pytest.mark.parametrize('said', [
    '::', ':::', '::::', 'a::b', ' ::error::', '##[x', '###[x', '##a[',
    '##b1['])
def test_no_command_is_left_in_a_text(said: str) -> None:
    """Whatever stands around it; what is none stays as it is."""
    assert commands(text.inert(said)) == []
    assert text.inert(said).replace(' ', '') == said.replace(' ', '')
    assert text.inert(text.inert(said)) == text.inert(said)


def test_what_is_no_command_stays() -> None:
    """A title, a path, a slice of one colon."""
    for said in 'a: b', 'C:/x', 'x[1:2]', '# head', '## head', 'é', '[##]':
        assert text.harmless(said) == said


def test_documents(grades: Grades) -> None:
    """What is kept is harmless, and so is what is read."""
    for graded in grades:
        data = json.loads(to_json(graded.document.graded))
        assert all(commands(one) == [] and '\n' not in one
                   for one in texts(data))
        assert from_json(json.dumps(data)) == graded.document.graded
    assert commands(str(cleaned({'a': [(POISON,)]}))) == []


def test_gradescope(grades: Grades, tmp_path: pathlib.Path) -> None:
    """Gradescope reads JSON, and shows its texts."""
    gradescope.export(grades, str(tmp_path / 'out'))
    files = list((tmp_path / 'out').glob('*.json'))
    assert len(files) == 2
    for file in files:
        for one in texts(json.loads(file.read_text())):
            assert commands(one) == []


def test_github(grades: Grades, tmp_path: pathlib.Path) -> None:
    """The reporter prints its texts, on lines of their own."""
    github.export(grades, str(tmp_path / 'out'))
    files = list((tmp_path / 'out').glob('*.txt'))
    assert len(files) == 2
    for file in files:
        for one in texts(json.loads(base64.b64decode(file.read_bytes()))):
            assert commands(one) == []


def test_junit(grades: Grades, tmp_path: pathlib.Path) -> None:
    """Others print what is in the file, or the file."""
    junit.export(grades, str(tmp_path / 'out.xml'))
    said = (tmp_path / 'out.xml').read_text()
    assert commands(said) == []
    assert '<script' not in said and ']]>' not in said


def test_csv(grades: Grades, tmp_path: pathlib.Path) -> None:
    """No cell, head or name is a formula, behind a semicolon neither."""
    gradebook.export(grades, str(tmp_path / 'out.csv'))
    said = (tmp_path / 'out.csv').read_text(encoding='utf-8-sig')
    assert commands(said) == []
    rows = list(csv.reader(io.StringIO(said)))
    assert len(rows) == 3
    for cell in (cell for row in rows for cell in row):
        for part in cell.replace('\t', ';').split(';'):
            assert not part.strip().startswith(('=', '+', '-', '@'))


@pytest.mark.parametrize('to, head', [
    ('canvas', 'Student,ID,Autoencoders (4711)'),
    ('moodle', 'Identifier,Full name,Grade,Maximum grade')])
def test_gradebooks(to: str, head: str, grades: Grades,
                    tmp_path: pathlib.Path,
                    capsys: pytest.CaptureFixture[str]) -> None:
    """A platform's own file keeps its names; what is said of it is plain."""
    book = tmp_path / f'::error::##[{to}.csv'
    book.write_text(f'{head}\n"{POISON}",7,\n'.replace('\x00', ''))
    __main__.main(['export', grades.path, '--to', to, '--gradebook',
                   str(book), '--out', str(tmp_path / '::out::.csv')])
    said = capsys.readouterr()
    assert said.out + said.err and commands(said.out + said.err) == []


def test_every_format_is_here() -> None:
    """A new one needs a test of what it commands."""
    assert {*FORMATS, *PLATFORMS} == {
        'gradescope', 'github', 'junit', 'csv', 'canvas', 'moodle', 'html',
        'gradescope-zip'}           # the last one has no text of a student


def test_html(grades: Grades, tmp_path: pathlib.Path) -> None:
    """What strangers wrote is text on every page, and no markup."""
    html.export(grades, str(tmp_path / 'out'))
    pages = list((tmp_path / 'out').rglob('*.html'))
    assert len(pages) >= 5
    for page in pages:
        said = page.read_text(encoding='utf-8')
        assert '<script>alert' not in said and '<img' not in said
        assert said.count('</style>') == 1 and '<!--' not in said
        # A style sheet has '::marker', and no runner reads it.
        assert set(commands(said)) <= {'::'}
    assert '{{ 7 * 7 }}' in said        # it was not computed


def test_the_terminal(grades: Grades) -> None:
    """The report has no command, in colour neither but for the colours."""
    for graded in grades:
        plain, colour = io.StringIO(), io.StringIO()
        report.show(graded.document, 9, Console(file=plain, width=80))
        report.show(graded.document, 9, Console(
            file=colour, width=80, force_terminal=True, no_color=True,
            color_system=None))
        assert all(word in plain.getvalue().replace('\n', '')
                   for word in ('Score', '[/bold]', ':skull:'))
        assert commands(plain.getvalue()) == []
        assert commands(colour.getvalue()) == []


def test_all_that_is_printed(grades: Grades, tmp_path: pathlib.Path,
                             capsys: pytest.CaptureFixture[str]) -> None:
    """compare prints names and messages; a mistake, a user's own words."""
    other = tmp_path / 'other' / 'results'
    other.mkdir(parents=True)
    for graded in list(grades)[:1]:
        low = json.loads(to_json(graded.document.graded))
        for task in low['tasks']:
            for check in task['checks']:
                check.update(points=0, status='failed')
        (other / f'{graded.name}.json').write_text(json.dumps(poisoned(low)))
    (other / '::error::\x1b[2J.json').write_text('{}')
    words = ['grade', '--compare', grades.path, str(other.parent)]
    assert __main__.main(words) == 1
    said = capsys.readouterr()
    assert said.out.count('\n') > 3 and 'only in' in said.out
    assert commands(said.out + said.err) == []
    for words in (['check', POISON.replace('\x00', '')],
                  ['start', str(other / '::error::\x1b[2J.json')],
                  ['export', '::error::\n::x', '--to', 'csv', '--out', 'o']):
        assert __main__.main(words) == 2
        said = capsys.readouterr()
        assert said.out == '' and said.err.count('\n') == 1
        assert commands(said.err) == []


def test_pieces_that_meet(capsys: pytest.CaptureFixture[str],
                          monkeypatch: pytest.MonkeyPatch) -> None:
    """Two harmless texts beside each other are harmless as well."""
    def run(words: object) -> int:
        print('{}: {}'.format(':', ':'), '#' + '#[x]')
        print(':' ':error:' ':x', file=sys.stderr)
        return int(sys.stdout.isatty())

    monkeypatch.setattr(__main__, 'run', run)
    before = sys.stdout
    assert __main__.main([]) == 0 and sys.stdout is before
    said = capsys.readouterr()
    assert said.out == ': : : ## [x]\n' and said.err == ': :error: :x\n'
