"""The zygote: import TensorFlow once, then fork a child for every job.

This folder runs in the student's interpreter, as a program of its own:
`python checkers/probe plain`, or fenced (see sandbox.py). It is written in
Python 3.6 syntax with the standard library, NumPy and tensorflow.keras only,
so that the same files work under TensorFlow 1.12, 2.15 and 2.21. Jobs arrive
on stdin and answers leave on stdout, as frames (wire.py). The zygote reads
nothing that a child says: it passes the bytes on.
"""
import base64
import gc
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time

import case as cases
import child
import fence
import wire

FRAME_LIMIT = 64 << 20
SCRATCH = '/scratch'    # the child's own, behind the fence
PROCESSES = 32          # of one child, threads not counted


def serve(job, descriptor, fenced):
    """Do a job in a forked child and write the observation to a pipe."""
    gc.disable()                # a short life has no need of it
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.dup2(descriptor, 3)
    os.closerange(4, 4096)
    folder = SCRATCH if fenced else tempfile.mkdtemp(prefix='checkers-')
    os.chdir(folder)
    try:
        for name, text in job.pop('files').items():
            with open(name, 'wb') as file:
                file.write(base64.b64decode(text))
        observation = wire.pack(child.observe(job))
        wire.write_frame(3, json.dumps(observation).encode())
    finally:
        if not fenced:          # behind the fence it vanishes by itself
            os.chdir('/')
            shutil.rmtree(folder, ignore_errors=True)


def start(job, writing, fenced):
    """Fork a child for a job; return its process number.

    Behind the fence a process between makes the namespaces; it tells the
    child's number, waits for it and ends as it ended.
    """
    telling = os.pipe()
    pid = os.fork()
    if pid:
        os.close(telling[1])
        number = os.read(telling[0], 16)
        os.close(telling[0])
        return pid, int(number or 0)
    try:
        os.setsid()
        inner = 0
        if fenced:
            fence.divide()
            inner = os.fork()
        os.write(telling[1], str(inner or os.getpid()).encode())
        os.close(telling[1])
        if inner:
            os.close(writing)
            status = os.waitpid(inner, 0)[1]
            if os.WIFSIGNALED(status):
                os.kill(os.getpid(), os.WTERMSIG(status))
            os._exit(os.WEXITSTATUS(status))
        if fenced:
            fence.settle(job['limits']['seconds'] + 1)
        serve(job, writing, fenced)
    except BaseException:
        os._exit(70)
    os._exit(0)


def family(pid, fenced):
    """Return the processes of a child: behind the fence, all but ours."""
    if not fenced:
        return [pid]
    ours = (1, os.getpid(), os.getppid())
    return [int(name) for name in os.listdir('/proc')
            if name.isdigit() and int(name) not in ours]


def resident(pid):
    """Return a process's resident memory in bytes, 0 where unknown."""
    try:
        with open(f'/proc/{pid}/statm') as statm:
            return int(statm.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')
    except (OSError, IndexError, ValueError):
        return 0


def broken(processes, limits, base):
    """Return the name of a limit that these processes break, or None.

    What a child shares with the zygote is not counted as its own.
    """
    if len(processes) > PROCESSES:
        return 'processes'
    if sum(max(0, resident(pid) - base) for pid in processes) > \
            limits['bytes']:
        return 'memory'
    return None


def supervise(pid, inner, descriptor, limits, fenced):
    """Collect a child's bytes; return them and how it ended.

    The verdict is 'ended', or 'time', 'memory', 'processes' or 'output' for
    the limit that was broken. All processes of the child are killed at the
    end: behind the fence they end with the first one.
    """
    data, verdict, status, open_pipe = [], 'ended', None, True
    deadline, base = time.monotonic() + limits['seconds'], resident(
        os.getpid())
    size = 0
    while verdict == 'ended' and (open_pipe or status is None):
        if open_pipe and select.select([descriptor], [], [], 0.02)[0]:
            part = os.read(descriptor, 1 << 20)
            data.append(part)
            size += len(part)
            open_pipe = bool(part)
        elif status is not None:
            break                       # the end, but a pipe held open
        if not open_pipe:
            time.sleep(0.002)
        if status is None:
            done, code = os.waitpid(pid, os.WNOHANG)
            status = code if done else None
        if size > FRAME_LIMIT:
            verdict = 'output'
        elif time.monotonic() > deadline:
            verdict = 'time'
        else:
            verdict = broken(family(inner, fenced), limits, base) or 'ended'
    for kill, target in ((os.kill, inner), (os.killpg, pid)):
        try:
            if target:
                kill(target, signal.SIGKILL)
        except OSError:
            pass
    if status is None:
        status = os.waitpid(pid, 0)[1]
    signalled = os.WIFSIGNALED(status)
    return b''.join(data), {
        'verdict': verdict, 'signal': os.WTERMSIG(status) if signalled else 0,
        'exit': 0 if signalled else os.WEXITSTATUS(status)}


def versions():
    """Import TensorFlow; return what this interpreter is."""
    import numpy.random         # else every child would import it
    import tensorflow as tf
    import tensorflow.keras as keras
    version = getattr(keras, '__version__', None)
    if version is None:                 # TensorFlow 2.15
        version = __import__('keras').__version__
    return {'python': '.'.join(map(str, sys.version_info[:3])),
            'tensorflow': tf.__version__, 'keras': version}


def try_fence():
    """Make the namespaces of a child once; raise where they cannot be."""
    fence.hide()
    fence.divide()
    pid = os.fork()
    if pid == 0:
        try:
            fence.settle(5)
            os._exit(0)
        except OSError as error:
            sys.stderr.write(f'{error}\n')
            sys.stderr.flush()
            os._exit(1)
    return os.WEXITSTATUS(os.waitpid(pid, 0)[1])


def main(mode):
    """Serve jobs until stdin ends; mode is 'fenced' or 'plain'."""
    fenced = mode == 'fenced'
    jobs, results = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    if fenced:
        fence.hide()
    try:
        ready = versions()
    except Exception as error:
        ready = {'error': f'{type(error).__name__}: {error}'}
    wire.write_frame(results, json.dumps(ready).encode())
    if hasattr(gc, 'freeze'):   # keeps the pages shared with the children
        gc.freeze()
    while True:
        frame = wire.read_frame(jobs)
        if frame is None:
            return
        job = json.loads(frame.decode())
        unknown = cases.unknown(job['cases'])
        if unknown:             # the grader's own error: nothing is run
            wire.write_frame(results, json.dumps(
                {'verdict': 'unknown', 'what': unknown}).encode())
            wire.write_frame(results, b'')
            continue
        reading, writing = os.pipe()
        pid, inner = start(job, writing, fenced)
        os.close(writing)
        data, end = supervise(pid, inner, reading, job['limits'], fenced)
        os.close(reading)
        wire.write_frame(results, json.dumps(end).encode())
        wire.write_frame(results, data)


if __name__ == '__main__':
    sys.exit(try_fence() if sys.argv[1] == 'try' else main(sys.argv[1]))
