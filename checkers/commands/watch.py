"""python3 -m checkers watch [DIR]: check on save, step by step."""
import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from checkers.base.errors import Mistake
from checkers.base.paths import answers
from checkers.commands import add_folder, add_python, Commands
from checkers.course import curriculum
from checkers.judging import grading
from checkers.marks import report
from checkers.marks.document import TaskMark
from checkers.runner import zygote
from checkers.student import events, screen
from checkers.student.session import Session

EPOCHS = 3              # of a driver that is run for a look
HINTS = 1               # of a verdict that is printed


def add(commands: Commands) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'watch', help='check whenever you save, step by step',
        description='Show the next unfinished task and check it whenever '
                    'one of its files is saved. Keys: h hint, n next, p '
                    'previous, a all tasks, r run the driver for '
                    f'{EPOCHS} epochs (as your own program, without the '
                    'sandbox), q quit. Without a terminal every verdict is '
                    'printed.')
    parser.set_defaults(run=run)
    add_folder(parser, 'the folder that start made')
    add_python(parser)


def run(arguments: argparse.Namespace) -> int:
    """Watch a folder until the student quits; return the exit code."""
    folder = answers(arguments.folder)
    if not any(os.path.lexists(os.path.join(folder, task.file))
               for task in curriculum.TASKS):
        raise Mistake(f'{folder} holds none of the numbered files; python3 '
                      f'-m checkers start {arguments.folder} makes them')
    console = Console(highlight=False)
    print('starting TensorFlow ...', file=sys.stderr)
    grading.prepare()
    with zygote.Zygote(arguments.python) as warm:
        def grade(task: curriculum.Task) -> TaskMark:
            return grading.grade(folder, warm, tasks=[task]).tasks[0]

        session = Session(folder, grade, grading.rubric_hash() +
                          repr(sorted(warm.runtime.items())),
                          [events.polling(folder), warm.warning])
        has_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        terminal = sys.stdin.fileno() if has_terminal else None
        try:
            with events.stream(folder, terminal) as happened:
                if has_terminal:
                    play(session, happened, console, arguments.python)
                else:
                    tell(session, happened, console)
        except KeyboardInterrupt:
            pass
    score, most = session.points
    console.print(f'\n{score} of {most} points so far.')
    return 0


def play(session: Session, happened: Iterator[str], console: Console,
         python: str) -> None:
    """Draw a session after every event, until q.

    Args:
        session: what is drawn.
        happened: the events, as events.stream gives them.
        console: where it is drawn.
        python: path of the interpreter that runs the drivers.
    """
    def announce(task: curriculum.Task) -> None:
        console.print(f'checking {task.file} ...')

    def show() -> None:
        console.clear()
        console.print(screen.draw(session), end='')

    session.refresh(announce)
    show()
    for event in happened:
        if event == 'q':
            return
        if event == 'r':
            train(session, console, python)
            continue
        if event == events.SAVED:
            if not session.refresh(announce):
                continue
        else:
            session.press(event)
        show()


def tell(session: Session, happened: Iterator[str],
         console: Console) -> None:
    """Print the verdict on each file that is saved, until all is done."""
    for note in session.notes:
        console.print(Text(note))
    session.refresh(lambda task: None)
    report.show_task(session.result, HINTS, console)
    while not session.is_done:
        next(happened)
        for task in session.refresh(lambda task: None):
            report.show_task(session.results[task.number], HINTS, console)
    console.print(screen.JOY)


def train(session: Session, console: Console, python: str) -> None:
    """Run the driver of the task that is shown, for a few epochs.

    It runs as the student's own program: what it prints and does is not
    fenced, and the screen says so.
    """
    command = f'{session.task.number}-main.py', '--epochs', str(EPOCHS)
    console.clear()
    console.print(f"{' '.join(command)}; Ctrl-C ends the training")
    console.print(Text(screen.OWN + '\n', 'dim'))
    before = signal.signal(signal.SIGINT, lambda signum, frame: None)
    try:
        subprocess.run([python, *command], cwd=session.folder,
                       stdin=subprocess.DEVNULL)
    finally:
        signal.signal(signal.SIGINT, before)
    console.print('\nAny key goes back.')
