"""The judge has a clock and a size: attacks on them cost their own mark.

No student's code runs here: a thread plays the probe.
"""
import contextlib
import json
import os
import pathlib
import socket
import threading
from collections.abc import Callable, Iterable

import msgspec
import pytest

from checkers.base import confined
from checkers.classroom import reading
from checkers.course.curriculum import TASKS
from checkers.exporters.html import alike
from checkers.judging import grading
from checkers.marks.document import CheckStatus, Document, TaskMark
from checkers.runner import exchange
from checkers.selftest import speeds
from checkers.selftest.course import COURSE
from checkers.selftest.hostile.answers import FILE, WRONG
from checkers.selftest.hostile.clocks import (ANSWERS, CLASSES, HONEST,
                                              SOURCES)
from checkers.selftest.rubric import TEXT
from checkers.selftest.synthetic import Idle

# Any Python takes longer for it than the clock has.
SLOW, _ = SOURCES['a list of half a million numbers']
CLOCK = 3               # seconds of the judge here, so that it is over soon
NOTES = 20              # for the teacher, of a task


class Liar(Idle):
    """A probe whose children answer with these bytes."""

    def __init__(self, data: bytes) -> None:
        """Play the probe in a thread, until the socket is closed."""
        super().__init__()
        self.socket, self.theirs = socket.socketpair(
            socket.AF_UNIX, socket.SOCK_SEQPACKET)
        threading.Thread(target=self.serve, args=[data]).start()

    def serve(self, data: bytes) -> None:
        """Answer every request."""
        ended = exchange.End('ended', 0, 0)
        with self.theirs:
            while True:
                packet, handed, _, _ = socket.recv_fds(self.theirs, 4096, 3)
                if not packet:
                    return
                job, answer, end = handed
                said = json.dumps(ended._asdict()).encode()
                for pipe, told in (answer, data), (end, said):
                    with contextlib.suppress(BrokenPipeError), \
                            os.fdopen(pipe, 'wb', 0) as file:
                        file.write(told)        # all that is still read
                os.close(job)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the judge's clock."""
    monkeypatch.setattr(confined, 'SECONDS', CLOCK)


def used() -> float:
    """Return the processor time of all children that have judged."""
    with open(f'/proc/{confined.nursery().process.pid}/stat') as stat:
        fields = stat.read().rpartition(')')[2].split()
    return sum(map(int, fields[13:15])) / os.sysconf('SC_CLK_TCK')


def judged(folder: pathlib.Path, data: bytes = b'') -> Document:
    """Judge task 0 of a folder; the judge keeps to its clock.

    Args:
        folder: path of the submission.
        data: what the student's child answers.
    """
    before = used()
    warm = Liar(data)
    with contextlib.closing(warm.socket):
        document = grading.grade(str(folder), warm, tasks=TASKS[:1])
    # The second child has an empty file, and a second of its own.
    assert used() - before < CLOCK + 2
    text = json.dumps(msgspec.to_builtins(document))
    assert len(text) < 100000 and text.isprintable()
    task, = document.tasks
    assert len(task.integrity) <= NOTES
    assert {check.id for check in task.checks
            if check.status is CheckStatus.PASSED} <= TEXT
    return document


def written(folder: pathlib.Path, text: str, file: str = FILE) -> None:
    """Write an answer."""
    (folder / file).write_text(text, newline='')
    (folder / file).chmod(0o755)


def reasons(task: TaskMark) -> str:
    """Return the first message of a task that was not judged."""
    return task.checks[0].message


def source(name: str, folder: pathlib.Path) -> None:
    """A text that takes long is not judged, and told so; the next one is."""
    text, told = SOURCES[name]
    written(folder, text)
    task, = judged(folder).tasks
    assert task.integrity and task.status == 'error'
    assert reasons(task) and told in reasons(task)
    written(folder, WRONG)
    assert judged(folder).score > 0


def answer(name: str, folder: pathlib.Path) -> None:
    """What a child sends is read with a limit, or not at all."""
    written(folder, WRONG)
    task, = judged(folder, ANSWERS[name]).tasks
    assert task.status == 'error' and reasons(task)


def group(name: str, folder: pathlib.Path) -> None:
    """What mallory has costs mallory alone: all others are found and read."""
    before = used()
    found, _ = reading.submissions([str(CLASSES[name](folder))])
    loaded = {one.name: one for one in reading.load(found)}
    for student, text in HONEST.items():
        assert loaded[student].answers() == {FILE: text.encode()}
        assert not loaded[student].refused and not loaded[student].notes
    assert len(loaded) <= len(HONEST) + 1
    for student in set(loaded) - set(HONEST):
        assert loaded[student].refused or not loaded[student].answers()
    assert used() - before < 3 * CLOCK


TRIES: list[tuple[Callable[[str, pathlib.Path], None], Iterable[str]]] = [
    (source, SOURCES), (answer, ANSWERS), (group, CLASSES)]


@speeds.parametrize('attempt, name', (
    (name, attempt, [attempt, name])
    for attempt, names in TRIES for name in names))
def test_attack(attempt: Callable[[str, pathlib.Path], None], name: str,
                tmp_path: pathlib.Path) -> None:
    """It costs whose it is, and the judge keeps to its limits."""
    attempt(name, tmp_path)


@pytest.mark.slow
def test_eight_files_have_the_time_of_one(tmp_path: pathlib.Path) -> None:
    """All tasks of a submission share the clock; each keeps some of it."""
    for task in TASKS:
        written(tmp_path, SLOW, task.file)
    before = used()
    document = grading.grade(str(tmp_path), Idle())
    assert {task.status for task in document.tasks} == {'error'}
    assert used() - before < CLOCK + 2 * len(TASKS)


@pytest.mark.slow
def test_one_file_costs_its_own_task(tmp_path: pathlib.Path) -> None:
    """The tasks before and behind it are judged as without it, and in time."""
    tasks = TASKS[:4]
    for task in tasks:
        written(tmp_path, (COURSE / task.file).read_text(), task.file)
    warm = Liar(b'')
    with contextlib.closing(warm.socket):
        alone = grading.grade(str(tmp_path), warm, tasks=tasks)
        written(tmp_path, SLOW, tasks[1].file)
        before = used()
        beside = grading.grade(str(tmp_path), warm, tasks=tasks)
    assert used() - before < CLOCK
    assert beside.tasks[::2] == alone.tasks[::2]
    assert beside.tasks[3] == alone.tasks[3]
    assert beside.tasks[1].score == 0
    assert beside.tasks[1].max_score == alone.tasks[1].max_score
    assert reasons(beside.tasks[1]) == \
        'it takes too much processor time to judge it'


@pytest.mark.slow
def test_likeness_has_a_clock(tmp_path: pathlib.Path) -> None:
    """A file that takes long to compare is left out; the others are not."""
    texts = {'adams': WRONG, 'mallory': WRONG + 'a' * (1 << 20),
             'slow': WRONG + ' \n' * 500000, 'zoe': WRONG}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        written(tmp_path / name, text)
    before = used()
    pairs, left_out = alike.of_task(str(tmp_path), sorted(texts), FILE)
    assert used() - before < 2 * CLOCK
    assert {'adams', 'zoe'} <= set(pairs[0].names)
    assert left_out == [
        ('slow', FILE, 'it takes too much processor time to compare it')]
