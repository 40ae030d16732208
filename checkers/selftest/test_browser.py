"""The class report in Chromium: it runs, sorts, and fits every screen."""
import pathlib
import shutil
import typing
from collections.abc import Callable, Iterator

import pytest

from checkers.exporters import html as report
from checkers.marks.grades import Grades

if typing.TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which('chromium')
playwright = pytest.importorskip(
    'playwright.sync_api', reason='Playwright is missing: python3 -m pip '
    'install -r checkers/selftest/requirements.txt')
pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason='Chromium is missing: apt-get install chromium')
Scheme = typing.Literal['light', 'dark']
Visit = Callable[..., 'Page']
WIDE, NARROW = (1280, 900), (360, 740)
PAGES = ('index', 'checks', 'alike', 'pairs/0', 'students/student-00000',
         'students/student-00003', 'students/student-00004')


@pytest.fixture(scope='module')
def folder(graded_class: pathlib.Path,
           tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Give the folder of a class report for the teacher."""
    out = tmp_path_factory.mktemp('browser') / 'out'
    report.export(Grades(str(graded_class)), str(out))
    return out


@pytest.fixture(scope='module')
def browser() -> 'Iterator[Browser]':
    """Give a running Chromium."""
    with playwright.sync_playwright() as driver:
        with driver.chromium.launch(executable_path=CHROMIUM,
                                    args=['--no-sandbox']) as running:
            yield running


@pytest.fixture
def visit(browser: 'Browser', folder: pathlib.Path) -> Iterator[Visit]:
    """Give a function that opens a page of the report.

    At the end it asserts that no page asked for anything but pages of the
    report, had an error, opened a dialog or wrote to the console.
    """
    seen: list[str] = []
    opened: list[Page] = []

    def run(name: str, size: tuple[int, int] = WIDE,
            scheme: Scheme = 'light') -> 'Page':
        page = browser.new_page(
            viewport={'width': size[0], 'height': size[1]},
            color_scheme=scheme)
        opened.append(page)
        page.on('pageerror', lambda error: seen.append(str(error)))
        page.on('console', lambda message: seen.append(message.text))
        page.on('dialog', lambda dialog: seen.append(dialog.message))
        page.on('request', lambda request: seen.append(request.url)
                if not request.url.startswith(folder.as_uri()) else None)
        page.goto((folder / name).with_suffix('.html').as_uri())
        return page

    yield run
    for page in opened:
        page.close()
    assert seen == []


def names(page: 'Page') -> list[str]:
    """Return the students as the table shows them."""
    shown: list[str] = page.locator(
        'tbody tr:not([hidden]) th').all_inner_texts()
    return shown


def column(page: 'Page', place: int) -> list[str]:
    """Return a column of the table, as text."""
    shown: list[str] = page.locator(
        f'tbody td:nth-child({place})').all_inner_texts()
    return shown


@pytest.mark.parametrize('scheme', ['light', 'dark'])
@pytest.mark.parametrize('size', [WIDE, NARROW])
@pytest.mark.parametrize('name', PAGES)
def test_page_fits(visit: Visit, name: str, size: tuple[int, int],
                   scheme: Scheme) -> None:
    """No page is wider than its screen, and dark is dark."""
    page = visit(name, size, scheme)
    width, paper = page.evaluate(
        '[document.documentElement.scrollWidth,'
        ' getComputedStyle(document.body).backgroundColor]')
    assert width <= size[0]
    dark = sum(map(int, paper[len('rgb('):-1].split(','))) < 3 * 64
    assert dark == (scheme == 'dark')


def test_sorting_by_click(visit: Visit) -> None:
    """A click on a head sorts by it, the next one the other way round."""
    page = visit('index')
    everybody = sorted(names(page))
    points = page.get_by_role('button', name='Points')
    head = page.locator('thead th:nth-child(2)')
    points.click()
    best = list(map(int, column(page, 2)))
    assert best == sorted(best, reverse=True)
    assert head.get_attribute('aria-sort') == 'descending'
    points.click()
    assert list(map(int, column(page, 2))) == sorted(best)
    assert head.get_attribute('aria-sort') == 'ascending'
    assert page.locator('[aria-sort]').count() == 1
    assert sorted(names(page)) == everybody


def test_sorting_by_keyboard(visit: Visit) -> None:
    """Tab leads to the heads, and Enter sorts; not attempted comes last."""
    page = visit('index')
    page.get_by_label('Find').focus()
    for _ in range(4):              # the table, student, points, task 0
        page.keyboard.press('Tab')
    page.keyboard.press('Enter')
    head = page.locator('thead th:nth-child(3)')
    assert head.get_attribute('aria-sort') == 'descending'
    marks = [-1 if text == '–' else int(text.split()[0])
             for text in column(page, 3)]
    assert marks == sorted(marks, reverse=True) and marks[-1] == -1


def test_finding_a_student(visit: Visit) -> None:
    """Words in the field leave the rows that have them, and say how many."""
    page = visit('index')
    everybody = names(page)
    page.get_by_label('Find').fill('SCRIPT')
    assert sorted(names(page)) == sorted(
        name for name in everybody if 'script' in name.lower())
    assert page.locator('output').inner_text() == \
        f'{len(names(page))} of 20'
    page.get_by_label('Find').fill('')
    assert names(page) == everybody


def test_a_link_of_a_hostile_name(visit: Visit) -> None:
    """A click on a student leads to the student's page."""
    page = visit('index')
    page.get_by_text('<script>alert(1)').click()
    assert page.locator('h1').inner_text() == '<script>alert(1)</script>'


def test_print(visit: Visit) -> None:
    """On paper the table is whole, and hints are not folded away."""
    page = visit('students/student-00000')
    page.emulate_media(media='print')
    assert page.locator('details').count()
    assert page.evaluate(
        '[...document.querySelectorAll("details > *")]'
        '.every((part) => part.checkVisibility({contentVisibilityAuto: true,'
        ' visibilityProperty: true}) && part.offsetHeight > 0)')
    page = visit('index', (794, 1123))
    page.emulate_media(media='print')
    assert page.evaluate('document.documentElement.scrollWidth') <= 794
