"""A file is written whole or not at all, whatever stands beside it."""
import os
import pathlib
import stat

import pytest

from checkers.base.errors import Mistake
from checkers.base.whole import whole, whole_bytes, write_whole


def test_it_is_written(tmp_path: pathlib.Path) -> None:
    """The bytes are there, with the mode of any new file."""
    path = tmp_path / 'file'
    path.write_text('before')
    for mask in 0o022, 0o077:
        before = os.umask(mask)
        try:
            write_whole(str(path), 'é\n')
        finally:
            os.umask(before)
        assert path.read_bytes() == 'é\n'.encode()
        assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    with whole_bytes(str(path)) as file:
        file.write(b'\xff')
        assert path.read_bytes() == 'é\n'.encode()
    assert path.read_bytes() == b'\xff'
    assert os.listdir(tmp_path) == ['file']


def test_what_stood_beside_it(tmp_path: pathlib.Path) -> None:
    """A link at the place or at the old name of the part harms nothing."""
    outside = tmp_path / 'outside'
    outside.write_text('theirs')
    path = tmp_path / 'file'
    for link in path, tmp_path / 'file.part':
        link.symlink_to(outside)
    write_whole(str(path), 'mine')
    assert outside.read_text() == 'theirs'
    assert path.read_text() == 'mine' and not path.is_symlink()


def test_the_name_of_the_part_is_its_own(
        tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that name is taken after all, nothing is followed or lost."""
    (tmp_path / 'outside').write_text('theirs')
    monkeypatch.setattr('secrets.token_hex', lambda count: 'known')
    (tmp_path / '.known.part').symlink_to(tmp_path / 'outside')
    with pytest.raises(Mistake, match='file cannot be written: File exists'):
        write_whole(str(tmp_path / 'file'), 'mine')
    assert (tmp_path / 'outside').read_text() == 'theirs'
    assert (tmp_path / '.known.part').is_symlink()


def test_it_is_not_written(tmp_path: pathlib.Path) -> None:
    """What breaks on the way leaves what was there, and nothing else."""
    path = tmp_path / 'file'
    path.write_text('before')
    with pytest.raises(KeyboardInterrupt):
        with whole(str(path)) as file:
            file.write('half')
            raise KeyboardInterrupt
    assert path.read_text() == 'before'
    assert os.listdir(tmp_path) == ['file']
    (tmp_path / 'folder').mkdir()
    with pytest.raises(Mistake, match='cannot be written: Is a directory'):
        write_whole(str(tmp_path / 'folder'), 'mine')
    assert sorted(os.listdir(tmp_path)) == ['file', 'folder']
