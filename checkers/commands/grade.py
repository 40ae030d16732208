"""python3 -m checkers grade DIR... --out GRADES: grade a whole class."""
import os
import shlex
import signal
import statistics
import sys

from checkers.base.errors import Mistake
from checkers.base.text import clean
from checkers.classroom import executors, find, store, worker
from checkers.classroom.files import Unreadable
from checkers.classroom.progress import Progress
from checkers.commands import add_judging, chosen
from checkers.judging import grading
from checkers.marks import compare
from checkers.runner import zygote

SHOWN = 5               # paths or reasons that are printed, of many


def add(commands):
    """Describe the command's arguments."""
    parser = commands.add_parser(
        'grade', help='grade a whole class into a folder of marks',
        epilog='Exit codes: 0 all passed, 1 some check failed, 2 the command '
               'or the machine is at fault, or not all were graded. With '
               '--compare: 0 no mark differs, 1 some do.')
    parser.set_defaults(run=run)
    parser.add_argument('folders', nargs='*', metavar='DIR',
                        help='a folder or an archive with a folder or an '
                             'archive for each student, or one submission')
    parser.add_argument('--out', metavar='GRADES',
                        help='the folder of marks; what it holds already is '
                             'not graded again while files, rubric and '
                             'versions are the same')
    parser.add_argument('--again', action='store_true',
                        help='grade everything again')
    parser.add_argument('--jobs', type=int, metavar='N',
                        default=len(os.sched_getaffinity(0)) if hasattr(
                            os, 'sched_getaffinity') else os.cpu_count(),
                        help='submissions graded at a time (default: one for '
                             'each core)')
    parser.add_argument('--scheduler', metavar='ADDRESS',
                        help='send the work to a Dask scheduler, such as '
                             'tcp://host:8786, in place of --jobs')
    parser.add_argument('--compare', nargs=2, metavar=('OLD', 'NEW'),
                        help='show which marks differ between two folders '
                             'of marks, and why')
    add_judging(parser)


def run(arguments):
    """Grade a class, or compare two folders; return the exit code."""
    if arguments.compare:
        return compare.show(*arguments.compare)
    if not arguments.folders or not arguments.out or arguments.jobs < 1:
        raise Mistake('grade needs at least one folder, --out GRADES, and '
                      'at least one job')
    found = look(arguments.folders, arguments.out)
    # Asked to end by the system, it ends as by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    scores, failed = [], {}
    with store.Grades(arguments.out) as grades:
        try:
            with executors.opened(arguments.jobs,
                                  arguments.scheduler) as workers:
                grade(arguments, found, grades, workers, scores, failed)
        except (executors.Gone, KeyboardInterrupt) as error:
            raise Mistake('%s; %d of %d are in %s; go on with: %s' % (
                str(error) or 'interrupted', len(scores), len(found),
                arguments.out, same_command()))
    return report(found, failed, scores, arguments.out)


def look(folders, out):
    """Return the submissions that are found; say what is left alone."""
    for folder in folders:
        if not os.path.exists(folder):
            raise Mistake('%s is not there' % folder)
    try:
        found, odd = find.submissions(folders, out)
    except (OSError, Unreadable) as error:
        raise Mistake(str(error))
    if odd:
        print('checkers: left alone, for they are no submissions: %s' %
              ', '.join(map(clean, odd[:SHOWN])) + (
                  ' and %d more' % (len(odd) - SHOWN)
                  if len(odd) > SHOWN else ''), file=sys.stderr)
    if not found:
        raise Mistake('there is no submission in %s; name a folder with a '
                      'folder or an archive for each student'
                      % ', '.join(folders))
    return found


def grade(arguments, found, grades, workers, scores, failed):
    """Grade what is not graded yet.

    Args:
        arguments: the command's.
        found: list of find.Found.
        grades: store.Grades.
        workers: executors.Local or Dask.
        scores: list; takes (score, max_score) of each that is graded.
        failed: dictionary; takes name -> exception of what could not be.
    """
    numbers = [task.number for task in chosen(arguments)]
    how = (None if arguments.python == sys.executable else arguments.python,
           arguments.require_sandbox or None)
    about = examine(workers, how)
    if about['warning']:
        print('checkers: ' + about['warning'], file=sys.stderr)
    for one in found if arguments.again else ():
        grades.forget(one.name)
    with Progress(len(found)) as progress:
        def work():
            for one in found:
                submission = one.load()
                known = grades.holds(submission, numbers, arguments.seed,
                                     about)
                if known:
                    scores.append((known['score'], known['max_score']))
                    progress.skip()
                else:
                    yield submission, worker.grade, (
                        submission, numbers, arguments.seed, *how)

        for submission, document in executors.do_all(workers, work()):
            if isinstance(document, dict) and any(
                    document[key] != about[key]
                    for key in ('rubric', 'runtime')):
                document = RuntimeError(
                    'another rubric or runtime (%s, %s)' % (
                        document['rubric'], document['runtime']))
            if isinstance(document, Exception):
                failed[submission.name] = document
            else:
                grades.keep(submission, document)
                scores.append((document['score'], document['max_score']))
            progress.step(submission.name, document)


def examine(workers, how):
    """Return what the workers grade with; see worker.examine."""
    work = [('examine', worker.examine, how)]
    for _, about in executors.do_all(workers, work):
        if isinstance(about, zygote.ProbeError):
            raise about
        if isinstance(about, Exception) or \
                about['rubric'] != grading.rubric_hash():
            raise Mistake(
                'the workers cannot grade (%s); on other machines, start '
                'scheduler and workers in the folder of this version of the '
                'project' % (' '.join(str(about).split())[:200] if isinstance(
                    about, Exception) else 'they have another rubric'))
    return about


def same_command():
    """Return the command line that goes on with this one."""
    return 'python3 -m checkers ' + shlex.join(
        word for word in sys.argv[1:] if word != '--again')


def report(found, failed, scores, out):
    """Say how it went; return the exit code."""
    if scores:
        points = sorted(score for score, _ in scores)
        print('%d of %d submissions are in %s; lowest %d, median %g, highest '
              '%d of %d points' % (
                  len(scores), len(found), out, points[0],
                  statistics.median(points), points[-1],
                  max(most for _, most in scores)))
    if failed:
        raise Mistake('%d were not graded: %s%s; try them again with: %s' % (
            len(failed), '; '.join(
                '%s (%s)' % (clean(name), clean(' '.join(str(
                    error).split()) or type(error).__name__)[:200])
                for name, error in sorted(failed.items())[:SHOWN]),
            ' and more' if len(failed) > SHOWN else '', same_command()))
    return int(any(score < most for score, most in scores))
