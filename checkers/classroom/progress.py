"""How far the grading is: a bar in a terminal, else a line for each."""
import time

from rich.console import Console
from rich.progress import (BarColumn, MofNCompleteColumn, TextColumn)
from rich.progress import Progress as Bar

from checkers.base.text import clean


class Progress:
    """Tells what was graded, how fast, and how long the rest takes.

    Use as a context manager.
    """

    def __init__(self, total):
        """Start at none of so many."""
        self.total, self.done, self.graded = total, 0, 0
        self.start = time.monotonic()
        console = Console(highlight=False, soft_wrap=True)
        self.print = console.print
        self.bar = Bar(BarColumn(), MofNCompleteColumn(),
                       TextColumn('{task.description}', markup=False),
                       console=console, disable=not console.is_terminal)
        self.line = self.bar.add_task('', total=total)

    def __enter__(self):
        """Show the bar."""
        self.bar.start()
        return self

    def __exit__(self, *error):
        """Leave the bar as it is; say what needed no work."""
        self.bar.stop()

    def skip(self):
        """Count one that was graded before."""
        self.done += 1
        self.show('graded before')

    def step(self, name, document):
        """Count one that was graded now, or could not be.

        Args:
            name: text, the submission's.
            document: its result document, or an exception.
        """
        self.done += 1
        self.graded += 1
        said = 'not graded' if isinstance(document, Exception) else \
            '%d of %d points' % (document['score'], document['max_score'])
        minutes = (time.monotonic() - self.start) / 60
        speed = '%.0f a minute, %s left' % (self.graded / minutes, span(
            (self.total - self.done) * minutes / self.graded))
        self.show(speed)
        if self.bar.disable:
            self.print('%d of %d  %s: %s  (%s)' % (
                self.done, self.total, clean(name), said, speed),
                markup=False)

    def show(self, text):
        """Show the bar with a text after it."""
        self.bar.update(self.line, completed=self.done, description=text)


def span(minutes):
    """Return a length of time in words."""
    return '%.0f s' % (60 * minutes) if minutes < 2 else \
        '%.0f min' % minutes
