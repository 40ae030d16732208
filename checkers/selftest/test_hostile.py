"""Attacks earn nothing, reach nothing, leave nothing, and stop nobody.

The fence is proved first, with harmless tries. What could harm the machine
runs only where it holds.
"""
import dataclasses
import functools
import json
import os
import pathlib
import socket
import time
from collections.abc import Callable, Iterator

import msgspec
import pytest

from checkers.course.cases import PUBLIC
from checkers.course.curriculum import TASKS
from checkers.judging import grading
from checkers.marks.document import CheckStatus, TaskMark, to_json
from checkers.runner.zygote import Zygote
from checkers.selftest import speeds
from checkers.selftest.course import ROOT
from checkers.selftest.hostile import (ATTACKS, FAMILIES, FILE, PROBES, RIGHT,
                                       Hostile, Refused, write)
from checkers.selftest.hostile import known
from checkers.selftest.processes import descendants

CANARY = 'canary-5d41402abc4b2a76'
LURES = ['secret', 'seed']      # files of a folder outside
FIRST = TASKS[:1]
BEHAVIOUR = {'models', 'arguments_unchanged', 'independent_calls',
             'encoder_layers', 'encoder_activations', 'decoder_layers',
             'decoder_activations', 'auto_shares_weights', 'loss',
             'optimizer', 'training'}
# How long the processes of an attack may take to end where nobody waits: an
# answer that is too long is not read to its end.
CLEARING = 2


@dataclasses.dataclass(frozen=True)
class Lure:
    """What attacks look for, beside the project.

    Attributes:
        port: where somebody listens on this machine.
        outside: a folder with a secret, in which nothing may be written.
    """

    port: int
    outside: pathlib.Path


@pytest.fixture(scope='module')
def lure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lure]:
    """Give what attacks look for."""
    outside = tmp_path_factory.mktemp('outside')
    for name in LURES:
        (outside / name).write_text(CANARY)
    with socket.create_server(('127.0.0.1', 0)) as server, \
            pytest.MonkeyPatch.context() as patch:
        patch.setenv('CANARY', CANARY)
        yield Lure(server.getsockname()[1], outside)


def grade(entry: Hostile, warm: Zygote, folder: pathlib.Path,
          lure: Lure) -> TaskMark:
    """Grade an entry; return what its task got."""
    write(folder, entry.files, port=lure.port, outside=lure.outside, root=ROOT)
    document = grading.grade(str(folder), warm, entry.seed,
                             [TASKS[entry.task]], entry.seconds)
    text = json.dumps(msgspec.to_builtins(document))
    assert 'REACHED' not in text and CANARY not in text
    assert text.isprintable() and len(text) < 100000
    kept = to_json(document)
    assert '::' not in kept and '##[' not in kept and kept.isascii()
    task, = document.tasks
    assert not any(ord(character) < 32 for check in task.checks
                   for character in check.message)
    assert not (lure.outside / 'written').exists()
    return task


def passed(task: TaskMark) -> set[str]:
    """Return the ids of the passed checks."""
    return {check.id for check in task.checks
            if check.status == CheckStatus.PASSED}


def processes(warm: Zygote) -> set[int]:
    """Return the probe's processes, as process numbers."""
    return {warm.process.pid, *descendants(warm.process.pid)}


@pytest.fixture(scope='module')
def honest(warm: Zygote, tmp_path_factory: pytest.TempPathFactory
           ) -> Callable[[str, int], set[str]]:
    """Give a function to the checks that an answer passes.

    It takes the answer's text and the number of its task.
    """
    @functools.cache
    def of(source: str, number: int) -> set[str]:
        folder, task = tmp_path_factory.mktemp('honest'), TASKS[number]
        write(folder, {task.file: source})
        return passed(
            grading.grade(str(folder), warm, tasks=[task]).tasks[0])
    return of


@pytest.fixture(scope='module')
def next_student(warm: Zygote, tmp_path_factory: pytest.TempPathFactory
                 ) -> Iterator[Callable[[], None]]:
    """Give a function that grades the reference, as the next student's.

    It is called once more after all attacks: if any of them changed the
    running probe, the reference would not get full marks from it.
    """
    def graded() -> None:
        probe = warm.process.pid
        folder = tmp_path_factory.mktemp('next')
        write(folder, {FILE: RIGHT})
        after = grading.grade(str(folder), warm, tasks=FIRST)
        assert after.score == after.max_score == 25
        assert warm.process.pid == probe, 'the probe did not answer'

    yield graded
    # The pytest inside of grading removes what the one outside looks for.
    test = os.environ['PYTEST_CURRENT_TEST']
    graded()
    os.environ['PYTEST_CURRENT_TEST'] = test


@pytest.fixture(scope='module')
def tried(warm: Zygote, lure: Lure, tmp_path_factory: pytest.TempPathFactory
          ) -> Callable[[str], TaskMark | None]:
    """Give a function from a probe's name to what it got; None: it got out."""
    entries = {entry.name: entry for entry in PROBES}

    @functools.cache
    def of(name: str) -> TaskMark | None:
        folder = tmp_path_factory.mktemp('probe')
        try:
            return grade(entries[name], warm, folder, lure)
        except AssertionError:
            return None
    return of


@pytest.fixture(scope='module')
def unfenced(warm: Zygote, tried: Callable[[str], TaskMark | None]) -> str:
    """Say why attacks that could do harm must not run here; '' if may."""
    if warm.unfenced:
        return f'no sandbox: {warm.unfenced}'
    for entry in PROBES:
        if tried(entry.name) is None:
            return f'the fence does not hold: {entry.name}'
    return ''


@pytest.mark.parametrize('entry', PROBES, ids=lambda entry: entry.name)
def test_fence_holds(entry: Hostile, warm: Zygote,
                     tried: Callable[[str], TaskMark | None]) -> None:
    """A harmless try to get out fails."""
    if warm.unfenced:
        pytest.skip(f'no sandbox: {warm.unfenced}')
    task = tried(entry.name)
    assert task, 'it got out'
    assert any('held' in check.message for check in task.checks)


# The fast run has one attack of each family.
@speeds.parametrize('entry', (
    (entry.name, family, [entry])
    for family, attacks in FAMILIES.items() for entry in attacks))
def test_attack(entry: Hostile, warm: Zygote, lure: Lure,
                honest: Callable[[str, int], set[str]], unfenced: str,
                next_student: Callable[[], None],
                tmp_path: pathlib.Path) -> None:
    """An attack gets what its honest part is worth, and leaves nothing.

    The probe that it ran in has no other process than before. Where it is
    another probe, it serves the next student.
    """
    if entry.fenced and unfenced:
        pytest.skip(unfenced)
    worth = honest(entry.base, entry.task)
    if entry.before:
        neighbour = tmp_path / 'before'
        neighbour.mkdir()
        write(neighbour, {FILE: entry.before})
        grading.grade(str(neighbour), warm, tasks=FIRST)
    folder = tmp_path / 'attack'
    folder.mkdir()
    probe, before = warm.process.pid, processes(warm)
    try:
        task = grade(entry, warm, folder, lure)
    except Refused as refused:
        pytest.skip(str(refused))
    assert not passed(task) & BEHAVIOUR if entry.crash else \
        passed(task) <= worth
    if entry.noted:
        assert task.integrity
    if entry.next:
        assert warm.process.pid == probe, 'it has stopped the probe'
    if entry.next or warm.process.pid != probe:
        next_student()
    if warm.process.pid != probe:
        return
    end = time.monotonic() + CLEARING
    while processes(warm) != before and time.monotonic() < end:
        time.sleep(0.02)
    assert processes(warm) == before


def test_nothing_is_left(warm: Zygote, lure: Lure) -> None:
    """After the attacks: the probe alone, and no mount of the fence."""
    if warm.unfenced:
        pytest.skip(f'no sandbox: {warm.unfenced}')
    # bubblewrap, its first process inside, and the probe.
    assert len(processes(warm)) == 3
    with open('/proc/self/mounts') as mounts:
        assert '/scratch' not in mounts.read()
    assert sorted(os.listdir(lure.outside)) == LURES


@speeds.parametrize('entry', (
    (entry.name, 'by heart', [entry]) for entry in known.ATTACKS
    if entry.seed != PUBLIC and not entry.fenced))
def test_what_is_known_is_worth_something(
        entry: Hostile, warm: Zygote, tmp_path: pathlib.Path) -> None:
    """What fails at a secret seed earns all points at the public one.

    So the seed is what stops it.
    """
    write(tmp_path, entry.files)
    task, = grading.grade(str(tmp_path), warm, PUBLIC, FIRST).tasks
    assert passed(task) >= BEHAVIOUR


def test_there_are_enough_attacks() -> None:
    """At least 40, no two alike."""
    assert len({entry.name for entry in ATTACKS}) == len(ATTACKS) >= 40
