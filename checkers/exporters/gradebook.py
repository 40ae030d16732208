"""A gradebook in CSV: a row per student, a column per task and check."""
import csv
import re

from checkers.base.whole import whole
from checkers.marks.document import Document
from checkers.marks.grades import Grades
from checkers.marks.marking import Marked

# What a spreadsheet takes for the start of a formula, where a cell starts:
# also after the separators of other countries, which Excel goes by there.
# Source: OWASP, "CSV Injection".
FORMULA = re.compile(r'(^|[,;|\t])(\s*[=+\-@\uff0b\uff0d\uff1d\uff20\t\r])')

# The columns where an assignment has corrections.
CORRECTED = 'raw', 'correction', 'reason'


def export(grades: Grades, out: str) -> None:
    """Write one CSV file, in UTF-8 with the mark that Excel looks for.

    A check that a document lacks is an empty cell. Where an assignment has
    corrections, columns say what they are.
    """
    with_corrections = bool(grades.assignment.corrections)
    columns: dict[str, None] = {}       # a set that keeps its order
    for graded in grades:
        columns.update(dict.fromkeys(marks(graded.document)))
    with whole(out) as file:
        file.write('\ufeff')
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(['submission', 'result', 'score', 'max_score',
                         *(CORRECTED if with_corrections else ()),
                         *map(inert, columns)])
        for graded in grades:
            document = graded.document
            own = marks(document)
            writer.writerow(
                [inert(document.submission), inert(graded.name),
                 document.score, document.max_score,
                 *(corrections(document) if with_corrections else ()),
                 *(own.get(column, '') for column in columns)])


def corrections(document: Marked) -> tuple[int, int, str]:
    """Return what a document has in the columns CORRECTED."""
    return (document.graded.score, document.correction,
            inert('; '.join(map(str, document.changes))))


def marks(document: Document) -> dict[str, int]:
    """Return a document's points by column, a task before its checks."""
    found = {}
    for task in document.tasks:
        found[task.file] = task.score
        for check in task.checks:
            found[f'{task.file} {check.id}'] = check.points
    return found


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return FORMULA.sub(r"\1'\2", text)
