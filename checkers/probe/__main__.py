"""The zygote: import TensorFlow once, then fork a child for every job.

This folder runs in the student's interpreter, as a program of its own:
`python checkers/probe`. It is written in Python 3.6 syntax with the standard
library, NumPy and tensorflow.keras only, so that the same files work under
TensorFlow 1.12, 2.15 and 2.21. Jobs arrive on stdin and answers leave on
stdout, as frames (wire.py). The zygote reads nothing that a child says: it
passes the bytes on.
"""
import gc
import json
import os
import select
import signal
import sys
import time

import child
import wire

FRAME_LIMIT = 64 << 20


def serve(job, descriptor):
    """Do a job in a forked child and write the observation to a pipe."""
    gc.disable()                # a short life has no need of it
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.chdir(job['folder'])
    data = json.dumps(wire.pack(child.observe(job))).encode()
    wire.write_frame(descriptor, data)


def resident(pid):
    """Return a process's resident memory in bytes, 0 where unknown."""
    try:
        with open('/proc/%d/statm' % pid) as statm:
            return int(statm.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')
    except (OSError, IndexError, ValueError):
        return 0


def supervise(pid, descriptor, limits):
    """Collect a child's bytes; return them and how it ended.

    The verdict is 'ended', or 'time', 'memory' or 'output' for the limit
    that was broken. The child's whole process group is killed at the end.
    """
    data, verdict, status = b'', 'ended', None
    deadline = time.monotonic() + limits['seconds']
    base = resident(os.getpid())        # forked pages count as its own
    while True:
        ready = select.select([descriptor], [], [], 0.02)[0]
        if ready:
            part = os.read(descriptor, 1 << 20)
            data += part
            if not part:
                break
        elif status is not None:
            break
        if status is None:
            done, code = os.waitpid(pid, os.WNOHANG)
            status = code if done else None
        if len(data) > FRAME_LIMIT:
            verdict = 'output'
        elif resident(pid) - base > limits['bytes']:
            verdict = 'memory'
        elif time.monotonic() > deadline:
            verdict = 'time'
        if verdict != 'ended':
            break
    if status is None and verdict == 'ended':
        # The pipe is closed: nothing more can be said, but the exit status.
        while status is None and time.monotonic() < deadline:
            done, code = os.waitpid(pid, os.WNOHANG)
            status = code if done else None
            if not done:
                time.sleep(0.002)
        verdict = 'ended' if status is not None else 'time'
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass
    if status is None:
        status = os.waitpid(pid, 0)[1]
    signalled = os.WIFSIGNALED(status)
    return data, {'verdict': verdict,
                  'signal': os.WTERMSIG(status) if signalled else 0,
                  'exit': 0 if signalled else os.WEXITSTATUS(status)}


def versions():
    """Import TensorFlow; return what this interpreter is."""
    import numpy.random         # else every child would import it
    import tensorflow as tf
    import tensorflow.keras as keras
    version = getattr(keras, '__version__', None)
    if version is None:                 # TensorFlow 2.15
        version = __import__('keras').__version__
    return {'python': '%d.%d.%d' % sys.version_info[:3],
            'tensorflow': tf.__version__, 'keras': version}


def main():
    """Serve jobs until stdin ends."""
    jobs, results = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    try:
        ready = versions()
    except Exception as error:
        ready = {'error': '%s: %s' % (type(error).__name__, error)}
    wire.write_frame(results, json.dumps(ready).encode())
    if hasattr(gc, 'freeze'):   # keeps the pages shared with the children
        gc.freeze()
    while True:
        frame = wire.read_frame(jobs)
        if frame is None:
            return
        job = json.loads(frame.decode())
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                for descriptor in (jobs, results, reading):
                    os.close(descriptor)
                serve(job, writing)
            except BaseException:
                os._exit(70)
            os._exit(0)
        os.close(writing)
        data, end = supervise(pid, reading, job['limits'])
        os.close(reading)
        wire.write_frame(results, json.dumps(end).encode())
        wire.write_frame(results, data)


if __name__ == '__main__':
    main()
