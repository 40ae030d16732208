"""The pages of the report: templates, style, and what they may load."""
import base64
import functools
import hashlib
import os
import re
import urllib.parse
from collections.abc import Sequence

import jinja2
from markupsafe import Markup, escape

from checkers.exporters.html.items import Student
from checkers.marks.document import CheckMark, TaskStatus
from checkers.marks.marking import Marked

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'templates')
CODE = re.compile(r'`([^`]+)`')
MARKS = {TaskStatus.PASSED: '✓', TaskStatus.FAILED: '✗',
         TaskStatus.ERROR: '!', TaskStatus.NOT_ATTEMPTED: '–'}
WIDTH, HEIGHT = 240, 48     # of a drawn curve
# Filled with %, which escapes what it puts in.
LINE = Markup('<li>%s <span class="points">%d of %d</span>%s</li>')
SMALL = Markup('<br><small>%s</small>')
LINK = Markup('<a href="./students/%s.html"><bdi>%s</bdi></a>')


class Pages:
    """Render the templates; all text is escaped.

    A page holds its style and script itself and says so in its content
    security policy, so that a browser loads and runs nothing else.

    Args:
        teacher: whether the teacher is the reader, who alone gets the notes
            on integrity and links to the class.
    """

    def __init__(self, teacher: bool) -> None:
        """Load style and script."""
        self.teacher = teacher
        style, script = read('style.css'), read('table.js')
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE), autoescape=True,
            trim_blocks=True, lstrip_blocks=True)
        environment.filters.update(prose=prose, listed=listed, who=who,
                                   curve=curve)
        environment.globals.update(
            teacher=teacher, style=Markup(style), script=Markup(script),
            style_source=source(style), script_source=source(script),
            marks=MARKS)
        self.environment = environment

    def render(self, template: str, **values: object) -> str:
        """Return a page as text."""
        return self.environment.get_template(template).render(**values)

    def student(self, document: Marked) -> str:
        """Return the page of one result document."""
        return self.render('student.html', document=document)


def read(name: str) -> str:
    """Return the text of a file beside the templates."""
    with open(os.path.join(HERE, name), encoding='utf-8') as file:
        return file.read()


def source(text: str) -> Markup:
    """Return what a content security policy calls a text that it allows."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest())
    return Markup(f"'sha256-{digest.decode()}'")


@functools.lru_cache(maxsize=4096)
def prose(text: str) -> Markup:
    """Return a message with what stands in backticks as code."""
    return Markup(CODE.sub(r'<code>\1</code>', str(escape(text))))


def listed(check: CheckMark) -> Markup:
    """Return a check that needs no more than a line: passed or blocked."""
    return line(check.title, check.points, check.max_points, check.message)


@functools.lru_cache(maxsize=4096)      # it is the same for most students
def line(title: str, points: int, max_points: int, message: str) -> Markup:
    """Return a check as an item of a list."""
    return LINE % (prose(title), points, max_points,
                   SMALL % message if message else '')


def who(student: Student) -> Markup:
    """Return a student's name as a link to the student's page."""
    return LINK % (urllib.parse.quote(student.name, safe=''),
                   student.submission)


def curve(values: Sequence[float]) -> str:
    """Return the points of a drawn curve, as SVG has them.

    Args:
        values: two numbers at least, drawn from left to right.
    """
    low, step = min(values), WIDTH / (len(values) - 1)
    span = max(values) - low or 1
    return ' '.join(
        f'{place * step:.1f},{HEIGHT - (value - low) / span * HEIGHT:.1f}'
        for place, value in enumerate(values))
