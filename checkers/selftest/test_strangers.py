"""What a student could have made is opened without a trap."""
import ast
import os
import pathlib
import socket
import stat
from collections.abc import Callable

import pytest

from checkers.base import strangers
from checkers.base.strangers import NotPlain, TooLarge
from checkers.selftest.course import ROOT

LIMIT = 100
SECRET = 'secret'


@pytest.fixture
def top(tmp_path: pathlib.Path) -> pathlib.Path:
    """Give a student's folder, with a file in a folder, and one outside."""
    (tmp_path / 'outside').mkdir()
    (tmp_path / 'outside' / 'file').write_text(SECRET)
    (tmp_path / 'top' / 'a' / 'b').mkdir(parents=True)
    (tmp_path / 'top' / 'a' / 'b' / 'file').write_text('own')
    return tmp_path / 'top'


def refused(top: pathlib.Path, path: str) -> bool:
    """Tell whether a path is neither opened nor waited for."""
    descriptors = set(os.listdir('/proc/self/fd'))
    try:
        strangers.read(str(top), path, LIMIT)
    except NotPlain:
        assert set(os.listdir('/proc/self/fd')) == descriptors
        return True
    return False


def test_what_is_plain(top: pathlib.Path) -> None:
    """A plain file is read, wherever it lies; its descriptor tells of it."""
    (top / 'a' / 'b' / 'file').chmod(0o750)
    assert strangers.read(str(top), 'a/b/file', LIMIT) == b'own'
    with strangers.opened(str(top), 'a/b/file', LIMIT) as file:
        about = os.fstat(file.fileno())
    assert stat.S_IMODE(about.st_mode) == 0o750
    found = strangers.look(str(top), 'a/b/file')
    assert found is not None and found.st_ino == about.st_ino
    assert [name for name, _ in strangers.listed(str(top))] == ['a']
    (name, about), = strangers.listed(str(top), 'a/b')
    assert name == 'file' and stat.S_ISREG(about.st_mode)


def test_what_is_not_there(top: pathlib.Path) -> None:
    """Nothing is there under such names, and it is said as of any other."""
    for path in 'no', 'a/no', 'no/file', 'a/n\0', 'a/\ud800', 'x\0/file':
        with pytest.raises(FileNotFoundError):
            strangers.read(str(top), path, LIMIT)
        assert strangers.look(str(top), path) is None
    with pytest.raises(FileNotFoundError):
        strangers.listed(str(top / 'no'))


@pytest.mark.parametrize('path', ['link', 'folder/file', 'a/link',
                                  'a/folder/file', 'a/b/link', 'own'])
def test_links(path: str, top: pathlib.Path) -> None:
    """A link is not followed, at any level, wherever it leads."""
    for inside in top, top / 'a', top / 'a' / 'b':
        (inside / 'link').symlink_to(top.parent / 'outside' / 'file')
        (inside / 'folder').symlink_to(top.parent / 'outside')
    (top / 'own').symlink_to('a/b/file')
    assert refused(top, path)
    if path.endswith('/file'):
        above = path.rpartition('/')[0]
        with pytest.raises(NotPlain):
            strangers.listed(str(top), above)
        with pytest.raises(NotPlain):
            strangers.look(str(top), path)


def test_the_top(top: pathlib.Path) -> None:
    """A link at the top is followed where a slash says that it is meant."""
    link = top.parent / 'link'
    link.symlink_to(top)
    assert refused(link, 'a/b/file')
    with pytest.raises(NotPlain):
        strangers.listed(str(link))
    assert strangers.read(f'{link}/', 'a/b/file', LIMIT) == b'own'
    assert [name for name, _ in strangers.listed(f'{link}/')] == ['a']
    assert refused(top / 'a' / 'b' / 'file', 'file')


@pytest.mark.parametrize('path', ['../outside/file', 'a/../a/b/file', '/etc',
                                  './a/b/file', 'a//b/file', '..', '', 'a/..',
                                  'x/' * 99 + 'f'])
def test_no_way_out(path: str, top: pathlib.Path) -> None:
    """A path leads down only, and not without end."""
    assert refused(top, path)


def pipe(path: pathlib.Path) -> None:
    """Make a pipe, which blocks whoever opens it to read."""
    os.mkfifo(path)


def device(path: pathlib.Path) -> None:
    """Make a device that can be read."""
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip('devices are root\'s to make')


def listener(path: pathlib.Path) -> None:
    """Make a socket."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


ODD: list[Callable[[pathlib.Path], None]] = [
    pipe, device, listener, pathlib.Path.mkdir]


@pytest.mark.parametrize('make', ODD)
def test_odd_files(make: Callable[[pathlib.Path], None], top: pathlib.Path,
                   monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no plain file is not opened, and nothing waits for it."""
    monkeypatch.chdir(top)
    make(top / 'a' / 'odd')
    assert refused(top, 'a/odd')


@pytest.mark.parametrize('make', [
    *ODD, lambda path: path.symlink_to('/etc/passwd')])
def test_exchanged(make: Callable[[pathlib.Path], None], top: pathlib.Path,
                   monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that becomes another one after the look is refused as well."""
    monkeypatch.chdir(top)
    real = strangers.plain

    def exchange(about: os.stat_result, limit: int) -> None:
        real(about, limit)
        monkeypatch.setattr(strangers, 'plain', real)
        (top / 'a' / 'b' / 'file').unlink()
        make(top / 'a' / 'b' / 'file')

    monkeypatch.setattr(strangers, 'plain', exchange)
    assert refused(top, 'a/b/file')
    assert strangers.plain is real


def test_a_folder_exchanged(top: pathlib.Path,
                            monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that becomes a link on the way changes nothing any more."""
    real = strangers.enter

    def exchange(name: str, above: int | None) -> int:
        entered = real(name, above)
        if name == 'b':
            (top / 'a' / 'b').rename(top / 'moved')
            (top / 'a' / 'b').symlink_to(top.parent / 'outside')
        return entered

    monkeypatch.setattr(strangers, 'enter', exchange)
    assert strangers.read(str(top), 'a/b/file', LIMIT) == b'own'
    assert refused(top, 'a/b/file')


def test_too_large(top: pathlib.Path,
                   monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of bytes holds for a file that grows while it is read."""
    (top / 'whole').write_bytes(b'x' * LIMIT)
    assert len(strangers.read(str(top), 'whole', LIMIT)) == LIMIT
    (top / 'large').write_bytes(b'x' * (LIMIT + 1))
    with pytest.raises(TooLarge):
        strangers.read(str(top), 'large', LIMIT)
    monkeypatch.setattr(strangers, 'plain', lambda *about: None)
    with pytest.raises(TooLarge):
        strangers.read(str(top), 'large', LIMIT)


def test_listing(top: pathlib.Path) -> None:
    """Any name is listed, sorted, and not without end."""
    names = ['0.py\n25 points', '\x1b[2J', '-rf', os.fsdecode(b'\xff\xfe'),
             ' ', 'é']
    for name in names:
        (top / name).write_text(name, errors='surrogateescape')
    (top / 'link').symlink_to('nowhere')
    found = dict(strangers.listed(str(top)))
    assert list(found) == sorted([*names, 'a', 'link'])
    assert stat.S_ISLNK(found['link'].st_mode)
    for name in names:
        assert strangers.read(str(top), name, LIMIT) == os.fsencode(name)
    with pytest.raises(TooLarge):
        strangers.listed(str(top), most=7)
    assert len(strangers.listed(str(top), most=8)) == 8


def test_writing(top: pathlib.Path) -> None:
    """What is written takes the place of a link, and follows none."""
    outside = top.parent / 'outside'
    (top / 'a' / 'link').symlink_to(outside / 'file')
    (top / 'folder').symlink_to(outside)
    os.link(outside / 'file', top / 'a' / 'twin')
    for name in 'link', 'twin', 'new':
        strangers.write(str(top), f'a/{name}', b'mine', 0o751)
        assert (top / 'a' / name).read_bytes() == b'mine'
        assert not (top / 'a' / name).is_symlink()
        assert stat.S_IMODE((top / 'a' / name).stat().st_mode) == 0o751
    with pytest.raises(NotPlain) as raised:
        strangers.write(str(top), 'folder/file', b'')
    assert raised.value.filename == str(top / 'folder' / 'file')
    for path in 'folder/new', 'folder', 'a/new':
        with pytest.raises(NotPlain, match='it is a link, or no folder'):
            strangers.make_folder(str(top), path)
    assert (outside / 'file').read_text() == SECRET
    assert os.listdir(outside) == ['file']
    strangers.make_folder(str(top), 'a/fresh')
    strangers.make_folder(str(top), 'a/fresh')
    assert (top / 'a' / 'fresh').is_dir()


def test_set_aside(top: pathlib.Path) -> None:
    """Whatever it is gets another name; nothing is opened or followed."""
    pipe(top / 'a' / 'odd')
    (top / 'link').symlink_to(top.parent / 'outside' / 'file')
    (top / 'full' / 'of').mkdir(parents=True)
    for path in 'a/odd', 'link', 'full':
        aside = strangers.set_aside(str(top), path)
        assert aside.startswith(f'{path}.')
        assert not os.path.lexists(top / path)
        assert os.path.lexists(top / aside)
    assert (top.parent / 'outside' / 'file').read_text() == SECRET


def test_without_descriptors_of_folders(
        top: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has none: what is plain is read and written all the same."""
    monkeypatch.setattr(os, 'supports_dir_fd', set())
    strangers.make_folder(str(top), 'new')
    strangers.write(str(top), 'new/file', b'mine', 0o644)
    assert strangers.read(str(top), 'new/file', LIMIT) == b'mine'
    assert strangers.look(str(top), 'new/none') is None
    (top / 'link').symlink_to(top / 'new' / 'file')
    assert refused(top, 'link')


# What opens or lists files by their path beside strangers.py, and how often:
# it is the grader's own, the machine's, or what the teacher has named.
OPENERS = {'open', 'os.open', 'os.walk', 'os.listdir', 'os.scandir'}
METHODS = {'rglob', 'iterdir', 'read_text', 'read_bytes', 'copytree'}
OWN = {
    'classroom/archives.py': 1,         # an archive that the teacher named
    'classroom/files.py': 1,            # writes to a folder of the grader's
    'student/events.py': 1, 'student/machine.py': 3,    # the kernel's files
    'student/workplace.py': 2,          # the course
    'judging/grading.py': 2,            # the rubric, for its hash
    'judging/judge.py': 1,              # writes an answer of its own
    'runner/exchange.py': 1}            # a descriptor


def test_nothing_else_opens_what_is_a_students() -> None:
    """Who needs another way to open a file says here whose file it is."""
    found: dict[str, int] = {}
    for package in 'commands', 'student', 'classroom', 'judging', 'runner':
        for path in (ROOT / 'checkers' / package).rglob('*.py'):
            called = [ast.unparse(node.func) for node in
                      ast.walk(ast.parse(path.read_text()))
                      if isinstance(node, ast.Call)]
            count = sum(name in OPENERS or
                        name.rpartition('.')[2] in METHODS for name in called)
            if count:
                found[str(path.relative_to(ROOT / 'checkers'))] = count
    assert found == OWN
