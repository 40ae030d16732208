"""Who handed in what: folders and archives as platforms name them."""
import pathlib

import pytest

from checkers.classroom import find
from checkers.selftest import classes
from checkers.selftest.packed import zipped

NAME = '0-vanilla.py'


def names(*paths: pathlib.Path, without: pathlib.Path | None = None
          ) -> tuple[dict[str, list[str]], list[str]]:
    """Return what is found: name -> the texts of the answers; what is not."""
    found, odd = find.submissions(list(map(str, paths)),
                                  str(without) if without else None)
    return {one.name: sorted(entry.data.decode() for entry in
                             one.load().entries if entry.data)
            for one in found}, odd


def test_folders_and_archives(tmp_path: pathlib.Path) -> None:
    """A folder or an archive for each student; the rest is left alone."""
    (tmp_path / 'smith').mkdir()
    (tmp_path / 'smith' / NAME).write_text('smith')
    (tmp_path / 'repository' / '0x04').mkdir(parents=True)
    (tmp_path / 'repository' / '0x04' / NAME).write_text('repository')
    (tmp_path / 'jones.zip').write_bytes(zipped({'top/' + NAME: 'jones'}))
    (tmp_path / 'empty').mkdir()
    (tmp_path / 'grades.csv').write_text('left alone')
    (tmp_path / 'link').symlink_to('smith')
    (tmp_path / 'marks').mkdir()
    assert names(tmp_path, without=tmp_path / 'marks') == (
        {'smith': ['smith'], 'jones': ['jones'], 'empty': [],
         'repository': ['repository']},
        [str(tmp_path / 'grades.csv'), str(tmp_path / 'link')])
    assert names(tmp_path / 'smith') == ({'smith': ['smith']}, [])
    assert names(tmp_path / 'jones.zip') == ({'jones': ['jones']}, [])


# A class -> what its archive holds, and the answers of each student.
CLASSES: dict[str, tuple[dict[str, str | bytes], dict[str, list[str]]]] = {
    'a folder each': (
        {'smith/' + NAME: 'a', 'jones/' + NAME: 'b'},
        {'smith': ['a'], 'jones': ['b']}),
    'a folder each, in a folder': (
        {'class/smith/' + NAME: 'a', 'class/jones/x/' + NAME: 'b'},
        {'smith': ['a'], 'jones': ['b']}),
    'an archive each': (
        {'smith.zip': zipped({NAME: 'a'}), 'jones.zip': zipped({})},
        {'smith': ['a'], 'jones': []}),
    'Moodle, folders': (
        {'A B_12_assignsubmission_file_/' + NAME: 'a',
         'A B_12_assignsubmission_onlinetext_/text.html': '',
         'C_3_assignsubmission_file/w.zip': zipped({NAME: 'c'})},
        {'A B_12': ['a'], 'C_3': ['c']}),
    'Moodle, one student': (
        {'A B_12_assignsubmission_file_/' + NAME: 'a'}, {'A B_12': ['a']}),
    'Moodle, flat': (
        {'A B_12_assignsubmission_file_' + NAME: 'a',
         'A B_12_assignsubmission_file_1-sparse.py': 'b',
         'C_3_assignsubmission_file_w.zip': zipped({NAME: 'c'})},
        {'A B_12': ['a', 'b'], 'C_3': ['c']}),
    'Canvas': (
        {'doejane_12_345_' + NAME: 'old', 'doejane_12_346_0-vanilla-1.py':
         'new', 'doejane_12_347_1-sparse.py': 'b',
         'roe_LATE_5_348_0-vanilla-10.py': 'ten',
         'roe_LATE_5_349_0-vanilla-9.py': 'nine',
         'poe_6_350_work.zip': zipped({NAME: 'c'})},
        {'doejane_12': ['b', 'new'], 'roe_5': ['ten'], 'poe_6': ['c']}),
}


@pytest.mark.parametrize('name', CLASSES)
def test_class(name: str, tmp_path: pathlib.Path) -> None:
    """A platform's export is read as an archive, and unpacked."""
    content, expected = CLASSES[name]
    archive, folder = tmp_path / 'export.zip', tmp_path / 'unpacked'
    archive.write_bytes(zipped(content))
    assert names(archive) == (expected, [])
    if 'in a folder' in name:
        return
    for path, text in content.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes)
                           else text.encode())
    assert names(folder) == (expected, [])


def test_no_student_hands_in_for_another(tmp_path: pathlib.Path) -> None:
    """An archive among archives is one submission, whatever it holds."""
    (tmp_path / 'mallory.zip').write_bytes(zipped(
        {'mallory/' + NAME: 'mine', 'victim/' + NAME: 'forged'}))
    found, _ = find.submissions([str(tmp_path)])
    one, = found
    assert one.name == 'mallory'
    assert 'several folders' in one.load().refused


def test_one_name_twice(tmp_path: pathlib.Path) -> None:
    """Two submissions of one name are kept apart."""
    for group in 'ab':
        (tmp_path / group / 'smith').mkdir(parents=True)
        (tmp_path / group / 'smith' / NAME).write_text(group)
    (tmp_path / 'b' / 'smith (2).zip').write_bytes(zipped({NAME: 'c'}))
    found, _ = names(tmp_path / 'a', tmp_path / 'b')
    assert len(found) == 3
    assert sorted(found.values()) == [['a'], ['b'], ['c']]


def test_a_broken_archive_is_a_submission(tmp_path: pathlib.Path) -> None:
    """It is found, and says why it cannot be read."""
    (tmp_path / 'smith.zip').write_bytes(b'PK garbage')
    for path in (tmp_path, tmp_path / 'smith.zip'):
        (one,), _ = find.submissions([str(path)])
        assert one.name == 'smith'
        assert 'broken' in one.load().refused


@pytest.mark.slow
def test_a_generated_class(tmp_path: pathlib.Path) -> None:
    """It is the same for the same seed, and all of it is found."""
    drawn = []
    for name, seed in (('a', 3), ('b', 3), ('c', 4)):
        (tmp_path / name).mkdir()
        expected = classes.build(tmp_path / name, 30, seed, 3, 10)
        found, odd = find.submissions([str(tmp_path / name)])
        assert [one.name for one in found] == expected and odd == []
        drawn.append([one.load() for one in found])
    first, again, other = ([one.digest() for one in each] for each in drawn)
    assert first == again != other
    assert sum(bool(one.refused) for one in drawn[0]) == 7
