"""Documents that were kept from before they had types are still read.

Those in documents/ were written when a document was a dictionary; each is
called by what it shows.
"""
import json
import pathlib
import typing

import pytest

from checkers.marks import grades
from checkers.marks.document import (CheckStatus, TaskStatus, from_json,
                                     to_json)

KEPT = sorted((pathlib.Path(__file__).parent / 'documents').glob('*.json'))
SINCE = {'objective', 'line', 'hints', 'table', 'curve'}


@pytest.mark.parametrize('path', KEPT, ids=lambda path: path.stem)
def test_read_and_written_back(path: pathlib.Path) -> None:
    """A document that is read and written has the same bytes."""
    assert to_json(from_json(path.read_bytes())) == path.read_text()


def test_they_show_everything() -> None:
    """Every status and every field that may be empty is in some document."""
    tasks = [task for path in KEPT
             for task in from_json(path.read_bytes()).tasks]
    checks = [check for task in tasks for check in task.checks]
    assert {task.status for task in tasks} == set(TaskStatus)
    assert {check.status for check in checks} == set(CheckStatus)
    assert any(task.integrity for task in tasks)
    for key in ('message', 'hints', 'table', 'curve'):
        assert any(getattr(check, key) for check in checks)
    assert any('\\u' in path.read_text() for path in KEPT)


@pytest.mark.parametrize('path', KEPT, ids=lambda path: path.stem)
def test_of_the_first_version(path: pathlib.Path) -> None:
    """The first documents had no hints, tables, curves, lines or objectives.
    """
    def first(pairs: list[tuple[str, typing.Any]]) -> dict[str, typing.Any]:
        return {key: value for key, value in pairs if key not in SINCE}

    document = from_json(json.dumps(json.loads(
        path.read_text(), object_pairs_hook=first)))
    assert document.score == from_json(path.read_bytes()).score
    for task in document.tasks:
        assert (task.objective, task.line) == ('', None)
        assert {(check.hints, check.table, check.curve)
                for check in task.checks} == {((), (), ())}


def test_what_cannot_be_printed_is_a_space() -> None:
    """A document that was edited by hand cannot turn a terminal red."""
    path, *_ = KEPT
    data = json.loads(path.read_text())
    data['submission'] = 'a\x1b[31m\u202eb'
    assert from_json(json.dumps(data)).submission == 'a [31m b'


def test_a_folder_of_marks(tmp_path: pathlib.Path) -> None:
    """A kept document holds until it is forgotten, or its files change."""
    path = KEPT[0]
    document = from_json(path.read_bytes())
    asked = ([task.number for task in document.tasks], document.seed,
             document.rubric, document.runtime)
    folder = str(tmp_path / 'marks')
    with grades.opened(folder) as kept:
        assert kept.holds('Ada L.', 'abc', *asked) is None
        kept.keep('Ada L.', 'abc', document, {'0-vanilla.py': b'\xe9 = 1\n'})
        assert kept.holds('Ada L.', 'abc', *asked) == document
        assert kept.holds('ada l.', 'abc', *asked) is None
        assert kept.holds('Ada L.', 'abd', *asked) is None
        kept.forget('Ada L.')
        assert kept.holds('Ada L.', 'abc', *asked) is None
    one, = grades.Grades(folder)
    assert one.document.graded == document
    written = tmp_path / 'marks' / 'results' / f'{one.name}.json'
    assert written.read_bytes() == path.read_bytes()
    source = pathlib.Path(one.sources) / '0-vanilla.py'
    assert source.read_text() == '\ufffd = 1\n'
