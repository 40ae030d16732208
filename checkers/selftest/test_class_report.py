"""What the class report finds in a class: items, messages, groups, copies."""
import concurrent.futures
import pathlib
import re
import statistics
from collections.abc import Sequence

import numpy as np
import pytest

from checkers.course import curriculum
from checkers.exporters.html import alike, items, messages
from checkers.exporters.html.groups import Groups
from checkers.marks.document import (CheckMark, CheckStatus, Document,
                                     Runtime, TaskMark, TaskStatus)
from checkers.marks.grades import Graded, Grades
from checkers.marks.marking import mark
from checkers.selftest.course import COURSE
from checkers.selftest.variants import VARIANTS

RUNTIME = Runtime(python='', tensorflow='', keras='', sandbox='')


def document(points: Sequence[int], told: str = '', number: int = 0,
             status: TaskStatus = TaskStatus.FAILED) -> Document:
    """Return a document of one task with a check per given points of 2."""
    checks = tuple(CheckMark(
        id=f'c{place}', title=f'Check {place}', points=got, max_points=2,
        status=CheckStatus.PASSED if got else CheckStatus.FAILED,
        message='' if got else told) for place, got in enumerate(points))
    task = TaskMark(
        number=number, file='0-vanilla.py', function='', status=status,
        score=sum(points), max_score=2 * len(points), checks=checks,
        integrity=())
    return Document(
        schema=1, submission='s', rubric='', seed=0, runtime=RUNTIME,
        score=task.score, max_score=task.max_score, tasks=(task,))


def class_of(*documents: Document) -> items.Class:
    """Return the class of these documents."""
    found = items.Class(len(documents))
    for place, each in enumerate(documents):
        found.add(Graded(f's{place}', mark(each), ''))
    return found


def test_item_rest_correlation() -> None:
    """It is the correlation of the check with the other checks' points."""
    table = [[2, 2, 0], [2, 2, 2], [0, 2, 0], [0, 0, 0], [2, 0, 0]]
    task, = class_of(*map(document, table)).tasks
    passed = [1, 1, 0, 0, 1]
    rest = [2, 4, 2, 0, 0]
    assert task.items['c0'].separates == pytest.approx(
        statistics.correlation(passed, rest))
    assert task.items['c0'].rate == 3 / 5
    assert [item.title for item in task.hardest] == [
        'Check 2', 'Check 0', 'Check 1']


@pytest.mark.parametrize('passed, rest', [
    ([True, True], [1, 2]), ([False, False], [1, 2]),
    ([True, False], [3, 3]), ([True], [1]), ([], [])])
def test_undefined_correlation(passed: list[bool], rest: list[int]) -> None:
    """Where nothing varies there is no number, and no warning."""
    assert items.item_rest_correlation(
        np.array(passed, dtype=bool), np.array(rest)) is None


def test_rate_is_of_those_who_attempted() -> None:
    """Who did not attempt a task has no part in its checks' rates."""
    idle = document([0, 0], status=TaskStatus.NOT_ATTEMPTED)
    task, = class_of(document([2, 0]), idle, document([0, 2])).tasks
    assert [item.rate for item in task.items.values()] == [.5, .5]
    assert task.attempts == 2


def test_histogram_counts_everybody() -> None:
    """Every student is in one bar, the best in the last."""
    found = class_of(*map(document, [[2, 2], [2, 0], [0, 0]]))
    assert found.histogram(4) == [1, 0, 1, 1]
    assert found.median == 2


@pytest.mark.parametrize('one, other, same', [
    ('It gave 0.7416; expected 0.7413.', 'It gave 1.5e-3; expected -2.', 1),
    ('widths 128, 64; expected 64', 'widths 29, 23, 11; expected 11', 1),
    ("'abc' is not defined", "'x' is not defined", 1),
    ('`a = 1` in line 3', '`b = 2` in line 11', 1),
    ('12 x 20 x 3 values', '28 x 28 x 1 values', 1),
    ('the KL term is missing', 'the KL term is halved', 0),
    ('Conv2D is missing', 'Conv3D is missing', 0),
    ('E501 line too long', 'E302 expected 2 blank lines', 0)])
def test_messages_of_one_mistake(one: str, other: str, same: int) -> None:
    """Numbers and names do not tell messages apart; words do."""
    assert (messages.normal(one) == messages.normal(other)) == bool(same)


def test_commonest_messages() -> None:
    """Messages are counted by mistake; an example is told as it was."""
    told = messages.Messages()
    for text in ('no', 'It is 3.', 'It is 4.', 'It is 5.', 'no', 'yes'):
        told.add(text)
    assert told.common() == [(3, 'It is 3.'), (2, 'no'), (1, 'yes')]


def test_groups() -> None:
    """Who fails the same checks with the same message is in one group."""
    same = Groups()
    for place, each in enumerate([
            document([2, 0], 'It is 3.'), document([2, 0], 'It is 44.'),
            document([0, 0], 'It is 3.'), document([2, 0], 'It is not.'),
            document([0, 0], 'It is 3.'), document([2, 2]),
            document([2, 2]), document([2, 0], 'It is 3.', number=1)]):
        same.add(place, each)
    found = same.costliest()
    assert [group.members for group in found] == [[2, 4], [0, 1]]
    assert found[1].failures == [('Check 1', 'It is 3.')]


def search(folder: pathlib.Path, sources: dict[str, str]) -> alike.Likeness:
    """Return what is alike among sources: student -> text of task 0."""
    (folder / 'results').mkdir()
    for name, text in sources.items():
        (folder / 'results' / f'{name}.json').write_text('{}')
        (folder / 'sources' / name).mkdir(parents=True)
        (folder / 'sources' / name / '0-vanilla.py').write_text(text)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return alike.search(Grades(str(folder)), pool)


def styles() -> dict[str, str]:
    """Return right answers to task 0, each in a style of its own."""
    return {f'style-{place:02d}': text for place, text in
            enumerate(VARIANTS[0].values())}


def disguise(text: str) -> str:
    """Return a copy with other names, texts and comments."""
    text = re.sub(r'"""[\s\S]*?"""', "'''Mine.'''", text)
    for old, new in (('inputs', 'a'), ('hidden_layers', 'layers'),
                     ('width', 'n'), ('encoder', 'first')):
        text = re.sub(rf'(?<![.\w]){old}\b', new, text)
    return text.replace('\n\n', '\n\n    # nothing copied here\n')


def test_disguised_copy_is_found(tmp_path: pathlib.Path) -> None:
    """A copy with other names, texts and comments is the first pair."""
    sources = styles()
    sources['copy'] = disguise(sources['style-05'])
    pair = search(tmp_path, sources).pairs[0]
    assert set(pair.names) >= {'copy', 'style-05'}
    assert pair.share == 1 and pair.runs >= alike.LEAST


def test_pair_side_by_side(tmp_path: pathlib.Path) -> None:
    """Lines that only the two have are marked, whatever their names."""
    search(tmp_path, {'one': 'a = f(1)\nb = 2\nimport tensorflow.keras '
                             'as keras\nc = {a: \u202e"x"}\n\n',
                      'two': '# Mine.\n\nx = g(1)\ny = 3\nimport '
                             'tensorflow.keras as keras\n'})
    one, two = alike.side_by_side(
        str(tmp_path / 'sources'),
        alike.Pair('0-vanilla.py', 1., 1, [], ('one', 'two')))
    assert one == [('a = f(1)', True), ('b = 2', False),
                   ('import tensorflow.keras as keras', False),
                   ('c = {a:  "x"}', False), ('', False)]
    assert [marked for _, marked in two] == [
        False, False, True, False, False]


def test_reference_is_no_copy(tmp_path: pathlib.Path) -> None:
    """Answers that say what the reference says are no copies for that."""
    text = (COURSE / '0-vanilla.py').read_text()
    assert search(tmp_path, {'one': text, 'two': disguise(text),
                             'three': text + '\nx = 1\n'}).pairs == []


def test_what_many_have_is_no_copy(tmp_path: pathlib.Path) -> None:
    """Code that a tenth of the class shares is the class's own."""
    taught = VARIANTS[0]['functional'] + 'print(%s)\n' * 2
    sources = {f's{place:02d}': taught % (
        '+'.join('a' * place), '*'.join('b' * place)) for place in range(40)}
    assert search(tmp_path, sources).pairs == []


def test_hostile_source_is_only_text(tmp_path: pathlib.Path) -> None:
    """A source that is empty, cut off or no Python breaks nothing."""
    sources = {'a': '', 'b': '"""', 'c': '\0' * 99, 'd': "'" * 9999,
               'e': '(' * 9999, 'f': '#' * 9999}
    assert search(tmp_path, sources).pairs == []


def test_without_sources(graded_class: pathlib.Path,
                         tmp_path: pathlib.Path) -> None:
    """Where the answers were not kept, that is said, and no pair is made up.
    """
    (tmp_path / 'results').symlink_to(graded_class / 'results')
    with concurrent.futures.ThreadPoolExecutor() as pool:
        found = alike.search(Grades(str(tmp_path)), pool)
    assert found == (f'there are no sources in {tmp_path}/sources', [], [])


def test_tasks_of_the_course_are_compared() -> None:
    """Each task of the course is compared with its own reference."""
    assert all((COURSE / task.file).exists() for task in curriculum.TASKS)
