"""The result document as a student reads it in a terminal."""
from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

STYLES = {'passed': 'bold green', 'failed': 'bold red',
          'error': 'bold red', 'not attempted': 'bold yellow'}
BARS = '▁▂▃▄▅▆▇█'
OTHERS = (('blocked', '-', 'waiting for these', 'yellow'),
          ('passed', '+', 'passed', 'green'))


def show(document, hints=1, console=None):
    """Print a result document.

    A task a paragraph: what it is for, the failed checks, each with what was
    expected and found and how to go on, then the blocked and the passed ones
    by name.

    Args:
        document: dictionary, as grading.grade gives it.
        hints: integer, how many hints of a failed check to give.
        console: a rich Console; by default one on stdout.
    """
    console = console or Console(highlight=False)
    for task in document['tasks']:
        show_task(task, hints, console)
    console.print(Text('Score: %d of %d points' % (
        document['score'], document['max_score']), style='bold'))
    runtime = document['runtime']
    console.print(Text(
        'Python %(python)s, TensorFlow %(tensorflow)s, Keras %(keras)s, '
        'sandbox: %(sandbox)s' % runtime + '; rubric %s, seed %d' % (
            document['rubric'], document['seed']), style='dim'))


def heading(task):
    """Return a task's name, points and status as one line."""
    return Text.assemble(
        ('Task %d  %s' % (task['number'], task['file']), 'bold'),
        '  %d of %d points  ' % (task['score'], task['max_score']),
        (task['status'], STYLES[task['status']]))


def show_task(task, hints, console):
    """Print one task of a result document. Args: as show."""
    console.print(heading(task))
    if task['status'] != 'passed':
        console.print(Text('  Why: ' + task['objective']))
    if task['status'] != 'not attempted':
        show_checks(task['checks'], hints, console)
    console.print()


def show_checks(checks, hints, console):
    """Print the checks of one task."""
    for check in checks:
        if check['status'] == 'failed':
            console.print(explain(check, hints, '--hints %d' % (hints + 1)))
    for status, mark, word, style in OTHERS:
        names = [check['id'] for check in checks
                 if check['status'] == status]
        if names:
            console.print(Text.assemble(
                ('  %s %d %s: ' % (mark, len(names), word), style),
                ', '.join(names)), no_wrap=True, overflow='ellipsis')


def explain(check, hints, more):
    """Return what a student should read of a failed check.

    Args:
        check: dictionary, of the result document.
        hints: integer, how many hints to give.
        more: text, how to get the next one.
    """
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=8)
    grid.add_column(overflow='fold')
    grid.add_row('Expected', Text(check['title'] + '.'))
    grid.add_row('Found', Text(check['message']))
    if check['table']:
        grid.add_row('', layers(check['table']))
    if check['curve']:
        grid.add_row('Losses', Text('%s  %s' % (
            sparkline(check['curve']),
            ' '.join('%.4f' % loss for loss in check['curve']))))
    for hint in check['hints'][:hints]:
        grid.add_row(Text('Hint', 'bold cyan'), Text(hint))
    left = len(check['hints'][hints:])
    if left:
        grid.add_row('', Text('%d %shint%s: %s' % (
            left, 'more ' * bool(hints), 's' * (left > 1), more), 'dim'))
    return Group(
        Text.assemble(('  x ', 'bold red'), (check['id'], 'bold'),
                      '  (0 of %d points)' % check['max_points']),
        Padding(grid, (0, 0, 0, 4)))


def layers(rows):
    """Return a table of layers; x marks those that are not as expected."""
    head, *rows = rows
    shown = [place for place in range(len(head))
             if any(row[place] for row in rows)]
    place = head.index('expected')
    table = Table('', *(head[at] for at in shown), box=box.SIMPLE_HEAD,
                  padding=(0, 1, 0, 0), show_edge=False)
    for row in rows:
        wrong = row[place] != row[place + 1]
        table.add_row('x' if wrong else '', *(Text(row[at]) for at in shown),
                      style='bold red' if wrong else '')
    return table


def sparkline(values):
    """Return numbers as a row of bars, from the lowest to the highest."""
    low, high = min(values), max(values)
    step = (high - low) / (len(BARS) - 1)
    return ''.join(BARS[round((value - low) / step) if step else 0]
                   for value in values)
