"""A folder of anyone's pictures: all that can be read are read."""
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
