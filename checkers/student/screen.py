"""What watch shows: the course as a bar, a task, its checks, one explained.

Everything is plain text with a mark in front, so that it reads the same
without colour: + passed, x failed, - waiting for another one, . open.
"""
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from checkers.marks import report
from checkers.marks.document import CheckStatus, TaskMark, TaskStatus
from checkers.student.session import Session

OPEN = ('.', 'dim')
MARKS = {CheckStatus.PASSED: ('+', 'green'),
         CheckStatus.FAILED: ('x', 'bold red'),
         CheckStatus.BLOCKED: ('-', 'yellow')}
STATES = {TaskStatus.PASSED: '+', TaskStatus.FAILED: 'x',
          TaskStatus.ERROR: 'x', TaskStatus.NOT_ATTEMPTED: ' '}
KEYS = {'h': 'hint', 'n': 'next', 'p': 'previous', 'a': 'all tasks',
        'r': 'run', 'q': 'quit'}
OWN = 'It runs as your own program, without the sandbox.'
JOY = r"""
    \o/    Every check of every task passes: well done!
     |     You have built them all. Let one train for longer, look at
    / \    its figure, and enjoy that you know why it works.
"""


def draw(session: Session) -> Group:
    """Return the whole screen for a session."""
    parts = [course(session), Text(),
             overview(session) if session.overview else task(session)]
    if session.is_done:
        parts.append(Text(JOY.strip('\n') + '\n', 'bold green'))
    parts.append(Text.assemble(*(
        piece for key, word in KEYS.items()
        for piece in ((key, 'bold cyan'), f' {word}   '))))
    parts += [Text(note, 'yellow') for note in session.notes]
    return Group(*parts)


def course(session: Session) -> RenderableType:
    """Return the bar of the whole course."""
    score, most = session.points
    grid = Table.grid()
    grid.add_row(Text('Autoencoders  ', 'bold'), Text('['),
                 ProgressBar(total=most, completed=score, width=36),
                 Text(f']  {score} of {most} points'))
    return grid


def task(session: Session) -> RenderableType:
    """Return the task that is shown, with its first failed check."""
    result, about = session.result, session.task
    is_open = result.status == TaskStatus.NOT_ATTEMPTED
    parts: list[RenderableType] = [report.heading(result),
                                   Text(about.objective)]
    if is_open:
        line = f', line {result.line}' if result.line else ''
        parts.append(Text(f'\nNot written yet: open {about.file}{line}, read '
                          'what it promises,\nwrite it and save.'))
    if session.is_finished(about) and not session.is_done:
        parts.append(Text('\nFinished. n goes to the next task.',
                          'bold green'))
    if result.checks:
        parts += [Text(), checks(result)]
    if session.failed and not is_open:
        parts += [Text(), report.explain(session.failed, session.hints,
                                         'press h')]
    return Group(*parts, Text())


def checks(result: TaskMark) -> RenderableType:
    """Return a task's checks in columns, each with its mark."""
    is_open = result.status == TaskStatus.NOT_ATTEMPTED
    return Padding(Columns([
        Text.assemble(OPEN if is_open else MARKS[check.status],
                      f' {check.id}')
        for check in result.checks], padding=(0, 2), column_first=True),
        (0, 2))


def overview(session: Session) -> RenderableType:
    """Return a line for every task."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for place, entry in enumerate(session.tasks):
        result = session.results[entry.number]
        style = report.STYLES[result.status]
        grid.add_row('>' if place == session.place else '',
                     Text(STATES[result.status], style), entry.file,
                     f'{result.score} of {result.max_score}',
                     Text(result.status, style))
    return Group(grid, Text())
