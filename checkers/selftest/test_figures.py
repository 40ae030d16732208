"""Figures are saved whole, and shown only where there is a screen."""
import typing
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from checkers.selftest import course

# The module, and the figures that it has drawn.
Drawing = tuple[typing.Any, list[typing.Any]]


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Drawing:
    """Give the module, which keeps its figures in a list and saves none."""
    matplotlib.use('Agg')
    figures = course.module('figures')
    drawn: list[typing.Any] = []
    monkeypatch.setattr(figures, 'finish', lambda figure, name:
                        drawn.append(figure))
    return figures, drawn


@pytest.mark.parametrize('backend, shown', [('Agg', 0), ('TkAgg', 1)])
def test_shown_only_on_a_screen(backend: str, shown: int, tmp_path: Path,
                                monkeypatch: pytest.MonkeyPatch) -> None:
    """finish() calls show once under a backend with windows, else never."""
    matplotlib.use('Agg')
    figures = course.module('figures')
    calls: list[str] = []
    monkeypatch.setattr(figures.places, 'IMAGES', str(tmp_path))
    monkeypatch.setattr(figures.plt, 'show', lambda: calls.append('show'))
    monkeypatch.setattr(matplotlib, 'get_backend', lambda: backend)
    figures.rows('row.png', 'title', zeros=np.zeros((2, 784)))
    assert len(calls) == shown
    assert [path.name for path in tmp_path.iterdir()] == ['row.png']


def test_rows_draw_squares_of_any_side(drawing: Drawing) -> None:
    """Four values are a picture of 2 x 2, in the order of reading."""
    figures, drawn = drawing
    figures.rows('row.png', 'title', digit=np.zeros((1, 784)),
                 code=np.array([[0, 0.25, 0.5, 1]]))
    digit, code = [axis.images[0].get_array() for axis in drawn[0].axes]
    assert digit.shape == (28, 28)
    assert np.array_equal(code, [[0, 0.25], [0.5, 1]])


def test_grid_runs_across_the_first_and_up_the_second(
        drawing: Drawing) -> None:
    """The image at [0, 3], of the point (-3, 1.5), stands left, near the top.

    So the grid lies as the same plane does in latent.png.
    """
    figures, drawn = drawing
    images = np.zeros((5, 5, 784))
    images[0, 3] = np.arange(784) / 783
    figures.grid('grid.png', 'title', images, low=-3, high=3)
    axis = drawn[0].axes[0]
    expected = np.zeros((140, 140))
    expected[28:56, :28] = np.arange(784).reshape(28, 28) / 783
    assert np.array_equal(axis.images[0].get_array(), expected)
    for ticks in axis.get_xticks(), axis.get_yticks():
        assert (ticks[0], ticks[-1]) == (13.5, 125.5)
    for labels in axis.get_xticklabels(), axis.get_yticklabels()[::-1]:
        assert [label.get_text() for label in labels] == [
            '-3', '-2', '-1', '0', '1', '2', '3']


def test_losses_show_the_original_too(drawing: Drawing) -> None:
    """A panel for each training, one scale, and the original as a line."""
    figures, drawn = drawing
    history = {'loss': [9.] + 19 * [0.5], 'val_loss': 20 * [0.4]}
    figures.losses('loss.png', 'title', {'one': history, 'two': history},
                   original=0.3)
    for axis, label in zip(drawn[0].axes, ('one', 'two'), strict=True):
        train, test, line = (part.get_ydata() for part in axis.lines)
        assert axis.get_title() == label
        assert list(train) == history['loss']
        assert list(test) == history['val_loss']
        assert set(line) == {0.3}
        low, high = axis.get_ylim()
        assert low < 0.3 and 0.5 < high < 1, 'the first epoch is cut off'
