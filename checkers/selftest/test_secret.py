"""The seed of a class: drawn once, kept for the teacher, told to nobody."""
import os
import pathlib
import stat
import zipfile

import pytest

from checkers.base.errors import Mistake
from checkers.commands.check import secret_seed
from checkers.course.cases import PUBLIC
from checkers.exporters import bundle
from checkers.marks import document, grades
from checkers.selftest.course import ROOT, complaints, environment, run


def seed_of(folder: pathlib.Path, asked: int | None = None) -> int:
    """Return the seed that a command finds in a folder of marks."""
    with grades.opened(str(folder)) as kept:
        return kept.seed(asked)


def test_it_is_drawn_once(tmp_path: pathlib.Path) -> None:
    """Each folder has one of its own, and keeps it."""
    one, two = (seed_of(tmp_path / name) for name in ('one', 'two'))
    assert one != two and min(one, two) > 2 ** 40
    assert seed_of(tmp_path / 'one') == seed_of(tmp_path / 'one', one) == one


def test_the_teacher_alone_can_read_it(tmp_path: pathlib.Path) -> None:
    """Its file is the owner's, whatever others may do in the folder."""
    umask = os.umask(0)
    try:
        seed = seed_of(tmp_path)
    finally:
        os.umask(umask)
    file = tmp_path / 'state' / 'seed'
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == f'{seed}\n'
    assert {path.name for path in (tmp_path / 'state').iterdir()} == {
        'seed', '.lock'}


@pytest.mark.parametrize('asked', [PUBLIC, 7, -1])
def test_the_teacher_sets_it(asked: int, tmp_path: pathlib.Path) -> None:
    """--seed is kept as one that was drawn, and cannot be exchanged."""
    assert seed_of(tmp_path, asked) == seed_of(tmp_path) == asked
    with pytest.raises(Mistake, match='graded with another random seed'):
        seed_of(tmp_path, asked + 1)
    assert seed_of(tmp_path) == asked


@pytest.mark.parametrize('text', ['', 'x', '1.5', '9' * 5000, '\udcff'])
def test_a_seed_that_cannot_be_read(text: str,
                                    tmp_path: pathlib.Path) -> None:
    """It is not drawn again in silence: a class is marked alike."""
    seed_of(tmp_path)
    (tmp_path / 'state' / 'seed').write_bytes(
        text.encode('utf-8', 'surrogateescape'))
    with pytest.raises(Mistake, match='no random seed that can be read'):
        seed_of(tmp_path)


def test_it_is_written_whole(tmp_path: pathlib.Path,
                             monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is stopped leaves no half of one."""
    def stop(*arguments: object, **words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, 'replace', stop)
        with pytest.raises(KeyboardInterrupt):
            seed_of(tmp_path)
    assert [path.name for path in (tmp_path / 'state').iterdir()] == ['.lock']


def test_documents_do_not_tell_it() -> None:
    """They tell one seed from another; the public one is no secret."""
    seeds = [grades.new_seed() for _ in range(20)]
    told = [document.told(seed) for seed in seeds]
    assert document.told(PUBLIC) == PUBLIC and len(set(told)) == 20
    for seed, word in zip(seeds, told):
        assert isinstance(word, str) and len(word) == 16
        assert str(seed) not in word and f'{seed:x}' not in word


def test_another_seed_than_the_folder_has(tmp_path: pathlib.Path) -> None:
    """The command says so in one line, before it grades."""
    seed_of(tmp_path / 'marks', 7)
    ended = run('-m', 'checkers', 'grade', '0x04-autoencoders', '--out',
                tmp_path / 'marks', '--seed', '8', cwd=ROOT,
                env=environment())
    said, = complaints(ended.stderr)
    assert ended.returncode == 2 and 'another random seed' in said
    assert not list((tmp_path / 'marks' / 'results').iterdir())


def test_who_hands_in_again_is_asked_other_calls(
        tmp_path: pathlib.Path) -> None:
    """The seed follows from the secret and from every file that is run."""
    (tmp_path / '0-vanilla.py').write_text('x = 1\n')
    first = secret_seed('123\n', str(tmp_path))
    assert first == secret_seed('123', str(tmp_path)) > 2 ** 40
    seeds = {first, secret_seed('124', str(tmp_path))}
    for name, text in (('0-vanilla.py', 'x = 2\n'), ('helper.py', ''),
                       ('helper.py', '\n')):
        (tmp_path / name).write_text(text)
        seeds.add(secret_seed('123', str(tmp_path)))
    assert len(seeds) == 5


def test_a_bundle_has_its_own(tmp_path: pathlib.Path) -> None:
    """Two bundles differ in their seeds alone; nobody else may read it."""
    found = []
    for name in 'ab':
        bundle.export(str(tmp_path / name))
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        with zipfile.ZipFile(tmp_path / name) as archive:
            found.append({info.filename: archive.read(info)
                          for info in archive.infolist()})
            mode = archive.getinfo('seed').external_attr >> 16
            assert stat.S_IMODE(mode) == 0o600
    one, two = found
    assert {name for name in one if one[name] != two[name]} == {'seed'}
    assert int(one['seed']) > 2 ** 40
