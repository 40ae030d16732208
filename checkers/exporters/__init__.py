"""Marks in the formats of others, a file each.

A format's module has export(grades, out), which reads result documents
(grades.Grades) and nothing else, and writes a file or a folder, whole.
"""
import contextlib
import os
import shutil

from checkers.base.errors import Mistake
from checkers.base.whole import whole, write_whole

# The name of a format -> the module that writes it.
FORMATS = {'gradescope': 'gradescope', 'github': 'github', 'junit': 'junit',
           'csv': 'gradebook', 'html': 'html', 'gradescope-zip': 'bundle'}
# What tells an exported folder, which the next export may replace, from a
# folder of the user's.
MARKER = '.exported'


@contextlib.contextmanager
def whole_folder(out):
    """Give a folder to write in; when all is there, move it to its place.

    Raises:
        Mistake: the place is taken by something that no export wrote, or
            cannot be written; what was there is still there.
    """
    out = os.path.abspath(out)
    if os.path.lexists(out) and not os.path.exists(
            os.path.join(out, MARKER)):
        raise Mistake('%s is there already and is no earlier export; move it '
                      'away or name another path' % out)
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
        raise Mistake('%s cannot be written: %s' % (out, error.strerror))
    finally:
        for rest in (beside, old):
            shutil.rmtree(rest, ignore_errors=True)


def one_each(grades, out, suffix, render):
    """Write a file for one document, a folder of files for a class.

    Args:
        grades: grades.Grades.
        out: path of the file or of the folder.
        suffix: the end of the files' names in the folder.
        render: function, result document -> text.
    """
    if not grades.is_class:
        for graded in grades:
            write_whole(out, render(graded.document))
        return
    with whole_folder(out) as folder:
        for graded in grades:
            with whole(os.path.join(folder, graded.name + suffix)) as file:
                file.write(render(graded.document))


def explain(check):
    """Return what a platform without a page of its own shows of a check."""
    parts = [check['message']]
    if check['status'] == 'blocked':
        parts[0] = 'Not judged: ' + check['message']
    rows = check.get('table') or []
    widths = [max(map(len, map(str, column)))
              for column in zip(*rows)] if rows else []
    parts += ['  '.join(str(cell).ljust(width) for cell, width in
                        zip(row, widths)).rstrip() for row in rows]
    if check.get('curve'):
        parts.append('Losses: ' + ', '.join(
            '%.4g' % loss for loss in check['curve']))
    parts += ['Hint: ' + hint for hint in check.get('hints', [])[:1]]
    return '\n'.join(part for part in parts if part)
