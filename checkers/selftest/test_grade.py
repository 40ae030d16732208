"""The command `python3 -m checkers grade`, as a teacher types it."""
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys

import msgspec
import pytest

from checkers.classroom import files, worker
from checkers.course import curriculum
from checkers.judging import grading
from checkers.marks import document, grades
from checkers.runner.zygote import Zygote
from checkers.selftest.course import (complaints, COURSE, Ended,
                                      environment, ROOT, run)
from checkers.selftest.hostile import ATTACKS, Hostile, write
from checkers.selftest.packed import zipped
from checkers.selftest.processes import descendants

NAME = '0-vanilla.py'
RIGHT = (COURSE / NAME).read_text()
WRONG = RIGHT.replace('reversed(hidden_layers)', 'hidden_layers')
ONE = ['--task', '0', '--jobs', '1', '--seed', '7']
ODD = ('a link to a folder outside', 'a FIFO', 'a tensorflow folder',
       'an answer that is a link to the reference', 'very many files')


def grade(*words: str | pathlib.Path, **extra: str) -> Ended:
    """Run the command to its end; extra is added to its environment."""
    return run('-m', 'checkers', 'grade', *words, cwd=ROOT,
               env=environment(**extra))


def started(*words: str | pathlib.Path) -> subprocess.Popen[str]:
    """Start the command; return the process once one result is kept."""
    process = subprocess.Popen(
        [sys.executable, '-m', 'checkers', 'grade', *words], cwd=ROOT,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline().startswith('1 of')
    return process


def results(folder: pathlib.Path) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the bytes of the result documents, and the files' inodes."""
    paths = sorted((folder / 'results').iterdir())
    return ({path.name: path.read_bytes() for path in paths},
            {path.name: path.stat().st_ino for path in paths})


@pytest.fixture(scope='module')
def group(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Give a small class: two right, two wrong, an empty and a broken one."""
    folder = tmp_path_factory.mktemp('class')
    for name, text in (('adams', RIGHT), ('Brown, C.', WRONG),
                       ('clark', RIGHT), ('davis', WRONG)):
        (folder / name).mkdir()
        (folder / name / NAME).write_text(text)
    (folder / 'evans').mkdir()
    (folder / 'frank.zip').write_bytes(zipped({NAME: RIGHT})[:-9])
    return folder


@pytest.fixture(scope='module')
def graded(group: pathlib.Path, tmp_path_factory: pytest.TempPathFactory
           ) -> pathlib.Path:
    """Give the class' marks, graded in one go by one worker."""
    folder = tmp_path_factory.mktemp('graded') / 'marks'
    ended = grade(group, '--out', folder, *ONE)
    assert ended.returncode == 1
    assert '6 of 6 submissions' in ended.stdout
    return folder


@pytest.mark.slow
def test_documents(graded: pathlib.Path) -> None:
    """Each submission has its document, even one that cannot be read."""
    documents = {one.document.submission: one.document
                 for one in grades.Grades(str(graded))}
    assert len(documents) == 6
    reasons = {name: {(str(task.status), check.message)
                      for task in marks.tasks for check in task.checks}
               for name, marks in documents.items()}
    assert documents['adams'].score > documents['davis'].score > 0
    assert {one.seed for one in documents.values()} == {document.told(7)}
    assert reasons['evans'] == {('not attempted', 'not attempted')}
    assert documents['frank'].score == 0
    (status, reason), = reasons['frank']
    assert status == 'error' and 'broken' in reason
    assert (graded / 'sources' / 'davis' / NAME).read_text() == WRONG


@pytest.mark.slow
def test_killed_and_resumed_by_two(
        group: pathlib.Path, graded: pathlib.Path, tmp_path: pathlib.Path
        ) -> None:
    """kill -9, then go on: nothing is graded twice, the bytes are the same.

    All processes of the killed command end by themselves.
    """
    process = started(group, '--out', tmp_path, *ONE)
    orphans = [os.pidfd_open(pid) for pid in descendants(process.pid)]
    with process:
        process.kill()
    gone = [bool(select.select([orphan], [], [], 30)[0])
            for orphan in orphans]
    for orphan, is_gone in zip(orphans, gone):
        if not is_gone:
            signal.pidfd_send_signal(orphan, signal.SIGKILL)
        os.close(orphan)
    assert orphans and all(gone)
    kept, nodes = results(tmp_path)
    assert 1 <= len(kept) < 6
    ended = grade(group, '--out', tmp_path, '--task', '0', '--jobs', '2')
    assert '6 of 6 submissions' in ended.stdout
    after, others = results(tmp_path)
    assert after == results(graded)[0]
    state = {path.name for path in (tmp_path / 'state').glob('*.json')}
    assert nodes.items() <= others.items() and state == set(after)


@pytest.mark.slow
def test_interrupted(group: pathlib.Path, graded: pathlib.Path,
                     tmp_path: pathlib.Path) -> None:
    """Ctrl-C keeps what is done and says how to go on.

    Grading again, too, goes on where it was, with the marks of before.
    """
    shutil.copytree(graded, tmp_path, dirs_exist_ok=True)
    process = started(group, '--out', tmp_path, '--again', *ONE)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == 2
    assert results(tmp_path)[0] == results(graded)[0]
    kept = len(list((tmp_path / 'state').glob('*.json')))
    assert 1 <= kept < 6 and '--again' not in said
    assert f'interrupted; {kept} of 6 are in' in said
    assert f'go on with: python3 -m checkers grade {group}' in said
    assert len(complaints(said)) == 1


@pytest.mark.slow
def test_a_changed_file_is_graded_alone(
        group: pathlib.Path, graded: pathlib.Path, tmp_path: pathlib.Path
        ) -> None:
    """Only who changed a file, or its run bit, is graded again."""
    mine, marks = tmp_path / 'class', tmp_path / 'marks'
    shutil.copytree(group, mine)
    shutil.copytree(graded, marks)
    before, nodes = results(marks)
    (mine / 'adams' / NAME).write_text(WRONG)
    (mine / 'clark' / NAME).chmod(0o755)
    grade(mine, '--out', marks, *ONE)
    after, others = results(marks)
    assert {name for name in after if after[name] != before[name]} == {
        'adams.json', 'clark.json'} == {
            name for name in nodes if nodes[name] != others[name]}

    ended = grade('--compare', graded, marks)
    assert ended.returncode == 1
    assert 'task 0, decoder_layers: 2 of 2 passed -> 0 of 2 failed' \
        in ended.stdout
    assert "come in the encoder's order: 128, 64" in ended.stdout
    assert 'task 0, run_bit: 0 of 1 failed -> 1 of 1 passed' in ended.stdout
    assert 'davis' not in ended.stdout
    assert '2 of 6 submissions have changed marks: 1 higher, 1 lower' \
        in ended.stdout
    ended = grade('--compare', graded, graded)
    assert ended.returncode == 0 and ended.stdout.startswith('0 of 6')


@pytest.mark.slow
def test_what_no_longer_holds(group: pathlib.Path, graded: pathlib.Path
                              ) -> None:
    """Other files, tasks, seed, rubric or runtime: it is graded again."""
    known = document.from_json(
        (graded / 'results' / 'adams.json').read_bytes())
    mine, other = (files.settle('adams', files.walk(str(group / name)))
                   .digest() for name in ('adams', 'davis'))
    seed, rubric, runtime = known.seed, known.rubric, known.runtime
    elsewhere = msgspec.structs.replace(runtime, sandbox='another')
    with grades.opened(str(graded)) as kept:
        assert kept.holds('adams', mine, [0], seed, rubric, runtime) == known
        assert not kept.holds('adams', other, [0], seed, rubric, runtime)
        assert not kept.holds('adams', mine, [0, 1], seed, rubric, runtime)
        assert not kept.holds('adams', mine, [0], 1, rubric, runtime)
        assert not kept.holds('adams', mine, [0], seed, 'another', runtime)
        assert not kept.holds('adams', mine, [0], seed, rubric, elsewhere)
        ended = grade(group, '--out', graded, *ONE)
    assert ended.returncode == 2
    assert 'another command is grading' in ended.stderr


def test_without_bubblewrap_it_refuses(tmp_path: pathlib.Path) -> None:
    """--require-sandbox grades nothing where there is none."""
    ended = grade('0x04-autoencoders', '--out', tmp_path,
                  '--require-sandbox', PATH='/nowhere')
    assert ended.returncode == 2 and 'no sandbox' in ended.stderr
    assert results(tmp_path)[0] == {}


@pytest.mark.parametrize('arguments, said', [
    (['nowhere', '--out', 'marks'], 'nowhere is not there'),
    ([], 'at least one folder'),
    (['{}', '--out', '{}/marks', '--jobs', '0'], 'at least one job'),
    (['0x04-autoencoders', '--out', '/dev/null/x'], 'cannot be written'),
    (['{}', '--out', '{}/marks'], 'there is no submission in'),
    (['README.md', '--out', '{}/marks'], 'neither a folder nor a zip'),
    (['0x04-autoencoders', '--out', '{}/marks', '--python', 'false'],
     'ended before it was ready'),
    (['--compare', '{}', '{}'], 'holds no results')])
def test_mistakes_of_the_command(arguments: list[str], said: str,
                                 tmp_path: pathlib.Path) -> None:
    """A wrong command gets one line on stderr and exit code 2."""
    ended = grade(*(word.format(tmp_path) for word in arguments))
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(complaints(ended.stderr)) == 1


@pytest.mark.parametrize('entry', [
    entry for entry in ATTACKS if entry.name in ODD],
    ids=lambda entry: entry.name)
@pytest.mark.slow
def test_as_if_it_lay_here(entry: Hostile, warm: Zygote,
                           tmp_path: pathlib.Path,
                           monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission that travelled has the document that it has at home."""
    monkeypatch.setattr(worker, 'probe', lambda python, fence: warm)
    write(str(tmp_path), entry.files, port=9, outside='/nowhere', root=ROOT)
    submission = files.settle(tmp_path.name, files.walk(str(tmp_path)))
    assert worker.grade(submission, [0]) == grading.grade(
        str(tmp_path), warm, tasks=curriculum.TASKS[:1])


def test_file_names() -> None:
    """Names are safe, short and apart, and plain ones stay as they are."""
    names = ['smith', 'Smith', 'SMITH', 'a b', 'a-b', 'a_b', '..', '', '/',
             'é', 'e\u0301', '\udce9', 'x' * 300, 'con\nrow', '-rf',
             '../../etc/passwd', grades.file_name('Smith'), 'a.json', '.lock']
    made = [grades.file_name(name) for name in names]
    assert len({name.lower() for name in made}) == len(names)
    assert all(name.isascii() and name[0] not in '.-' and len(name) < 70 and
               '/' not in name and name.isprintable() for name in made)
    assert made[0] == 'smith' and grades.file_name('a-b') == 'a-b'


def test_a_document_is_json_of_the_schema(graded: pathlib.Path) -> None:
    """What is written is the document that it is read as, byte for byte."""
    text = (graded / 'results' / 'adams.json').read_text()
    assert text == document.to_json(document.from_json(text))
    assert text.startswith('{\n "schema": 1,\n "submission": "adams",\n')
