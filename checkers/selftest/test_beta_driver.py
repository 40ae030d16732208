"""The driver of task 7, on few small faces: what it keeps and what it says."""
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from checkers.course.curriculum import TASKS
from checkers.selftest import course, drivers
from checkers.selftest.drivers import BETAS

TASK = TASKS[7]
MODELS = {f'vae_model_NN3_w{beta}.keras' for beta in BETAS}
NUMBER = r' +-?\d+\.\d+'


def files(folder: Path, suffix: str) -> dict[str, Path]:
    """Return the paths of a folder's files that end so, by name."""
    return {path.name: path for path in folder.rglob(f'*{suffix}')}


def table(printed: str) -> list[str]:
    """Return the rows of the table that a run prints."""
    lines = printed[printed.index('beta  reconstruction'):].splitlines()
    return [line for line in lines if re.match(' +\\d', line)]


@pytest.mark.slow
@drivers.together(TASK)
def test_models_are_kept_and_not_trained_again(
        first_run: drivers.FirstRun, tmp_path: Path) -> None:
    """A model for each beta and a table; the next run trains what is gone.

    The folder's name tells other settings apart.
    """
    first, copy = first_run(TASK)
    shutil.copytree(copy.parent, tmp_path, symlinks=True, dirs_exist_ok=True)
    own = tmp_path / copy.name / 'models' / 'beta'
    models = files(own, '.keras')
    assert set(models) == MODELS
    settings, = {path.parent.relative_to(own) for path in models.values()}
    assert re.fullmatch('960-faces-16px-32-32-betas-0.2-1/'
                        '1-epochs-tensorflow-[0-9a-f]{8}', str(settings))
    for path in files(drivers.kept(TASK, copy), '.png').values():
        assert path.stat().st_size < 400000
    assert 'reconstruction' in first.stdout and 'beta_kl' in first.stdout
    for beta, row in zip(BETAS, table(first.stdout), strict=True):
        assert re.match(f' +{beta}{NUMBER}{NUMBER} +\\d+', row)

    # A run that was killed leaves a model that does not count yet.
    file = own / settings / 'results.json'
    kept = json.loads(file.read_text())
    assert set(kept['results']) == {str(beta) for beta in BETAS}
    del kept['results']['1']
    file.write_text(json.dumps(kept))
    second = drivers.another_run(TASK, tmp_path / copy.name)
    assert (second.returncode, second.stderr) == (0, '')
    assert re.findall(r'^beta = (\S+): trained before', second.stdout,
                      re.MULTILINE) == ['0.2']
    assert re.findall(r'^beta = (\S+)$', second.stdout,
                      re.MULTILINE) == ['1']
    assert set(files(own, '.keras')) == MODELS
    assert table(second.stdout)[0] == table(first.stdout)[0]


@pytest.mark.slow
def test_own_pictures(tmp_path: Path) -> None:
    """--images trains on a folder: a bad file is named, no gap is told."""
    copy = drivers.prepared(TASK, tmp_path)
    drivers.change(drivers.path(TASK, copy), ('BETAS = 0.2, 1', 'BETAS = 1,'))
    mine = tmp_path / 'mine'
    mine.mkdir()
    for number in range(25):
        Image.effect_noise((40, 30), 50 + number).save(
            mine / f'{number}.png')
    (mine / 'bad.jpg').write_bytes(b'no picture')
    process = drivers.another_run(TASK, copy, '--images', mine)
    assert process.returncode == 0
    assert process.stderr.count('\n') == 1
    assert process.stderr.startswith(str(mine / 'bad.jpg'))
    assert 'nobody knows the factors' in process.stdout
    assert 'MIG' not in process.stdout
    assert len(table(process.stdout)) == 1
    assert len(list(mine.iterdir())) == 26
    models = copy / 'models' / 'beta'
    assert [path.relative_to(models).parts[0].split('-')[0] for path in
            files(models, '.keras').values()] == ['mine']


@pytest.mark.parametrize('arguments, complaint', [
    (['--size', '40'], "'40' is not a multiple of 16"),
    (['--size', '0'], "'0' is not a multiple of 16"),
    (['--size', 'big'], "'big' is not a multiple of 16"),
    (['--epochs', '0'], "'0' is not a whole number of at least 1")])
@pytest.mark.slow
def test_wrong_values_are_refused(arguments: list[str],
                                  complaint: str) -> None:
    """They exit 2 with a line that says what is wrong."""
    process = course.run(drivers.path(TASK), *arguments)
    assert process.returncode == 2
    assert complaint in process.stderr.splitlines()[-1]


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_there(tmp_path: Path) -> None:
    """SIGINT in the first epoch: no model is kept, its figures are drawn."""
    copy = drivers.prepared(TASK, tmp_path)
    with subprocess.Popen(
            [sys.executable, drivers.path(TASK, copy), '--size', '16'],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=course.environment()) as process:
        course.wait_for('Epoch 1/', process)
        process.send_signal(signal.SIGINT)
        printed, complaints = process.communicate(timeout=600)
    assert (process.returncode, complaints) == (0, '')
    assert 'Epoch 2/' not in printed
    assert not files(tmp_path, '.keras')
    assert len(table(printed)) == 1
    assert set(files(copy / 'models', '.png')) == {
        'predict_w0.2.png', 'random_w0.2.png', 'traversals_w0.2.png',
        'between_faces.png'}
    assert not (tmp_path / '0x04-images').exists()
