"""JUnit XML (xunit2) as pytest --junitxml writes it: a suite a submission."""
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from checkers.base.whole import whole
from checkers.exporters import explain
from checkers.marks.document import CheckMark, CheckStatus, TaskMark
from checkers.marks.grades import Grades
from checkers.marks.marking import Marked


def export(grades: Grades, out: str) -> None:
    """Write one file with a test suite for each submission."""
    with whole(out) as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n'
                   '<testsuites name="checkers">\n')
        for graded in grades:
            file.writelines(suite(graded.document))
        file.write('</testsuites>\n')


def suite(document: Marked) -> Iterator[str]:
    """Yield the XML of one document.

    There is no timestamp and no host name, and times are 0: the same
    submission gives the same bytes.
    """
    ends = [check.status for task in document.tasks for check in task.checks]
    yield (f'<testsuite name={quoteattr(document.submission)} errors="0" '
           f'failures="{ends.count(CheckStatus.FAILED)}" '
           f'skipped="{ends.count(CheckStatus.BLOCKED)}" '
           f'tests="{len(ends)}" time="0.000">\n')
    if document.changes:
        yield properties([
            ('points', document.score), ('raw_points', document.graded.score),
            *(('correction', change) for change in document.changes)]) + '\n'
    for task in document.tasks:
        for check in task.checks:
            yield from case(task, check)
    yield '</testsuite>\n'


def properties(pairs: Iterable[tuple[str, object]]) -> str:
    """Return the XML of names and values."""
    return ('<properties>' + ''.join(
        f'<property name="{name}" value={quoteattr(str(value))}/>'
        for name, value in pairs) + '</properties>')


def case(task: TaskMark, check: CheckMark) -> Iterator[str]:
    """Yield the XML of one check; its points are properties."""
    yield (f'<testcase classname={quoteattr(task.file)} '
           f'name={quoteattr(check.id)} time="0.000">' +
           properties([('points', check.points),
                       ('max_points', check.max_points)]))
    message, text = quoteattr(check.message), escape(explain(check))
    if check.status is CheckStatus.FAILED:
        yield f'<failure message={message}>{text}</failure>'
    elif check.status is CheckStatus.BLOCKED:
        yield (f'<skipped type="pytest.skip" message={message}>{text}'
               '</skipped>')
    yield '</testcase>\n'
