"""The driver of task 7, on few small faces: what it keeps and what it says."""
import re
import signal
import subprocess
import sys

import matplotlib.image
import pytest
from PIL import Image

from checkers.selftest import course

BETAS = 1, 2, 3, 5
FIGURES = {'%s_w%d.png' % (kind, beta) for kind in ('predict', 'random')
           for beta in BETAS} | {'traversals.png'}
MODELS = {'vae_model_NN3_w%d.keras' % beta for beta in BETAS}
NUMBER = r' +-?\d+\.\d+'


def small(folder):
    """Copy the course; its driver draws 200 faces in place of 10,000."""
    copy = course.copy(folder)
    driver = copy / '7-main.py'
    text = driver.read_text()
    for old, new in (' 10000\n', ' 200\n'), ('load_faces(5000', (
            'load_faces(300')):
        assert text.count(old) == 1
        text = text.replace(old, new)
    driver.write_text(text)
    return driver


def run(driver, *arguments):
    """Run a driver in its folder, pictures of 16 x 16, one epoch."""
    return course.run(driver, '--size', '16', '--epochs', '1', *arguments,
                      cwd=driver.parent.parent)


def files(folder, suffix):
    """Return the paths of a folder's files that end so, by name."""
    return {path.name: path for path in folder.rglob('*' + suffix)}


def table(printed):
    """Return the rows of the table that a run prints."""
    return printed[printed.index('beta  reconstruction'):].splitlines()[1:]


def test_models_are_kept_and_not_trained_again(tmp_path):
    """Four models, nine figures, a table; the next run trains what is gone.

    The folder's name tells other settings apart.
    """
    driver = small(tmp_path)
    first = run(driver)
    assert (first.returncode, first.stderr) == (0, '')
    models = files(tmp_path, '.keras')
    assert set(models) == MODELS
    settings, = {path.parent.name for path in models.values()}
    assert re.fullmatch('200-faces-16px-16-32-64-128-32-1epochs-[0-9a-f]{8}',
                        settings)
    pictures = files(tmp_path / '0x04-images', '.png')
    assert set(pictures) == FIGURES
    for name, path in pictures.items():
        assert matplotlib.image.imread(path).shape[1] >= 500
        assert path.stat().st_size < 400000
        assert 'figure: 0x04-images/%s\n' % name in first.stdout
    assert 'reconstruction' in first.stdout and 'beta_kl' in first.stdout
    for beta, row in zip(BETAS, table(first.stdout), strict=True):
        assert re.match(r' +%d%s%s +\d+' % (beta, NUMBER, NUMBER), row)

    # A run that was killed leaves a part; it does not count as a model.
    lost = models['vae_model_NN3_w2.keras']
    lost.rename(str(lost) + '.part.keras')
    second = run(driver)
    assert (second.returncode, second.stderr) == (0, '')
    assert re.findall(r'^beta = (\d)(?:: trained before)', second.stdout,
                      re.MULTILINE) == ['1', '3', '5']
    assert re.findall(r'^beta = (\d)$', second.stdout, re.MULTILINE) == ['2']
    assert set(files(tmp_path, '.keras')) == MODELS
    # All but the reconstruction, which is from a code drawn anew.
    rows = [[row.split()[2:] for row in table(process.stdout)]
            for process in (first, second)]
    assert [rows[0][k] for k in (0, 2, 3)] == [rows[1][k] for k in (0, 2, 3)]


def test_own_pictures(tmp_path):
    """--images trains on a folder: a bad file is named, no gap is told."""
    driver = small(tmp_path)
    mine = tmp_path / 'mine'
    mine.mkdir()
    for number in range(25):
        Image.effect_noise((40, 30), 50 + number).save(
            mine / ('%d.png' % number))
    (mine / 'bad.jpg').write_bytes(b'no picture')
    process = run(driver, '--images', str(mine))
    assert process.returncode == 0
    assert process.stderr.count('\n') == 1
    assert process.stderr.startswith(str(mine / 'bad.jpg'))
    assert 'nobody knows the factors' in process.stdout
    assert 'MIG' not in process.stdout
    assert len(table(process.stdout)) == 4
    assert len(list(mine.iterdir())) == 26
    assert [path.parent.name.split('-')[0] for path in
            files(tmp_path, '.keras').values()] == ['mine'] * 4


@pytest.mark.parametrize('arguments, complaint', [
    (['--size', '40'], "'40' is not a multiple of 16"),
    (['--size', '0'], "'0' is not a multiple of 16"),
    (['--size', 'big'], "'big' is not a multiple of 16"),
    (['--epochs', '0'], "'0' is not a whole number of at least 1")])
def test_wrong_values_are_refused(arguments, complaint):
    """They exit 2 with a line that says what is wrong."""
    process = course.run(course.COURSE / '7-main.py', *arguments)
    assert process.returncode == 2
    assert complaint in process.stderr.splitlines()[-1]


def test_ctrl_c_keeps_what_is_there(tmp_path):
    """SIGINT in the first epoch: no model is kept, its figures are drawn."""
    driver = small(tmp_path)
    with subprocess.Popen(
            [sys.executable, driver, '--size', '16'], cwd=tmp_path,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=course.environment()) as process:
        while 'Epoch 1/' not in process.stdout.readline():
            assert process.poll() is None, process.stderr.read()
        process.send_signal(signal.SIGINT)
        printed, complaints = process.communicate(timeout=600)
    assert (process.returncode, complaints) == (0, '')
    assert 'Epoch 2/' not in printed
    assert not files(tmp_path, '.keras')
    assert len(table(printed)) == 1
    assert set(files(tmp_path / '0x04-images', '.png')) == {
        'predict_w1.png', 'random_w1.png', 'traversals.png'}
