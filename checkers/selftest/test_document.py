"""The result document: hints, lines, tables of layers and curves."""
import math
import pathlib

import pytest

from checkers.course import curriculum
from checkers.marks.document import (
    CheckMark, CheckStatus, TaskMark, TaskStatus)
from checkers.runner.zygote import Zygote
from checkers.selftest import door
from checkers.selftest.course import COURSE

LOOP = 'for width in reversed(hidden_layers):'


def grade(warm: Zygote, folder: pathlib.Path, number: int, old: str,
          new: str) -> TaskMark:
    """Grade a reference with an edit; return what it got."""
    file = curriculum.TASKS[number].file
    source = (COURSE / file).read_text()
    assert old in source
    return door.submit(folder, warm, {file: source.replace(old, new)})[number]


def failed(task: TaskMark, name: str) -> CheckMark:
    """Return a check, which must have failed."""
    [check] = [check for check in task.checks if check.id == name]
    assert check.status == CheckStatus.FAILED
    return check


def line_of(number: int, text: str) -> int:
    """Return the number of the last line of a reference with this text."""
    lines = (COURSE / curriculum.TASKS[number].file).read_text().split('\n')
    return max(place for place, line in enumerate(lines, 1) if text in line)


def test_a_wrong_order_is_shown_layer_by_layer(
        warm: Zygote, tmp_path: pathlib.Path) -> None:
    """The table has expected beside found, with the lines that are sure."""
    task = grade(warm, tmp_path, 0, LOOP, 'for width in hidden_layers:')
    assert task.objective == curriculum.TASKS[0].objective
    assert task.line == line_of(0, 'def autoencoder')
    check = failed(task, 'decoder_layers')
    loop = str(line_of(0, 'for width') + 1)
    assert check.table == (
        ('layer', 'expected', 'found', 'line'),
        ('hidden 1', '32 -> 64', '32 -> 128', loop),
        ('hidden 2', '64 -> 128', '128 -> 64', loop),
        ('output', '128 -> 784', '64 -> 784',
         str(line_of(0, 'Dense(input_dims'))))
    assert check.hints == (
        'In which order would you unpack what was packed last?',
        'What does the decoder undo first?',
        'The loop that builds the decoder.')


def test_a_missing_layer_has_no_line(
        warm: Zygote, tmp_path: pathlib.Path) -> None:
    """Where layers are missing, no line is given."""
    task = grade(warm, tmp_path, 0, 'for width in hidden_layers:',
                 'for width in hidden_layers[1:]:')
    rows = failed(task, 'encoder_layers').table
    assert rows[-1] == ('code', '64 -> 32', '-', '')


@pytest.mark.parametrize('number, old, new, name, row', [
    (1, "(width, activation='relu')", "(width, activation='tanh')",
     'encoder_activations', ('hidden 1', 'relu', 'tanh')),
    (2, "(3, 3), padding='valid'", "(3, 3), padding='same'",
     'decoder_outputs', ('last hidden', 'valid, relu, upsampled',
                         'same, relu, upsampled')),
    (3, 'Dense(latent_dims, name=', "Dense(latent_dims, 'relu', name=",
     'heads', ('mean', 'linear', 'relu')),
])
@pytest.mark.slow
def test_other_tables(
        warm: Zygote, tmp_path: pathlib.Path, number: int, old: str,
        new: str, name: str, row: tuple[str, ...]) -> None:
    """Activations and convolutions are compared alike."""
    table = failed(grade(warm, tmp_path, number, old, new), name).table
    assert [line[:3] for line in table if line[0] == row[0]] == [row]


def test_a_training_that_fails_has_a_curve(
        warm: Zygote, tmp_path: pathlib.Path) -> None:
    """The losses before and after; the other checks have none."""
    task = grade(warm, tmp_path, 0, "optimizer='adam'",
                 'optimizer=keras.optimizers.Adam(-0.001)')
    check = failed(task, 'training')
    assert len(check.curve) == 2
    assert all(map(math.isfinite, check.curve))
    assert not any(other.curve for other in task.checks if other != check)


@pytest.mark.slow
def test_of_an_exception_only_its_own_hint(
        warm: Zygote, tmp_path: pathlib.Path) -> None:
    """The check's own hints do not speak of an exception."""
    task = grade(warm, tmp_path, 0, 'shape=(input_dims,)', 'shape=input_dims')
    assert failed(task, 'models').hints == (
        'In Keras 3: Write the shape of a vector as (n,), with the comma.',)


def test_the_line_of_a_syntax_error(
        warm: Zygote, tmp_path: pathlib.Path) -> None:
    """A file that is no Python has the line where it stops being one."""
    task = grade(warm, tmp_path, 0, LOOP, LOOP[:-1])
    assert (task.status, task.line) == (
        TaskStatus.ERROR, line_of(0, LOOP))
