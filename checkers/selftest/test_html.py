"""The pages of the class report: what they say, to whom, and no more."""
import base64
import hashlib
import html.parser
import re
import shutil
import urllib.parse

import pytest

from checkers.exporters import html as report
from checkers.marks.grades import Grades
from checkers.selftest import synthetic

STUDENT = './students/'


@pytest.fixture(scope='module')
def folder(graded_class, tmp_path_factory):
    """Give the folder of a class report for the teacher."""
    out = tmp_path_factory.mktemp('report') / 'out'
    report.export(Grades(str(graded_class)), str(out))
    return out


class Page(html.parser.HTMLParser):
    """A page as a browser takes it apart.

    Attributes:
        tags: list of (name, attributes as a dictionary).
        texts: list of texts; of style and script too.
    """

    def __init__(self, path):
        """Read and parse a page."""
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(path.read_text(encoding='utf-8'))
        self.close()

    def handle_starttag(self, tag, attributes):
        """Keep a tag."""
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        """Keep a text."""
        self.texts.append(data)

    def values(self, tag, key):
        """Return the values of an attribute."""
        return [attributes[key] for name, attributes in self.tags
                if name == tag and key in attributes]


def pages(folder):
    """Return path -> Page of all pages of a folder."""
    return {path: Page(path) for path in sorted(folder.rglob('*.html'))}


def test_there_is_a_page_for_each(folder):
    """Three pages of the class, and one for every student."""
    assert {path.name for path in folder.iterdir()} == {
        'index.html', 'checks.html', 'alike.html', 'pairs', 'students',
        '.exported'}
    assert len(list((folder / 'students').iterdir())) == 20


def test_students_text_is_text(folder):
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


def test_nothing_is_loaded(folder):
    """A page allows its own style and script by their hashes, no more."""
    for path, page in pages(folder).items():
        policy, = [attributes['content'] for name, attributes in page.tags
                   if attributes.get('http-equiv') ==
                   'Content-Security-Policy']
        assert policy.startswith("default-src 'none'; ")
        text = path.read_text()
        for tag in ('style', 'script'):
            own = re.findall('<%s>(.*?)</%s>' % (tag, tag), text, re.S)
            allowed = re.search(tag + r"-src ([^;]*)", policy)[1]
            assert allowed == ("'sha256-%s'" % base64.b64encode(
                hashlib.sha256(own[0].encode()).digest()).decode()
                if own else "'none'")
            assert 'url(' not in ''.join(own) and '@import' not in ''.join(own)


def test_links_lead_to_pages(folder):
    """Every link leads to a page of the folder, whatever a student's name."""
    for path, page in pages(folder).items():
        for link in page.values('a', 'href'):
            if not link.startswith('#'):
                assert link.startswith('.')
                assert (path.parent / urllib.parse.unquote(link)).is_file()


def test_names_of_files_are_quoted(graded_class, tmp_path):
    """A result file's odd name is a link that leads to its page."""
    name = 'a b#c?d%41"<e>&\''
    shutil.copytree(graded_class, tmp_path / 'grades')
    results = tmp_path / 'grades' / 'results'
    (results / 'student-00001.json').rename(results / (name + '.json'))
    report.export(Grades(str(tmp_path / 'grades')), str(tmp_path / 'out'))
    links = Page(tmp_path / 'out' / 'index.html').values('a', 'href')
    assert name in [urllib.parse.unquote(link)[len(STUDENT):-len('.html')]
                    for link in links if link.startswith(STUDENT)]
    test_links_lead_to_pages(tmp_path / 'out')


def test_page_of_a_student(graded_class, folder):
    """A student's page has every task and what is wrong with it, in full."""
    for graded in Grades(str(graded_class)):
        text = ''.join(Page(folder / 'students' / (
            graded.name + '.html')).texts).replace('\n', '')
        assert '%d of %d points' % (graded.document['score'],
                                    graded.document['max_score']) in text
        for task in graded.document['tasks']:
            assert task['file'] in text
            for check in task['checks']:
                if task['status'] != 'not attempted' and \
                        check['status'] == 'failed':
                    assert check['message'].replace('`', '') in text
                    assert all(hint.replace('`', '') in text
                               for hint in check['hints'])
                    assert all(cell in text for row in check['table']
                               for cell in row)


def test_curve_is_drawn(folder):
    """The losses of a training are a line from first to last."""
    drawn = [points for page in pages(folder).values()
             for points in page.values('polyline', 'points')]
    assert set(drawn) == {drawn[0]}
    points = [tuple(map(float, point.split(','))) for point in
              drawn[0].split()]
    assert len(points) == len(synthetic.CURVE)
    assert points[0] == (0, 0) and points[-1] == (240, 48)


def test_teacher_reads_integrity(folder):
    """The notes are in the teacher's pages, and counted in the index."""
    noted = [path for path in (folder / 'students').iterdir()
             if synthetic.INTEGRITY in path.read_text()]
    assert noted
    assert 'For the teacher alone' in noted[0].read_text()


def test_for_students(graded_class, tmp_path):
    """Students get their page alone: no notes, no links, no other name."""
    grades, out = Grades(str(graded_class)), tmp_path / 'out'
    report.export(grades, str(out), students=True)
    assert {path.stem for path in out.iterdir() if path.suffix} == {
        graded.name for graded in grades}
    names = {graded.name: graded.document['submission'] for graded in grades}
    for name, page in ((path.stem, Page(path)) for path in out.iterdir()
                       if path.suffix):
        text = ' '.join(page.texts)
        assert synthetic.INTEGRITY not in text
        assert 'teacher' not in text
        assert all(link.startswith('#') for link in page.values('a', 'href'))
        assert names[name] in text
        assert not [other for other in names.values() if other in text and
                    other != names[name] and len(other) > 3]


def test_one_student_and_none_of_the_class(graded_class, tmp_path):
    """One document's page for a student has no notes either."""
    for file in Grades(str(graded_class)).files:
        report.export(Grades(file), str(tmp_path / 'one.html'), students=True)
        assert synthetic.INTEGRITY not in (tmp_path / 'one.html').read_text()
