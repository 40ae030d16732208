"""Marks in the formats of others, a file each.

A format's module has export(grades, out), which reads result documents
(grades.Grades) and nothing else, and writes a file or a folder, whole.
"""
import contextlib
import os
import shutil
from collections.abc import Callable, Iterator

from checkers.base.errors import Mistake
from checkers.base.whole import whole, write_whole
from checkers.marks.document import CheckMark, CheckStatus
from checkers.marks.grades import Grades
from checkers.marks.marking import Marked

# The name of a format -> the module that writes it.
FORMATS = {'gradescope': 'gradescope', 'github': 'github', 'junit': 'junit',
           'csv': 'gradebook', 'html': 'html', 'gradescope-zip': 'bundle'}
# What fills in a file that was downloaded from there, in platforms.py.
GRADEBOOKS = 'canvas', 'moodle'
# A file in every exported folder: the next export may replace a folder that
# has it, and leaves alone a folder that has not, which is the user's own.
MARKER = '.exported'


@contextlib.contextmanager
def whole_folder(out: str) -> Iterator[str]:
    """Give a folder to write in; when all is there, move it to its place.

    Raises:
        Mistake: the place is taken by something that no export wrote, or
            cannot be written; what was there is still there.
    """
    out = os.path.abspath(out)
    if os.path.lexists(out) and not os.path.exists(
            os.path.join(out, MARKER)):
        raise Mistake(f'{out} is there already and is no earlier export; '
                      'move it away or name another path')
    beside, old = out + '.part', out + '.old'
    try:
        for rest in (beside, old):
            shutil.rmtree(rest, ignore_errors=True)
        os.mkdir(beside)
        write_whole(os.path.join(beside, MARKER), '')
        yield beside
        if os.path.exists(out):
            os.replace(out, old)
        os.replace(beside, out)
    except OSError as error:
        raise Mistake(f'{out} cannot be written: {error.strerror}')
    finally:
        for rest in (beside, old):
            shutil.rmtree(rest, ignore_errors=True)


def one_each(grades: Grades, out: str, suffix: str,
             render: Callable[[Marked], str]) -> None:
    """Write a file for one document, a folder of files for a class.

    Args:
        grades: the documents.
        out: path of the file or of the folder.
        suffix: the end of the files' names in the folder.
        render: returns the text of a document's file.
    """
    if not grades.is_class:
        for graded in grades:
            write_whole(out, render(graded.document))
        return
    with whole_folder(out) as folder:
        for graded in grades:
            with whole(os.path.join(folder, graded.name + suffix)) as file:
                file.write(render(graded.document))


def explain(check: CheckMark) -> str:
    """Return what a platform without a page of its own shows of a check."""
    blocked = check.status is CheckStatus.BLOCKED
    parts = [f'Not judged: {check.message}' if blocked else check.message]
    widths = [max(map(len, column)) for column in zip(*check.table)]
    parts += ['  '.join(map(str.ljust, row, widths)).rstrip()
              for row in check.table]
    if check.curve:
        losses = ', '.join(f'{loss:.4g}' for loss in check.curve)
        parts.append(f'Losses: {losses}')
    parts += [f'Hint: {hint}' for hint in check.hints[:1]]
    return '\n'.join(part for part in parts if part)
