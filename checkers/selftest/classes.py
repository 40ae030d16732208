"""A class of students, drawn from references, variants, mutants, attacks.

The same count and seed give the same class. Beside the ordinary students some
are hostile, and some hand in what cannot be read.
"""
import random
import tarfile

from checkers.selftest import packed
from checkers.selftest.course import COURSE
from checkers.selftest.hostile import ATTACKS, Refused, write
from checkers.selftest.mutants import BROKEN, MUTANTS
from checkers.selftest.variants import VARIANTS

from checkers.course import curriculum

README = '# My answers\n'
TASKS = curriculum.TASKS[:4]    # what the class was asked for
# What an ordinary student hands in for a task, and how often.
KINDS = {'reference': 3, 'variant': 6, 'mutant': 8, 'broken': 2, 'none': 1}
# Attacks that neither take their time nor could harm where no fence holds.
QUICK = [attack for attack in ATTACKS
         if not attack.fenced and attack.seconds == 20]
LINKS = [('0-vanilla.py', tarfile.SYMTYPE, '/etc/passwd'),
         ('1-sparse.py', tarfile.LNKTYPE, '../../../etc/shadow'),
         ('2-convolutional.py', tarfile.FIFOTYPE, ''),
         ('3-variational.py', tarfile.CHRTYPE, '')]


def references():
    """Return the reference solutions, by file name."""
    return {task.file: (COURSE / task.file).read_text() for task in TASKS}


# Suffix of what is handed in -> its bytes; '' is an empty folder.
UNREADABLE = {
    '': lambda: None,
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


def ordinary(draw):
    """Return the files of an ordinary student, and the modes of some."""
    files, modes = {'README.md': README}, {}
    for task in TASKS:
        file, kind = task.file, draw.choices(list(KINDS), KINDS.values())[0]
        if kind == 'reference':
            files[file] = (COURSE / file).read_text()
        elif kind == 'variant':
            files[file] = draw.choice(list(VARIANTS[task.number].values()))
        elif kind != 'none':
            mutant = draw.choice((MUTANTS if kind == 'mutant'
                                  else BROKEN)[task.number])
            files[file], modes[file] = mutant.source(), mutant.mode
    return files, modes


def build(folder, count, seed=0, hostile=10, broken=10):
    """Write a class into an empty folder.

    Args:
        folder: pathlib.Path.
        count: integer, how many students.
        seed: integer.
        hostile: integer, how many of them attack.
        broken: integer, how many hand in what cannot be read.

    Returns:
        The names of the students, sorted.
    """
    draw = random.Random(seed)
    attacks = draw.sample(QUICK, len(QUICK))
    kinds = ['hostile'] * hostile + ['broken'] * broken
    kinds += ['ordinary'] * (count - len(kinds))
    draw.shuffle(kinds)
    names, unreadable = [], list(UNREADABLE.items())
    for number, kind in enumerate(kinds):
        name = 'student %03d' % number
        if kind == 'broken':
            suffix, make = unreadable[kinds[:number].count('broken')
                                      % len(unreadable)]
            data = make()
            if data is None:
                (folder / name).mkdir()
            else:
                (folder / (name + suffix)).write_bytes(data)
                name += suffix.rpartition(')')[0] + ')'
        else:
            (folder / name).mkdir()
            if kind == 'hostile':
                attack(folder / name, attacks)
            else:
                lay(folder / name, *ordinary(draw))
        names.append(name)
    return sorted(names)


def lay(folder, files, modes):
    """Write a student's files; they have the run bit where not said."""
    for name, text in files.items():
        (folder / name).write_text(text, newline='')
        (folder / name).chmod(modes.get(name, 0o755))


def attack(folder, attacks):
    """Write the next attack that this system can lay out."""
    while True:
        try:
            write(folder, {**references(), **attacks.pop().files}, port=9,
                  outside=folder.parent / 'nowhere', root=COURSE.parent)
            return
        except Refused:
            continue
