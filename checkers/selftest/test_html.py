"""The pages of the class report: what they say, to whom, and no more."""
import base64
import hashlib
import html.parser
import pathlib
import re
import shutil
import urllib.parse

import pytest

from checkers.exporters import html as report
from checkers.marks.document import CheckStatus, TaskStatus
from checkers.marks.grades import Grades
from checkers.selftest import synthetic

STUDENT = './students/'


@pytest.fixture(scope='module')
def folder(graded_class: pathlib.Path,
           tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Give the folder of a class report for the teacher."""
    out = tmp_path_factory.mktemp('report') / 'out'
    report.export(Grades(str(graded_class)), str(out))
    return out


class Page(html.parser.HTMLParser):
    """A page as a browser takes it apart.

    Attributes:
        tags: their names and attributes.
        texts: what stands between them; style and script too.
    """

    def __init__(self, path: pathlib.Path) -> None:
        """Read and parse a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(path.read_text(encoding='utf-8'))
        self.close()

    def handle_starttag(self, tag: str,
                        attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, {key: value or '' for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    def values(self, tag: str, key: str) -> list[str]:
        """Return the values of an attribute."""
        return [attributes[key] for name, attributes in self.tags
                if name == tag and key in attributes]


def pages(folder: pathlib.Path) -> dict[pathlib.Path, Page]:
    """Return all pages of a folder by their paths."""
    return {path: Page(path) for path in sorted(folder.rglob('*.html'))}


def test_there_is_a_page_for_each(folder: pathlib.Path) -> None:
    """Three pages of the class, and one for every student."""
    assert {path.name for path in folder.iterdir()} == {
        'index.html', 'checks.html', 'alike.html', 'pairs', 'students',
        '.exported'}
    assert len(list((folder / 'students').iterdir())) == 20


def test_students_text_is_text(folder: pathlib.Path) -> None:
    """No name and no message becomes a tag, an attribute or a template."""
    seen = ''
    for path, page in pages(folder).items():
        names = {name for name, _ in page.tags}
        assert names.isdisjoint({'img', 'iframe', 'object', 'link', 'base'})
        assert page.values('script', 'src') == []
        scripts = [name for name, _ in page.tags if name == 'script']
        assert len(scripts) == (path.name == 'index.html')
        for _, attributes in page.tags:
            assert not [key for key in attributes
                        if key.startswith('on') or key == 'style']
        seen += ''.join(page.texts)
    for name in synthetic.HOSTILE:
        assert name.replace('\u202e', ' ').replace('\t', ' ') in seen
    assert '</code><script>' in seen and '</pre><script>' in seen


def source(text: str) -> str:
    """Return what a content security policy calls this style or script."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest())
    return f"'sha256-{digest.decode()}'"


def test_nothing_is_loaded(folder: pathlib.Path) -> None:
    """A page allows its own style and script by their hashes, no more."""
    for path, page in pages(folder).items():
        policy, = [attributes['content'] for name, attributes in page.tags
                   if attributes.get('http-equiv') ==
                   'Content-Security-Policy']
        assert policy.startswith("default-src 'none'; ")
        text = path.read_text()
        for tag in ('style', 'script'):
            own = re.findall(f'<{tag}>(.*?)</{tag}>', text, re.S)
            allowed = re.findall(f'{tag}-src ([^;]*)', policy)
            assert allowed == [source(own[0]) if own else "'none'"]
            assert 'url(' not in ''.join(own) and '@import' not in ''.join(own)


def test_links_lead_to_pages(folder: pathlib.Path) -> None:
    """Every link leads to a page of the folder, whatever a student's name."""
    for path, page in pages(folder).items():
        for link in page.values('a', 'href'):
            if not link.startswith('#'):
                assert link.startswith('.')
                assert (path.parent / urllib.parse.unquote(link)).is_file()


def test_names_of_files_are_quoted(graded_class: pathlib.Path,
                                   tmp_path: pathlib.Path) -> None:
    """A result file's odd name is a link that leads to its page."""
    name = 'a b#c?d%41"<e>&\''
    shutil.copytree(graded_class, tmp_path / 'grades')
    results = tmp_path / 'grades' / 'results'
    (results / 'student-00001.json').rename(results / f'{name}.json')
    report.export(Grades(str(tmp_path / 'grades')), str(tmp_path / 'out'))
    links = Page(tmp_path / 'out' / 'index.html').values('a', 'href')
    assert name in [urllib.parse.unquote(link)[len(STUDENT):-len('.html')]
                    for link in links if link.startswith(STUDENT)]
    test_links_lead_to_pages(tmp_path / 'out')


def test_page_of_a_student(graded_class: pathlib.Path,
                           folder: pathlib.Path) -> None:
    """A student's page has every task and what is wrong with it, in full."""
    for name, document, _ in Grades(str(graded_class)):
        page = Page(folder / 'students' / f'{name}.html')
        text = ''.join(page.texts).replace('\n', '')
        assert f'{document.score} of {document.max_score} points' in text
        for task in document.tasks:
            assert task.file in text
            failed = [check for check in task.checks
                      if check.status is CheckStatus.FAILED and
                      task.status is not TaskStatus.NOT_ATTEMPTED]
            for check in failed:
                assert check.message.replace('`', '') in text
                assert all(hint.replace('`', '') in text
                           for hint in check.hints)
                assert all(cell in text for row in check.table
                           for cell in row)


def test_curve_is_drawn(folder: pathlib.Path) -> None:
    """The losses of a training are a line from first to last."""
    drawn = [points for page in pages(folder).values()
             for points in page.values('polyline', 'points')]
    assert set(drawn) == {drawn[0]}
    points = [tuple(map(float, point.split(','))) for point in
              drawn[0].split()]
    assert len(points) == len(synthetic.CURVE)
    assert points[0] == (0, 0) and points[-1] == (240, 48)


def test_teacher_reads_integrity(folder: pathlib.Path) -> None:
    """The notes are in the teacher's pages, and counted in the index."""
    noted = [path for path in (folder / 'students').iterdir()
             if synthetic.INTEGRITY in path.read_text()]
    assert noted
    assert 'For the teacher alone' in noted[0].read_text()


def test_for_students(graded_class: pathlib.Path,
                      tmp_path: pathlib.Path) -> None:
    """Students get their page alone: no notes, no links, no other name."""
    grades, out = Grades(str(graded_class)), tmp_path / 'out'
    report.export(grades, str(out), students=True)
    assert {path.stem for path in out.iterdir() if path.suffix} == {
        graded.name for graded in grades}
    names = {graded.name: graded.document.submission for graded in grades}
    for name, page in ((path.stem, Page(path)) for path in out.iterdir()
                       if path.suffix):
        text = ' '.join(page.texts)
        assert synthetic.INTEGRITY not in text
        assert 'teacher' not in text
        assert all(link.startswith('#') for link in page.values('a', 'href'))
        assert names[name] in text
        assert not [other for other in names.values() if other in text and
                    other != names[name] and len(other) > 3]


def test_one_student_alone(graded_class: pathlib.Path,
                           tmp_path: pathlib.Path) -> None:
    """One document's page for a student has no notes either."""
    for file in (graded_class / 'results').iterdir():
        report.export(Grades(str(file)), str(tmp_path / 'one.html'),
                      students=True)
        assert synthetic.INTEGRITY not in (tmp_path / 'one.html').read_text()
