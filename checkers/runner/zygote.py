"""The judging side's end of the probe: start it, send jobs, fetch answers."""
import base64
import json
import os
import select
import stat
import struct
import subprocess
import sys
import typing

from checkers.course.curriculum import Task
from checkers.course.values import Unreadable
from checkers.runner import observation, sandbox
from checkers.runner.job import Job, make_job
from checkers.runner.observation import Observation

SECONDS = 60            # a task's time, by the wall clock
MEMORY = 2 << 30        # a task's memory, in bytes beside TensorFlow itself
START_SECONDS = 120     # the import of TensorFlow on a slow machine
FILE_LIMIT = 1 << 20    # bytes of a file that is sent
FILES = 50              # files of a submission that are sent

End = dict[str, typing.Any]     # how a child ended, as the zygote tells it


class ProbeError(RuntimeError):
    """The student's interpreter cannot be used; the message says why."""


class Zygote:
    """A warm probe in a student's interpreter. Use as a context manager.

    Args:
        python: path of the interpreter.
        fence: True for the sandbox, False for a plain process; None takes
            the sandbox where it can be had.

    Attributes:
        runtime: the versions of Python, TensorFlow and Keras, and the
            sandbox: 'bubblewrap' or 'none'.
        unfenced: why there is no sandbox, '' where there is.
    """

    def __init__(self, python: str = sys.executable,
                 fence: bool | None = None) -> None:
        """Start the interpreter and wait until TensorFlow is imported."""
        self.python = python
        self.unfenced = sandbox.why_not(python) if fence is not False \
            else 'it was not wanted'
        if fence and self.unfenced:
            raise ProbeError(f'no sandbox: {self.unfenced}')
        self.runtime: dict[str, str] = {}
        self.start()

    def start(self) -> None:
        """Start the interpreter."""
        python = self.python
        command = sandbox.plain(python) if self.unfenced else \
            sandbox.fenced(python)
        try:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, start_new_session=True,
                env=dict(os.environ, **sandbox.environment()))
        except OSError as error:
            raise ProbeError(f'{python} does not start: {error.strerror}; '
                             'name a Python with TensorFlow')
        ready = self.receive(START_SECONDS)
        if ready is None:
            self.close()
            raise ProbeError(f'{python} ended before it was ready; is it a '
                             'Python with TensorFlow?')
        self.runtime = json.loads(ready)
        if 'error' in self.runtime:
            self.close()
            raise ProbeError(f'{python} cannot import TensorFlow '
                             f'({self.runtime["error"]}); install it there')
        self.runtime['sandbox'] = 'none' if self.unfenced else 'bubblewrap'

    @property
    def warning(self) -> str:
        """Return what the teacher must know of a missing sandbox, or ''."""
        return self.unfenced and (
            'WITHOUT A SANDBOX the submission can read and change what you '
            'can: ' + self.unfenced)

    def __enter__(self) -> typing.Self:
        """Return the zygote."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the interpreter."""
        self.close()

    @property
    def stdin(self) -> typing.IO[bytes]:
        """Return the pipe to the probe."""
        assert self.process.stdin
        return self.process.stdin

    @property
    def stdout(self) -> typing.IO[bytes]:
        """Return the pipe from the probe."""
        assert self.process.stdout
        return self.process.stdout

    def close(self) -> None:
        """Stop the interpreter; behind the fence all its children end."""
        self.process.kill()
        self.process.wait()
        self.stdout.close()
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass

    def receive(self, seconds: float) -> bytes | None:
        """Return the next frame's bytes; None where none comes in time."""
        def read(count: int) -> bytes | None:
            parts = []
            while count:
                if not select.select([pipe], [], [], seconds)[0]:
                    return None
                part = os.read(pipe, min(count, 1 << 20))
                if not part:
                    return None
                parts.append(part)
                count -= len(part)
            return b''.join(parts)

        pipe = self.stdout.fileno()
        head = read(8)
        return None if head is None else read(struct.unpack('>Q', head)[0])

    def observe(self, task: Task, folder: str, seed: int,
                seconds: int = SECONDS) -> Observation:
        """Run one task of a submission.

        Where the probe itself dies, the task is run once more in a new one.

        Args:
            task: the task.
            folder: path of the submission; only read, never written to.
            seed: the random seed of inputs and weights.
            seconds: the task's time limit.

        Raises:
            ProbeError: the probe does not know a step that was asked for.
        """
        for _ in range(2):
            job = make_job(task, seed)
            answer = self.ask(dict(
                job.message(), files=collect(folder),
                limits={'seconds': seconds, 'bytes': MEMORY}), seconds)
            if answer is not None:
                return conclude(*answer, job, seconds)
            self.close()
            self.start()
        return Observation('it stopped the probe, twice')

    def ask(self, message: dict[str, typing.Any],
            seconds: float) -> tuple[End, bytes] | None:
        """Send a job; return (end, bytes), or None where the probe died."""
        data = json.dumps(message).encode()
        try:
            self.stdin.write(struct.pack('>Q', len(data)) + data)
            self.stdin.flush()
        except BrokenPipeError:
            return None
        end = self.receive(seconds + 30)
        answer = None if end is None else self.receive(30)
        if end is None or answer is None:
            return None
        return json.loads(end), answer


def collect(folder: str) -> dict[str, str]:
    """Return a submission's Python files, by name, in base64.

    Only plain files of the folder itself, of a sensible size and number,
    are read: no link, no device, no pipe.
    """
    files: dict[str, str] = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if not name.endswith('.py') or not name.isprintable() or \
                len(files) == FILES:
            continue
        about = os.lstat(path)
        if stat.S_ISREG(about.st_mode) and about.st_size <= FILE_LIMIT and \
                os.access(path, os.R_OK):
            with open(path, 'rb') as file:
                files[name] = base64.b64encode(file.read()).decode()
    return files


def conclude(end: End, data: bytes, job: Job, seconds: int) -> Observation:
    """Turn a child's end and bytes into an observation.

    Raises:
        ProbeError: the probe does not know a step that was asked for.
    """
    if end['verdict'] == 'unknown':
        raise ProbeError(f'the probe does not know {", ".join(end["what"])}: '
                         'its files are not those of this grader')
    ends = {'time': f'it did not finish within {seconds} seconds: is there a '
                    'loop that does not end?',
            'memory': f'it took more than {MEMORY / 2 ** 30:.1f} GB of '
                      'memory',
            'processes': 'it started too many processes',
            'output': 'its models gave too much output'}
    if end['verdict'] in ends:
        return Observation(ends[end['verdict']])
    if end['signal']:
        return Observation(f'Python crashed (signal {end["signal"]})')
    if len(data) < 8 or struct.unpack('>Q', data[:8])[0] != len(data) - 8:
        return Observation(f'it ended Python (exit status {end["exit"]}) '
                           'before its models could be seen')
    try:
        return observation.read(data[8:], job)
    except Unreadable as error:
        return Observation(f'what came back cannot be read: {error}')
