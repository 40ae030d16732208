"""python3 -m checkers grade DIR... --out GRADES: grade a whole class."""
import argparse
import contextlib
import os
import shlex
import signal
import statistics
import sys
import typing
from collections.abc import Iterator, Sequence

from checkers.base.errors import Mistake
from checkers.base.text import clean, one_line
from checkers.classroom import executors, find, reading, trust, worker
from checkers.classroom.progress import Progress
from checkers.commands import add_judging, assigned, chosen, Commands
from checkers.marks import compare, grades
from checkers.marks.assignment import Assignment, Names
from checkers.marks.document import Document, told
from checkers.marks.marking import mark

SHOWN = 5               # paths or reasons that are printed, of many


class Outcome(typing.NamedTuple):
    """What became of one submission.

    Attributes:
        name: whose it is.
        score: its points, of max_score.
        trouble: why it could not be graded, '' where it could.
        is_new: whether it was graded now, not in an earlier run.
    """

    name: str
    score: int = 0
    max_score: int = 0
    trouble: str = ''
    is_new: bool = True


def add(commands: Commands) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'grade', help='grade a whole class into a folder of marks',
        epilog='Exit codes: 0 all passed, 1 some check failed, 2 the command '
               'or the machine is at fault, or not all were graded. With '
               '--compare: 0 no mark differs, 1 some do.')
    parser.set_defaults(run=run)
    parser.add_argument('folders', nargs='*', metavar='DIR',
                        help='a folder or an archive that holds a folder or '
                             'an archive for each student; or one submission')
    parser.add_argument('--out', metavar='GRADES',
                        help='the folder of marks; a submission that it '
                             'holds is graded again only where its files, '
                             'the rubric or a version changed')
    parser.add_argument('--again', action='store_true',
                        help='grade everything again')
    parser.add_argument('--jobs', type=int, metavar='N', default=cores(),
                        help='submissions graded at a time (default: one for '
                             'each core)')
    parser.add_argument('--scheduler', metavar='ADDRESS',
                        help='send the work to a Dask scheduler, such as '
                             'tcp://host:8786, in place of --jobs; workers '
                             'without the sandbox are left out')
    parser.add_argument('--no-sandbox', action='store_true',
                        help='with --scheduler: take workers without the '
                             'sandbox too')
    parser.add_argument('--compare', nargs=2, metavar=('OLD', 'NEW'),
                        help='show which marks differ between two folders '
                             'of marks, and why')
    add_judging(parser, None, 'that of GRADES, which is drawn once')


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, 'sched_getaffinity'):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(arguments: argparse.Namespace) -> int:
    """Grade a class, or compare two folders; return the exit code."""
    if arguments.compare:
        return compare.show(*arguments.compare)
    if not arguments.folders or not arguments.out or arguments.jobs < 1:
        raise Mistake('grade needs at least one folder, --out GRADES, and '
                      'at least one job')
    if arguments.no_sandbox and (arguments.require_sandbox or
                                 not arguments.scheduler):
        raise Mistake('--no-sandbox goes with --scheduler, and without '
                      '--require-sandbox')
    assignment = assigned(arguments)
    numbers = [task.number for task in chosen(arguments, assignment)]
    found = look(arguments.folders, arguments.out)
    if assignment.corrections:
        assignment.require_students(names(found, arguments.out))
    # When the system asks it to end, it ends as it does by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outcomes: list[Outcome] = []
    with grades.opened(arguments.out) as kept:
        arguments.seed = kept.seed(arguments.seed)
        try:
            with executors.opened(arguments.jobs,
                                  arguments.scheduler) as workers:
                about = examine(workers, arguments)
                with Progress(len(found)) as progress:
                    for outcome in grade(arguments, assignment, numbers,
                                         found, kept, workers, about):
                        outcomes.append(outcome)
                        show(outcome, progress)
        except (executors.Gone, KeyboardInterrupt) as error:
            done = sum(not outcome.trouble for outcome in outcomes)
            raise Mistake(f"{str(error) or 'interrupted'}; {done} of "
                          f'{len(found)} are in {arguments.out}; go on with: '
                          f'{same_command()}')
    return report(outcomes, arguments.out)


def look(folders: Sequence[str], out: str) -> list[find.Found]:
    """Return the submissions in folders; say which files are left alone.

    Args:
        folders: paths of folders and archives.
        out: path of the folder of marks, where no submission is looked for.
    """
    for folder in folders:
        if not os.path.exists(folder):
            raise Mistake(f'{folder} is not there')
    found, odd = reading.submissions(folders, out)
    if odd:
        names = ', '.join(map(clean, odd[:SHOWN]))
        more = len(odd) - SHOWN
        print('checkers: left alone, for they are no submissions: ' + names +
              (f' and {more} more' if more > 0 else ''), file=sys.stderr)
    if not found:
        raise Mistake(f"there is no submission in {', '.join(folders)}; "
                      'name a folder with a folder or an archive for each '
                      'student')
    return found


def names(found: Sequence[find.Found], out: str) -> Iterator[Names]:
    """Yield the names of all students, those that were graded before too."""
    for one in found:
        yield grades.file_name(one.name), clean(one.name)
    with contextlib.suppress(Mistake):      # there are no marks yet
        for graded in grades.Grades(out):
            yield graded.name, graded.document.submission


def grade(arguments: argparse.Namespace, assignment: Assignment,
          numbers: list[int], found: Sequence[find.Found],
          kept: grades.Kept, workers: executors.Workers,
          about: worker.About) -> Iterator[Outcome]:
    """Grade what is not graded yet, and keep the marks.

    Args:
        arguments: the command's.
        assignment: what the marks are worth.
        numbers: the tasks that are graded.
        found: the submissions of the class.
        kept: the folder of marks.
        workers: those who grade.
        about: what they grade with.

    Yields:
        What became of each, first of those that were graded before.
    """
    if arguments.again:
        for one in found:
            kept.forget(one.name)
    rest = []
    for one, submission in zip(found, reading.load(found)):
        document = kept.holds(one.name, submission.digest(), numbers,
                              told(arguments.seed), about.rubric,
                              about.runtime)
        if document:
            yield worth(one.name, document, assignment, is_new=False)
        else:
            rest.append(one)
    work = ((submission, worker.send, (submission, numbers, arguments.seed,
                                       *interpreter(arguments)))
            for submission in reading.load(rest))
    for submission, result in executors.do_all(workers, work):
        try:
            if isinstance(result, Exception):
                raise result
            document = trust.received(result, submission, numbers,
                                      arguments.seed, about)
        except Exception as error:
            yield Outcome(submission.name, trouble=one_line(error))
            continue
        kept.keep(submission.name, submission.digest(), document,
                  submission.answers())
        yield worth(submission.name, document, assignment)


def worth(name: str, document: Document, assignment: Assignment,
          is_new: bool = True) -> Outcome:
    """Return what became of a submission that was graded."""
    marks = mark(document, assignment, grades.file_name(name))
    return Outcome(name, marks.score, marks.max_score, is_new=is_new)


def interpreter(arguments: argparse.Namespace
                ) -> tuple[str | None, bool | None]:
    """Return the students' interpreter and fence, as the workers take them.

    The interpreter is None where it is the worker's own, which may lie
    elsewhere on the worker's machine. Nobody sees what becomes of a machine
    that is far: there the fence is required, unless --no-sandbox is given.
    """
    fence = arguments.require_sandbox or (
        arguments.scheduler and not arguments.no_sandbox)
    return (None if arguments.python == sys.executable else arguments.python,
            True if fence else None)


def examine(workers: executors.Workers,
            arguments: argparse.Namespace) -> worker.About:
    """Return what the workers grade with; warn where there is no fence.

    Raises:
        Mistake: none of them can grade.
    """
    admission = trust.Admission(
        lambda line: print(f'checkers: {line}', file=sys.stderr))
    workers.admit(('about', worker.examine, interpreter(arguments)),
                  admission)
    if admission.about is None:
        reasons = '; '.join(f'{name}: {reason}' for name, reason
                            in admission.refused.items())
        raise Mistake(f'nobody can grade ({reasons}); on other machines, '
                      'start scheduler and workers in the folder of this '
                      'version of the project')
    return admission.about


def show(outcome: Outcome, progress: Progress) -> None:
    """Show what became of a submission."""
    if not outcome.is_new:
        progress.skip()
    elif outcome.trouble:
        progress.step(outcome.name, 'not graded')
    else:
        progress.step(outcome.name,
                      f'{outcome.score} of {outcome.max_score} points')


def same_command() -> str:
    """Return the command line that goes on with this one."""
    return 'python3 -m checkers ' + shlex.join(
        word for word in sys.argv[1:] if word != '--again')


def report(outcomes: Sequence[Outcome], out: str) -> int:
    """Say how it went; return the exit code.

    Raises:
        Mistake: some were not graded.
    """
    failed = sorted(outcome for outcome in outcomes if outcome.trouble)
    graded = [outcome for outcome in outcomes if not outcome.trouble]
    if graded:
        points = sorted(outcome.score for outcome in graded)
        print(f'{len(graded)} of {len(outcomes)} submissions are in {out}; '
              f'lowest {points[0]}, median {statistics.median(points):g}, '
              f'highest {points[-1]} of '
              f'{max(outcome.max_score for outcome in graded)} points')
    if failed:
        reasons = '; '.join(f'{clean(outcome.name)} ({outcome.trouble})'
                            for outcome in failed[:SHOWN])
        more = ' and more' if len(failed) > SHOWN else ''
        raise Mistake(f'{len(failed)} were not graded: {reasons}{more}; try '
                      f'them again with: {same_command()}')
    return int(any(outcome.score < outcome.max_score for outcome in graded))
