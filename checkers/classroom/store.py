"""The folder of a class' marks: what is in it, and what still holds.

    results/NAME.json       the result document of a submission
    sources/NAME/           its answers as they were graded, as text
    state/NAME.json         the hash of the files that were graded

A state is written last and removed first: where it is, the document beside
it is whole and is of those files.
"""
import hashlib
import json
import os
import re
import shutil

from checkers.base.errors import Mistake
from checkers.base.whole import write_whole
from checkers.classroom.files import ANSWERS

PLAIN = re.compile(r'[a-z0-9][a-z0-9_.-]{0,59}')
HASHED = re.compile(r'.*-[0-9a-f]{12}')
PARTS = ('results', 'sources', 'state')


def file_name(name):
    """Return a safe name for a submission's files; no two share one.

    A name that is none as it stands gets a hash of itself: names that differ
    in case or in odd characters alone stay apart.
    """
    if PLAIN.fullmatch(name) and not HASHED.fullmatch(name):
        return name
    known = hashlib.sha256(name.encode('utf-8', 'surrogatepass'))
    short = re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:40]
    return '%s-%s' % (short or 'submission', known.hexdigest()[:12])


class Grades:
    """A folder of marks, used by one command at a time.

    Args:
        folder: path; made where it is not there.

    Raises:
        Mistake: it cannot be made, or another command uses it.
    """

    def __init__(self, folder):
        """Make the folder and lock it; the lock ends with the process."""
        import fcntl            # Unix alone has it, as it has the probe
        self.folder = folder
        try:
            for part in PARTS:
                os.makedirs(os.path.join(folder, part), exist_ok=True)
            self.lock = open(os.path.join(folder, 'state', '.lock'), 'w')
        except OSError as error:
            raise Mistake('%s cannot be written: %s' % (
                folder, error.strerror))
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Mistake('another command is grading into %s; wait for it, '
                          'or name another folder' % folder)

    def __enter__(self):
        """Return the folder of marks."""
        return self

    def __exit__(self, *error):
        """Let others use it."""
        self.lock.close()

    def path(self, part, name, suffix='.json'):
        """Return the path of a submission's part."""
        return os.path.join(self.folder, part, file_name(name) + suffix)

    def holds(self, submission, numbers, seed, workers):
        """Return the document of a submission where it still holds.

        Args:
            submission: files.Submission.
            numbers: the tasks' numbers.
            seed: the seed.
            workers: dictionary with the rubric's hash and the runtime.

        Returns:
            The result document, or None where there is none of the same
            files, tasks, seed, rubric and runtime.
        """
        try:
            state = read(self.path('state', submission.name))
            document = read(self.path('results', submission.name))
            same = state == {'files': submission.digest()} and all(
                document[key] == workers[key]
                for key in ('rubric', 'runtime')) and \
                document['seed'] == seed and numbers == [
                    task['number'] for task in document['tasks']]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return document if same else None

    def forget(self, name):
        """Let a submission's document, which stays, hold no longer."""
        if os.path.exists(self.path('state', name)):
            os.remove(self.path('state', name))

    def keep(self, submission, document):
        """Write a submission's document, sources and state."""
        name = submission.name
        self.forget(name)
        sources = self.path('sources', name, '')
        shutil.rmtree(sources, ignore_errors=True)
        os.makedirs(sources)
        for entry in submission.entries:
            if entry.path in ANSWERS and entry.data:
                write_whole(os.path.join(sources, entry.path),
                            entry.data.decode('utf-8', 'replace'))
        write_whole(self.path('results', name),
                    json.dumps(document, indent=1) + '\n')
        write_whole(self.path('state', name),
                    json.dumps({'files': submission.digest()}) + '\n')


def read(path):
    """Return what a JSON file holds."""
    with open(path, encoding='utf-8') as file:
        return json.load(file)
