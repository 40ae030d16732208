"""The command `python3 -m checkers export`: places, mistakes, readers."""
import json
import pathlib
import shutil
import sys
from collections.abc import Callable

import pytest

from checkers.__main__ import main
from checkers.exporters import FORMATS
from checkers.selftest.course import ROOT

CLASS = [name for name in FORMATS if name != 'gradescope-zip']
Ended = tuple[int, str]                 # exit code, stderr
Export = Callable[..., Ended]


@pytest.fixture
def export(capsys: pytest.CaptureFixture[str]) -> Export:
    """Give the command as a function."""
    def run(grades: pathlib.Path, name: str, out: pathlib.Path | str,
            *more: str) -> Ended:
        code = main(['export', str(grades), '--to', name, '--out', str(out),
                     *more])
        return code, capsys.readouterr().err
    return run


def require_mistake(ended: Ended, words: str) -> None:
    """Assert exit code 2 and one line on stderr that has these words."""
    code, said = ended
    assert code == 2
    assert words in said
    assert len(said.splitlines()) == 1


def content(path: pathlib.Path) -> dict[str, bytes]:
    """Return what lies at a path: relative name -> bytes."""
    files = [path] if path.is_file() else path.rglob('*')
    return {str(file.relative_to(path)): file.read_bytes() for file in files
            if file.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize('name', CLASS)
def test_again_over_the_old_one(export: Export, graded_class: pathlib.Path,
                                tmp_path: pathlib.Path, name: str) -> None:
    """A second export replaces the first one, by the same bytes."""
    seen = []
    for _ in range(2):
        assert export(graded_class, name, tmp_path / 'out') == (0, '')
        seen.append(content(tmp_path / 'out'))
    assert seen[0] == seen[1] != {}
    assert [path.name for path in tmp_path.iterdir()] == ['out']


@pytest.mark.parametrize('name', CLASS)
def test_one_document_gives_one_file(export: Export,
                                     graded_class: pathlib.Path,
                                     tmp_path: pathlib.Path,
                                     name: str) -> None:
    """A document of `check --json` is exported to the file itself."""
    one = graded_class / 'results' / 'student-00003.json'
    assert export(one, name, tmp_path / 'out') == (0, '')
    assert (tmp_path / 'out').is_file()


@pytest.mark.parametrize('name', ['gradescope', 'html'])
def test_folder_of_the_user(export: Export, graded_class: pathlib.Path,
                            tmp_path: pathlib.Path, name: str) -> None:
    """A folder that no export wrote is refused, and not touched."""
    (tmp_path / 'thesis.txt').write_text('mine')
    require_mistake(export(graded_class, name, tmp_path),
                    'is there already and is no earlier export')
    assert content(tmp_path) == {'thesis.txt': b'mine'}


@pytest.mark.parametrize('name, broken', [
    *((name, '{') for name in CLASS), ('csv', '[]'), ('csv', '{"schema": 2}'),
    ('csv', 'NaN'), ('csv', '"\ud800"'), ('csv', 'null'),
    ('csv', '{"schema": 1}'),
    pytest.param('csv', '{"x": ' * 99999, id='nested deeply')])
def test_a_broken_document(export: Export, graded_class: pathlib.Path,
                           tmp_path: pathlib.Path, name: str,
                           broken: str) -> None:
    """A file that is no document is named; an earlier export stays."""
    grades, out = tmp_path / 'grades', tmp_path / 'out'
    shutil.copytree(graded_class, grades)
    assert export(grades, name, out) == (0, '')
    before = content(out)
    (grades / 'results' / 'student-00007.json').write_text(
        broken, errors='surrogatepass')
    require_mistake(export(grades, name, out),
                    'student-00007.json is no result document')
    assert content(out) == before
    assert {path.name for path in tmp_path.iterdir()} == {'grades', 'out'}


@pytest.mark.parametrize('key, value', [
    ('message', None), ('points', '1'), ('status', 'perfect'),
    ('table', [['a', 1]]), ('curve', ['a']), ('curve', [float('nan')]),
    ('hints', 'text')])
def test_a_document_of_other_types(export: Export, graded_class: pathlib.Path,
                                   tmp_path: pathlib.Path, key: str,
                                   value: object) -> None:
    """What is neither text nor number where it should be is refused."""
    document = json.loads(
        (graded_class / 'results' / 'student-00003.json').read_text())
    document['tasks'][0]['checks'][0][key] = value
    (tmp_path / 'one.json').write_text(json.dumps(document))
    require_mistake(export(tmp_path / 'one.json', 'html', tmp_path / 'out'),
                    'one.json is no result document')


@pytest.mark.parametrize('grades, said', [
    ('nowhere', 'nowhere is not there'),
    ('checkers', 'holds no results/*.json'),
    ('README.md', 'is no result document')])
def test_no_grades(export: Export, tmp_path: pathlib.Path, grades: str,
                   said: str) -> None:
    """Where there are no marks the command says what to name."""
    require_mistake(export(ROOT / grades, 'csv', tmp_path / 'out'), said)


def test_grades_are_not_named(capsys: pytest.CaptureFixture[str],
                              tmp_path: pathlib.Path) -> None:
    """Only the bundle needs no marks."""
    code = main(['export', '--to', 'csv', '--out', str(tmp_path / 'out')])
    require_mistake((code, capsys.readouterr().err),
                    'name the folder that `grade` wrote')


@pytest.mark.parametrize('name', CLASS)
def test_a_place_that_cannot_be_written(export: Export,
                                        graded_class: pathlib.Path,
                                        name: str) -> None:
    """A path in no folder is one line on stderr and exit code 2."""
    require_mistake(export(graded_class, name, '/nowhere/out'),
                    'cannot be written: No such file')


def test_students_read_html_alone(export: Export, graded_class: pathlib.Path,
                                  tmp_path: pathlib.Path) -> None:
    """Only html knows what not to tell students."""
    require_mistake(export(graded_class, 'csv', tmp_path / 'out', '--for',
                           'students'), '--for students goes with --to html')
    assert not (tmp_path / 'out').exists()


@pytest.mark.parametrize('name', CLASS)
def test_a_submission_without_tasks(export: Export, graded_class: pathlib.Path,
                                    tmp_path: pathlib.Path, name: str) -> None:
    """A document without tasks is exported like any other."""
    shutil.copytree(graded_class, tmp_path / 'grades')
    file = tmp_path / 'grades' / 'results' / 'student-00000.json'
    document = json.loads(file.read_text())
    file.write_text(json.dumps(dict(document, tasks=[], score=0)))
    assert export(tmp_path / 'grades', name, tmp_path / 'out') == (0, '')


def test_a_package_is_missing(export: Export, graded_class: pathlib.Path,
                              tmp_path: pathlib.Path,
                              monkeypatch: pytest.MonkeyPatch) -> None:
    """Without scikit-learn the class report names the package."""
    for name in [name for name in sys.modules
                 if name.startswith('checkers.exporters.html')]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, 'sklearn.feature_extraction.text', None)
    require_mistake(export(graded_class, 'html', tmp_path / 'out'),
                    'the package sklearn.feature_extraction.text is missing: '
                    'python3 -m pip install')
    assert not (tmp_path / 'out').exists()
