"""The course's figures: saved where places says, shown where a screen is.

Digits are drawn as ink on paper: 0 is white, 1 is black.
"""
import math
import os

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends import BackendFilter, backend_registry
from matplotlib.offsetbox import AnnotationBbox, OffsetImage

import places


def rows(name, title, inches=0.9, **images):
    """Draw rows of pictures, one under the other, each with its label.

    Args:
        name: the file's name, such as 'img_1.png'.
        title: what the figure shows.
        inches: float, the side of a picture.
        images: label=row; a row is an array of n images in [0, 1], each a
            square in any shape, such as 784 values or 4, or in colour,
            (height, width, 3). In a label _ stands for a space.
    """
    columns = max(len(row) for row in images.values())
    figure, axes = plt.subplots(
        len(images), columns, squeeze=False, layout='constrained',
        figsize=(inches * columns, 1.05 * inches * len(images) + 0.5))
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
            latent dimension, drawn from left to right; the second is drawn
            from the bottom to the top.
        low, high: the latent coordinates of the first and the last image.
    """
    count = len(images)
    sheet = np.reshape(images, (count, count, 28, 28))[:, ::-1]
    # (column, row from the top, y, x) -> (height, width)
    sheet = sheet.transpose(1, 2, 0, 3).reshape(28 * count, 28 * count)
    figure, axis = plt.subplots(figsize=(9, 9.3), layout='constrained')
    axis.imshow(sheet, cmap='gray_r', vmin=0, vmax=1)
    ticks = np.linspace(13.5, 28 * count - 14.5, 7)
    labels = ['%g' % value for value in np.linspace(low, high, 7)]
    axis.set_xticks(ticks, labels)
    axis.set_yticks(ticks, labels[::-1])
    axis.set(xlabel='first latent dimension',
             ylabel='second latent dimension', title=title)
    finish(figure, name)


def sheet(name, title, images, labels=(), inches=0.9):
    """Draw pictures side by side and one under the other.

    Args:
        name: the file's name, such as 'random_w1.png'.
        title: what the figure shows.
        images: array (rows, columns, height, width, 3) in [0, 1].
        labels: texts, one for each row, or none.
        inches: float, the side of a picture.
    """
    down, across, height, width, channels = images.shape
    whole = images.transpose(0, 2, 1, 3, 4).reshape(
        down * height, across * width, channels)
    figure, axis = plt.subplots(figsize=(
        inches * across + 1.9 * bool(labels), inches * down + 0.4),
        layout='constrained')
    axis.imshow(whole)
    axis.spines[:].set_visible(False)
    axis.tick_params(length=0)
    axis.set_xticks([])
    axis.set_yticks(height * (0.5 + np.arange(len(labels))), labels)
    figure.suptitle(title)
    finish(figure, name)


def columns(name, title, **images):
    """Draw pictures side by side, each under its title.

    Args:
        name: the file's name, such as 'difference.png'.
        title: what the figure shows.
        images: label=image; an image is as in rows.
    """
    figure, axes = plt.subplots(1, len(images), layout='constrained',
                                figsize=(2.8 * len(images), 3.4))
    for axis, (label, image) in zip(axes, images.items()):
        axis.imshow(picture(image), cmap='gray_r', vmin=0, vmax=1)
        axis.set(title=label, xticks=[], yticks=[])
        axis.spines[:].set_color('0.8')
    figure.suptitle(title)
    finish(figure, name)


def losses(name, title, histories, original=None):
    """Draw loss and val_loss over the epochs of one training or of several.

    The first epoch, whose loss is far above all others, is cut off where
    there are more than a few.

    Args:
        name: the file's name, such as 'loss_0.png'.
        title: what the figure shows.
        histories: label -> what Keras' History.history holds.
        original: float, the val_loss that the original ended with, if there
            is one to compare with.
    """
    figure, axes = plt.subplots(
        1, len(histories), squeeze=False, sharey=True, layout='constrained',
        figsize=(max(7.5, 4.2 * len(histories)), 3.6))
    for axis, (label, history) in zip(axes[0], histories.items()):
        epochs = range(1, len(history['loss']) + 1)
        few = '' if len(epochs) > 3 else 'o'
        axis.plot(epochs, history['loss'], few + '-', color='0.6',
                  label='loss, on what it trains on')
        axis.plot(epochs, history['val_loss'], few + '-', color='#1f4e79',
                  label='val_loss, on what it has never seen')
        if original is not None:
            axis.axhline(original, color='#b3402e', linestyle='--',
                         label="the original's last val_loss, %.4g" % original)
        axis.set(xlabel='epochs', title=label,
                 xlim=(0.5, len(epochs) + 0.5))
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.spines[['top', 'right']].set_visible(False)
    values = [value for history in histories.values()
              for key in ('loss', 'val_loss')
              for value in history[key][len(history[key]) > 10:]]
    values += [] if original is None else [original]
    margin = 0.06 * np.ptp(values) or 1
    axes[0, 0].set_ylim(min(values) - margin, max(values) + margin)
    axes[0, 0].set_ylabel('loss')
    axes[0, -1].legend(frameon=False)
    figure.suptitle(title)
    finish(figure, name)


def errors(name, results, original, mean):
    """Draw the test error over the size of the code, with a digit for each.

    Args:
        name: the file's name, such as 'bottleneck.png'.
        results: size -> {'error': the mean squared error per pixel,
            'digit': one digit's reconstruction, (28, 28)}.
        original: that digit, (28, 28).
        mean: float, the error of giving back the mean digit, whatever comes.
    """
    sizes = sorted(results)
    values = [results[size]['error'] for size in sizes]
    figure, axis = plt.subplots(figsize=(11, 6))
    figure.subplots_adjust(left=0.07, right=0.99, top=0.93, bottom=0.23)
    axis.axhline(mean, color='0.6', linestyle='--')
    axis.annotate('the mean digit, without any code: %.4f' % mean,
                  (1, mean), (0, -14), textcoords='offset points', ha='right',
                  color='0.4', xycoords=('axes fraction', 'data'))
    axis.plot(sizes, values, 'o-', color='0.1')
    for size, value in zip(sizes, values):
        axis.annotate('%.4f' % value, (size, value), (6, 6),
                      textcoords='offset points')
    axis.set(title='How much a code of n numbers loses of a test digit',
             xscale='log', xlim=(0.85, 185), ylim=(0, 1.08 * mean),
             ylabel='mean squared error per pixel')
    axis.set_xticks(sizes + [150], sizes + ['original'])
    axis.minorticks_off()
    axis.spines[['top', 'right']].set_visible(False)
    for size, image in [(size, results[size]['digit']) for size in sizes] + [
            (150, original)]:
        small = OffsetImage(picture(image), zoom=1.75, cmap='gray_r',
                            norm=matplotlib.colors.Normalize(0, 1))
        axis.add_artist(AnnotationBbox(
            small, (size, 0), (0, -26), xycoords='data', pad=0,
            boxcoords='offset points', box_alignment=(0.5, 1),
            bboxprops={'edgecolor': '0.8'}))
    figure.supxlabel('numbers in the code, and one digit as it comes out of '
                     'them', fontsize='medium')
    finish(figure, name)


def finish(figure, name, **metadata):
    """Save a figure whole, then show it where there is a screen.

    Args:
        figure: Matplotlib's.
        name: the file's name.
        metadata: keyword=text, to be written in the file.
    """
    path = places.figure(name)
    figure.savefig(path + '.part', format='png', dpi=110, facecolor='white',
                   metadata=metadata)
    os.replace(path + '.part', path)
    print('figure:', os.path.relpath(path))
    backends = backend_registry.list_builtin(BackendFilter.INTERACTIVE)
    if matplotlib.get_backend().lower() in backends:
        plt.show()
    plt.close(figure)
