"""The command `python3 -m checkers grade`, as a teacher types it."""
import json
import os
import select
import shutil
import signal
import subprocess
import sys

import pytest
from checkers.selftest.hostile import ATTACKS, write
from checkers.selftest.packed import zipped
from checkers.selftest.test_hostile import descendants

from checkers.classroom import files, store, worker
from checkers.course import curriculum
from checkers.judging import grading
from checkers.marks.grades import Grades
from checkers.selftest.course import COURSE, ROOT

NAME = '0-vanilla.py'
RIGHT = (COURSE / NAME).read_text()
WRONG = RIGHT.replace('reversed(hidden_layers)', 'hidden_layers')
ONE = ['--task', '0', '--jobs', '1']
ODD = ('a link to a folder outside', 'a FIFO', 'a tensorflow folder',
       'an answer that is a link to the reference', 'very many files')


def command(*arguments):
    """Return the command line of grade."""
    return [sys.executable, '-m', 'checkers', 'grade', *map(str, arguments)]


def grade(*arguments):
    """Run the command to its end."""
    return subprocess.run(command(*arguments), cwd=ROOT, text=True,
                          capture_output=True)


def started(*arguments):
    """Start the command; return the process once one result is kept."""
    process = subprocess.Popen(command(*arguments), cwd=ROOT, text=True,
                               stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    assert process.stdout.readline().startswith('1 of')
    return process


def results(folder):
    """Return the bytes of the result documents, and which files they are."""
    paths = sorted((folder / 'results').iterdir())
    return ({path.name: path.read_bytes() for path in paths},
            {path.name: path.stat().st_ino for path in paths})


@pytest.fixture(scope='module')
def group(tmp_path_factory):
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
def graded(group, tmp_path_factory):
    """Give the class' marks, graded in one go by one worker."""
    folder = tmp_path_factory.mktemp('graded') / 'marks'
    ended = grade(group, '--out', folder, *ONE)
    assert ended.returncode == 1
    assert '6 of 6 submissions' in ended.stdout
    return folder


def test_documents(graded):
    """Each submission has its document; none is an abort."""
    documents = {one.document['submission']: one.document
                 for one in Grades(str(graded))}
    assert len(documents) == 6
    reasons = {name: {(task['status'], check['message'])
                      for task in document['tasks']
                      for check in task['checks']}
               for name, document in documents.items()}
    assert documents['adams']['score'] > documents['davis']['score'] > 0
    assert reasons['evans'] == {('not attempted', 'not attempted')}
    assert documents['frank']['score'] == 0
    (status, reason), = reasons['frank']
    assert status == 'error' and 'broken' in reason
    assert (graded / 'sources' / 'davis' / NAME).read_text() == WRONG


def test_killed_and_resumed_by_two(group, graded, tmp_path):
    """kill -9, then go on: nothing is graded twice, the bytes are the same.

    All processes of the killed command end by themselves.
    """
    process = started(group, '--out', tmp_path, *ONE)
    orphans = [os.pidfd_open(pid) for pid in descendants(process.pid)]
    with process:
        process.kill()
    ended = [select.select([orphan], [], [], 30)[0] for orphan in orphans]
    for orphan, gone in zip(orphans, ended):
        if not gone:
            signal.pidfd_send_signal(orphan, signal.SIGKILL)
        os.close(orphan)
    assert orphans and all(ended)
    kept, nodes = results(tmp_path)
    assert 1 <= len(kept) < 6
    ended = grade(group, '--out', tmp_path, '--task', 0, '--jobs', 2)
    assert '6 of 6 submissions' in ended.stdout
    after, others = results(tmp_path)
    assert after == results(graded)[0]
    state = {path.name for path in (tmp_path / 'state').glob('*.json')}
    assert nodes.items() <= others.items() and state == set(after)


def test_interrupted(group, graded, tmp_path):
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
    assert 'interrupted; %d of 6 are in' % kept in said
    assert 'go on with: python3 -m checkers grade %s' % group in said
    assert len(said.splitlines()) == 1


def test_a_changed_file_is_graded_alone(group, graded, tmp_path):
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


def test_what_no_longer_holds(group, graded):
    """Other files, tasks, seed, rubric or runtime: it is graded again."""
    document = store.read(str(graded / 'results' / 'adams.json'))
    submission = files.settle('adams', files.walk(group / 'adams'))
    other = files.settle('adams', files.walk(group / 'davis'))
    with store.Grades(str(graded)) as grades:
        for change, holds in (
                ({}, True), ({'submission': other}, False),
                ({'numbers': [0, 1]}, False), ({'seed': 1}, False),
                ({'workers': dict(document, rubric='')}, False),
                ({'workers': dict(document, runtime={})}, False)):
            asked = {'submission': submission, 'numbers': [0], 'seed': 0,
                     'workers': document, **change}
            assert (grades.holds(**asked) == document) == holds
        ended = grade(group, '--out', graded, *ONE)
    assert ended.returncode == 2
    assert 'another command is grading' in ended.stderr


def test_without_bubblewrap_it_refuses(tmp_path):
    """--require-sandbox grades nothing where there is none."""
    ended = subprocess.run(
        command('0x04-autoencoders', '--out', tmp_path, '--require-sandbox'),
        cwd=ROOT, capture_output=True, text=True,
        env=dict(os.environ, PATH='/nowhere'))
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
def test_mistakes_of_the_command(arguments, said, tmp_path):
    """A wrong command gets one line on stderr and exit code 2."""
    ended = grade(*(word.format(tmp_path) for word in arguments))
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize('entry', [
    entry for entry in ATTACKS if entry.name in ODD],
    ids=lambda entry: entry.name)
def test_as_if_it_lay_here(entry, warm, tmp_path, monkeypatch):
    """A submission that travelled has the document that it has at home."""
    monkeypatch.setattr(worker, 'probe', lambda *which: warm)
    write(tmp_path, entry.files, port=9, outside='/nowhere', root=ROOT)
    submission = files.settle(tmp_path.name, files.walk(tmp_path))
    assert worker.grade(submission, [0]) == grading.grade(
        str(tmp_path), warm, tasks=curriculum.TASKS[:1])


def test_file_names():
    """Names are safe, short and apart, and plain ones stay as they are."""
    names = ['smith', 'Smith', 'SMITH', 'a b', 'a-b', 'a_b', '..', '', '/',
             'é', 'e\u0301', '\udce9', 'x' * 300, 'con\nrow', '-rf',
             '../../etc/passwd', store.file_name('Smith'), 'a.json', '.lock']
    made = [store.file_name(name) for name in names]
    assert len({name.lower() for name in made}) == len(names)
    assert all(name.isascii() and name[0] not in '.-' and len(name) < 70 and
               '/' not in name and name.isprintable() for name in made)
    assert made[0] == 'smith' and store.file_name('a-b') == 'a-b'


def test_a_document_is_json_of_the_schema(graded):
    """What is written is what grading.grade returns, and nothing more."""
    text = (graded / 'results' / 'adams.json').read_text()
    document = json.loads(text)
    assert text == json.dumps(document, indent=1) + '\n'
    assert list(document) == ['schema', 'submission', 'rubric', 'seed',
                              'runtime', 'score', 'max_score', 'tasks']
