"""What the diagrams say of the course's networks, and of others.

    python3 -m checkers.selftest.children.diagrams FOLDER

Writes FOLDER/said.json: name of a figure -> the text in it, and 'refused',
what is said of a model that cannot be drawn.
"""
import json
import pathlib
import sys
import typing

import matplotlib
import tensorflow.keras as keras
from PIL import Image

from checkers.selftest import course

matplotlib.use('Agg')
diagrams = course.module('diagrams')


class Joined(keras.Model):      # type: ignore[misc]  # untyped
    """A model with a call of its own."""

    def call(self, inputs: typing.Any) -> typing.Any:
        """Return what came in."""
        return inputs


def text(path: pathlib.Path) -> str:
    """Return what a picture says in words."""
    with Image.open(path) as image:
        return str(image.text['Description'])     # type: ignore[attr-defined]


def main(folder: pathlib.Path) -> None:
    """Draw the course's networks and two others into a folder."""
    diagrams.figures.places.IMAGES = str(folder)
    for file in diagrams.NETWORKS:
        diagrams.network(file)
    mine = keras.Sequential([
        keras.Input(shape=(6, 4, 3)), keras.layers.GaussianNoise(0.1),
        keras.layers.Conv2D(5, (3, 2), padding='valid', strides=2),
        keras.layers.LayerNormalization(), keras.layers.Flatten(),
        keras.layers.Dense(10, activation='tanh'), keras.layers.Dense(10)])
    diagrams.draw('mine.png', 'Mine', mine=mine)
    said = {path.name: text(path) for path in folder.glob('*.png')}
    try:
        diagrams.draw('joined.png', 'Mine', mine=Joined(name='mine'))
    except ValueError as error:
        said['refused'] = str(error)
    (folder / 'said.json').write_text(json.dumps(said))


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]))
