"""The pictures of task 7: drawn faces, or a folder of anyone's pictures.

Both come as batches (x, x) of float32 in [0, 1], for an autoencoder's fit.
The pictures of a folder are decoded once. From then on their bytes are read
from one file, a batch at a time, so that a large folder needs no more memory
than a small one, and the next run finds them again. TensorFlow is imported
inside the functions that need it.
"""
import concurrent.futures
import functools
import json
import os
import re
import shutil
import sys
import zlib

import numpy as np
from rich.progress import track

import faces
import training

BATCH = 32
SUFFIXES = ('.bmp', '.gif', '.jpeg', '.jpg', '.png')
LEAST = 20              # pictures, of which every tenth is held back
AT_ONCE = 256           # pictures that are decoded before they are written


def drawn(count, size):
    """Draw faces to train on, new ones for every batch.

    Args:
        count: integer, how many faces are an epoch.
        size: integer, the side of the pictures.

    Returns:
        name: text, what was drawn, for the names of files.
        train, test: datasets of batches; train may be without an end, test
            is a tenth of an epoch.
        steps: integer, how many batches of train are an epoch.
    """
    import tensorflow as tf

    def draw(number):
        factors = faces.draw_factors(BATCH, seed=[number, 1])
        return faces.draw_faces(factors, size)

    held = faces.draw_faces(faces.draw_factors(count // 10), size)
    train = tf.data.Dataset.counter().map(pairs(draw, size)).prefetch(2)
    return ('%d-faces' % count, train, batches(held, np.arange(len(held))),
            count // BATCH)


def read(folder, size, cache):
    """Read the pictures of a folder and of the folders in it.

    A picture is cut to the square in its middle, then resized. Those that
    cannot be read are named on stderr and left out; nothing in the folder is
    changed. Where it is missing, or has too few, the program ends with exit
    code 2.

    Args:
        folder: path.
        size: integer, the side of the pictures.
        cache: path of the folder where their bytes are kept; it is made.

    Returns:
        As drawn gives it.
    """
    if not os.path.isdir(folder):
        training.give_up('%s is no folder: name one with pictures in it'
                         % folder)
    paths, digest = listed(folder)
    name = '%s-%08x' % (os.path.basename(os.path.abspath(folder)), digest)
    path = os.path.join(cache, '%s-%dpx.bytes' % (name, size))
    count = len(paths)
    if count >= LEAST:
        os.makedirs(cache, exist_ok=True)
        left_out = kept(paths, size, path)
        for picture, reason in left_out.items():
            print('%s is left out, it cannot be read: %s' % (picture, reason),
                  file=sys.stderr)
        count -= len(left_out)
    if count < LEAST:
        training.give_up('%s has %d readable pictures (%s): at least %d are '
                         'needed' % (folder, count, ' '.join(SUFFIXES),
                                     LEAST))
    images = np.memmap(path, np.uint8, 'r', shape=(count, size, size, 3))
    order = np.random.default_rng(0).permutation(count)
    train, test = (batches(images, numbers) for numbers in (
        order[count // 10:], order[:count // 10]))
    return name, train, test, len(train)


def listed(folder):
    """Return the sorted paths of a folder's pictures, and a number.

    The number changes with each picture that is added, changed or deleted.
    """
    paths = sorted(os.path.abspath(os.path.join(where, name))
                   for where, _, names in os.walk(folder) for name in names
                   if name.lower().endswith(SUFFIXES))
    digest = 0
    for path in paths:
        about = os.stat(path)
        digest = zlib.crc32(os.fsencode('%s %d %d\n' % (
            path, about.st_size, about.st_mtime_ns)), digest)
    return paths, digest


def kept(paths, size, path):
    """Keep the bytes of pictures in a file, unless an earlier run has.

    Returns:
        Dictionary, path -> reason, of the pictures that cannot be read.
    """
    told = path + '.json'           # written last: the file is whole then
    if os.path.exists(told):
        print('pictures: as an earlier run has kept them,',
              os.path.relpath(path))
        with open(told) as file:
            return json.load(file)
    needed = len(paths) * size * size * 3
    print('pictures: %d, %.1f MB at %d x %d, are kept in %s' % (
        len(paths), needed / 1e6, size, size, os.path.relpath(path)))
    if needed > shutil.disk_usage(os.path.dirname(path)).free:
        training.give_up('they do not fit there: name another place, or '
                         'smaller pictures')
    left_out = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool, \
            open(path, 'wb') as file:
        for first in track(range(0, len(paths), AT_ONCE), 'reading pictures',
                           disable=not sys.stdout.isatty()):
            some = paths[first:first + AT_ONCE]
            for picture, (data, reason) in zip(some, pool.map(
                    functools.partial(decoded, size=size), some)):
                file.write(data)
                if reason:
                    left_out[picture] = reason
    with open(told + '.part', 'w') as file:
        json.dump(left_out, file)
    os.replace(told + '.part', told)
    return left_out


def decoded(path, size):
    """Return a picture's bytes, and why it cannot be read; one is empty."""
    import tensorflow as tf
    try:
        image = tf.io.decode_image(tf.io.read_file(path), channels=3,
                                   expand_animations=False)
    except tf.errors.OpError as error:
        return b'', re.sub(r'\{\{.*?\}\} | \[Op:.*', '', error.message,
                           flags=re.DOTALL) or 'it is no picture'
    height, width, _ = image.shape
    side = min(height, width)
    image = tf.image.crop_to_bounding_box(
        image, (height - side) // 2, (width - side) // 2, side, side)
    image = tf.image.resize(image, (size, size), 'area')
    return tf.cast(tf.round(image), tf.uint8).numpy().tobytes(), ''


def batches(images, numbers):
    """Return a dataset of shuffled batches (x, x) of these of the images.

    Args:
        images: uint8 array (n, size, size, 3), in memory or in a file.
        numbers: array, which of them.
    """
    import tensorflow as tf
    return tf.data.Dataset.from_tensor_slices(numbers).shuffle(
        1024, seed=0).batch(BATCH).map(
            pairs(images.__getitem__, images.shape[1])).prefetch(2)


def pairs(images, size):
    """Return a function that makes a batch (x, x) of float32 in [0, 1].

    Args:
        images: function, what the dataset holds -> uint8 images, such as
            their numbers.
        size: integer, the side of the images.
    """
    import tensorflow as tf

    def pair(some):
        x = tf.numpy_function(
            lambda some: images(some) / np.float32(255), [some], tf.float32)
        x.set_shape((None, size, size, 3))
        return x, x

    return pair
