"""Two folders of marks side by side: what changed, and why."""
import typing

from checkers.base.text import harmless
from checkers.marks.document import Document
from checkers.marks.grades import Grades


class Mark(typing.NamedTuple):
    """What a document says of one check; by default, nothing."""

    points: int = 0
    max_points: int = 0
    status: str = 'not there'
    message: str = ''

    def __str__(self) -> str:
        """Return all but the message."""
        return f'{self.points} of {self.max_points} {self.status}'


def marks(document: Document) -> dict[tuple[int, str], Mark]:
    """Return a document's marks by task number and the check's id."""
    return {(task.number, check.id): Mark(check.points, check.max_points,
                                          check.status, check.message)
            for task in document.tasks for check in task.checks}


def changes(old: Document, new: Document) -> list[str]:
    """Return the lines that tell the changed marks of one submission.

    A mark has changed where the points or the status of a check have.
    """
    before, after, lines = marks(old), marks(new), []
    for number, name in sorted({**before, **after}):
        one = before.get((number, name), Mark())
        two = after.get((number, name), Mark())
        if str(one) == str(two):
            continue
        lines.append(f'  task {number}, {name}: {one} -> {two}')
        lines += [f'    {when}: {mark.message}'
                  for when, mark in (('before', one), ('after', two))
                  if mark.message]
    return lines


def show(old: str, new: str) -> int:
    """Print which marks differ between two folders; return the exit code.

    Args:
        old, new: paths of folders of marks.

    Returns:
        0 where no mark differs, else 1.

    Raises:
        Mistake: there are no marks at a path.
    """
    before, after = Grades(old), Grades(new)
    both = sorted(set(before.names) & set(after.names))
    rubrics: tuple[set[str], set[str]] = (set(), set())
    gains = []
    for name in both:
        one, two = before.read(name).document, after.read(name).document
        rubrics[0].add(one.rubric)
        rubrics[1].add(two.rubric)
        lines = changes(one, two)
        if lines:
            gains.append(two.score - one.score)
            print(f'{two.submission}: {one.score} of {one.max_score} -> '
                  f'{two.score} of {two.max_score} points')
            print('\n'.join(lines))
    alone = [(name, side.path) for side in (before, after)
             for name in side.names if name not in set(both)]
    for name, folder in alone:
        print(f'{harmless(name)}: only in {folder}')
    seen = ' -> '.join(', '.join(sorted(side)) or 'none' for side in rubrics)
    print(f'{len(gains)} of {len(both)} submissions have changed marks: '
          f'{sum(gain > 0 for gain in gains)} higher, '
          f'{sum(gain < 0 for gain in gains)} lower; rubric {seen}')
    return int(bool(gains or alone))
