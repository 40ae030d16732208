"""A student's folder does no harm to whoever names it to a command."""
import base64
import os
import pathlib
import signal
import types
import typing
from collections.abc import Callable, Iterator

import pytest

from checkers.base import paths
from checkers.base.errors import Mistake
from checkers.course import curriculum
from checkers.judging.source import Source
from checkers.runner import zygote
from checkers.selftest.course import COURSE, ROOT
from checkers.selftest.hostile import FILE, RIGHT, write
from checkers.selftest.hostile.layout import Refused
from checkers.selftest.hostile.visits import (ATTACKS, OUTSIDE, Visit,
                                              WINDOWS)
from checkers.student import files, workplace
from checkers.student.session import finished, Session

CANARY = 'canary-5d41402abc4b2a76'
SECONDS = 20            # a visit takes less than one
LOOKS = 4               # after each of which something may be exchanged


def check(folder: str) -> list[bytes]:
    """Return what check reads in a folder, and grades."""
    inside = paths.answers(folder)
    sent = zygote.collect(inside)
    return [Source(inside, curriculum.TASKS[0]).data or b'',
            *map(base64.b64decode, sent.values())]


def watch(folder: str) -> list[bytes]:
    """Finish all tasks; return what the screen says of it."""
    session = Session(paths.answers(folder),
                      lambda task: finished(task, 25), 'context')
    session.refresh(lambda task: None)
    assert session.points == (25 * len(curriculum.TASKS),) * 2
    return [note.encode() for note in session.notes]


def doctor(folder: str) -> list[bytes]:
    """Return what doctor says of a folder that it has mended."""
    inside = paths.answers(folder)
    files.fix(inside)
    return [finding.text.encode() for finding in files.look(inside)]


def start(folder: str) -> list[bytes]:
    """Add what a folder lacks."""
    workplace.make(folder, str(COURSE))
    return []


COMMANDS: dict[str, Callable[[str], list[bytes]]] = {
    'check': check, 'watch': watch, 'doctor': doctor, 'start': start}
# What a command tells its user in one line.
TOLD: dict[str, tuple[type[Exception], ...]] = {
    'check': (Mistake,), 'watch': (Mistake,),
    'doctor': (Mistake, OSError), 'start': (Mistake, OSError)}


class Waited(BaseException):
    """A visit does not end."""


@pytest.fixture
def clock() -> Iterator[None]:
    """End a visit that waits."""
    def stop(signum: int, frame: types.FrameType | None) -> None:
        raise Waited

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def exchange(entry: Visit, folder: pathlib.Path, look: int,
             monkeypatch: pytest.MonkeyPatch, **values: pathlib.Path) -> None:
    """Let files be exchanged once they were looked at so many times."""
    looks = dict.fromkeys(entry.exchange, 0)

    def hooked(real: Callable[..., typing.Any]
               ) -> Callable[..., typing.Any]:
        def call(path: object, *rest: object, **more: object) -> typing.Any:
            result = real(path, *rest, **more)
            name = os.path.basename(path) if isinstance(path, str) else ''
            if name in looks:
                looks[name] += 1
                if looks[name] == look:
                    if os.path.lexists(folder / name):
                        os.rename(folder / name, folder / 'moved')
                    write(folder, {name: entry.exchange[name]}, **values)
            return result
        return call

    for function in 'stat', 'lstat', 'remove':
        monkeypatch.setattr(os, function, hooked(getattr(os, function)))


def content(folder: pathlib.Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and modes of all files, by their paths."""
    return {str(path.relative_to(folder)):
            (path.read_bytes(), path.stat().st_mode)
            for path in folder.rglob('*') if path.is_file()}


@pytest.mark.parametrize('entry, look', [
    pytest.param(entry, look, id=f'{entry.command}: {entry.name}' + (
        f', look {look}' if entry.exchange else ''))
    for entry in ATTACKS
    for look in range(1, LOOKS if entry.exchange else 2)])
@pytest.mark.usefixtures('clock')
def test_attack(entry: Visit, look: int, tmp_path: pathlib.Path,
                monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing outside is read, graded, written or waited for."""
    mine, outside = tmp_path / 'mine', tmp_path / 'outside'
    mine.mkdir()
    outside.mkdir()
    write(outside, {**OUTSIDE, 'secret': CANARY})
    try:
        write(mine, entry.files, outside=outside, root=ROOT)
    except Refused as refused:
        pytest.skip(str(refused))
    before = content(outside)
    exchange(entry, mine, look, monkeypatch, outside=outside, root=ROOT)
    said: list[bytes] = []
    try:
        said = COMMANDS[entry.command](str(mine))
    except TOLD[entry.command] as error:
        said = [str(error).encode()]
    monkeypatch.undo()
    assert content(outside) == before
    for part in said:
        assert CANARY.encode() not in part
        assert part not in (RIGHT.encode(), WINDOWS.encode())


def test_a_link_is_named(tmp_path: pathlib.Path) -> None:
    """Who made it in good faith reads what to do."""
    (tmp_path / COURSE.name).symlink_to(COURSE)
    with pytest.raises(Mistake, match='is a link, which is not followed; '
                       'name the folder that it leads to'):
        paths.answers(str(tmp_path))


def test_a_plain_folder(tmp_path: pathlib.Path) -> None:
    """Each command does its work where nothing is hostile."""
    for command in COMMANDS.values():
        command(str(tmp_path))
    inside = tmp_path / COURSE.name
    (inside / FILE).write_text(RIGHT.replace('\n', '\r\n'))
    (tmp_path / 'link').symlink_to(tmp_path)
    assert (inside / FILE).read_bytes() in check(str(tmp_path / 'link'))
    doctor(str(tmp_path / 'link'))
    assert (inside / FILE).read_text() == RIGHT
    assert watch(str(tmp_path)) == watch(str(tmp_path)) == []
