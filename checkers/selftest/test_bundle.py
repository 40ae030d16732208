"""Gradescope's autograder and GitHub's workflow, run as they run them."""
import base64
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import typing
import zipfile

import pytest

from checkers.commands.check import secret_seed
from checkers.course import curriculum
from checkers.exporters import bundle
from checkers.judging import grading
from checkers.runner.zygote import Zygote
from checkers.selftest.course import COURSE, ROOT


def python(folder: pathlib.Path, name: str) -> None:
    """Put a command into a folder that is this interpreter."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(
        f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (folder / name).chmod(0o755)


@pytest.fixture
def unpacked(tmp_path: pathlib.Path) -> pathlib.Path:
    """Give a folder laid out like Gradescope's /autograder."""
    root = tmp_path / 'autograder'
    for name in ('source', 'submission', 'results'):
        (root / name).mkdir(parents=True)
    bundle.export(str(tmp_path / 'autograder.zip'))
    with zipfile.ZipFile(tmp_path / 'autograder.zip') as archive:
        archive.extractall(root / 'source')
    for info in archive.infolist():         # extractall forgets the run bit
        (root / 'source' / info.filename).chmod(info.external_attr >> 16)
    shutil.copy(COURSE / curriculum.TASKS[0].file, root / 'submission')
    python(root / 'venv' / 'bin', 'python')
    return root


@pytest.mark.slow
def test_autograder(unpacked: pathlib.Path, warm: Zygote) -> None:
    """run_autograder writes the results of the same marks as ours."""
    ended = subprocess.run(
        [unpacked / 'source' / 'run_autograder', unpacked], cwd='/',
        capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    written = json.loads((unpacked / 'results' / 'results.json').read_text())
    folder = str(unpacked / 'submission')
    seed = secret_seed((unpacked / 'source' / 'seed').read_text(), folder)
    ours = grading.grade(folder, warm, seed)
    assert written['score'] == ours.score > 0
    assert written['extra_data']['rubric'] == ours.rubric
    assert written['extra_data']['runtime'] == warm.runtime
    assert [test['score'] for test in written['tests']] == [
        check.points for task in ours.tasks for check in task.checks]


def test_autograder_without_tensorflow(unpacked: pathlib.Path) -> None:
    """Where the machine is at fault there is no result, and a reason."""
    (unpacked / 'venv' / 'bin' / 'python').write_text(
        '#!/bin/sh\necho no TensorFlow here >&2\nexit 2\n')
    ended = subprocess.run(
        [unpacked / 'source' / 'run_autograder', unpacked],
        capture_output=True, text=True)
    assert ended.returncode != 0
    assert 'no TensorFlow here' in ended.stderr
    assert not list((unpacked / 'results').iterdir())


def test_the_seed_is_the_bundles(unpacked: pathlib.Path) -> None:
    """It is read from standard input, and no command line shows it."""
    (unpacked / 'venv' / 'bin' / 'python').write_text(
        '#!/bin/sh\necho "$@" >>words; cat >>read; exit 0\n')
    subprocess.run([unpacked / 'source' / 'run_autograder', unpacked],
                   stdin=subprocess.DEVNULL, check=True)
    source = unpacked / 'source'
    seed = (source / 'seed').read_text()
    assert (source / 'read').read_text() == seed
    words = (source / 'words').read_text()
    assert '--secret\n' in words and seed.strip() not in words


def test_bundle(tmp_path: pathlib.Path) -> None:
    """The zip has what it needs, and no more."""
    bundle.export(str(tmp_path / 'a'))
    with zipfile.ZipFile(tmp_path / 'a') as archive:
        modes = {info.filename: stat.S_IMODE(info.external_attr >> 16)
                 for info in archive.infolist()}
    assert modes['setup.sh'] == modes['run_autograder'] == 0o755
    assert modes['requirements.txt'] == 0o644
    assert not [name for name in modes if 'selftest' in name or
                'pyc' in name or name.startswith(('/', '.'))]
    assert {task.rubric for task in curriculum.TASKS} <= {
        os.path.basename(name) for name in modes}


def workflow() -> typing.Any:
    """Return the workflow that the teacher's page shows, parsed."""
    yaml = pytest.importorskip('yaml', reason=(
        'PyYAML is missing: python3 -m pip install -r '
        'checkers/selftest/requirements.txt'))
    text = (ROOT / 'checkers' / 'classroom' / 'README.md').read_text()
    block, = re.findall(r'```yaml\n(.*?)```', text, re.S)
    return yaml.safe_load(block)


def test_workflow_hands_the_result_on() -> None:
    """The reporter gets the output `result` of the step that grades."""
    job, = workflow()['jobs'].values()
    by_name = {step.get('id'): step for step in job['steps']}
    assert '"result=' in by_name['grade']['run']
    assert '$GITHUB_OUTPUT' in by_name['grade']['run']
    reporter = job['steps'][-1]
    assert reporter['with'] == {'runners': 'grade'}
    assert reporter['env'] == {
        'GRADE_RESULTS': '${{ steps.grade.outputs.result }}'}


@pytest.mark.slow
def test_workflow_runs(unpacked: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """The step that grades writes a result that the reporter can read."""
    step, = [step for job in workflow()['jobs'].values()
             for step in job['steps'] if step.get('id') == 'grade']
    (unpacked / 'source').rename(unpacked / step['working-directory'])
    python(tmp_path / 'bin', 'python3')
    ended = subprocess.run(
        ['bash', '-e', '-c', step['run']], capture_output=True, text=True,
        cwd=unpacked / step['working-directory'],
        env=dict(os.environ, GITHUB_OUTPUT=str(tmp_path / 'output'),
                 PATH=f'{tmp_path / "bin"}:{os.environ["PATH"]}'))
    assert ended.returncode == 0, ended.stderr
    name, _, value = (tmp_path / 'output').read_text().strip().partition('=')
    result = json.loads(base64.b64decode(value))
    assert name == 'result'
    assert result['status'] == 'fail'
    assert 0 < sum(test['score'] for test in result['tests']) < \
        result['max_score']
