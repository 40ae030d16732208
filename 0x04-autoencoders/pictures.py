"""The pictures of task 7: drawn faces, or a folder of anyone's pictures.

Both come as batches (x, x) of float32 in [0, 1], for an autoencoder's fit.
TensorFlow is imported inside the functions that need it.
"""
import atexit
import collections
import concurrent.futures
import os
import re
import shutil
import sys
import tempfile
import zlib

import faces
import training

BATCH = 64
SUFFIXES = ('.bmp', '.gif', '.jpeg', '.jpg', '.png')
LEAST = 20              # pictures, of which every tenth is held back


def drawn(count, size):
    """Draw faces to train on.

    Args:
        count: integer, how many faces; a tenth of them is held back.
        size: integer, the side of the pictures.

    Returns:
        name: text, what was drawn, for the names of files.
        train, test: datasets of batches.
    """
    import tensorflow as tf
    images = faces.draw_faces(faces.draw_factors(count), size)
    held = count // 10
    return ('%d-faces' % count, *(
        batches(tf.data.Dataset.from_tensor_slices(part))
        for part in (images[held:], images[:held])))


def read(folder, size):
    """Read the pictures of a folder and of the folders in it.

    A picture is cut to the square in its middle, then resized. Those that
    cannot be read are named on stderr and left out; nothing in the folder is
    changed. Where it is missing, or has too few, the program ends with exit
    code 2.

    Args:
        folder: path.
        size: integer, the side of the pictures.

    Returns:
        As drawn gives it.
    """
    import tensorflow.keras as keras
    if not os.path.isdir(folder):
        training.give_up('%s is no folder: name one with pictures in it'
                         % folder)
    paths = readable(folder)
    if len(paths) < LEAST:
        training.give_up('%s has %d readable pictures (%s): at least %d are '
                         'needed' % (folder, len(paths), ' '.join(SUFFIXES),
                                     LEAST))
    # Keras reads whole folders: it gets one of links to the readable files.
    aside = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, aside, ignore_errors=True)
    links = os.path.join(aside, 'pictures')
    os.mkdir(links)
    for number, path in enumerate(paths):
        os.symlink(path, os.path.join(links, '%08d%s' % (
            number, os.path.splitext(path)[1])))
    parts = keras.utils.image_dataset_from_directory(
        links, labels=None, batch_size=None, image_size=(size, size),
        interpolation='area', crop_to_aspect_ratio=True, seed=0,
        validation_split=.1, subset='both', verbose=False)
    name = '%s-%08x' % (os.path.basename(os.path.abspath(folder)),
                        zlib.crc32(os.fsencode('\n'.join(paths))))
    return (name, *(batches(kept(part, os.path.join(aside, label)))
                    for part, label in zip(parts, ('train', 'test'))))


def readable(folder):
    """Return the sorted paths of a folder's pictures that can be read."""
    import tensorflow as tf
    paths = sorted(os.path.abspath(os.path.join(where, name))
                   for where, _, names in os.walk(folder) for name in names
                   if name.lower().endswith(SUFFIXES))

    def complaint(path):
        try:
            tf.io.decode_image(tf.io.read_file(path), channels=3,
                               expand_animations=False)
        except tf.errors.OpError as error:
            return re.sub(r'\{\{.*?\}\} | \[Op:.*', '', error.message,
                          flags=re.DOTALL)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = list(pool.map(complaint, paths))
    for path, found in zip(paths, complaints):
        if found:
            print('%s is left out, it cannot be read: %s' % (path, found),
                  file=sys.stderr)
    return [path for path, found in zip(paths, complaints) if not found]


def kept(images, path):
    """Return a dataset of images as bytes, kept in a file: read once."""
    import tensorflow as tf
    images = images.map(lambda image: tf.cast(tf.round(image), tf.uint8))
    images = images.cache(path)
    collections.deque(images, maxlen=0)     # the file is whole from now on
    return images


def batches(images):
    """Return a dataset of shuffled batches (x, x) of images of bytes."""
    import tensorflow as tf

    def pair(image):
        x = tf.cast(image, tf.float32) / 255
        return x, x

    return images.shuffle(1024, seed=0).batch(BATCH).map(pair).prefetch(2)
