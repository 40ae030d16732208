"""The pages of the report: templates, style, and what they may load."""
import base64
import functools
import hashlib
import os
import re
import urllib.parse

import jinja2
from markupsafe import Markup, escape

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'templates')
CODE = re.compile(r'`([^`]+)`')
MARKS = {'passed': '✓', 'failed': '✗', 'error': '!', 'not attempted': '–'}
WIDTH, HEIGHT = 240, 48     # of a drawn curve


class Pages:
    """Render the templates; all text is escaped.

    A page holds its style and script itself and says so in its content
    security policy, so that nothing else, whatever it is, is loaded or run.

    Args:
        teacher: whether the teacher is the reader: integrity and links.
    """

    def __init__(self, teacher):
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

    def render(self, template, **values):
        """Return a page as text."""
        return self.environment.get_template(template).render(**values)

    def student(self, document):
        """Return the page of one result document."""
        return self.render('student.html', document=document)


def read(name):
    """Return the text of a file beside the templates."""
    with open(os.path.join(HERE, name), encoding='utf-8') as file:
        return file.read()


def source(text):
    """Return what a content security policy calls a text that it allows."""
    digest = hashlib.sha256(text.encode()).digest()
    return Markup("'sha256-%s'" % base64.b64encode(digest).decode())


@functools.lru_cache(maxsize=4096)
def prose(text):
    """Return a message with what stands in backticks as code."""
    return Markup(CODE.sub(r'<code>\1</code>', str(escape(text))))


def listed(check):
    """Return a check that needs no more than a line: passed or blocked."""
    return line(check['title'], check['points'], check['max_points'],
                check['message'])


@functools.lru_cache(maxsize=4096)      # it is the same for most students
def line(title, points, max_points, message):
    """Return a check as an item of a list."""
    return Markup('<li>%s <span class="points">%d of %d</span>%s</li>') % (
        prose(title), points, max_points,
        message and Markup('<br><small>%s</small>') % message)


def who(student):
    """Return a student's name as a link to the student's page."""
    return Markup('<a href="./students/%s.html"><bdi>%s</bdi></a>') % (
        urllib.parse.quote(student.name, safe=''), student.submission)


def curve(values):
    """Return the points of a drawn curve, as SVG has them.

    Args:
        values: list of numbers, two at least, from left to right.
    """
    low, step = min(values), WIDTH / (len(values) - 1)
    span = max(values) - low or 1
    return ' '.join('%.1f,%.1f' % (
        place * step, HEIGHT - (value - low) / span * HEIGHT)
        for place, value in enumerate(values))
