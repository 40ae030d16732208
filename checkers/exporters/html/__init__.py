"""The class report in HTML: one folder that needs no network.

For the teacher: index.html (students by tasks), checks.html (what to teach
again), alike.html (who fails in the same way, whose code is alike, with the
pairs side by side in pairs/), and a page per student in students/. For
students: their pages alone.
"""
import concurrent.futures
import functools
import os
import signal

from checkers.base.whole import write_whole
from checkers.exporters import whole_folder
from checkers.exporters.html import alike, groups
from checkers.exporters.html.items import Class
from checkers.exporters.html.pages import Pages
from checkers.marks.grades import Grades

CHUNK = 50              # students' pages that a process writes in one go


def export(grades: Grades, out: str, students: bool = False) -> None:
    """Write the report of a class, or the page of one submission.

    The pages of the students are written, and their code is compared, in as
    many processes as there are cores.

    Args:
        grades: the documents.
        out: path of the folder; of the file for one submission.
        students: whether students are the readers.
    """
    pages = Pages(teacher=not students)
    if not grades.is_class:
        for graded in grades:
            write_whole(out, pages.student(graded.document))
        return
    with whole_folder(out) as folder, \
            concurrent.futures.ProcessPoolExecutor(
                initializer=signal.signal,      # Ctrl-C is for this process
                initargs=(signal.SIGINT, signal.SIG_IGN)) as pool:
        try:
            write_all(folder, pages, grades, pool)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def write_all(folder: str, pages: Pages, grades: Grades,
              pool: concurrent.futures.Executor) -> None:
    """Write the students' pages, and for a teacher those of the class."""
    own = os.path.join(folder, 'students') if pages.teacher else folder
    os.makedirs(own, exist_ok=True)
    written = pool.map(
        functools.partial(write_student, grades, pages.teacher, own),
        grades.names, chunksize=CHUNK)
    if pages.teacher:
        write_class(folder, pages, grades, alike.search(grades, pool))
    for _ in written:               # raises what went wrong there
        pass


def write_class(folder: str, pages: Pages, grades: Grades,
                likeness: alike.Likeness) -> None:
    """Write the pages of the class."""
    found, same = Class(len(grades)), groups.Groups()
    for place, graded in enumerate(grades):
        found.add(graded)
        same.add(place, graded.document.graded)
    write_page(folder, 'index', pages.render('index.html', found=found))
    write_page(folder, 'checks', pages.render('checks.html', found=found))
    write_page(folder, 'alike', pages.render(
        'alike.html', found=found, groups=same.costliest(), alike=likeness,
        run=alike.RUN))
    beside = os.path.join(folder, 'pairs')
    os.mkdir(beside)
    for place, pair in enumerate(likeness.pairs):
        write_page(beside, str(place), pages.render(
            'pair.html', found=found, pair=pair,
            sides=alike.side_by_side(grades.sources, pair)))


@functools.lru_cache
def pages_for(teacher: bool) -> Pages:
    """Return the pages of one kind of reader; a process makes them once."""
    return Pages(teacher)


def write_student(grades: Grades, teacher: bool, folder: str,
                  name: str) -> None:
    """Write the page of one student."""
    page = pages_for(teacher).student(grades.read(name).document)
    write_page(folder, name, page)


def write_page(folder: str, name: str, page: str) -> None:
    """Write one page into the folder, which is moved when all is there."""
    with open(os.path.join(folder, f'{name}.html'), 'w',
              encoding='utf-8') as file:
        file.write(page)
