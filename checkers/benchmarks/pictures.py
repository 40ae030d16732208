"""What a large folder of pictures costs task 7: seconds, memory, bytes.

    python3 -m checkers.benchmarks.pictures [--counts 5000 20000] [--size 64]

Draws JPEGs of CelebA's size, 178 x 218, into a temporary folder, and reads
them as 7-main.py --images does, each count twice in a new process: the first
reading decodes every file, the second finds their bytes. Then all batches of
one epoch are asked for, without training. Memory is the most that the process
held, TensorFlow included, and how much of it the file of bytes accounts for,
which the kernel takes back where it is needed.
"""
import argparse
import multiprocessing
import pathlib
import tempfile
import time
import typing

from PIL import Image

from checkers.selftest import course

faces = course.module('faces')


def draw(folder: pathlib.Path, first: int, last: int) -> None:
    """Draw JPEGs from the number first to the one before last."""
    for begin in range(first, last, 500):
        count = min(500, last - begin)
        images = faces.draw_faces(faces.draw_factors(count, seed=begin), 218)
        for number, image in enumerate(images, begin):
            Image.fromarray(image[:, 20:198]).save(
                folder / f'{number:06}.jpg', quality=90)


def status(*names: str) -> list[float]:
    """Return MB of this process, as the kernel tells them."""
    lines = dict(line.split(':', 1) for line in
                 pathlib.Path('/proc/self/status').read_text().splitlines())
    return [int(lines[name].split()[0]) / 1024 for name in names]


def reading(folder: str, size: int, cache: str) -> dict[str, typing.Any]:
    """Read a folder, then one epoch; return seconds and MB."""
    course.module('training').import_keras()
    pictures = course.module('pictures')
    start = time.perf_counter()
    _, train, _, _ = pictures.read(folder, size, cache)
    read = time.perf_counter()
    own = 0.
    for _ in train:
        own = max(own, *status('RssAnon'))
    return {'read': read - start, 'epoch': time.perf_counter() - read,
            'own': own, 'file': status('RssFile')[0]}


def main() -> None:
    """Draw, read, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--counts', type=int, nargs='+',
                        default=[5000, 20000], metavar='N')
    parser.add_argument('--size', type=int, default=64, metavar='PIXELS')
    args = parser.parse_args()
    context = multiprocessing.get_context('spawn')
    rows, drawn = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch, 'pictures')
        folder.mkdir()
        for count in sorted(args.counts):
            draw(folder, drawn, count)
            drawn = count
            for run in 'first', 'second':
                with context.Pool(1) as pool:
                    rows.append((count, run, pool.apply(
                        reading, (str(folder), args.size, scratch))))
    print('pictures  reading  seconds  epoch s  own MB  file MB')
    for count, run, seen in rows:
        print(f'{count:8}  {run:7}  {seen["read"]:7.1f}  {seen["epoch"]:7.1f}'
              f'  {seen["own"]:6.0f}  {seen["file"]:7.0f}')


if __name__ == '__main__':
    main()
