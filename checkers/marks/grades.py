"""The result documents of a class, or of one submission, read one by one."""
import json
import os
import re
import typing

from checkers.base.errors import Mistake
from checkers.base.text import clean

# JSON that may hold more than plain ASCII characters.
ODD = re.compile(r'\\[ubfnrt]|[^\n -~]')
STATUSES = {'passed', 'failed', 'blocked'}


class Graded(typing.NamedTuple):
    """One submission: its file's name, its document, its sources.

    Attributes:
        name: the name of its result file, without .json.
        document: the result document.
        sources: path of the folder of its files; it may not be there.
    """

    name: str
    document: dict
    sources: str


class Grades:
    """What `grade` or `check --json` wrote. Iterate to get Graded.

    Documents are read when they are asked for: a class of any size takes
    the memory of one.

    Args:
        path: the folder that `grade` wrote, or one result document.

    Attributes:
        is_class: whether it is a folder.
        files: paths of the result documents, sorted.

    Raises:
        Mistake: there is no result document.
    """

    def __init__(self, path):
        """Find the documents."""
        self.path, self.is_class = path, os.path.isdir(path)
        self.files = [path]
        if self.is_class:
            folder = os.path.join(path, 'results')
            self.files = [os.path.join(folder, name) for name in
                          sorted(os.listdir(folder)) if name.endswith('.json')
                          ] if os.path.isdir(folder) else []
        elif not os.path.exists(path):
            raise Mistake('%s is not there; name the folder that `grade` '
                          'wrote, or a file that `check --json` wrote' % path)
        if not self.files:
            raise Mistake('%s holds no results/*.json; name the folder that '
                          '`grade` wrote' % path)

    def __len__(self):
        """Return the number of submissions."""
        return len(self.files)

    @property
    def names(self):
        """Return the names of the result files, without .json."""
        return [os.path.basename(file)[:-len('.json')] for file in self.files]

    def __iter__(self):
        """Read one after the other; as Graded."""
        return map(self.read, self.files)

    def read(self, file):
        """Read one document; return Graded.

        Raises:
            Mistake: it is no result document.
        """
        name = os.path.basename(file)[:-len('.json')]
        try:
            with open(file, encoding='utf-8') as opened:
                text = opened.read()
            document = json.loads(text, parse_constant=refuse)
            if ODD.search(text):
                document = cleaned(document)
            require_document(document)
        except (OSError, ValueError, KeyError, TypeError,
                AttributeError) as error:
            raise Mistake('%s is no result document (%s: %s); grade the '
                          'submission again' % (
                              file, type(error).__name__, error))
        return Graded(name, document, os.path.join(self.path, 'sources', name))


def refuse(constant):
    """Refuse NaN and its kin, which are no JSON."""
    raise ValueError('%s is no number' % constant)


def cleaned(value):
    """Return JSON with its texts cleaned of what cannot be printed."""
    if isinstance(value, str):
        return value if value.isprintable() else clean(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    return value


def require_document(document):
    """Raise where JSON is not a result document of this schema."""
    if document['schema'] != 1:
        raise ValueError('its schema is %r, not 1' % document['schema'])
    texts = [document['submission'], document['rubric'],
             *document['runtime'].values()]
    numbers = [document['score'], document['max_score']]
    curves = []
    for task in document['tasks']:
        texts += [task['file'], task['status'], *task['integrity']]
        numbers += [task['number'], task['score'], task['max_score']]
        for check in task['checks']:
            texts += [check['id'], check['title'], check['message']]
            texts += sum(check.get('table', []), check.get('hints', []))
            numbers += [check['points'], check['max_points']]
            curves += check.get('curve', [])
            if check['status'] not in STATUSES:
                raise ValueError('a check is %r' % check['status'])
    if set(map(type, texts)) != {str} or \
            set(map(type, numbers)) != {int} or \
            not set(map(type, curves)) <= {int, float}:
        raise ValueError('a text or a number is something else')
