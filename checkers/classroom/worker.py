"""What a worker does: grade one submission in its own warm probe.

A worker is a process on this machine (executors.py) or a Dask worker on
another, which has this project too, but not the class' files: they come with
the work. The probe is started with the first submission and kept.
"""
import atexit
import multiprocessing
import os
import signal
import sys
import tempfile
import threading

from checkers.base.text import clean
from checkers.classroom import files
from checkers.course import curriculum
from checkers.judging import grading
from checkers.runner import zygote

PROBES = {}                     # (interpreter, fence) -> zygote.Zygote
SCRATCH = []                    # the folder of the submission at hand
# Dask may give a process several threads; pytest can judge in one.
AT_WORK = threading.Lock()


def probe(python, fence):
    """Return this process' warm probe."""
    if (python, fence) not in PROBES:
        PROBES[python, fence] = zygote.Zygote(python or sys.executable,
                                              fence)
    return PROBES[python, fence]


@atexit.register
def close():
    """End the probes and remove the submission at hand."""
    while PROBES:
        PROBES.popitem()[1].close()
    while SCRATCH:
        SCRATCH.pop().cleanup()


def leave(*signal_and_frame):
    """End this process and all that it started, at once."""
    close()
    os._exit(1)


def attend():
    """Make this process a worker of its parent's: it ends with it.

    An interrupt of the keyboard is the parent's to answer.
    """
    def watch():
        multiprocessing.parent_process().join()
        leave()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, leave)
    threading.Thread(target=watch, daemon=True).start()


def examine(python=None, fence=None):
    """Return what a worker would grade with.

    Args:
        python: path of the students' interpreter; None for the worker's own.
        fence: as for zygote.Zygote.

    Returns:
        Dictionary with the rubric's hash, the runtime as in a result
        document, and the warning of a missing sandbox, or ''.
    """
    with AT_WORK:
        warm = probe(python, fence)
        return {'rubric': grading.rubric_hash(), 'runtime': warm.runtime,
                'warning': warm.warning}


def grade(submission, numbers, seed=0, python=None, fence=None):
    """Grade a submission; return its result document.

    Args:
        submission: files.Submission.
        numbers: the tasks' numbers.
        seed, python, fence: as in grading.grade and examine.
    """
    tasks = [task for task in curriculum.TASKS if task.number in numbers]
    with AT_WORK:
        SCRATCH.append(tempfile.TemporaryDirectory(prefix='checkers-'))
        try:
            files.lay_out(submission, SCRATCH[-1].name)
            document = grading.grade(SCRATCH[-1].name, probe(python, fence),
                                     seed, tasks)
        finally:
            SCRATCH.pop().cleanup()
    document['submission'] = clean(submission.name)
    for task in document['tasks']:
        task['integrity'] = sorted(
            {*task['integrity'], *map(clean, submission.notes)})
        if submission.refused:
            task['status'] = 'error'
            for check in task['checks']:
                check['message'] = clean(submission.refused)
    return document
