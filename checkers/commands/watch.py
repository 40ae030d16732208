"""python3 -m checkers watch [DIR]: check on save, step by step."""
import os
import signal
import subprocess
import sys

from rich.console import Console

from checkers.base.errors import Mistake
from checkers.base.paths import answers, COURSE
from checkers.commands import add_python
from checkers.course import curriculum
from checkers.judging import grading
from checkers.marks import report
from checkers.runner import zygote
from checkers.student import events, screen
from checkers.student.session import Session

EPOCHS = 3              # of a driver that is run for a look
HINTS = 1               # of a verdict that is printed


def add(commands):
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'watch', help='check whenever you save, step by step',
        description='Show the next unfinished task and check it whenever '
                    'one of its files is saved. Keys: h hint, n next, p '
                    'previous, a all tasks, r run the driver for %d epochs, '
                    'q quit. Without a terminal every verdict is printed.'
                    % EPOCHS)
    parser.set_defaults(run=run)
    parser.add_argument('folder', nargs='?', metavar='DIR', default=COURSE,
                        help='the folder that start made (default: '
                             '0x04-autoencoders)')
    add_python(parser)


def run(arguments):
    """Watch a folder until the student quits; return the exit code."""
    folder = answers(arguments.folder)
    if not any(os.path.lexists(os.path.join(folder, task.file))
               for task in curriculum.TASKS):
        raise Mistake('%s holds none of the numbered files; python3 -m '
                      'checkers start %s makes them' % (
                          folder, arguments.folder))
    console = Console(highlight=False)
    print('starting TensorFlow ...', file=sys.stderr)
    with zygote.Zygote(arguments.python) as warm:
        def grade(task):
            return grading.grade(folder, warm, tasks=[task])['tasks'][0]

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
    console.print('\n%d of %d points so far.' % session.points)
    return 0


def play(session, happened, console, python):
    """Draw a session after every event, until q.

    Args:
        session: session.Session.
        happened: iterator over events, as events.stream gives it.
        console: a rich Console.
        python: path of the interpreter that runs the drivers.
    """
    def announce(task):
        console.print('checking %s ...' % task.file)

    def show():
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


def tell(session, happened, console):
    """Print the verdict on each file that is saved, until all is done."""
    for note in session.notes:
        console.print(note)
    session.refresh(lambda task: None)
    report.show_task(session.result, HINTS, console)
    while not session.is_done:
        next(happened)
        for task in session.refresh(lambda task: None):
            report.show_task(session.results[task.number], HINTS, console)
    console.print(screen.JOY)


def train(session, console, python):
    """Run the driver of the task that is shown, for a few epochs."""
    driver = '%d-main.py' % session.task.number
    console.clear()
    console.print('%s --epochs %d; Ctrl-C ends the training\n' % (
        driver, EPOCHS))
    before = signal.signal(signal.SIGINT, lambda signum, frame: None)
    try:
        subprocess.run([python, driver, '--epochs', str(EPOCHS)],
                       cwd=session.folder, stdin=subprocess.DEVNULL)
    finally:
        signal.signal(signal.SIGINT, before)
    console.print('\nAny key goes back.')
