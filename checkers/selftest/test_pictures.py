"""A folder of anyone's pictures: all that can be read are read."""
import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from checkers.selftest import course

COUNT = 24


def colour(number: int) -> tuple[int, int, int]:
    """Return the colour of a picture, one that no other has."""
    return number * 10, 255 - number * 10, 100


def fill(folder: Path) -> list[str]:
    """Write 24 pictures in three formats, each of one colour, and others.

    At both ends of their long side they are black, which a square cut from
    the middle does not show.

    Returns:
        The names of those that cannot be read.
    """
    (folder / 'more').mkdir()
    for number in range(COUNT):
        image = Image.new('RGB', (50, 90))
        image.paste(colour(number), (0, 20, 50, 70))
        if number % 2:
            image = image.transpose(Image.Transpose.ROTATE_90)
        suffix = ('jpg', 'png', 'BMP')[number % 3]
        image.save(folder / ('more' if number % 4 else '.')
                   / f'{number}.{suffix}', quality=95)
    noise = Image.effect_noise((90, 90), 80)
    noise.save(folder / 'cut.jpg')
    noise.save(folder / 'cut.png')
    for path in folder.glob('cut.*'):
        path.write_bytes(path.read_bytes()[:path.stat().st_size // 2])
    (folder / 'empty.png').touch()
    (folder / 'page.jpg').write_text('<html>')
    (folder / 'notes.txt').write_text('no picture')
    return ['cut.jpg', 'cut.png', 'empty.png', 'page.jpg']


def contents(folder: Path) -> dict[Path, bytes]:
    """Return the bytes of each file of a folder."""
    return {path: path.read_bytes() for path in folder.rglob('*')
            if path.is_file()}


@pytest.mark.slow
def test_all_that_can_be_read_are_read(tmp_path: Path) -> None:
    """24 pictures arrive whole; four bad files have a line each."""
    folder = tmp_path / 'mine'
    folder.mkdir()
    bad, before = fill(folder), contents(folder)
    process = course.child('pictures', '16', folder)
    assert process.stdout.endswith('read\n'), process.stderr
    lines = process.stderr.splitlines()
    assert [line.split(' is left out, it cannot be read: ')[0]
            for line in lines] == [str(folder / name) for name in bad]
    with np.load(tmp_path / 'mine.npz') as saved:
        name, train, test, *second = saved.values()
    assert str(name).startswith('mine-')
    assert (len(train), len(test)) == (22, 2)
    images = np.concatenate([train, test])
    assert images.shape == (COUNT, 16, 16, 3) and images.dtype == np.float32
    whole = images.reshape(COUNT, -1, 3)
    assert np.ptp(whole, axis=1).max() < 0.15       # no black is left
    found = sorted(tuple(round(255 * value) for value in row)
                   for row in whole.mean(axis=1))
    assert np.abs(np.array(found) - [colour(number) for number
                                     in range(COUNT)]).max() <= 3
    again = np.concatenate(second)
    assert sorted(again.sum(axis=(1, 2, 3))) == sorted(
        images.sum(axis=(1, 2, 3)))
    assert contents(folder) == before


@pytest.mark.slow
def test_pictures_are_decoded_once(tmp_path: Path) -> None:
    """The next run reads the bytes that the first has kept.

    A picture whose bytes change behind its size and its time is not read
    again; one whose time changes is, and so are all with it.
    """
    folder, cache = tmp_path / 'mine', tmp_path / 'mine-cache'
    folder.mkdir()
    bad = fill(folder)
    first = course.child('pictures', '16', folder)
    assert (f'pictures: 28, {28 * 16 * 16 * 3 / 1e6:.1f} MB at 16 x 16, are '
            'kept in ') in first.stdout
    kept, = cache.glob('*.bytes')
    assert kept.stat().st_size == COUNT * 16 * 16 * 3
    images = (tmp_path / 'mine.npz').read_bytes()

    picture = folder / '0.jpg'
    about = picture.stat()
    picture.write_bytes(bytes(about.st_size))
    os.utime(picture, ns=(about.st_atime_ns, about.st_mtime_ns))
    second = course.child('pictures', '16', folder)
    assert 'pictures: as an earlier run has kept them' in second.stdout
    assert second.stderr == first.stderr
    with np.load(tmp_path / 'mine.npz') as again, \
            np.load(io.BytesIO(images)) as before:
        for one, other in zip(before.values(), again.values(), strict=True):
            assert sorted(one.reshape(len(one), -1).sum(1) if one.ndim else
                          [one]) == sorted(
                other.reshape(len(other), -1).sum(1) if other.ndim else
                [other])

    os.utime(picture)
    third = course.child('pictures', '16', folder)
    assert third.stderr.count('is left out') == len(bad) + 1
    assert len(list(cache.glob('*.bytes'))) == 2


@pytest.mark.slow
def test_too_few_pictures_are_one_line(tmp_path: Path) -> None:
    """A missing folder, an empty one and a small one end with code 2."""
    complaints = {'missing': 'is no folder: name one with pictures in it',
                  'empty': 'has 0 readable pictures',
                  'small': 'has 19 readable pictures'}
    folders = [tmp_path / name for name in complaints]
    for folder, count in zip(folders[1:], (0, 19)):
        folder.mkdir()
        for number in range(count):
            Image.new('RGB', (20, 20)).save(folder / f'{number}.png')
    process = course.child('pictures', '16', *folders)
    assert process.stdout.split() == ['2', '2', '2'], process.stderr
    for folder, complaint, line in zip(
            folders, complaints.values(), process.stderr.splitlines(),
            strict=True):
        assert line.startswith(f'{folder} {complaint}')


FRESH = """
import numpy as np
import training
training.import_keras()
import pictures
_, train, test, steps = pictures.drawn(100, 16)
batches, again = ([x.numpy() for x, _ in train.take(2 * steps)]
                  for _ in range(2))
faces = np.concatenate([*batches, *(x.numpy() for x, _ in test)])
print(steps, len(faces), len(np.unique(faces, axis=0)),
      np.array_equal(batches, again))
"""


@pytest.mark.slow
def test_no_face_is_drawn_twice() -> None:
    """Epochs go on drawing; another training gets the same faces.

    In batches of 32 three are an epoch of 100; ten faces are held back.
    """
    process = course.run_ready('-c', FRESH, cwd=course.COURSE)
    assert process.stdout == '3 202 202 True\n', process.stderr
