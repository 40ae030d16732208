"""How far the grading is: a bar in a terminal, else a line for each."""
import time
import typing

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from checkers.base.text import clean


class Progress:
    """Tells what was graded, how fast, and how long the rest takes.

    Use as a context manager.
    """

    def __init__(self, total: int) -> None:
        """Start at none of so many."""
        self.total, self.done, self.graded = total, 0, 0
        self.start = time.monotonic()
        self.console = Console(highlight=False, soft_wrap=True)
        self.bar = Bar(BarColumn(), MofNCompleteColumn(),
                       TextColumn('{task.description}', markup=False),
                       console=self.console,
                       disable=not self.console.is_terminal)
        self.line = self.bar.add_task('', total=total)

    def __enter__(self) -> typing.Self:
        """Show the bar."""
        self.bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the bar as it is."""
        self.bar.stop()

    def skip(self) -> None:
        """Count one that was graded before."""
        self.done += 1
        self.show('graded before')

    def step(self, name: str, said: str) -> None:
        """Count one that was graded now, or could not be.

        Args:
            name: the submission's.
            said: what became of it.
        """
        self.done += 1
        self.graded += 1
        minutes = (time.monotonic() - self.start) / 60
        left = (self.total - self.done) * minutes / self.graded
        speed = f'{self.graded / minutes:.0f} a minute, {span(left)} left'
        self.show(speed)
        if self.bar.disable:
            self.console.print(f'{self.done} of {self.total}  {clean(name)}: '
                               f'{said}  ({speed})', markup=False)

    def show(self, text: str) -> None:
        """Show the bar with a text after it."""
        self.bar.update(self.line, completed=self.done, description=text)


def span(minutes: float) -> str:
    """Return a length of time in words."""
    return f'{60 * minutes:.0f} s' if minutes < 2 else f'{minutes:.0f} min'
