"""The pictures of the networks are those of the models as they are."""
import json

import pytest
from PIL import Image

from checkers.course.curriculum import TASKS, Task
from checkers.selftest import course

# What stands in a picture: the task's models, written down by hand.
VARIATIONAL = """encoder: 403,972 parameters
  784, input
  512, Dense, relu
  mean, 2, Dense
  log_var, 2, Dense
  2, Sampling
decoder: 403,728 parameters
  2, input
  512, Dense, relu
  784, Dense, sigmoid"""
MINE = """mine: 425 parameters
  6 × 4 × 3, input
  6 × 4 × 3, GaussianNoise
  2 × 2 × 5, Conv2D, 3 × 2, valid, stride 2, LayerNormalization
  20, Flatten
  10, Dense, tanh
  10, Dense"""
Said = dict[str, str]


@pytest.fixture(scope='module')
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """Draw all networks in a process of its own; give what they say."""
    folder = tmp_path_factory.mktemp('diagrams')
    process = course.child('diagrams', folder)
    assert process.returncode == 0, process.stderr
    found: Said = json.loads((folder / 'said.json').read_text())
    return found


@pytest.mark.slow
@pytest.mark.xdist_group('diagrams')
@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_the_course_shows_its_networks(task: Task, said: Said) -> None:
    """The README shows the picture, and it is that of the model."""
    name = f'network_{task.number}.png'
    assert f'(../0x04-images/{name})' in ''.join(
        (course.COURSE / 'README.md').read_text().split())
    with Image.open(course.ROOT / '0x04-images' / name) as image:
        assert image.text['Description'] == said[name], (  # type: ignore
            f'draw it again: python3 0x04-autoencoders/diagrams.py '
            f'{task.number}')


@pytest.mark.slow
@pytest.mark.xdist_group('diagrams')
def test_what_is_written(said: Said) -> None:
    """Shapes, layers, heads beside one another, and a student's own model."""
    assert said['network_3.png'] == VARIATIONAL
    assert said['mine.png'] == MINE
    assert said['refused'] == (
        "Joined 'mine' does not say how its layers are joined")


def test_every_task_has_a_network() -> None:
    """A new task needs a row."""
    diagrams = course.module('diagrams')
    assert list(diagrams.NETWORKS) == [task.file for task in TASKS]
