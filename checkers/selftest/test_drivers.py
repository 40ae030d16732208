"""The drivers, one epoch each: the first on the real data, others on less."""
import re
import signal
import subprocess
import sys
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest

from checkers.course.curriculum import TASKS, Task
from checkers.selftest import course, drivers

FIRST, VARIATIONAL, COMPOSABLE = TASKS[0], TASKS[3], TASKS[5]

each_task = pytest.mark.parametrize('task', [
    pytest.param(task, id=task.file) for task in TASKS])
# The plain run trains with the first driver alone.
each_run = pytest.mark.parametrize('task', [
    pytest.param(task, id=task.file, marks=[
        drivers.together(task), *([pytest.mark.slow] if task != FIRST
                                  else [])]) for task in TASKS])


@each_run
def test_driver_prints_what_the_original_prints(
        task: Task, first_run: drivers.FirstRun) -> None:
    """One epoch runs, silent on stderr, and ends with the original's items.

    The losses of the original stand beside those of this run.
    """
    process, _ = first_run(task)
    row = drivers.driver(task)
    assert (process.returncode, process.stderr) == (0, '')
    assert f'{row.steps}/{row.steps}' in process.stdout
    drivers.check_printed(task, process.stdout)
    assert row.original in drivers.results(process.stdout)


@each_run
def test_driver_draws_its_figures(task: Task,
                                  first_run: drivers.FirstRun) -> None:
    """The task's figures, and no others, are PNG pictures with ink."""
    process, copy = first_run(task)
    figures = drivers.driver(task).figures
    kept = drivers.kept(task, copy)
    assert re.findall(f'^figure: {kept.relative_to(copy.parent)}/(.*)$',
                      process.stdout, re.MULTILINE) == list(figures)
    images = kept
    assert {path.name for path in kept.glob('*.png')} == set(figures)
    for name, (width, height) in figures.items():
        assert (images / name).read_bytes().startswith(b'\x89PNG\r\n\x1a\n')
        picture = matplotlib.image.imread(images / name)[..., :3]
        assert picture.shape[0] >= height and picture.shape[1] >= width
        assert picture[0, 0].min() == 1, 'the page is white'
        assert 0.005 < (picture < 0.5).mean() < 0.5, 'there is ink'


@each_run
def test_a_quick_look_changes_nothing(task: Task, tmp_path: Path,
                                      first_run: drivers.FirstRun) -> None:
    """One epoch leaves all as it was but models/, which git ignores.

    The models lie there that the run was to keep, beside the figures.
    """
    _, copy = first_run(task)
    before = drivers.prepared(task, tmp_path)
    assert contents(copy.parent) == contents(before.parent)
    assert {path.stem for path in drivers.kept(task, copy).glob(
        '*.keras')} == set(drivers.driver(task).models)


def contents(folder: Path) -> dict[Path, bytes]:
    """Return the bytes of a folder's files but for the data and models/."""
    return {path.relative_to(folder): path.read_bytes()
            for path in folder.rglob('*') if path.is_file()
            and 'models' not in path.relative_to(folder).parts
            and path.suffix != '.npz'}


@pytest.mark.parametrize('words, environment, quick', [
    ([], {}, False), (['--save', 'mine'], {}, False),
    (['--epochs', '50'], {}, False), (['--epochs', '49'], {}, True),
    (['--data', 'cifar10'], {}, True), ([], {'KERAS_BACKEND': 'jax'}, True)])
def test_a_full_run_is_one_with_the_readmes_settings(
        words: list[str], environment: dict[str, str], quick: bool,
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It draws into 0x04-images; every other draws beside its models."""
    training = course.module('training')
    places = training.places
    for name in 'quick', 'beside':
        monkeypatch.setattr(places, name, getattr(places, name))
    monkeypatch.setattr(places, 'IMAGES', str(tmp_path / 'images'))
    monkeypatch.setattr(places, 'beside', str(tmp_path / 'beside'))
    monkeypatch.setattr(sys, 'argv', ['N-main.py', *words])
    monkeypatch.delenv('KERAS_BACKEND', raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    parser = training.parser('', epochs=50, time='')
    parser.add_argument('--data', default='faces')
    args = training.parse(parser)
    assert places.quick == quick
    if args.save:
        assert places.beside == 'mine'
    else:
        assert places.figure('a.png') == str(
            tmp_path / ('beside' if quick else 'images') / 'a.png')


@pytest.mark.parametrize('samples, batch, count', [
    (60000, 256, 47), (60000, 128, 67), (9000, 64, 47), (12032, 256, 47),
    (512, 128, 4), (13, 64, 1), (97 * 64, 64, 1)])
def test_a_progress_bar_ends_with_its_epoch(samples: int, batch: int,
                                            count: int) -> None:
    """As many batches run in one call as divide those of an epoch."""
    steps = -(-samples // batch)
    assert steps % count == 0
    training = course.module('training')
    assert training.in_one_call(samples, batch) == count


@pytest.mark.slow
@drivers.together(VARIATIONAL)
def test_same_seed_same_numbers(first_run: drivers.FirstRun) -> None:
    """A second run prints the same results, though the model draws numbers."""
    process, copy = first_run(VARIATIONAL)
    again = drivers.another_run(VARIATIONAL, copy)
    assert drivers.results(again.stdout) == drivers.results(process.stdout)


@each_task
def test_help_says_the_time_without_tensorflow(task: Task,
                                               tmp_path: Path) -> None:
    """--help names a full run's time; importing TensorFlow would kill it."""
    for name in 'tensorflow', 'keras':
        (tmp_path / f'{name}.py').write_text('raise SystemExit(9)\n')
    process = course.run(
        drivers.path(task), '--help', cwd=tmp_path,
        env=course.environment(PYTHONPATH=str(tmp_path)))
    assert (process.returncode, process.stderr) == (0, '')
    text = ' '.join(process.stdout.split())
    time = drivers.driver(task).time
    assert f'A full run takes about {time} on 2 cores' in text
    assert '--epochs N' in text


@pytest.mark.parametrize('epochs', ['0', '-1', 'two'])
def test_wrong_epochs_are_refused(
        epochs: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything but a whole number of at least 1 exits 2 and says so."""
    parser = course.module('training').parser('', epochs=1, time='')
    with pytest.raises(SystemExit, match='^2$'):
        parser.parse_args([f'--epochs={epochs}'])
    assert (f'{epochs!r} is not a whole number of at least 1'
            in capsys.readouterr().err)


def test_missing_module_is_one_line(tmp_path: Path) -> None:
    """Where the student's file is not there yet, exit 2 and one line."""
    copy = course.copy(tmp_path)
    (copy / FIRST.file).unlink()
    process = course.run(drivers.path(FIRST, copy))
    assert process.returncode == 2
    assert process.stderr == (f'{FIRST.file} is not in {copy}: write it '
                              'there first\n')


@pytest.mark.slow
def test_the_students_own_module_is_what_runs(tmp_path: Path) -> None:
    """A 0-vanilla.py put in the folder gets the driver's arguments."""
    copy = course.copy(tmp_path)
    (copy / FIRST.file).write_text(
        'def autoencoder(*arguments):\n'
        '    raise SystemExit(f"mine: {arguments}")\n')
    process = course.run_ready(drivers.path(FIRST, copy), cwd=tmp_path)
    assert process.stderr == 'mine: (784, [128, 64], 32)\n'


@pytest.mark.slow
def test_ctrl_c_still_prints_and_draws(tmp_path: Path) -> None:
    """SIGINT in the first of 50 epochs ends the training, not the lesson."""
    copy = course.copy(tmp_path)
    drivers.few_digits(copy)
    with subprocess.Popen([sys.executable, drivers.path(FIRST, copy)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, cwd=tmp_path,
                          env=course.environment()) as process:
        course.wait_for('Epoch 1/50', process)
        process.send_signal(signal.SIGINT)
        printed, complaints = process.communicate(timeout=600)
    assert (process.returncode, complaints) == (0, '')
    assert 'Epoch 2/50' not in printed
    drivers.check_printed(FIRST, printed)
    drawn = copy / 'models' / 'quick-look' / 'img_1.png'
    assert drawn.stat().st_size > 5000
    assert not (tmp_path / '0x04-images').exists()


@pytest.mark.slow
@drivers.together(COMPOSABLE)
def test_pictures_in_colour(first_run: drivers.FirstRun) -> None:
    """It trains twice, for one epoch each; prints, and draws in colour."""
    process, copy = first_run(COMPOSABLE)
    assert process.stdout.count('val_loss:') == 2
    # Kernels of 3 x 3, and four numbers per filter to normalise it.
    encoder = 9 * (3 * 64 + 64 * 32 + 32 * 32) + 4 * (64 + 32 + 32)
    decoder = 9 * (32 * 32 + 32 * 32 + 32 * 3) + 4 * (32 + 32 + 3)
    assert (f'procedural: {encoder + decoder} parameters, code (4, 4, 32)\n'
            in process.stdout)
    assert '(128, 128, 3) -> (16, 16, 32) -> (128, 128, 3)' in process.stdout
    drawn = drivers.kept(COMPOSABLE, copy) / 'composable_faces.png'
    picture = matplotlib.image.imread(drawn)[..., :3]
    assert np.ptp(picture, axis=-1).max() > 0.5, 'there is colour'


@pytest.mark.slow
def test_cifar10_without_a_network(tmp_path: Path) -> None:
    """Where the download fails, the driver says so and exits with 2."""
    process = course.run(
        drivers.path(COMPOSABLE), '--data', 'cifar10',
        env=course.environment(https_proxy='http://127.0.0.1:9',
                               KERAS_HOME=str(tmp_path)))
    assert process.returncode == 2
    assert process.stderr.startswith('CIFAR-10 cannot be loaded (')
    assert process.stderr.endswith('; --data faces needs none\n')
    assert process.stderr.count('\n') == 1
