"""The data that the drivers train on: MNIST, whole, and CIFAR-10."""
import hashlib
import struct
import sys
import types
import typing

import numpy as np
import pytest
from numpy.typing import NDArray

from checkers.selftest import course

# For training and for tests: images and labels.
Mnist = tuple[tuple[NDArray[typing.Any], NDArray[np.uint8]], ...]

# The checksums of the four files that LeCun, Cortes and Burges published.
PUBLISHED = {
    'train-images': '6bbc9ace898e44ae57da46a324031adb',
    'train-labels': 'a25bea736e30d166cdddb491f175f624',
    't10k-images': '2646ac647ad5339dbf082846283269ea',
    't10k-labels': '27ae3e4e09519cfbb04c329615203637',
}


@pytest.fixture(scope='module')
def mnist() -> Mnist:
    """Load the flat digits once."""
    digits: Mnist = course.module('datasets').load_mnist()
    return digits


def idx(array: NDArray[np.uint8]) -> bytes:
    """Return the bytes of the published IDX file that holds an array.

    The header is a magic number, 0x0800 plus the number of dimensions, and
    the length of each dimension, all big-endian.
    """
    header = struct.pack(f'>{1 + array.ndim}I', 0x800 + array.ndim,
                         *array.shape)
    return header + array.tobytes()


def grey(images: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return flat images in [0, 1] as the bytes that they were made from."""
    return np.rint(images * 255).astype(np.uint8).reshape(-1, 28, 28)


@pytest.mark.slow
def test_arrays_are_the_published_files(mnist: Mnist) -> None:
    """Rebuilt from what load_mnist returns, all four files have their MD5."""
    (x_train, y_train), (x_test, y_test) = mnist
    rebuilt = {'train-images': grey(x_train), 'train-labels': y_train,
               't10k-images': grey(x_test), 't10k-labels': y_test}
    assert {name: hashlib.md5(idx(array)).hexdigest()
            for name, array in rebuilt.items()} == PUBLISHED


def test_flat_images_fill_0_to_1_as_float32(mnist: Mnist) -> None:
    """Flat digits are float32 vectors of 784 values from exactly 0 to 1."""
    for (images, labels), count in zip(mnist, (60000, 10000)):
        assert images.shape == (count, 784)
        assert images.dtype == np.float32
        assert images.min() == 0 and images.max() == 1
        assert labels.shape == (count,)
        assert labels.dtype == np.uint8


def test_pictures_are_the_flat_images_reshaped(mnist: Mnist) -> None:
    """With flat=False the same values come as 28 x 28 pixels, one channel."""
    pictures = course.module('datasets').load_mnist(flat=False)
    for (images, labels), (flat, same) in zip(pictures, mnist):
        assert images.shape == (len(flat), 28, 28, 1)
        assert images.dtype == np.float32
        assert np.array_equal(images.reshape(-1, 784), flat)
        assert np.array_equal(labels, same)


def test_cifar10_as_keras_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes that Keras loads come as float32 in [0, 1], unlabelled."""
    train, test = (np.arange(n * 3072).reshape(n, 32, 32, 3).astype(np.uint8)
                   for n in (3, 2))
    fake = types.SimpleNamespace(datasets=types.SimpleNamespace(
        cifar10=types.SimpleNamespace(load_data=lambda: (
            (train, np.zeros(3)), (test, np.zeros(2))))))
    monkeypatch.setitem(sys.modules, 'tensorflow',
                        types.SimpleNamespace(keras=fake))
    monkeypatch.setitem(sys.modules, 'tensorflow.keras', fake)
    pictures = course.module('datasets').load_pictures('cifar10')
    for images, given in zip(pictures, (train, test)):
        assert images.dtype == np.float32
        np.testing.assert_allclose(images, given / 255, rtol=1e-6)
