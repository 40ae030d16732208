"""The result document as a student reads it in a terminal."""
from collections.abc import Sequence

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from checkers.marks.document import (
    CheckMark, CheckStatus, TaskMark, TaskStatus)
from checkers.marks.marking import Marked

STYLES = {TaskStatus.PASSED: 'bold green', TaskStatus.FAILED: 'bold red',
          TaskStatus.ERROR: 'bold red',
          TaskStatus.NOT_ATTEMPTED: 'bold yellow'}
BARS = '▁▂▃▄▅▆▇█'
# The checks that are told by name alone: status, mark, word, style.
OTHERS = ((CheckStatus.BLOCKED, '-', 'waiting for these', 'yellow'),
          (CheckStatus.PASSED, '+', 'passed', 'green'))


def show(document: Marked, hints: int = 1,
         console: Console | None = None) -> None:
    """Print a result document.

    Each task is a paragraph: what it is for; the failed checks, each with
    what was expected and found and how to go on; the blocked and the passed
    ones by name. What the teacher corrected comes last.

    Args:
        document: the result document.
        hints: how many hints of a failed check to give.
        console: where to print; by default to stdout.
    """
    console = console or Console(highlight=False)
    for task in document.tasks:
        show_task(task, hints, console)
    if document.told:
        console.print(Text('\n  '.join(document.told), 'cyan'))
    console.print(Text(
        f'Score: {document.score} of {document.max_score} points',
        style='bold'))
    runtime = document.runtime
    console.print(Text(
        f'Python {runtime.python}, TensorFlow {runtime.tensorflow}, '
        f'Keras {runtime.keras}, sandbox: {runtime.sandbox}; '
        f'rubric {document.rubric}, seed {document.seed}', style='dim'))


def heading(task: TaskMark) -> Text:
    """Return a task's name, points and status as one line."""
    return Text.assemble(
        (f'Task {task.number}  {task.file}', 'bold'),
        f'  {task.score} of {task.max_score} points  ',
        (task.status, STYLES[task.status]))


def show_task(task: TaskMark, hints: int, console: Console) -> None:
    """Print one task, as show does."""
    console.print(heading(task))
    if task.status != TaskStatus.PASSED:
        console.print(Text(f'  Why: {task.objective}'))
    if task.status != TaskStatus.NOT_ATTEMPTED:
        show_checks(task.checks, hints, console)
    console.print()


def show_checks(checks: Sequence[CheckMark], hints: int,
                console: Console) -> None:
    """Print the checks of one task."""
    for check in checks:
        if check.status == CheckStatus.FAILED:
            console.print(explain(check, hints, f'--hints {hints + 1}'))
    for status, mark, word, style in OTHERS:
        names = [check.id for check in checks if check.status == status]
        if names:
            console.print(Text.assemble(
                (f'  {mark} {len(names)} {word}: ', style),
                ', '.join(names)), no_wrap=True, overflow='ellipsis')


def explain(check: CheckMark, hints: int, more: str) -> Group:
    """Return what a student should read of a failed check.

    Args:
        check: the check.
        hints: how many hints to give.
        more: how to get the next one.
    """
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=8)
    grid.add_column(overflow='fold')
    grid.add_row('Expected', Text(f'{check.title}.'))
    grid.add_row('Found', Text(check.message))
    if check.table:
        grid.add_row('', layers(check.table))
    if check.curve:
        losses = ' '.join(f'{loss:.4f}' for loss in check.curve)
        grid.add_row('Losses', Text(f'{sparkline(check.curve)}  {losses}'))
    for hint in check.hints[:hints]:
        grid.add_row(Text('Hint', 'bold cyan'), Text(hint))
    left = len(check.hints[hints:])
    if left:
        word = ('more ' if hints else '') + ('hints' if left > 1 else 'hint')
        grid.add_row('', Text(f'{left} {word}: {more}', 'dim'))
    return Group(
        Text.assemble(('  x ', 'bold red'), (check.id, 'bold'),
                      f'  ({check.points} of {check.max_points} points)'),
        Padding(grid, (0, 0, 0, 4)))


def layers(rows: Sequence[Sequence[str]]) -> Table:
    """Return a table of layers; x marks those that are not as expected."""
    head, *rest = rows
    shown = [place for place in range(len(head))
             if any(row[place] for row in rest)]
    place = head.index('expected')
    table = Table('', *(Column(Text(head[at])) for at in shown),
                  box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for row in rest:
        wrong = row[place] != row[place + 1]
        table.add_row('x' if wrong else '', *(Text(row[at]) for at in shown),
                      style='bold red' if wrong else '')
    return table


def sparkline(values: Sequence[float]) -> str:
    """Return numbers as a row of bars, from the lowest to the highest."""
    low, high = min(values), max(values)
    step = (high - low) / (len(BARS) - 1)
    return ''.join(BARS[round((value - low) / step) if step else 0]
                   for value in values)
