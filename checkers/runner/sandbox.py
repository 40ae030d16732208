"""The outer fence: the probe in bubblewrap, with nothing to see or to harm.

The zygote and all its children run with their own user, process, network,
IPC, mount and host-name namespaces; they see the interpreter, its packages,
the C library and the probe, all read-only, and an empty /scratch. They have
no network, no home, no terminal, no environment but what TensorFlow needs, and
they end with their parent. What each child has beside that is probe/fence.py.
"""
import base64
import functools
import json
import os
import shutil
import subprocess
import sys

from checkers.base.paths import CHECKERS, COURSE
from checkers.runner import seccomp

PROBE = os.path.join(CHECKERS, 'probe')
SCRATCH_BYTES = 1 << 20     # the zygote's own; a child mounts another
INSTALL = 'apt-get install bubblewrap'

# One thread a child: the models are small, and the sums then come in one
# order. oneDNN, its matrix product and GPUs would only cost time at the start.
# A transposed convolution takes oneDNN's product all the same, which is
# compiled in every child: for AVX sooner, and in less memory, than for AVX512.
SETTINGS = {'TF_CPP_MIN_LOG_LEVEL': '3', 'CUDA_VISIBLE_DEVICES': '-1',
            'TF_NUM_INTRAOP_THREADS': '1', 'TF_NUM_INTEROP_THREADS': '1',
            'OMP_NUM_THREADS': '1', 'OPENBLAS_NUM_THREADS': '1',
            'TF_ENABLE_ONEDNN_OPTS': '0', 'ONEDNN_MAX_CPU_ISA': 'AVX',
            'TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL': '0',
            'PYTHONDONTWRITEBYTECODE': '1', 'PYTHONHASHSEED': '0',
            'LC_ALL': 'C.UTF-8'}
PASSED_ON = ('TF_USE_LEGACY_KERAS', 'KERAS_BACKEND')
LIBRARIES = ('/lib', '/lib64', '/usr/lib', '/usr/lib64', '/etc/ld.so.cache',
             '/etc/ld.so.conf', '/etc/ld.so.conf.d')
ASK = ('import json, sys; print(json.dumps([sys.executable, sys.prefix, '
       'sys.base_prefix, sys.path]))')
# What an interpreter that is a script may need to find the real one.
ASKED_WITH = ('PATH', 'HOME')


def environment() -> dict[str, str]:
    """Return the environment of the probe."""
    kept = {name: os.environ[name] for name in PASSED_ON
            if name in os.environ}
    return dict(SETTINGS, **kept)


def plain(python: str) -> list[str]:
    """Return the command that runs the probe without a fence."""
    return [python, '-s', PROBE, 'plain', refused()]


def refused() -> str:
    """Return the filter of system calls, as an argument of the probe."""
    return base64.b64encode(seccomp.program()).decode()


@functools.lru_cache(maxsize=None)
def interpreter(python: str) -> list[str] | None:
    """Return the paths that an interpreter is made of, or None.

    The teacher's own interpreter is asked, isolated: what PYTHONPATH or the
    folder at hand adds is no part of it. No student's code is near.
    """
    kept = {name: os.environ[name] for name in ASKED_WITH
            if name in os.environ}
    try:
        said = subprocess.run([python, '-I', '-c', ASK], check=True,
                              stdout=subprocess.PIPE, timeout=60, env=kept,
                              stderr=subprocess.DEVNULL).stdout
        executable, prefix, base, path = json.loads(said.decode())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    paths = [executable, os.path.realpath(executable),
             os.path.join(prefix, 'pyvenv.cfg')]
    # A virtual environment's python may be a link to a link.
    step = executable
    while os.path.islink(step):
        step = os.path.join(os.path.dirname(step), os.readlink(step))
        paths.append(os.path.normpath(step))
    paths += [os.path.join(root, 'lib') for root in (prefix, base)]
    paths += [found for found in path if not tells(found)]
    return [found for found in dict.fromkeys(paths) if os.path.exists(found)]


def tells(path: str) -> bool:
    """Tell whether a path shows the rubric or the answers.

    A .pth file may have put the project on the interpreter's own path.
    """
    path = os.path.realpath(path)
    return any(os.path.commonpath([path, kept]) in (path, kept)
               for kept in map(os.path.realpath, (CHECKERS, COURSE)))


def fenced(python: str, mode: str = 'fenced') -> list[str]:
    """Return the command that runs the probe in bubblewrap.

    Args:
        python: path of the interpreter.
        mode: 'fenced', or 'try' to make the fence of a child once.
    """
    command = [shutil.which('bwrap') or 'bwrap', '--unshare-all', '--uid',
               '1000', '--gid', '1000', '--die-with-parent', '--new-session',
               '--hostname', 'probe', '--clearenv']
    for name, value in dict(environment(), HOME='/nowhere', TMPDIR='/scratch',
                            PATH='/nowhere').items():
        command += ['--setenv', name, value]
    command += ['--proc', '/proc', '--dev', '/dev', '--dir', '/tmp', '--size',
                str(SCRATCH_BYTES), '--tmpfs', '/scratch']
    for path in LIBRARIES:
        if os.path.islink(path):
            command += ['--symlink', os.readlink(path), path]
        elif os.path.exists(path):
            command += ['--ro-bind', path, path]
    for path in interpreter(python) or ():
        command += ['--ro-bind', path, path]
    executable = (interpreter(python) or [python])[0]
    return command + ['--ro-bind', PROBE, '/probe', '--remount-ro', '/dev',
                      '--remount-ro', '/', '--chdir', '/scratch', executable,
                      '-s', '/probe', mode, refused()]


@functools.lru_cache(maxsize=None)
def why_not(python: str = sys.executable) -> str:
    """Say why an interpreter cannot be fenced here; '' where it can.

    The fence is tried: the probe's own namespaces are made once, inside.
    """
    if not sys.platform.startswith('linux'):
        return 'the sandbox needs Linux'
    if not shutil.which('bwrap'):
        return 'bubblewrap is not installed; ' + INSTALL
    around = [path for path in (*LIBRARIES, *(interpreter(python) or ()))
              if tells(path)]
    if around:
        return (f'the project lies in {around[0]}, which the probe must see; '
                'move it elsewhere')
    try:
        ended = subprocess.run(
            fenced(python, 'try'), stdout=subprocess.PIPE, timeout=60,
            stderr=subprocess.PIPE)
    except (OSError, subprocess.SubprocessError) as error:
        return f'bubblewrap does not run: {error}'
    if ended.returncode != 0:
        said = ended.stderr.decode(errors='replace').strip().splitlines()
        return f'namespaces are forbidden here ({(said or ["?"])[-1]})'
    return ''
