#!/usr/bin/env python3
"""What it costs to export the marks of a large class.

The class is synthetic: the rubric's checks, marks that are drawn, and files
of the students, so that likeness is looked for. Each format is a process of
its own; the pages of the class are then opened in Chromium, until all of each
is there.
"""
import argparse
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from checkers.base.paths import ROOT
from checkers.exporters import FORMATS
from checkers.selftest import synthetic

CHILDREN = resource.RUSAGE_CHILDREN


def size(path: pathlib.Path) -> float:
    """Return the megabytes of a file or a folder."""
    files = [path] if path.is_file() else path.rglob('*')
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def timed(*words: str | pathlib.Path) -> tuple[float, float]:
    """Run a command; return its seconds by the clock and of the processor."""
    start, before = time.perf_counter(), resource.getrusage(CHILDREN)
    subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = resource.getrusage(CHILDREN)
    return time.perf_counter() - start, (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure(students: int, beside: pathlib.Path) -> None:
    """Print what each format costs for a class of so many students."""
    grades = synthetic.write(beside / 'grades', students, sources=True)
    print(f'{students} students, documents of '
          f'{size(grades / "results"):.0f} MB, sources of '
          f'{size(grades / "sources"):.0f} MB')
    print(f'{"format":16} {"wall s":>8} {"CPU s":>8} {"MB":>8} '
          f'{"largest so far":>16}')
    for name in FORMATS:
        wall, cpu = timed(sys.executable, '-m', 'checkers', 'export', grades,
                          '--to', name, '--out', beside / name)
        peak = resource.getrusage(CHILDREN).ru_maxrss / 1024
        print(f'{name:16} {wall:8.1f} {cpu:8.1f} {size(beside / name):8.0f} '
              f'{peak:13.0f} MB', flush=True)
    chromium = shutil.which('chromium')
    if chromium is None:
        return
    for page in ('index', 'checks', 'alike'):
        wall, cpu = timed(
            chromium, '--headless', '--no-sandbox', '--disable-gpu',
            '--dump-dom', (beside / 'html' / page).with_suffix('.html'))
        print(f'{page:16} {wall:8.1f} {cpu:8.1f}   in Chromium')


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--students', type=int, default=10000, metavar='N',
                        help='the size of the class (default: 10000)')
    students = parser.parse_args().students
    with tempfile.TemporaryDirectory() as beside:
        measure(students, pathlib.Path(beside))


if __name__ == '__main__':
    main()
