"""Attacks earn nothing, reach nothing, leave nothing, and stop nobody.

The fence is proved first, with harmless tries. What could harm the machine
runs only where it holds.
"""
import functools
import json
import os
import socket

import msgspec
import pytest
from checkers.selftest.hostile import ATTACKS, FILE, PROBES, Refused, write

from checkers.course import curriculum
from checkers.judging import grading
from checkers.selftest.course import COURSE, ROOT

CANARY = 'canary-5d41402abc4b2a76'
TASKS = curriculum.TASKS[:1]
BEHAVIOUR = {'models', 'arguments_unchanged', 'independent_calls',
             'encoder_layers', 'encoder_activations', 'decoder_layers',
             'decoder_activations', 'auto_shares_weights', 'loss',
             'optimizer', 'training'}


@pytest.fixture(scope='module')
def lure(tmp_path_factory):
    """Give what attacks look for: a listener, a secret, the project."""
    outside = tmp_path_factory.mktemp('outside')
    (outside / 'secret').write_text(CANARY)
    with socket.create_server(('127.0.0.1', 0)) as server, \
            pytest.MonkeyPatch.context() as patch:
        patch.setenv('CANARY', CANARY)
        yield {'port': server.getsockname()[1], 'outside': outside,
               'root': ROOT}


def grade(entry, warm, folder, lure):
    """Grade an entry; return what its task got."""
    write(folder, entry.files, **lure)
    document = grading.grade(str(folder), warm=warm, tasks=TASKS,
                             seconds=entry.seconds)
    text = json.dumps(msgspec.to_builtins(document))
    assert 'REACHED' not in text and CANARY not in text
    assert text.isprintable() and len(text) < 100000
    task, = document.tasks
    assert not any(ord(character) < 32 for check in task.checks
                   for character in check.message)
    assert not (lure['outside'] / 'written').exists()
    return task


def passed(task):
    """Return the ids of the passed checks."""
    return {check.id for check in task.checks
            if check.status == 'passed'}


@pytest.fixture(scope='module')
def honest(warm, tmp_path_factory):
    """Give a function from an answer's text to the checks that it passes."""
    @functools.lru_cache(maxsize=None)
    def of(source):
        folder = tmp_path_factory.mktemp('honest')
        write(folder, {FILE: source})
        return passed(grading.grade(str(folder), warm=warm,
                                    tasks=TASKS).tasks[0])
    return of


@pytest.fixture(scope='module')
def unfenced(warm, lure, tmp_path_factory):
    """Say why attacks that could do harm must not run here; '' if may."""
    if warm.unfenced:
        return 'no sandbox: ' + warm.unfenced
    for entry in PROBES:
        try:
            grade(entry, warm, tmp_path_factory.mktemp('probe'), lure)
        except AssertionError:
            return 'the fence does not hold: ' + entry.name
    return ''


@pytest.mark.parametrize('entry', PROBES, ids=lambda entry: entry.name)
def test_fence_holds(entry, warm, lure, tmp_path):
    """A harmless try to get out fails."""
    if warm.unfenced:
        pytest.skip('no sandbox: ' + warm.unfenced)
    task = grade(entry, warm, tmp_path, lure)
    assert any('held' in check.message for check in task.checks)


@pytest.mark.parametrize('entry', ATTACKS, ids=lambda entry: entry.name)
def test_attack(entry, warm, lure, honest, unfenced, tmp_path):
    """An attack gets what its honest part is worth, the next its own."""
    if entry.fenced and unfenced:
        pytest.skip(unfenced)
    mine, theirs = tmp_path / 'attack', tmp_path / 'next'
    mine.mkdir()
    theirs.mkdir()
    try:
        task = grade(entry, warm, mine, lure)
    except Refused as refused:
        pytest.skip(str(refused))
    gained = passed(task) - honest(entry.base)
    if entry.crash:
        gained = passed(task) & BEHAVIOUR
    assert not gained
    if entry.noted:
        assert task.integrity
    write(theirs, {FILE: (COURSE / FILE).read_text()})
    after = grading.grade(str(theirs), warm=warm, tasks=TASKS)
    assert after.score == after.max_score == 25


def descendants(pid):
    """Return the processes below one, as process numbers."""
    found = []
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open('/proc/%s/stat' % name) as stat:
                parent = int(stat.read().rpartition(')')[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(name)] + descendants(int(name))
    return found


def test_nothing_is_left(warm, lure):
    """After the attacks: the probe alone, and no mount of the fence."""
    if warm.unfenced:
        pytest.skip('no sandbox: ' + warm.unfenced)
    # bubblewrap, its first process inside, and the zygote.
    assert len(descendants(warm.process.pid)) == 2
    with open('/proc/self/mounts') as mounts:
        assert '/scratch' not in mounts.read()
    assert os.listdir(lure['outside']) == ['secret']


def test_there_are_enough_attacks():
    """At least 40, no two alike."""
    assert len({entry.name for entry in ATTACKS}) == len(ATTACKS) >= 40
