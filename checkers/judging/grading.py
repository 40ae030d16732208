"""From a folder to the result document: probe, judge, add up."""
import hashlib
import os
import pathlib

import pytest

from checkers.base.text import clean
from checkers.course import curriculum
from checkers.base.paths import CHECKERS
from checkers.judging import integrity
from checkers.judging.evidence import Evidence
from checkers.judging.networks import layer_table
from checkers.judging.recorder import Recorder
from checkers.judging.source import Text
from checkers.runner import zygote

# What decides on marks, beside the rubric files.
DECIDES = ('course', 'judging', 'probe', 'runner')
EVERY_TASK = ('test_style.py', 'test_documentation.py')


def gather(folder, warm, seed=0, tasks=curriculum.TASKS,
           seconds=zygote.SECONDS):
    """Read a submission's files and see what their models do.

    Args:
        folder: path of the submission.
        warm: a running zygote.Zygote, in whose interpreter it is run.
        seed: integer, from which inputs and weights are drawn.
        tasks: the tasks to look at.
        seconds: the time limit of a task.

    Returns:
        (evidence, texts): two dictionaries by task number.
    """
    evidence, texts = {}, {}
    for task in tasks:
        text = texts[task.number] = Text(folder, task)
        if not text.is_attempted:
            record = {'ended': 'it is not written yet'}
        elif text.refused:
            record = {'ended': text.refused}
        else:
            record = warm.observe(task, folder, seed, seconds)
        evidence[task.number] = Evidence(
            task, record, zygote.make_job(task, seed), warm.runtime,
            layer_table.lines(text, task))
    return evidence, texts


def judge(gathered, tasks=curriculum.TASKS):
    """Run the rubric on what was gathered.

    Returns:
        Dictionary, task number -> list of check results, in the rubric's
        order. Which checks there are does not depend on the submission.
    """
    recorder = Recorder(lambda: gathered, tasks)
    files = [task.rubric for task in tasks] + list(EVERY_TASK)
    status = pytest.main(
        ['--disable-plugin-autoload', '-p', 'no:cacheprovider', '-p',
         'no:terminal', '-o', 'addopts=', '--rootdir', CHECKERS] +
        [os.path.join(CHECKERS, file) for file in files], plugins=[recorder])
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise RuntimeError('the rubric could not be run (pytest: %s)'
                           % status)
    return recorder.results


def grade(folder, warm, seed=0, tasks=curriculum.TASKS,
          seconds=zygote.SECONDS):
    """Grade one submission.

    Args: as gather.

    Returns:
        The result document, a dictionary that is JSON; the same for the
        same files, rubric, seed and versions. It carries no clock and no
        host name.
    """
    gathered = gather(folder, warm, seed, tasks, seconds)
    evidence, texts = gathered
    results = judge(gathered, tasks)
    graded = []
    for task in tasks:
        checks = results[task.number]
        graded.append({
            'number': task.number, 'file': task.file,
            'function': task.function, 'objective': task.objective,
            'line': texts[task.number].line,
            'status': status_of(texts[task.number],
                                evidence[task.number].record, checks),
            'score': sum(check['points'] for check in checks),
            'max_score': sum(check['max_points'] for check in checks),
            'checks': checks,
            'integrity': integrity.notes(folder, texts[task.number])})
    return {'schema': 1,
            'submission': clean(os.path.basename(os.path.abspath(folder))),
            'rubric': rubric_hash(), 'seed': seed,
            'runtime': warm.runtime,
            'score': sum(task['score'] for task in graded),
            'max_score': sum(task['max_score'] for task in graded),
            'tasks': graded}


def status_of(text, record, checks):
    """Return a task's status: passed, failed, not attempted or error."""
    if not text.is_attempted:
        return 'not attempted'
    if 'ended' in record or record['error']:
        return 'error'
    passed = all(check['status'] == 'passed' for check in checks)
    return 'passed' if passed else 'failed'


def rubric_hash(root=CHECKERS):
    """Return a short hash of all the code that decides on marks.

    That is the rubric files and the packages in DECIDES.

    Args:
        root: path of the grader's folder.
    """
    root = pathlib.Path(root)
    files = [*root.glob('test_*.py'), *(
        path for package in DECIDES
        for path in (root / package).rglob('*.py'))]
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path)
                             for path in files):
        digest.update(name.encode() + b'\0' + path.read_bytes())
    return digest.hexdigest()[:16]
