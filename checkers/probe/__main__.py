"""The zygote: import TensorFlow once, then fork a child for every job.

This folder runs in the student's interpreter, as a program of its own:
`python checkers/probe plain`, or fenced (see runner/sandbox.py). It is
written in Python 3.6 syntax with the standard library, NumPy and
tensorflow.keras only, so that the same files work under TensorFlow 1.12, 2.15
and 2.21.

Its stdin is a Unix socket of packets. A request is one packet, JSON of the
limits, with three descriptors: of the job, which the child reads; of the
answer, which the child writes; and of the end, where the zygote writes how
the child ended. It closes the first two unread, so that nothing of a
submission is ever in its memory. Who asked holds the other ends: when nobody
reads the end any more, the child is killed.

The zygote ends where anything happens that it does not expect. The judging
side then starts another one.
"""
import base64
import functools
import gc
import itertools
import json
import os
import select
import shutil
import socket
import struct
import sys
import tempfile
import time
import typing

import case
import child
import family
import fence
import pages
import wire

SCRATCH = '/scratch'    # the child's own, behind the fence
LOOK = 20               # milliseconds between two looks at a child
DIGITS = 16             # of a child's number; what is behind is not read
MANY = 8                # jobs after which large pages are worth the making


def serve(job, answer, told, fenced):
    """Do a job in a forked child and write the observation.

    Args:
        job: descriptor that the job is read from.
        answer: descriptor of the pipe for the observation.
        told: descriptor of the pipe to the zygote, which stays open.
        fenced: whether the fence is around.
    """
    gc.disable()                # a short life has no need of it
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    with os.fdopen(job, 'rb') as file:
        job = json.loads(file.read().decode())
    wire.keep(answer, told)
    folder = SCRATCH if fenced else tempfile.mkdtemp(prefix='checkers-')
    os.chdir(folder)
    try:
        for name, text in job.pop('files').items():
            with open(name, 'wb') as file:
                file.write(base64.b64decode(text))
        observation = wire.pack(child.observe(job))
        wire.write_frame(answer, json.dumps(observation).encode())
    finally:
        if not fenced:          # behind the fence it vanishes by itself
            os.chdir('/')
            shutil.rmtree(folder, ignore_errors=True)


def start(job, answer, seconds, fenced, refused):
    """Fork a child that does a job.

    Behind the fence a process between makes the namespaces and ends; its
    child is then the zygote's. The child tells its number when all of the
    fence stands; whatever else comes through that pipe is never read.

    Args:
        job, answer: descriptors, as for serve.
        seconds: the limit of processor time.
        fenced: whether to make the fence.
        refused: the program that refuses system calls, as for fence.limit.

    Returns:
        The child's number, and a descriptor that hangs up when the child
        has ended.

    Raises:
        OSError: there is no child.
    """
    hearing, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            number = os.getpid()
            if fenced:
                fence.divide()
                if os.fork():
                    os._exit(0)
                number = os.readlink('/proc/self')
                fence.settle()
            fence.limit(seconds, refused, fenced)
            os.write(told, str(number).rjust(DIGITS).encode())
            serve(job, answer, told, fenced)
        except BaseException:
            os._exit(70)
        os._exit(0)
    os.close(told)
    if fenced:
        os.waitpid(pid, 0)
    number = os.read(hearing, DIGITS)
    if not number:
        raise OSError('the child did not start')
    return int(number), hearing


def supervise(number, hearing, end, limits, fenced):
    """Wait until a child ends, or end it; return how it ended.

    The verdict is 'ended', or 'time', 'memory' or 'processes' for the limit
    that was broken, or 'forgotten' where nobody waits for it any more.

    Args:
        number, hearing: as start returns them.
        end: descriptor for the end; only its being read is looked at.
        limits: dictionary, the seconds and bytes that the child may take.
        fenced: whether it is behind the fence.
    """
    deadline = time.monotonic() + limits['seconds']
    base = family.taken(os.getpid())[1]
    poll, pause = select.poll(), LOOK
    poll.register(hearing, 0)
    poll.register(end, 0)
    verdict = status = None
    while verdict is None:
        pause = min(2 * pause, LOOK)
        for descriptor, _ in poll.poll(pause):
            poll.unregister(descriptor)
            if descriptor == end:
                verdict = 'forgotten'
            pause = 1           # it ends now, or pretends to
        pid, code = os.waitpid(number, os.WNOHANG)
        if pid:
            verdict, status = 'ended', code
        elif time.monotonic() > deadline:
            verdict = 'time'
        else:
            verdict = verdict or family.broken(
                family.family(fenced), limits['bytes'], base)
    status = family.clear(number, fenced, status)
    signalled = os.WIFSIGNALED(status)
    return {'verdict': verdict,
            'signal': os.WTERMSIG(status) if signalled else 0,
            'exit': 0 if signalled else os.WEXITSTATUS(status)}


def remember_protocols():
    """Let typing look up once what a protocol asks for, as Python 3.12 does.

    TensorFlow asks thousands of times in a task whether a value is like a
    tensor.
    """
    look = getattr(typing, '_get_protocol_attrs', None)
    if look and sys.version_info < (3, 12):
        typing._get_protocol_attrs = functools.lru_cache(maxsize=None)(look)


def versions():
    """Import TensorFlow; return what this interpreter is, and what it does.

    That are the versions, and the names of steps and builders.
    """
    import numpy.random         # else every child would import it
    import tensorflow as tf
    import tensorflow.keras as keras
    version = getattr(keras, '__version__', None)
    if version is None:                 # TensorFlow 2.15
        version = __import__('keras').__version__
    return {'runtime': {
        'python': '.'.join(map(str, sys.version_info[:3])),
        'tensorflow': tf.__version__, 'keras': version},
        'known': case.known()}


def try_fence(refused):
    """Make the fence of a child once; raise where it cannot be made."""
    fence.hide()
    fence.divide()
    pid = os.fork()
    if pid == 0:
        try:
            fence.settle()
            fence.limit(5, refused, True)
            os._exit(0)
        except OSError as error:
            sys.stderr.write(f'{error}\n')
            sys.stderr.flush()
            os._exit(1)
    return os.WEXITSTATUS(os.waitpid(pid, 0)[1])


def receive(requests):
    """Return the next request's limits and descriptors; None at the end."""
    data, control, _, _ = requests.recvmsg(
        4096, socket.CMSG_SPACE(struct.calcsize('3i')))
    if not data:
        return None
    return json.loads(data.decode()), struct.unpack('3i', control[0][2])


def main(fenced, refused):
    """Serve requests until there are no more."""
    requests = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0,
                             os.dup(0))
    fence.adopt()
    if fenced:
        fence.hide()
    try:
        ready = versions()
    except Exception as error:
        ready = {'error': f'{type(error).__name__}: {error}'[:2000]}
    requests.send(json.dumps(ready).encode())
    remember_protocols()
    if hasattr(gc, 'freeze'):   # keeps the pages shared with the children
        gc.freeze()
    for served in itertools.count(1):
        request = receive(requests)
        if request is None:
            return
        limits, (job, answer, end) = request
        number, hearing = start(job, answer, limits['seconds'] + 1, fenced,
                                refused)
        os.close(job)
        os.close(answer)
        ended = supervise(number, hearing, end, limits, fenced)
        try:
            os.write(end, json.dumps(ended).encode())
        except BrokenPipeError:
            pass
        os.close(end)
        os.close(hearing)
        if served == MANY:      # nobody waits for it now
            pages.enlarge()


if __name__ == '__main__':
    mode, program = sys.argv[1], base64.b64decode(sys.argv[2])
    sys.exit(try_fence(program) if mode == 'try' else
             main(mode == 'fenced', program))
