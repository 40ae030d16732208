"""A gradebook that the teacher downloaded, with the marks in its column.

Canvas has a row for each student and a column for each assignment, such as
'Autoencoders (4711)'. Moodle's grading worksheet is about one assignment, and
its column is 'Grade'; in an export of its gradebook it is called 'Assignment:
Autoencoders (Real)'. All other cells stay as they are, byte for byte.
Sources: Canvas' guide, "How do I import grades in the Gradebook?"; Moodle's
documentation, "Using Assignment: Offline marking" and "Grade import".
"""
import collections
import re
import sys
import typing
from collections.abc import Sequence

from checkers.base.errors import Mistake
from checkers.base.text import harmless
from checkers.base.whole import whole_bytes
from checkers.marks.grades import Grades

BOM = '\ufeff'
SEPARATORS = ',;\t'     # those that the platforms can be told to write
CELL = r'("(?:[^"]|"")*"|[^%s\r\n]*)(%s|\r\n|\r|\n|\Z)'


class Platform(typing.NamedTuple):
    """How a platform names what a gradebook has.

    Attributes:
        points: the head of a column of points that an upload changes.
        most: the first cell of the row, or the head of the column, that has
            the points that can be had.
        students: the heads of columns that name a student; the first one's
            last number is what the platform puts into the names of archives.
        archive: such a name; the group is that number.
    """

    points: re.Pattern[str]
    most: str
    students: tuple[str, ...]
    archive: re.Pattern[str]


PLATFORMS = {
    'canvas': Platform(
        re.compile(r'.+ \(\d+\)'), 'points possible',
        ('id', 'sis user id', 'sis login id', 'integration id'),
        re.compile(r'[^_]+_(\d+)')),
    'moodle': Platform(
        re.compile(r'grade|.+ \(real\)'), 'maximum grade',
        ('identifier', 'id number', 'username', 'email address'),
        re.compile(r'.+_(\d+)'))}


class Cell(typing.NamedTuple):
    """A cell of a CSV file.

    Attributes:
        text: what it says, without quotes.
        start, end: where it lies in the file's text.
    """

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Return what it says, to be compared."""
        return self.text.strip().casefold()


Row: typing.TypeAlias = Sequence[Cell]


def export(grades: Grades, out: str, to: str, gradebook: str,
           column: str | None = None) -> None:
    """Write a gradebook again, with the points of a class in a column.

    Args:
        grades: the documents.
        out: path of the file to write.
        to: the platform's name.
        gradebook: path of the file that was downloaded.
        column: the head of the column, its end in brackets may be left out;
            by default, the only one of points.

    Raises:
        Mistake: it is no gradebook of the platform, or the column is not
            clear.
    """
    platform = PLATFORMS[to]
    try:
        with open(gradebook, 'rb') as file:
            text = file.read().decode('utf-8', 'surrogateescape')
    except OSError as error:
        raise Mistake(f'{gradebook} cannot be read: {error.strerror}')
    head, *rows = max((table(text, separator) for separator in SEPARATORS),
                      key=lambda found: len(found[0]))
    if not any(cell.key in platform.students for cell in head):
        raise Mistake(f'{gradebook} is no gradebook of {to}: it has none of '
                      f"the columns {', '.join(platform.students)}")
    place = column_of(platform, head, column)
    whole = [row for row in rows if len(row) == len(head)]
    scores, unknown = match(grades, platform, head, whole)
    with whole_bytes(out) as file:
        file.write(filled(text, {
            whole[number][place]: score for number, score in scores.items()
        }).encode('utf-8', 'surrogateescape'))
    tell(f'{len(scores)} of {len(grades)} submissions are in the column '
         f"'{head[place].text}' of {out}", sys.stdout)
    if unknown:
        tell('checkers: not in the gradebook, or not clear whose: ' +
             ', '.join(unknown), sys.stderr)
    most = max(graded.document.max_score for graded in grades)
    for said in sorted(possible(platform, head, whole, place) - {most}):
        tell(f'checkers: the marks are out of {most} points, the column out '
             f'of {said:g}', sys.stderr)


def tell(words: str, stream: typing.TextIO) -> None:
    """Print a line with texts of strangers in it."""
    print(harmless(words), file=stream)


def table(text: str, separator: str) -> list[list[Cell]]:
    """Return the rows of a CSV file's text; the first one is the head."""
    rows: list[list[Cell]] = [[]]
    for match in re.compile(CELL % (separator, separator)).finditer(
            text, len(BOM) if text.startswith(BOM) else 0):
        cell = match[1]
        if cell.startswith('"'):
            cell = cell[1:-1].replace('""', '"')
        rows[-1].append(Cell(cell, match.start(1), match.end(1)))
        if match[2] != separator:
            rows.append([])
    return rows


def column_of(platform: Platform, head: Row, name: str | None) -> int:
    """Return the place of the column that takes the points.

    Raises:
        Mistake: there is none, or more than one.
    """
    fitting = [place for place, cell in enumerate(head)
               if platform.points.fullmatch(cell.key) and (
                   name is None or name.strip().casefold() in (
                       cell.key, cell.key.rpartition(' (')[0]))]
    if len(fitting) == 1:
        return fitting[0]
    heads = [cell.text for cell in head
             if platform.points.fullmatch(cell.key)]
    raise Mistake(harmless(
        'name the column of the points with --column; there are: ' +
        (', '.join(map(repr, heads)) or 'none')))


def match(grades: Grades, platform: Platform, head: Row, rows: Sequence[Row]
          ) -> tuple[dict[int, int], list[str]]:
    """Return whose row is whose.

    Returns:
        The number of a row -> its student's points, and the names of the
        submissions that fit no row alone.
    """
    named: dict[str, set[int]] = collections.defaultdict(set)
    numbered: dict[str, set[int]] = collections.defaultdict(set)
    for number, row in enumerate(rows):
        for title, cell in zip(head, row):
            if title.key in platform.students:
                named[cell.key].add(number)
            own = re.search(r'\d+$', cell.key)
            if title.key == platform.students[0] and own:
                numbered[own[0]].add(number)
    found: dict[int, list[tuple[str, int]]] = collections.defaultdict(list)
    unknown = []
    for graded in grades:
        name = graded.document.submission
        archive = platform.archive.fullmatch(name)
        fitting = named.get(name.strip().casefold()) or (
            numbered.get(archive[1]) if archive else None) or set()
        if len(fitting) == 1:
            found[min(fitting)].append((name, graded.document.score))
        else:
            unknown.append(name)
    unknown += [name for several in found.values() if len(several) > 1
                for name, _ in several]
    return {number: several[0][1] for number, several in found.items()
            if len(several) == 1}, sorted(unknown)


def possible(platform: Platform, head: Row, rows: Sequence[Row], place: int
             ) -> set[float]:
    """Return the points that can be had, as the gradebook says it."""
    cells = [row[place] for row in rows if row[0].key == platform.most]
    cells += [cell for row in rows for title, cell in zip(head, row)
              if title.key == platform.most]
    return {float(cell.key.replace(',', '.')) for cell in cells
            if re.fullmatch(r'\d+(?:[.,]\d+)?', cell.key)}


def filled(text: str, scores: dict[Cell, int]) -> str:
    """Return a CSV file's text with these points in these cells."""
    parts, end = [], 0
    for cell, score in sorted(scores.items(), key=lambda pair: pair[0].start):
        quote = '"' if text[cell.start:cell.end].startswith('"') else ''
        parts += [text[end:cell.start], f'{quote}{score}{quote}']
        end = cell.end
    return ''.join(parts) + text[end:]
