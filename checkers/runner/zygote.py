"""The judging side's end of the probe: start it, send jobs, fetch answers."""
import base64
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import time
import typing

from checkers.base import strangers
from checkers.course.curriculum import Task
from checkers.course.values import Unreadable
from checkers.runner import observation, sandbox, seccomp
from checkers.runner.exchange import End, ProbeDied, ask
from checkers.runner.job import Job, make_job
from checkers.runner.observation import Observation

SECONDS = 60            # a task's time, by the wall clock
MEMORY = 2 << 30        # a task's memory, in bytes beside TensorFlow itself
START_SECONDS = 120     # the import of TensorFlow on a slow machine
FILE_LIMIT = 1 << 20    # bytes of a file that is sent
FILES = 50              # files of a submission that are sent
PAUSES = 1, 5           # seconds before a probe that died is started again

__all__ = ['ProbeDied', 'ProbeError', 'Zygote', 'collect']


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
        known: the names of the probe's steps and of its builders.
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
        """Start the interpreter.

        Raises:
            ProbeError: it does not start, or is not what is needed.
        """
        command = sandbox.plain(self.python) if self.unfenced else \
            sandbox.fenced(self.python)
        self.socket, theirs = socket.socketpair(socket.AF_UNIX,
                                                socket.SOCK_SEQPACKET)
        with theirs:
            try:
                self.process: subprocess.Popen[bytes] = subprocess.Popen(
                    command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL, start_new_session=True,
                    env=dict(os.environ, **sandbox.environment()))
            except OSError as error:
                self.socket.close()
                raise ProbeError(f'{self.python} does not start: '
                                 f'{error.strerror}; name a Python with '
                                 'TensorFlow')
        ready = self.ready()
        if 'error' in ready:
            self.close()
            raise ProbeError(f'{self.python} cannot import TensorFlow '
                             f'({ready["error"]}); install it there')
        self.known: dict[str, list[str]] = ready['known']
        self.runtime = dict(ready['runtime'], sandbox='none' if self.unfenced
                            else 'bubblewrap')

    def ready(self) -> dict[str, typing.Any]:
        """Return what the probe says when it is ready."""
        self.socket.settimeout(START_SECONDS)
        try:
            said = self.socket.recv(1 << 16)
        except OSError:
            said = b''
        self.socket.settimeout(None)
        if not said:
            self.close()
            raise ProbeError(f'{self.python} ended before it was ready; is '
                             'it a Python with TensorFlow?')
        ready: dict[str, typing.Any] = json.loads(said)
        return ready

    def restart(self) -> None:
        """Replace a probe that has died; where that fails, once more.

        It may have died of what the machine lacks for a moment.

        Raises:
            ProbeError: no probe starts any more.
        """
        for pause in PAUSES:
            self.close()
            time.sleep(pause)
            try:
                return self.start()
            except ProbeError as error:
                failure = error
        raise failure

    @property
    def warning(self) -> str:
        """Return what the teacher must know of the sandbox, or ''."""
        if self.unfenced:
            return ('WITHOUT A SANDBOX the submission can read and change '
                    'what you can: ' + self.unfenced)
        if not seccomp.program():
            return ('the sandbox refuses no system calls, so that memory '
                    'which belongs to no process is not limited: ' +
                    seccomp.INSTALL)
        return ''

    def __enter__(self) -> typing.Self:
        """Return the zygote."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the interpreter."""
        self.close()

    def close(self) -> None:
        """Stop the interpreter; behind the fence all its children end."""
        self.process.kill()
        self.process.wait()
        self.socket.close()

    @property
    def is_alive(self) -> bool:
        """Tell whether the interpreter runs."""
        return self.process.poll() is None

    def observe(self, task: Task, folder: str, seed: int,
                seconds: int = SECONDS) -> Observation:
        """Run one task of a submission.

        A fork of the process that started the probe may call this too.

        Args:
            task: the task.
            folder: path of the submission; only read, never written to.
            seed: the random seed of inputs and weights.
            seconds: the task's time limit.

        Raises:
            ProbeError: the probe does not know a step that was asked for.
            ProbeDied: the probe is gone; restart it and ask again.
        """
        job = make_job(task, seed)
        message = job.message()
        self.require(message['cases'])
        data = json.dumps(dict(message, files=collect(folder))).encode()
        return conclude(*ask(self.socket, data, seconds, MEMORY), job,
                        seconds)

    def require(self, cases: list[dict[str, typing.Any]]) -> None:
        """Raise ProbeError where the probe lacks what cases ask for."""
        unknown = {step['do'] for case in cases for step in case['steps']}
        unknown -= set(self.known['steps'])
        unknown |= {case['build'] for case in cases} - set(
            self.known['builders'])
        if unknown:
            raise ProbeError(
                f'the probe does not know {", ".join(sorted(unknown))}: its '
                'files are not those of this grader')


def collect(folder: str) -> dict[str, str]:
    """Return a submission's Python files, by name, in base64.

    Only plain files of the folder itself, of a sensible size and number,
    are read: no link, no device, no pipe.
    """
    files: dict[str, str] = {}
    with contextlib.suppress(OSError):      # too many names, or none
        for name, _ in strangers.listed(folder):
            if name.endswith('.py') and name.isprintable() and \
                    len(files) < FILES:
                with contextlib.suppress(OSError):
                    data = strangers.read(folder, name, FILE_LIMIT)
                    files[name] = base64.b64encode(data).decode()
    return files


def conclude(end: End, data: bytes, job: Job, seconds: int) -> Observation:
    """Turn a child's end and bytes into an observation."""
    ends = {'time': f'it did not finish within {seconds} seconds: is there a '
                    'loop that does not end?',
            'memory': f'it took more than {MEMORY / 2 ** 30:.1f} GB of '
                      'memory',
            'processes': 'it started too many processes or threads',
            'output': 'its models gave too much output'}
    if end.verdict in ends:
        return Observation(ends[end.verdict])
    if end.signal:
        return Observation(f'Python crashed (signal {end.signal})')
    if len(data) < 8 or struct.unpack('>Q', data[:8])[0] != len(data) - 8:
        return Observation(f'it ended Python (exit status {end.exit}) '
                           'before its models could be seen')
    try:
        return observation.read(data[8:], job)
    except Unreadable as error:
        return Observation(f'what came back cannot be read: {error}')
