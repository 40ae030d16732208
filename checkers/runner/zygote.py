"""The judging side's end of the probe: start it, send jobs, fetch answers."""
import base64
import dataclasses
import json
import os
import secrets
import select
import stat
import struct
import subprocess
import sys

from checkers.runner import observation, sandbox

SECONDS = 60            # a task's time, by the wall clock
MEMORY = 2 << 30        # a task's memory, in bytes beside TensorFlow itself
START_SECONDS = 120     # the import of TensorFlow on a slow machine
FILE_LIMIT = 1 << 20    # bytes of a file that is sent
FILES = 50              # files of a submission that are sent

ENDS = {
    'time': 'it did not finish within %(seconds)d seconds: is there a loop '
            'that does not end?',
    'memory': 'it took more than %(memory).1f GB of memory',
    'processes': 'it started too many processes',
    'output': 'its models gave too much output'}


class ProbeError(RuntimeError):
    """The student's interpreter cannot be used; the message says why."""


class Zygote:
    """A warm probe in a student's interpreter. Use as a context manager.

    Args:
        python: path of the interpreter.
        fence: True for the sandbox, False for a plain process; None takes
            the sandbox where it can be had.

    Attributes:
        runtime: dictionary, the versions of Python, TensorFlow and Keras,
            and the sandbox: 'bubblewrap' or 'none'.
        unfenced: why there is no sandbox, '' where there is.
    """

    def __init__(self, python=sys.executable, fence=None):
        """Start the interpreter and wait until TensorFlow is imported."""
        self.python = python
        self.unfenced = sandbox.why_not(python) if fence is not False \
            else 'it was not wanted'
        if fence and self.unfenced:
            raise ProbeError('no sandbox: %s' % self.unfenced)
        self.start()

    def start(self):
        """Start the interpreter."""
        python = self.python
        command = sandbox.plain(python) if self.unfenced else \
            sandbox.fenced(python)
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, start_new_session=True,
                env=dict(os.environ, **sandbox.environment()))
        except OSError as error:
            raise ProbeError('%s does not start: %s; name a Python with '
                             'TensorFlow' % (python, error.strerror))
        ready = self.receive(START_SECONDS)
        if ready is None:
            self.close()
            raise ProbeError('%s ended before it was ready; is it a Python '
                             'with TensorFlow?' % python)
        self.runtime = json.loads(ready)
        if 'error' in self.runtime:
            self.close()
            raise ProbeError('%s cannot import TensorFlow (%s); install it '
                             'there' % (python, self.runtime['error']))
        self.runtime['sandbox'] = 'none' if self.unfenced else 'bubblewrap'

    @property
    def warning(self):
        """Return what the teacher must know of a missing sandbox, or ''."""
        return self.unfenced and (
            'WITHOUT A SANDBOX the submission can read and change what you '
            'can: ' + self.unfenced)

    def __enter__(self):
        """Return the zygote."""
        return self

    def __exit__(self, *error):
        """Stop the interpreter."""
        self.close()

    def close(self):
        """Stop the interpreter; behind the fence all its children end."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def receive(self, seconds):
        """Return the next frame's bytes; None where none comes in time."""
        def read(count):
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

        pipe = self.process.stdout.fileno()
        head = read(8)
        return head and read(struct.unpack('>Q', head)[0])

    def observe(self, task, folder, seed, seconds=SECONDS):
        """Run one task of a submission.

        Where the probe itself dies, the task is run once more in a new one.

        Args:
            task: curriculum.Task.
            folder: path of the submission; only read, never written to.
            seed: integer, from which inputs and weights are drawn.
            seconds: the task's time limit.

        Returns:
            The observation, or a dictionary {'ended': text} that says how
            the child ended without one.
        """
        for _ in range(2):
            job = make_job(task, seed)
            answer = self.ask(dict(
                job, files=collect(folder),
                limits={'seconds': seconds, 'bytes': MEMORY}), seconds)
            if answer is not None:
                return conclude(*answer, job, seconds)
            self.close()
            self.start()
        return {'ended': 'it stopped the probe, twice'}

    def ask(self, message, seconds):
        """Send a job; return (end, bytes), or None where the probe died."""
        data = json.dumps(message).encode()
        try:
            self.process.stdin.write(struct.pack('>Q', len(data)) + data)
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        end = self.receive(seconds + 30)
        data = None if end is None else self.receive(30)
        return None if data is None else (json.loads(end), data)


def collect(folder):
    """Return a submission's Python files, by name, in base64.

    Only plain files of the folder itself, of a sensible size and number,
    are read: no link, no device, no pipe.
    """
    files = {}
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


def conclude(end, data, job, seconds):
    """Turn a child's end and bytes into an observation or a reason."""
    if end['verdict'] in ENDS:
        return {'ended': ENDS[end['verdict']] % {
            'seconds': seconds, 'memory': MEMORY / 2 ** 30}}
    if end['signal']:
        return {'ended': 'Python crashed (signal %d)' % end['signal']}
    if len(data) < 8 or struct.unpack('>Q', data[:8])[0] != len(data) - 8:
        return {'ended': 'it ended Python (exit status %d) before its '
                         'models could be seen' % end['exit']}
    try:
        return observation.read(data[8:], job)
    except observation.Unreadable as error:
        return {'ended': 'what came back cannot be read: %s' % error}


def make_job(task, seed):
    """Return the job that runs a task's cases, but for files and limits."""
    cases = []
    for place, (name, args) in enumerate(task.cases.items()):
        cases.append({
            'name': name, 'args': [encode(value) for value in args],
            'build': task.builder(name), 'by_name': place > 0,
            'inputs': task.inputs(args),
            'steps': task.plan(name, args, 1000 * (seed + place))})
    return {'nonce': secrets.token_hex(16), 'task': task.number,
            'file': task.file, 'seed': seed, 'cases': cases,
            'definitions': [dataclasses.asdict(definition)
                            for definition in task.definitions]}


def encode(value):
    """Turn an argument into JSON; a tuple is {"tuple": [...]}."""
    return {'tuple': list(value)} if isinstance(value, tuple) else value
