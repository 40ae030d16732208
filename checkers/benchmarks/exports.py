#!/usr/bin/env python3
"""What it costs to export the marks of a large class.

The class is synthetic: the rubric's checks, marks that are drawn, and with
--sources the students' files, so that likeness is looked for. Each format is
a process of its own; the index is then opened in Chromium, which tells when
it has loaded all of it.
"""
import argparse
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / 'checkers' / 'selftest')]

import synthetic                                            # noqa: E402
from checkers.exporters import FORMATS                      # noqa: E402


def size(path):
    """Return the megabytes of a file or a folder."""
    files = [path] if path.is_file() else path.rglob('*')
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def timed(*command):
    """Run a command; return its wall seconds and peak megabytes so far."""
    start = time.perf_counter()
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - start, used


def main():
    """Print seconds and megabytes of each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--students', type=int, default=10000, metavar='N')
    parser.add_argument('--sources', action='store_true')
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as beside:
        beside = pathlib.Path(beside)
        grades = synthetic.write(beside / 'grades', arguments.students,
                                 sources=arguments.sources)
        print('%d students, documents of %.0f MB' % (
            arguments.students, size(grades / 'results')))
        print('%-16s %8s %8s %14s' % ('format', 'wall s', 'MB',
                                      'peak MB so far'))
        for name in FORMATS:
            seconds, peak = timed(
                sys.executable, '-m', 'checkers', 'export', grades, '--to',
                name, '--out', beside / name)
            print('%-16s %8.1f %8.0f %14.0f' % (
                name, seconds, size(beside / name), peak), flush=True)
        chromium = shutil.which('chromium')
        for page in ('index', 'checks', 'alike') if chromium else ():
            seconds, _ = timed(
                chromium, '--headless', '--no-sandbox', '--disable-gpu',
                '--dump-dom', (beside / 'html' / page).with_suffix('.html'))
            print('%-16s %8.1f   (%s.html opened in Chromium)' % (
                '', seconds, page))


if __name__ == '__main__':
    main()
