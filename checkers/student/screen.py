"""What watch shows: the course as a bar, a task, its checks, one explained.

Everything is plain text with a mark in front, so that it reads the same
without colour: + passed, x failed, - waiting for another one, . open.
"""
from rich.columns import Columns
from rich.console import Group
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from checkers.marks import report

MARKS = {'passed': ('+', 'green'), 'failed': ('x', 'bold red'),
         'blocked': ('-', 'yellow'), 'open': ('.', 'dim')}
STATES = {'passed': '+', 'failed': 'x', 'error': 'x', 'not attempted': ' '}
KEYS = ('h', 'hint'), ('n', 'next'), ('p', 'previous'), ('a', 'all tasks'), (
    'r', 'run'), ('q', 'quit')
JOY = r"""
    \o/    Every check of every task passes: well done!
     |     You have built them all. Let one train for longer, look at
    / \    its figure, and enjoy that you know why it works.
"""


def draw(session):
    """Return the whole screen for a session."""
    parts = [course(session), Text()]
    if session.overview:
        parts.append(overview(session))
    else:
        parts.append(task(session))
    if session.is_done:
        parts.append(Text(JOY.strip('\n') + '\n', 'bold green'))
    parts.append(Text.assemble(*[
        piece for key, word in KEYS for piece in
        ((key, 'bold cyan'), ' %s   ' % word)]))
    parts += [Text(note, 'yellow') for note in session.notes]
    return Group(*parts)


def course(session):
    """Return the bar of the whole course."""
    score, most = session.points
    grid = Table.grid()
    grid.add_row(Text('Autoencoders  ', 'bold'), Text('['),
                 ProgressBar(total=most, completed=score, width=36),
                 Text(']  %d of %d points' % (score, most)))
    return grid


def task(session):
    """Return the task that is shown, with its first failed check."""
    result, about = session.result, session.task
    parts = [report.heading(result), Text(about.objective)]
    if result['status'] == 'not attempted':
        line = result['line']
        parts.append(Text('\nNot written yet: open %s%s, read what it '
                          'promises,\nwrite it and save.' % (
                              about.file, line and ', line %d' % line or '')))
    if session.is_finished(about) and not session.is_done:
        parts.append(Text('\nFinished. n goes to the next task.',
                          'bold green'))
    if result['checks']:
        parts += [Text(), checks(result)]
    if session.failed and result['status'] != 'not attempted':
        parts += [Text(), report.explain(session.failed, session.hints,
                                         'press h')]
    return Group(*parts, Text())


def checks(result):
    """Return a task's checks in columns, each with its mark."""
    is_open = result['status'] == 'not attempted'
    return Padding(Columns([
        Text.assemble(MARKS['open' if is_open else check['status']],
                      ' ' + check['id'])
        for check in result['checks']], padding=(0, 2), column_first=True),
        (0, 2))


def overview(session):
    """Return a line for every task."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for place, entry in enumerate(session.tasks):
        result = session.results[entry.number]
        status = result['status']
        grid.add_row('>' if place == session.place else '',
                     Text(STATES[status], report.STYLES[status]), entry.file,
                     '%d of %d' % (result['score'], result['max_score']),
                     Text(status, report.STYLES[status]))
    return Group(grid, Text())
