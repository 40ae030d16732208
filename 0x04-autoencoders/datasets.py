"""The course's data: embedded, but for CIFAR-10 where it is asked for.

MNIST is Yann LeCun, Corinna Cortes and Christopher J.C. Burges', licence
CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/). The file
mnist.npz beside this module holds its four arrays, whole and unchanged,
as unsigned bytes.
"""
import os

import numpy as np

import faces
import training

HERE = os.path.dirname(os.path.abspath(__file__))


def load_mnist(flat=True):
    """Load MNIST's handwritten digits.

    Args:
        flat: True gives each image as a vector of 784 values, False as a
            picture of 28 x 28 pixels with one channel.

    Returns:
        (x_train, y_train), (x_test, y_test):
        x_train: float32 in [0, 1], 0 is paper and 1 is ink,
            shape (60000, 784) or (60000, 28, 28, 1).
        y_train: uint8, the digits 0 to 9, shape (60000,).
        x_test, y_test: the same for the 10000 test images.

    Source: LeCun, Cortes and Burges, "The MNIST database of handwritten
    digits" (1998); licence CC BY-SA 3.0.
    """
    with np.load(os.path.join(HERE, 'mnist.npz'),
                 allow_pickle=False) as arrays:
        train = arrays['x_train'], arrays['y_train']
        test = arrays['x_test'], arrays['y_test']
    shape = (-1, 784) if flat else (-1, 28, 28, 1)
    return tuple((images.reshape(shape).astype(np.float32) / 255, labels)
                 for images, labels in (train, test))


def load_faces(count, size=128, seed=0):
    """Draw faces, and give what they were drawn from.

    Args:
        count: integer, how many; at 128 x 128 more than a thousand a second.
        size: integer, the side of the pictures in pixels.
        seed: integer; the same one gives the same faces.

    Returns:
        images: float32 in [0, 1], shape (count, size, size, 3).
        factors: structured array (count,), with the fields of
            faces.FACTORS: head_width, jaw, skin, hair_style ...
    """
    factors = faces.draw_factors(count, seed)
    return faces.draw_faces(factors, size) / np.float32(255), factors


def load_pictures(name='faces'):
    """Load pictures in colour, 32 x 32 pixels.

    Args:
        name: 'faces' for faces drawn by load_faces, 'cifar10' for the
            photographs of CIFAR-10.

    Returns:
        x_train, x_test: float32 in [0, 1], shape (n, 32, 32, 3); n is 10000
        and 1000 for faces, 50000 and 10000 for CIFAR-10.

    Keras downloads CIFAR-10, 170 MB, when it is asked for the first time.
    Where that fails, the program ends with exit code 2 and a line that says
    so.

    Source of CIFAR-10: Krizhevsky, "Learning Multiple Layers of Features
    from Tiny Images" (2009).
    """
    if name == 'faces':
        images, _ = load_faces(11000, size=32)
        return images[:10000], images[10000:]
    import tensorflow.keras as keras
    try:
        (x_train, _), (x_test, _) = keras.datasets.cifar10.load_data()
    except Exception as error:      # Keras raises Exception itself
        training.give_up('CIFAR-10 cannot be loaded (%s): it needs the '
                         'network once; --data faces needs none' % error)
    return tuple(images.astype(np.float32) / 255
                 for images in (x_train, x_test))
