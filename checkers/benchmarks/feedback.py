"""How long a student waits: for `check` from cold, and for `watch` on a save.

By the clock, and in imports: the processor time of one import of Keras in
the same run, as in grading.py.
"""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from checkers.base.paths import COURSE, ROOT
from checkers.benchmarks.grading import command, one_import
from checkers.course.curriculum import TASKS


class Watch:
    """A running `watch` without a terminal. Use as a context manager."""

    def __init__(self, folder: str) -> None:
        """Start it, and wait for its first verdict."""
        self.process = subprocess.Popen(
            [sys.executable, '-u', '-m', 'checkers', 'watch', folder],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.wait()

    def wait(self) -> None:
        """Wait for the end of a verdict: an empty line."""
        assert self.process.stdout
        while self.process.stdout.readline().strip():
            pass
        if self.process.poll() is not None:
            sys.exit('watch has ended')

    def saved(self, path: pathlib.Path) -> float:
        """Save a file with a line more; return the seconds to its verdict."""
        beside = path.with_suffix('.new')
        shutil.copy(path, beside)
        with beside.open('a') as file:
            file.write('# saved\n')
        start = time.perf_counter()
        beside.replace(path)
        self.wait()
        return time.perf_counter() - start

    def __enter__(self) -> 'Watch':
        """Return it."""
        return self

    def __exit__(self, *error: object) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(
        prog='python3 -m checkers.benchmarks.feedback', description=__doc__)
    parser.add_argument('--rounds', type=int, default=5, metavar='N',
                        help='how often each is measured (default: 5)')
    rounds = parser.parse_args().rounds
    cold: list[float] = []
    saves: dict[str, list[float]] = {task.file: [] for task in TASKS}
    imports = []
    # Without a README.md no task is ever finished, and watch goes on.
    with tempfile.TemporaryDirectory() as folder:
        for task in TASKS:
            shutil.copy(pathlib.Path(COURSE, task.file), folder)
        with Watch(folder) as watch:
            for _ in range(rounds):
                imports.append(one_import())
                cold.append(
                    command('-m', 'checkers', 'check', '--task', '0')[0])
                for name, waits in saves.items():
                    waits.append(watch.saved(pathlib.Path(folder, name)))
    unit = statistics.median(imports)
    print(f'medians of {rounds}; one import is {unit:.2f} CPU s')
    print(f"{'':32} {'wall s':>8} {'imports':>8}")
    for name, waits in [('check --task 0, from cold', cold), *(
            (f'watch, {name} saved', waits)
            for name, waits in saves.items())]:
        wait = statistics.median(waits)
        print(f'{name:32} {wait:8.2f} {wait / unit:8.2f}')


if __name__ == '__main__':
    main()
