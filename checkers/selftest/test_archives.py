"""Archives: what is read from them, and what is refused."""
import os
import pathlib
import stat
import tarfile
import typing

import pytest

from checkers.classroom import archives, files
from checkers.classroom.files import Unreadable
from checkers.selftest import packed
from checkers.selftest.hostile.clocks import announced

ANSWER = '"""Mine."""\n'


def laid_out(data: bytes, folder: pathlib.Path) -> dict[str, int]:
    """Lay an archive's submission out in a folder; return the modes."""
    members, notes = archives.members(data)
    files.lay_out(files.settle('x', members, notes), str(folder))
    return {str(path.relative_to(folder)): path.lstat().st_mode
            for path in folder.rglob('*')}


@pytest.mark.parametrize('data', [
    packed.zipped({'0-vanilla.py': ANSWER}),
    packed.zipped({'mine/0-vanilla.py': ANSWER, '__MACOSX/mine/x.py': ''}),
    packed.zipped({'a\\b\\0-vanilla.py': ANSWER}),
    packed.zipped({'work.zip': packed.zipped({'0-vanilla.py': ANSWER})}),
    packed.zipped({'x/w.tgz': packed.tarred({'0-vanilla.py': ANSWER})}),
    *(packed.tarred({'./0-vanilla.py': ANSWER}, mode)
      for mode in typing.get_args(packed.Mode))])
def test_answers_are_found(data: bytes) -> None:
    """A zip or tar, with a folder or an archive around the answers."""
    members, _ = archives.members(data)
    inside = archives.only_archive(members)
    if inside:
        members, _ = inside
    submission = files.settle('x', members)
    entry, = submission.entries
    assert (entry.path, entry.data) == ('0-vanilla.py', ANSWER.encode())
    assert entry.mode & stat.S_IXUSR


def test_the_run_bit_is_the_archives() -> None:
    """It is kept where the archive has modes, and else given."""
    name = '0-vanilla.py'
    for data, executable in (
            (packed.zipped({name: ''}, {name: 0o100644}), False),
            (packed.zipped({name: ''}, {name: 0o644}), False),
            (packed.zipped({name: ''}, {name: 0o100755}), True),
            (packed.zipped({name: ''}, system=0), True)):
        member = archives.members(data)[0][name]
        assert member.is_file
        assert bool(member.mode & stat.S_IXUSR) == executable


@pytest.mark.parametrize('name', [
    '../out.py', '/tmp/out.py', 'a/../../out.py', '..\\out.py',
    'a' * 300 + '.py', '/'.join('a' * 50)])
def test_a_path_outside_is_left_out_and_noted(
        name: str, tmp_path: pathlib.Path) -> None:
    """No archive names a path outside the submission."""
    folder = tmp_path / 'inside'
    folder.mkdir()
    content = {name: 'x', 'b.py': 'y'}
    for data in (packed.zipped(content), packed.tarred(content)):
        assert 'outside' in ''.join(archives.members(data)[1])
    assert set(laid_out(data, folder)) == {'b.py'}
    assert os.listdir(tmp_path) == ['inside']


def test_links_and_devices_lead_nowhere(tmp_path: pathlib.Path) -> None:
    """What is neither a file nor a folder keeps its kind, and no more."""
    (tmp_path / 'secret').write_text('secret')
    folder = tmp_path / 'inside'
    folder.mkdir()
    found = laid_out(packed.tarred({'1-sparse.py': ANSWER}, odd=[
        ('0-vanilla.py', tarfile.SYMTYPE, '../secret'),
        ('hard.py', tarfile.LNKTYPE, '1-sparse.py'),
        ('pipe.py', tarfile.FIFOTYPE, ''), ('null.py', tarfile.CHRTYPE, ''),
        ('folder', tarfile.SYMTYPE, '..'), ('folder/x', tarfile.DIRTYPE, '')
    ]), folder)
    assert {name: stat.S_IFMT(mode) for name, mode in found.items()} == {
        '0-vanilla.py': stat.S_IFLNK, 'hard.py': stat.S_IFLNK,
        '1-sparse.py': stat.S_IFREG, 'pipe.py': stat.S_IFIFO,
        'null.py': stat.S_IFIFO, 'folder': stat.S_IFLNK}
    assert not (folder / '0-vanilla.py').exists()
    assert sorted(os.listdir(tmp_path)) == ['inside', 'secret']


def test_a_link_in_a_zip_is_a_link(tmp_path: pathlib.Path) -> None:
    """Zip archives of Unix may hold links too."""
    found = laid_out(packed.zipped({'0-vanilla.py': '/etc/passwd'}, {
        '0-vanilla.py': stat.S_IFLNK | 0o777}), tmp_path)
    assert stat.S_ISLNK(found['0-vanilla.py'])


@pytest.mark.parametrize('said, data', [
    ('is a bomb', packed.bomb()),
    ('is broken', b'PK\3\4' + bytes(99)),
    ('is broken', packed.zipped({'0-vanilla.py': ANSWER})[:-30]),
    ('is broken', packed.tarred({'0-vanilla.py': ANSWER})[:-30]),
    ('is broken', b'Rar!' * 99),
    ('is broken', b''),
    ('tells too much', announced(9000, tarfile.XHDTYPE)),
    ('tells too much', announced(9000, tarfile.GNUTYPE_LONGNAME)),
    ('with holes', announced(512, tarfile.GNUTYPE_SPARSE)),
], ids=['bomb', 'no zip', 'cut zip', 'cut tar', 'rar', 'empty', 'header',
        'name', 'holes'])
def test_it_is_refused(said: str, data: bytes) -> None:
    """A broken archive, and a bomb, are refused with the reason."""
    with pytest.raises(Unreadable, match=said):
        archives.members(data)


def test_an_encrypted_file_is_refused() -> None:
    """What is encrypted is refused when it is to be read."""
    members, _ = archives.members(packed.encrypted({'0-vanilla.py': ANSWER}))
    with pytest.raises(Unreadable, match='^the archive is encrypted'):
        files.settle('x', members)


def test_large_files_are_not_unpacked(tmp_path: pathlib.Path) -> None:
    """A file that grading would not read is a hole of its size."""
    data = packed.zipped({'0-vanilla.py': ANSWER.encode(),
                          'data.py': bytes(9 << 20)})
    submission = files.settle('x', archives.members(data)[0])
    assert sum(len(entry.data) for entry in submission.entries) == len(ANSWER)
    files.lay_out(submission, str(tmp_path))
    assert (tmp_path / 'data.py').stat().st_size == 9 << 20


def test_numbers_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an archive nor a submission may hold very many files."""
    data = packed.zipped({f'{k}.txt': '' for k in range(30)})
    monkeypatch.setattr(files, 'MANY', 20)
    with pytest.raises(Unreadable, match='more than 20 files'):
        files.settle('x', archives.members(data)[0])
    monkeypatch.setattr(archives, 'ENTRIES', 10)
    with pytest.raises(Unreadable, match='more than 10 files'):
        archives.members(data)


@pytest.mark.parametrize('said, data', [
    ('several folders: a, b', packed.zipped(
        {'a/0-vanilla.py': '', 'b/1-sparse.py': ''})),
    ('several archives', packed.zipped({'a.zip': '', 'b.zip': ''})),
    ('no zip or tar', packed.zipped({'work.rar': ''})),
])
def test_what_is_meant_is_not_guessed(said: str, data: bytes) -> None:
    """Two folders of answers, or two archives, are refused."""
    members, _ = archives.members(data)
    with pytest.raises(Unreadable, match=said):
        files.settle('x', members)
        archives.only_archive(members)
