"""The zip that Gradescope makes an autograder of.

It has setup.sh and run_autograder at its root, beside the checkers and what
they need.
"""
import os
import stat
import zipfile
from collections.abc import Iterator

from checkers.base.paths import ROOT
from checkers.base.whole import whole_bytes
from checkers.marks.assignment import Assignment, NAME
from checkers.marks.grades import new_seed, PRIVATE, SEED

SCRIPTS = os.path.join('checkers', 'exporters', 'autograder')
LEFT_OUT = ('selftest', 'benchmarks')
LONG_AGO = (1980, 1, 1, 0, 0, 0)    # the first time that a zip can tell


def export(out: str, assignment: Assignment = Assignment()) -> None:
    """Write the bundle.

    It carries a random seed of its own, so that no two bundles are alike.
    Corrections stay out of it: students' code runs beside it.

    Args:
        out: path of the zip.
        assignment: the tasks that are graded, and points of checks.
    """
    names = {name: os.path.join(SCRIPTS, name)
             for name in ('run_autograder', 'setup.sh')}
    names['requirements.txt'] = 'requirements.txt'
    names.update((path, path) for path in checkers())
    with whole_bytes(out, PRIVATE) as file, \
            zipfile.ZipFile(file, 'w') as bundle:
        for name, path in names.items():
            with open(os.path.join(ROOT, path), 'rb') as source:
                add(bundle, name, source.read(),
                    0o755 if path.startswith(SCRIPTS) else 0o644)
        add(bundle, NAME, assignment.impersonal().encode())
        add(bundle, SEED, f'{new_seed()}\n'.encode(), mode=PRIVATE)


def add(bundle: zipfile.ZipFile, name: str, data: bytes,
        mode: int = 0o644) -> None:
    """Put a file into the bundle."""
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.create_system = 3                          # Unix
    info.external_attr = (stat.S_IFREG | mode) << 16
    bundle.writestr(info, data)


def checkers() -> Iterator[str]:
    """Yield the paths of the checkers' files, without the selftest's."""
    for folder, folders, files in os.walk(os.path.join(ROOT, 'checkers')):
        folders[:] = sorted(name for name in folders if
                            name[0] not in '._' and name not in LEFT_OUT)
        for name in sorted(files):
            yield os.path.relpath(os.path.join(folder, name), ROOT)
