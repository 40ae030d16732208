"""A class of students, drawn from references, variants, mutants, attacks.

The same count and seed give the same class. Beside the ordinary students some
are hostile, and some hand in what cannot be read.
"""
import pathlib
import random
import tarfile
from collections.abc import Callable, Mapping

from checkers.course import curriculum
from checkers.selftest import packed
from checkers.selftest.course import COURSE
from checkers.selftest.hostile import ATTACKS, Hostile, Refused, write
from checkers.selftest.mutants import BROKEN, MUTANTS
from checkers.selftest.variants import VARIANTS

README = '# My answers\n'
TASKS = curriculum.TASKS[:4]    # what the class was asked for
# What an ordinary student hands in for a task, and how often.
KINDS = {'reference': 3, 'variant': 6, 'mutant': 8, 'broken': 2, 'none': 1}
# Attacks that are quick, and harmless without a fence.
QUICK = [attack for attack in ATTACKS
         if not attack.fenced and attack.seconds == 20]
LINKS = [('0-vanilla.py', tarfile.SYMTYPE, '/etc/passwd'),
         ('1-sparse.py', tarfile.LNKTYPE, '../../../etc/shadow'),
         ('2-convolutional.py', tarfile.FIFOTYPE, ''),
         ('3-variational.py', tarfile.CHRTYPE, '')]


def references() -> dict[str, str]:
    """Return the reference solutions, by file name."""
    return {task.file: (COURSE / task.file).read_text() for task in TASKS}


# The suffix of an archive that cannot be read -> a function that makes it.
UNREADABLE: dict[str, Callable[[], bytes]] = {
    ' (garbage).zip': lambda: b'PK\3\4' + bytes(range(256)) * 40,
    ' (cut off).zip': lambda: packed.zipped(references())[:-200],
    ' (encrypted).zip': lambda: packed.encrypted(references()),
    ' (bomb).tar.gz': lambda: packed.bomb(),
    ' (links).tar': lambda: packed.tarred({}, 'w', LINKS),
    ' (outside).zip': lambda: packed.zipped(
        {'../../' + name: text for name, text in references().items()}),
    ' (cut off).tgz': lambda: packed.tarred(references())[:-200],
    ' (two).zip': lambda: packed.zipped(
        {folder + name: text for name, text in references().items()
         for folder in ('first/', 'second/')}),
    ' (other).rar': lambda: b'Rar!\x1a\x07\x00' + b'\0' * 99,
}


def ordinary(draw: random.Random) -> tuple[dict[str, str], dict[str, int]]:
    """Return the files of an ordinary student, and the modes of some."""
    files, modes = {'README.md': README}, {}
    for task in TASKS:
        file = task.file
        kind, = draw.choices(list(KINDS), list(KINDS.values()))
        if kind == 'reference':
            files[file] = (COURSE / file).read_text()
        elif kind == 'variant':
            files[file] = draw.choice(list(VARIANTS[task.number].values()))
        elif kind != 'none':
            mutant = draw.choice((MUTANTS if kind == 'mutant'
                                  else BROKEN)[task.number])
            files[file], modes[file] = mutant.source(), mutant.mode
    return files, modes


def build(folder: pathlib.Path, count: int, seed: int = 0,
          hostile: int = 10, broken: int = 10) -> list[str]:
    """Write a class into an empty folder.

    Args:
        folder: where it goes.
        count: how many students.
        seed: the random seed.
        hostile: how many of them attack.
        broken: how many hand in what cannot be read.

    Returns:
        The names of the students, sorted.
    """
    draw = random.Random(seed)
    attacks = draw.sample(QUICK, len(QUICK))
    kinds = ['hostile'] * hostile + ['broken'] * broken
    kinds += ['ordinary'] * (count - len(kinds))
    draw.shuffle(kinds)
    names, unreadable = [], ['', *UNREADABLE]       # '' is an empty folder
    for number, kind in enumerate(kinds):
        name = f'student {number:03}'
        if kind == 'broken':
            suffix = unreadable[kinds[:number].count('broken')
                                % len(unreadable)]
            if suffix:
                (folder / (name + suffix)).write_bytes(UNREADABLE[suffix]())
                name += suffix.rpartition(')')[0] + ')'
            else:
                (folder / name).mkdir()
        else:
            (folder / name).mkdir()
            if kind == 'hostile':
                attack(folder / name, attacks)
            else:
                lay(folder / name, *ordinary(draw))
        names.append(name)
    return sorted(names)


def lay(folder: pathlib.Path, files: Mapping[str, str],
        modes: Mapping[str, int]) -> None:
    """Write a student's files, with the run bit where modes names none."""
    for name, text in files.items():
        (folder / name).write_text(text, newline='')
        (folder / name).chmod(modes.get(name, 0o755))


def attack(folder: pathlib.Path, attacks: list[Hostile]) -> None:
    """Write the next attack that this system can lay out."""
    while True:
        try:
            write(folder, {**references(), **attacks.pop().files}, port=9,
                  outside=folder.parent / 'nowhere', root=COURSE.parent)
            return
        except Refused:
            continue
