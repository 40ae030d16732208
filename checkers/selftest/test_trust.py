"""What a worker is believed: what it grades with, and what it sends."""
import argparse
import json
import pathlib
import sys
import typing
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from checkers.base.errors import Mistake
from checkers.classroom import executors, files, find, trust
from checkers.classroom.worker import About
from checkers.commands import grade as commands_grade
from checkers.course import curriculum
from checkers.judging import grading
from checkers.marks import grades
from checkers.marks.assignment import Assignment
from checkers.marks.document import Document, to_json
from checkers.runner import zygote
from checkers.selftest import synthetic

NUMBERS = [task.number for task in curriculum.TASKS]
WHO = files.Submission('smith')
FENCE = 'no sandbox: bubblewrap is not installed'
Tree: typing.TypeAlias = dict[str, typing.Any]


@pytest.fixture(scope='module')
def document() -> Document:
    """Give the document of an empty submission."""
    return replace(synthetic.blank(), submission=WHO.name)


@pytest.fixture(scope='module')
def about(document: Document) -> About:
    """Give what a worker says that grades as this machine does."""
    return About(document.rubric, document.runtime, '')


def test_what_was_asked_for(document: Document, about: About) -> None:
    """The document comes back as it was sent."""
    assert trust.received(to_json(document).encode(), WHO, NUMBERS, 0,
                          about) == document


def more_points(data: Tree) -> None:
    """Pass every check, and forget the sums."""
    for task in data['tasks']:
        for check in task['checks']:
            check.update(status='passed', points=check['max_points'])


def points_for_nothing(data: Tree) -> None:
    """Give points for a check that failed, in all sums."""
    task = data['tasks'][0]
    for part in task['checks'][0], task, data:
        part['points' if 'id' in part else 'score'] += 1


def a_check_worth_more(data: Tree) -> None:
    """Give a passed check a hundred points, in all sums."""
    task = data['tasks'][0]
    more = 100 - task['checks'][0]['max_points']
    task['checks'][0].update(status='passed', points=100, max_points=100)
    for part in task, data:
        part.update(score=100, max_score=part['max_score'] + more)


def a_check_twice(data: Tree) -> None:
    """Give the points of a check twice, in all sums."""
    check = data['tasks'][0]['checks'][0]
    data['tasks'][0]['checks'].append(check)
    for part in data['tasks'][0], data:
        part['max_score'] += check['max_points']


def fewer_points(data: Tree) -> None:
    """Take points away."""
    data['tasks'][1]['score'] = data['score'] = -5


LIES: list[tuple[Callable[[Tree], object], str]] = [
    (more_points, 'do not add up'), (points_for_nothing, 'do not add up'),
    (a_check_worth_more, 'do not add up'), (a_check_twice, 'do not add up'),
    (fewer_points, 'do not add up'),
    (lambda data: data['tasks'][0]['checks'][0].update(points=50), 'add up'),
    (lambda data: data.update(score=7), 'do not add up'),
    (lambda data: data.update(max_score=7), 'do not add up'),
    (lambda data: data['tasks'][2]['checks'].pop(), 'do not add up'),
    (lambda data: data['tasks'].pop(), 'other work'),
    (lambda data: data['tasks'].reverse(), 'other work'),
    (lambda data: data.update(submission='jones'), 'other work'),
    (lambda data: data.update(seed=3), 'other work'),
    (lambda data: data.update(rubric='abc'), 'another rubric or runtime'),
    (lambda data: data['runtime'].update(sandbox='none'), 'another rubric'),
    (lambda data: data.update(schema=2), 'Invalid'),
    (lambda data: data.update(score=1e99), 'Expected'),
    (lambda data: data.pop('tasks'), 'missing'),
    (lambda data: data['tasks'][0].update(checks='all'), 'Expected'),
]


@pytest.mark.parametrize('lie, said', LIES)
def test_lies(lie: Callable[[Tree], object], said: str, document: Document,
              about: About) -> None:
    """Marks that were not asked for, or cannot be, are not kept."""
    data = json.loads(to_json(document))
    lie(data)
    with pytest.raises(ValueError, match=said):
        trust.received(json.dumps(data).encode(), WHO, NUMBERS, 0, about)


@pytest.mark.parametrize('data', [
    None, 7, {}, 'text', b'', b'null', b'[' * 10 ** 6, b'\xff', b'{}',
    b' ' * (trust.LIMIT + 1)])
def test_what_is_no_document(data: object, about: About) -> None:
    """Anything but a document is refused, in a line, whatever its size."""
    with pytest.raises(ValueError):
        trust.received(data, WHO, NUMBERS, 0, about)


def test_what_is_too_large(document: Document, about: About) -> None:
    """The size is looked at before the text is read."""
    data = to_json(document).encode()
    data += b' ' * (trust.LIMIT - len(data))
    assert trust.received(data, WHO, NUMBERS, 0, about) == document
    with pytest.raises(ValueError, match='too large'):
        trust.received(data + b' ', WHO, NUMBERS, 0, about)


def test_an_object_that_only_looks_like_one(
        document: Document, about: About) -> None:
    """A document that was never text is none: it was never read."""
    with pytest.raises(ValueError, match='no text'):
        trust.received(document, WHO, NUMBERS, 0, about)


def test_who_is_admitted(about: About) -> None:
    """The first that fits says what all grade with; others are named."""
    about = about._replace(rubric=grading.rubric_hash(), warning='beware')
    lines: list[str] = []
    admission = trust.Admission(lines.append)
    assert not admission('tcp://a:1', zygote.ProbeError(FENCE))
    assert lines == [] and admission.about is None
    assert admission('tcp://b:1', about) and admission.about == about
    assert lines == ['beware', f'tcp://a:1 is left out: {FENCE}']
    assert admission('tcp://c:1', about) and len(lines) == 2
    for answer, said in (
            (zygote.ProbeError('no\n\x1b[2Jsandbox'), 'no  [2Jsandbox'),
            (about._replace(rubric='another'), 'it has another rubric'),
            (about._replace(runtime=replace(about.runtime, keras='2.15')),
             'it has another runtime'),
            (None, 'it does not say what it grades with'),
            (tuple(about), 'it does not say what it grades with')):
        assert not admission('tcp://d:1', answer)
        assert lines[-1].startswith(f'tcp://d:1 is left out: {said}')
    assert admission.about == about


def test_what_is_kept(document: Document, about: About,
                      tmp_path: pathlib.Path,
                      monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is not kept, and the command says whose it was."""
    for name in 'smith', 'jones', 'brown':
        (tmp_path / 'class' / name).mkdir(parents=True)
    answers = {'smith': to_json(document).encode(), 'jones': document,
               'brown': zygote.ProbeError(FENCE)}
    monkeypatch.setattr(executors, 'do_all', lambda workers, work: [
        (piece[0], answers[piece[0].name]) for piece in work])
    found, _ = find.submissions([str(tmp_path / 'class')])
    arguments = argparse.Namespace(
        seed=0, again=False, python=sys.executable, require_sandbox=False,
        scheduler=None, no_sandbox=False)
    with grades.opened(str(tmp_path / 'marks')) as kept, \
            executors.opened(1) as workers:
        outcomes = list(commands_grade.grade(
            arguments, Assignment(), NUMBERS, found, kept, workers, about))
    assert [path.name for path in
            (tmp_path / 'marks' / 'results').iterdir()] == ['smith.json']
    with pytest.raises(Mistake, match='2 were not graded: brown .no sandbox.*'
                       'jones .what the worker sent is no text'):
        commands_grade.report(outcomes, str(tmp_path))


@pytest.mark.parametrize('given, fence', [
    ({}, None), ({'require_sandbox': True}, True),
    ({'scheduler': 'tcp://a:1'}, True),
    ({'scheduler': 'tcp://a:1', 'no_sandbox': True}, None)])
def test_the_fence_is_asked_for(given: dict[str, typing.Any],
                                fence: bool | None) -> None:
    """Far workers need one, unless the teacher does without."""
    arguments = argparse.Namespace(**{
        'python': sys.executable, 'require_sandbox': False,
        'scheduler': None, 'no_sandbox': False, **given})
    assert commands_grade.interpreter(arguments) == (None, fence)
