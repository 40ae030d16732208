"""Attacks by a student's folder on whoever names it to a command.

A visit is what a command does in that folder: check, watch, doctor, start.
Beside it lies {outside}, with a secret and a right answer that are not the
student's. A visit may end with an error that the command tells its user.
"""
import dataclasses

from checkers.student import workplace

from .answers import FILE, RIGHT, WRONG
from .layout import Fifo, Files, Huge, Link

INSIDE = '0x04-autoencoders'
PROGRESS = '.progress.json'
WINDOWS = RIGHT.replace('\n', '\r\n')
# What lies outside, beside the secret: it would have all points, and doctor
# would find something to mend.
OUTSIDE: Files = {FILE: WINDOWS, 'progress': '{"finished": {}}'}


@dataclasses.dataclass(frozen=True)
class Visit:
    """A command's visit to a hostile folder.

    Attributes:
        name: for the test's id.
        command: which command comes.
        files: what lies in the folder.
        attack: what it tries.
        exchange: a file -> what stands in its place once it was looked at.
    """

    name: str
    command: str
    files: Files
    attack: str
    exchange: Files = dataclasses.field(default_factory=dict)


# Python's parsers of JSON go as deep as the text does.
DEEP = '{"other": ' + '[' * 60000
LIE = '{"finished": {"%s": ["", %s]}}'


def others(path: str) -> Link:
    """Return a link to a file outside."""
    return Link('{outside}/' + path)


# name -> (the folder; what it tries; what is exchanged while it is looked at)
CHECK: dict[str, tuple[Files, str, Files]] = {
    # The grader's own folder lies beside the student's in GitHub's workflow.
    'the answers are a link to the references': (
        {INSIDE: Link('{root}/' + INSIDE)}, 'has the references graded', {}),
    'the answers are a link that leads up': (
        {INSIDE: Link('../outside')}, 'has other answers graded', {}),
    'the answers are a link to a link': (
        {INSIDE: Link('one'), 'one': Link('two'), 'two': Link('{outside}')},
        'has other answers graded', {}),
    'the answers are a link beside answers': (
        {INSIDE: Link('{outside}'), FILE: WRONG},
        'has other answers graded', {}),
    'the answers become a link': (
        {f'{INSIDE}/{FILE}': WRONG}, 'has other answers graded',
        {INSIDE: Link('{outside}')}),
    'an answer becomes a link': (
        {FILE: WRONG}, 'has other answers graded', {FILE: others(FILE)}),
    'an answer becomes a link to the secret': (
        {FILE: WRONG}, 'has the secret quoted', {FILE: others('secret')}),
    'an answer becomes a pipe': (
        {FILE: WRONG}, 'lets the grader wait for ever', {FILE: Fifo()}),
    'a module is a link to the secret': (
        {FILE: WRONG, 'text.py': others('secret')}, 'reads the secret', {}),
    'a module is a pipe': (
        {FILE: WRONG, 'text.py': Fifo()}, 'lets the grader wait', {}),
    'a module becomes a link to the secret': (
        {FILE: WRONG, 'text.py': ''}, 'reads the secret',
        {'text.py': others('secret')}),
    'an answer becomes a terabyte': (
        {FILE: WRONG}, 'fills the memory', {FILE: Huge(1 << 40, WRONG)}),
}
WATCH: dict[str, tuple[Files, str, Files]] = {
    'the part of the progress is a link': (
        {f'{PROGRESS}.part': others('secret')}, 'has the secret overwritten',
        {f'{PROGRESS}.part': others('secret')}),
    'the progress is a link': (
        {PROGRESS: others('progress')}, 'has a file outside read', {}),
    'the progress is a pipe': (
        {PROGRESS: Fifo()}, 'lets watch wait for ever', {}),
    'the progress is deep': (
        {PROGRESS: DEEP}, 'ends watch with a traceback', {}),
    'the progress is a terabyte': (
        {PROGRESS: Huge(1 << 40, '{')}, 'fills the memory', {}),
    'the progress is a folder': (
        {f'{PROGRESS}/file': ''}, 'cannot be replaced by a file', {}),
    'the progress has a lie in it': (
        {PROGRESS: LIE % (FILE, -10 ** 18)}, 'shows points to anybody', {}),
    'the progress becomes a pipe': (
        {PROGRESS: '{"finished": {}}'}, 'lets watch wait for ever',
        {PROGRESS: Fifo()}),
}
DOCTOR: dict[str, tuple[Files, str, Files]] = {
    'a linked folder is mended': (
        {INSIDE: Link('{outside}')}, 'has a file outside rewritten', {}),
    'a linked answer is mended': (
        {FILE: others(FILE)}, 'has a file outside rewritten', {}),
    'the folder becomes a link before it is mended': (
        {f'{INSIDE}/{FILE}': WINDOWS}, 'has a file outside rewritten',
        {INSIDE: Link('{outside}')}),
    'an answer becomes a link before it is mended': (
        {FILE: WINDOWS}, 'has a file outside read', {FILE: others('secret')}),
    'an answer becomes a pipe before it is mended': (
        {FILE: WINDOWS}, 'lets doctor wait for ever', {FILE: Fifo()}),
    'the part of an answer is a link': (
        {FILE: WINDOWS, f'{FILE}.part': others('secret')},
        'has the secret overwritten', {f'{FILE}.part': others('secret')}),
}
START: dict[str, tuple[Files, str, Files]] = {
    'new answers go to a linked folder': (
        {INSIDE: Link('{outside}')}, 'has files written outside', {}),
    'new figures go to a linked folder': (
        {workplace.IMAGES: Link('{outside}')}, 'writes outside', {}),
    'the folder of new answers becomes a link': (
        {f'{INSIDE}/notes': ''}, 'has files written outside',
        {INSIDE: Link('{outside}')}),
}
ATTACKS = [Visit(name, command, files, attack, exchange)
           for command, table in (('check', CHECK), ('watch', WATCH),
                                  ('doctor', DOCTOR), ('start', START))
           for name, (files, attack, exchange) in table.items()]
