"""The judging side's end of the probe: start it, send jobs, fetch answers."""
import json
import os
import secrets
import select
import shutil
import struct
import subprocess
import sys
import tempfile

from checkers import observation

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 60            # a task's time, by the wall clock
MEMORY = 2 << 30        # a task's memory, in bytes beside TensorFlow itself
START_SECONDS = 120     # the import of TensorFlow on a slow machine

# One thread a child: the models are small, and the sums then come in one
# order. oneDNN and GPUs would only cost time at the start.
SETTINGS = {'TF_CPP_MIN_LOG_LEVEL': '3', 'CUDA_VISIBLE_DEVICES': '-1',
            'TF_NUM_INTRAOP_THREADS': '1', 'TF_NUM_INTEROP_THREADS': '1',
            'OMP_NUM_THREADS': '1', 'OPENBLAS_NUM_THREADS': '1',
            'TF_ENABLE_ONEDNN_OPTS': '0', 'PYTHONDONTWRITEBYTECODE': '1'}


class ProbeError(RuntimeError):
    """The student's interpreter cannot be used; the message says why."""


class Zygote:
    """A warm probe in a student's interpreter. Use as a context manager.

    Args:
        python: path of the interpreter.

    Attributes:
        runtime: dictionary, the versions of Python, TensorFlow and Keras.
    """

    def __init__(self, python=sys.executable):
        """Start the interpreter and wait until TensorFlow is imported."""
        self.python = python
        try:
            self.process = subprocess.Popen(
                [python, os.path.join(HERE, 'probe')],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=dict(os.environ, **SETTINGS))
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

    def __enter__(self):
        """Return the zygote."""
        return self

    def __exit__(self, *error):
        """Stop the interpreter."""
        self.close()

    def close(self):
        """Stop the interpreter."""
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def receive(self, seconds):
        """Return the next frame's bytes; None where none comes in time."""
        def read(count):
            data = b''
            while len(data) < count:
                if not select.select([pipe], [], [], seconds)[0]:
                    return None
                part = os.read(pipe, min(count - len(data), 1 << 20))
                if not part:
                    return None
                data += part
            return data

        pipe = self.process.stdout.fileno()
        head = read(8)
        return head and read(struct.unpack('>Q', head)[0])

    def observe(self, task, folder, seed, seconds=SECONDS):
        """Run one task of a submission.

        Args:
            task: curriculum.Task.
            folder: path of the submission; it is copied, never written to.
            seed: integer, from which inputs and weights are drawn.
            seconds: the task's time limit.

        Returns:
            The observation, or a dictionary {'ended': text} that says how
            the child ended without one.
        """
        job = make_job(task, seed)
        with tempfile.TemporaryDirectory(prefix='checkers-') as scratch:
            copy = os.path.join(scratch, 'submission')
            shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(
                '*.npz', '*.png', '__pycache__', '.git'))
            message = dict(job, folder=copy, limits={'seconds': seconds,
                                                     'bytes': MEMORY})
            data = json.dumps(message).encode()
            self.process.stdin.write(struct.pack('>Q', len(data)) + data)
            self.process.stdin.flush()
            end = self.receive(seconds + 30)
            data = end and self.receive(30)
        if end is None or data is None:
            raise ProbeError('the probe in %s died' % self.python)
        return conclude(json.loads(end), data, job, seconds)


def conclude(end, data, job, seconds):
    """Turn a child's end and bytes into an observation or a reason."""
    if end['verdict'] == 'time':
        return {'ended': 'it did not finish within %d seconds: is there a '
                         'loop that does not end?' % seconds}
    if end['verdict'] == 'memory':
        return {'ended': 'it took more than %.1f GB of memory'
                         % (MEMORY / 2 ** 30)}
    if end['verdict'] == 'output':
        return {'ended': 'its models gave too much output'}
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
    """Return the job that runs a task's cases, but for folder and limits."""
    cases = []
    for place, (name, args) in enumerate(task.cases.items()):
        shape, latent = (list(dims) if isinstance(dims, tuple) else [dims]
                         for dims in (args[0], args[2]))
        cases.append({
            'name': name, 'args': [encode(value) for value in args],
            'by_name': place > 0,
            'inputs': {'encoder': shape, 'decoder': latent, 'auto': shape},
            'steps': task.plan(name, args, 1000 * (seed + place))})
    return {'nonce': secrets.token_hex(16), 'task': task.number,
            'file': task.file, 'functions': list(task.functions),
            'parameters': list(task.parameters), 'seed': seed,
            'cases': cases}


def encode(value):
    """Turn an argument into JSON; a tuple is {"tuple": [...]}."""
    return {'tuple': list(value)} if isinstance(value, tuple) else value
