"""The folder of a class' marks: what lies where, read and written.

    results/NAME.json       the result document of a submission
    sources/NAME/           its answers as they were graded, as text
    state/NAME.json         the hash of the files that were graded
    state/seed              the random seed, for the teacher's eyes

A state is written last and removed first: where there is one, the document
beside it is whole and belongs to the files with that hash.
"""
import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import typing
from collections.abc import Iterator, Mapping

from checkers.base.errors import Mistake
from checkers.base.whole import write_whole
from checkers.marks.assignment import Assignment, rubric_of
from checkers.marks.document import Document, Runtime, from_json, to_json
from checkers.marks.marking import Marked, mark

RESULTS, SOURCES, STATE = 'results', 'sources', 'state'
SEED = 'seed'
JSON = '.json'
PLAIN = re.compile(r'[a-z0-9][a-z0-9_.-]{0,59}')
BITS = 62               # of a seed that is drawn
PRIVATE = 0o600         # the permissions of a file for its owner alone
HASHED = re.compile(r'.*-[0-9a-f]{12}')


class Graded(typing.NamedTuple):
    """One submission that was graded.

    Attributes:
        name: the name of its result file, without .json.
        document: what it got, as the assignment has it.
        sources: path of the folder of its answers, which may be missing.
    """

    name: str
    document: Marked
    sources: str


class Grades:
    """What `grade` or `check --json` wrote, to be read: iterate over it.

    A document is read when its turn comes, so that a class of any size needs
    the memory of one.

    Args:
        path: the folder that `grade` wrote, or one result document.
        assignment: what the documents are marked on.

    Attributes:
        path, assignment: as given.
        is_class: whether it is a folder.
        names: the names of the result files, without .json, sorted.

    Raises:
        Mistake: there is no result document, or the assignment does not fit.
    """

    def __init__(self, path: str,
                 assignment: Assignment = Assignment()) -> None:
        """Find the documents."""
        self.path, self.is_class = path, os.path.isdir(path)
        self.names = [os.path.basename(path).removesuffix(JSON)]
        if self.is_class:
            folder = os.path.join(path, RESULTS)
            self.names = sorted(
                file.removesuffix(JSON) for file in os.listdir(folder)
                if file.endswith(JSON)) if os.path.isdir(folder) else []
        elif not os.path.exists(path):
            raise Mistake(f'{path} is not there; name the folder that '
                          '`grade` wrote, or a file that `check --json` '
                          'wrote')
        if not self.names:
            raise Mistake(f'{path} holds no {RESULTS}/*{JSON}; name the '
                          'folder that `grade` wrote')
        self.assignment = assignment
        if assignment != Assignment():
            self.require_fit()

    def __len__(self) -> int:
        """Return the number of submissions."""
        return len(self.names)

    def __iter__(self) -> Iterator[Graded]:
        """Read one submission after the other."""
        return map(self.read, self.names)

    @property
    def sources(self) -> str:
        """Return the path of the folder of all answers."""
        return os.path.join(self.path, SOURCES)

    def require_fit(self) -> None:
        """Hold the assignment against the documents.

        One document may be of a student without a correction.

        Raises:
            Mistake: they do not fit.
        """
        rubric: dict[int, dict[str, int]] = {}
        students = []
        for name in self.names:
            document = self.document(name)
            students.append((name, document.submission))
            for number, checks in rubric_of(document.tasks).items():
                rubric.setdefault(number, {}).update(checks)
            lacking = set(self.assignment.tasks or ()) - {
                task.number for task in document.tasks}
            if lacking:
                raise Mistake(
                    f"{document.submission} was graded without task "
                    f"{', '.join(map(str, sorted(lacking)))} of the "
                    'assignment; grade again with --assignment')
        self.assignment.require_rubric(rubric)
        if self.is_class:
            self.assignment.require_students(students)

    def read(self, name: str) -> Graded:
        """Read one submission.

        Raises:
            Mistake: its file holds no result document.
        """
        return Graded(name, mark(self.document(name), self.assignment, name),
                      os.path.join(self.sources, name))

    def document(self, name: str) -> Document:
        """Read what one submission got, as it was graded.

        Raises:
            Mistake: its file holds no result document.
        """
        file = os.path.join(self.path, RESULTS, name + JSON) \
            if self.is_class else self.path
        try:
            return load(file)
        except (OSError, ValueError) as error:
            raise Mistake(f'{file} is no result document ({error}); grade '
                          'the submission again')


class Kept:
    """A folder of marks, to be written.

    Args:
        folder: its path; its parts are there.
    """

    def __init__(self, folder: str) -> None:
        """Know the place."""
        self.folder = folder

    def path(self, part: str, name: str, suffix: str = JSON) -> str:
        """Return the path of one part of what is kept of a submission."""
        return os.path.join(self.folder, part, file_name(name) + suffix)

    def seed(self, asked: int | None = None) -> int:
        """Return the random seed of the class, which stays what it is.

        The first time it is the one that is asked for, else one that the
        system draws. Whoever knows it knows by which calls, inputs and
        weights the class is graded.

        Raises:
            Mistake: the folder has another one than is asked for, or holds
                none that can be read.
        """
        path = os.path.join(self.folder, STATE, SEED)
        try:
            with open(path, encoding='ascii') as file:
                seed = int(file.read())
        except FileNotFoundError:
            seed = new_seed() if asked is None else asked
            write_whole(path, f'{seed}\n', PRIVATE)
        except (OSError, ValueError):
            raise Mistake(f'{path} holds no random seed that can be read; '
                          'remove it, and all are graded again with another')
        if asked not in (None, seed):
            raise Mistake(f'{self.folder} is graded with another random seed, '
                          f'which is in {path}; leave --seed out, or name '
                          'another folder')
        return seed

    def holds(self, name: str, digest: str, numbers: list[int],
              seed: int | str, rubric: str, runtime: Runtime
              ) -> Document | None:
        """Return a submission's document if grading it again would not
        change it.

        Args:
            name: the submission's, as found.
            digest: the hash of its files.
            numbers: the tasks' numbers.
            seed: what documents tell of the random seed.
            rubric: the rubric's hash.
            runtime: the versions that it would run in.

        Returns:
            The document, or None where there is none of the same files,
            tasks, seed, rubric and runtime.
        """
        try:
            with open(self.path(STATE, name), encoding='utf-8') as file:
                state = json.load(file)
            document = load(self.path(RESULTS, name))
        except (OSError, ValueError):
            return None
        same = (state == {'files': digest} and document.rubric == rubric and
                document.runtime == runtime and document.seed == seed and
                [task.number for task in document.tasks] == numbers)
        return document if same else None

    def forget(self, name: str) -> None:
        """Keep a submission's document, but have it graded again."""
        with contextlib.suppress(FileNotFoundError):
            os.remove(self.path(STATE, name))

    def keep(self, name: str, digest: str, document: Document,
             sources: Mapping[str, bytes]) -> None:
        """Write what a submission got.

        Args:
            name: the submission's, as found.
            digest: the hash of its files.
            document: what it got.
            sources: its answers, by the names of their files.
        """
        self.forget(name)
        folder = self.path(SOURCES, name, '')
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for file, data in sources.items():
            write_whole(os.path.join(folder, file),
                        data.decode('utf-8', 'replace'))
        write_whole(self.path(RESULTS, name), to_json(document))
        write_whole(self.path(STATE, name),
                    json.dumps({'files': digest}) + '\n')


def new_seed() -> int:
    """Return a random seed that nobody knows."""
    return secrets.randbits(BITS)


@contextlib.contextmanager
def opened(folder: str) -> Iterator[Kept]:
    """Make a folder of marks where there is none, and lock it.

    The lock ends with the process at the latest.

    Raises:
        Mistake: it cannot be made, or another command uses it.
    """
    import fcntl                # Unix alone has it, as it has the probe
    try:
        for part in (RESULTS, SOURCES, STATE):
            os.makedirs(os.path.join(folder, part), exist_ok=True)
        lock = open(os.path.join(folder, STATE, '.lock'), 'w')
    except OSError as error:
        raise Mistake(f'{folder} cannot be written: {error.strerror}')
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Mistake(f'another command is grading into {folder}; wait '
                          'for it, or name another folder')
        yield Kept(folder)


def load(file: str) -> Document:
    """Return the document in a file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no result document.
    """
    with open(file, 'rb') as source:
        return from_json(source.read())


def file_name(name: str) -> str:
    """Return a safe name for a submission's files; no two share one.

    A plain name stays as it is. Any other is shortened and gets a hash of
    itself: names that differ only in case or in odd characters stay apart.
    """
    if PLAIN.fullmatch(name) and not HASHED.fullmatch(name):
        return name
    digest = hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()
    short = re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:40]
    return f'{short or "submission"}-{digest[:12]}'
