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


def size(path):
    """Return the megabytes of a file or a folder."""
    files = [path] if path.is_file() else path.rglob('*')
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def timed(*command):
    """Run a command; return its seconds by the clock and of the processor."""
    start, before = time.perf_counter(), resource.getrusage(CHILDREN)
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(CHILDREN)
    return time.perf_counter() - start, (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main():
    """Print seconds and megabytes of each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--students', type=int, default=10000, metavar='N',
                        help='the size of the class (default: 10000)')
    students = parser.parse_args().students
    with tempfile.TemporaryDirectory() as beside:
        beside = pathlib.Path(beside)
        grades = synthetic.write(beside / 'grades', students, sources=True)
        print('%d students, documents of %.0f MB, sources of %.0f MB' % (
            students, size(grades / 'results'), size(grades / 'sources')))
        print('%-16s %8s %8s %8s %16s' % ('format', 'wall s', 'CPU s', 'MB',
                                          'largest so far'))
        for name in FORMATS:
            times = timed(sys.executable, '-m', 'checkers', 'export', grades,
                          '--to', name, '--out', beside / name)
            peak = resource.getrusage(CHILDREN).ru_maxrss / 1024
            print('%-16s %8.1f %8.1f %8.0f %13.0f MB' % (
                name, *times, size(beside / name), peak), flush=True)
        chromium = shutil.which('chromium')
        for page in ('index', 'checks', 'alike') if chromium else ():
            print('%-16s %8.1f %8.1f   in Chromium' % (page, *timed(
                chromium, '--headless', '--no-sandbox', '--disable-gpu',
                '--dump-dom', (beside / 'html' / page).with_suffix('.html'))))


if __name__ == '__main__':
    main()
