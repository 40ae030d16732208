"""The result document as a student reads it in a terminal."""
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

STYLES = {'passed': 'bold green', 'failed': 'bold red',
          'error': 'bold red', 'not attempted': 'bold yellow'}
MARKS = {'passed': '+', 'failed': 'x', 'blocked': '-'}


def show(document, console=None):
    """Print a result document.

    A task a paragraph: the failed checks first, each with what was expected
    and found and a hint, then the blocked and the passed ones by name.
    """
    console = console or Console(highlight=False)
    for task in document['tasks']:
        console.print(Text.assemble(
            ('Task %d  %s' % (task['number'], task['file']), 'bold'),
            '  %d of %d points  ' % (task['score'], task['max_score']),
            (task['status'], STYLES[task['status']])))
        if task['status'] != 'not attempted':
            show_checks(console, task['checks'])
        console.print()
    console.print(Text('Score: %d of %d points' % (
        document['score'], document['max_score']), style='bold'))
    runtime = document['runtime']
    console.print(Text(
        'Python %(python)s, TensorFlow %(tensorflow)s, Keras %(keras)s, '
        'sandbox: %(sandbox)s' % runtime + '; rubric %s, seed %d' % (
            document['rubric'], document['seed']), style='dim'))


def show_checks(console, checks):
    """Print the checks of one task."""
    for check in checks:
        if check['status'] == 'failed':
            console.print(Text.assemble(
                ('  x ', 'bold red'), (check['title'], 'bold'),
                '  (0 of %d)' % check['max_points']))
            console.print(Padding(Text(check['message']), (0, 0, 0, 4)))
            if check['hints']:
                console.print(Padding(Text.assemble(
                    ('Hint: ', 'bold cyan'), check['hints'][0]), (0, 0, 0, 4)))
    for status, word, style in (('blocked', 'waiting for these', 'yellow'),
                                ('passed', 'passed', 'green')):
        names = [check['id'] for check in checks
                 if check['status'] == status]
        if names:
            console.print(Padding(Text.assemble(
                ('%s %d %s: ' % (MARKS[status], len(names), word), style),
                ', '.join(names)), (0, 0, 0, 2)))
