"""The course's figures: saved to 0x04-images, shown where a screen is.

Digits are drawn as ink on paper: 0 is white, 1 is black.
"""
import math
import os

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends import BackendFilter, backend_registry

FOLDER = os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), '0x04-images')


def rows(name, title, **images):
    """Draw rows of pictures, one under the other, each with its label.

    Args:
        name: the file's name, such as 'img_1.png'.
        title: what the figure shows.
        images: label=row; a row is an array of n images in [0, 1], each a
            square in any shape, such as 784 values or 4, or in colour,
            (height, width, 3). In a label _ stands for a space.
    """
    columns = max(len(row) for row in images.values())
    figure, axes = plt.subplots(
        len(images), columns, squeeze=False, layout='constrained',
        figsize=(0.9 * columns, 0.95 * len(images) + 0.5))
    for line, (label, row) in zip(axes, images.items()):
        for axis, image in zip(line, row):
            axis.imshow(picture(image), cmap='gray_r', vmin=0, vmax=1)
            axis.set(xticks=[], yticks=[])
            axis.spines[:].set_color('0.8')
        line[0].set_ylabel(label.replace('_', ' '))
    figure.suptitle(title)
    finish(figure, name)


def picture(image):
    """Return an image as imshow takes it; values beyond [0, 1] are cut."""
    image = np.clip(image, 0, 1)
    if image.shape[-1] == 3:
        return image
    side = math.isqrt(image.size)
    return image.reshape(side, side)


def grid(name, title, images, low, high):
    """Draw what the decoder makes of a square grid of latent points.

    Args:
        name: the file's name, such as 'img_5.png'.
        title: what the figure shows.
        images: array (n, n, 784) in [0, 1]; the first index is the first
            latent dimension, drawn from top to bottom; the second is drawn
            from left to right.
        low, high: the latent coordinates of the first and the last image.
    """
    count = len(images)
    sheet = np.reshape(images, (count, count, 28, 28))  # (row, col, y, x)
    sheet = sheet.transpose(0, 2, 1, 3).reshape(28 * count, 28 * count)
    figure, axis = plt.subplots(figsize=(9, 9.3), layout='constrained')
    axis.imshow(sheet, cmap='gray_r', vmin=0, vmax=1)
    ticks = np.linspace(13.5, 28 * count - 14.5, 7)
    labels = ['%g' % value for value in np.linspace(low, high, 7)]
    axis.set_xticks(ticks, labels)
    axis.set_yticks(ticks, labels)
    axis.set(xlabel='second latent dimension',
             ylabel='first latent dimension', title=title)
    finish(figure, name)


def finish(figure, name):
    """Save a figure whole, then show it where there is a screen."""
    os.makedirs(FOLDER, exist_ok=True)
    path = os.path.join(FOLDER, name)
    figure.savefig(path + '.part', format='png', dpi=110, facecolor='white')
    os.replace(path + '.part', path)
    print('figure:', os.path.relpath(path))
    backends = backend_registry.list_builtin(BackendFilter.INTERACTIVE)
    if matplotlib.get_backend().lower() in backends:
        plt.show()
    plt.close(figure)
