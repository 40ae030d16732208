"""Where the course lies, and how a test runs a part of it.

Everything that needs TensorFlow runs in a child process: pytest stays light,
and what one child does to its interpreter does not reach the next test.
"""
import atexit
import functools
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import types

from checkers.base import paths

ROOT, COURSE = pathlib.Path(paths.ROOT), pathlib.Path(paths.COURSE)

Ended = subprocess.CompletedProcess[str]
Word = str | pathlib.Path       # of a command line


def copy(folder: pathlib.Path) -> pathlib.Path:
    """Copy the course into a folder, so that no figure of ours is drawn over.

    The data is linked rather than copied; models that were trained stay
    behind. Figures go to 0x04-images beside the copy, where ours would go.

    Returns:
        The path of the copy.
    """
    target = folder / COURSE.name
    shutil.copytree(COURSE, target,
                    ignore=shutil.ignore_patterns(
                        '__pycache__', '*.npz', 'models'))
    (target / 'mnist.npz').symlink_to(COURSE / 'mnist.npz')
    return target


def environment(**extra: str) -> dict[str, str]:
    """Return this process' environment without a screen, plus extra.

    Without a screen Matplotlib must find out by itself that it cannot show.
    """
    names = ('DISPLAY', 'WAYLAND_DISPLAY', 'MPLBACKEND', 'KERAS_BACKEND')
    kept = {name: value for name, value in os.environ.items()
            if name not in names}
    return {**kept, 'PYTHONDONTWRITEBYTECODE': '1', **extra}


def run(*words: Word, cwd: pathlib.Path | None = None,
        env: dict[str, str] | None = None) -> Ended:
    """Run this interpreter with a command line and return the ended process.

    Args:
        words: a script's path and its arguments.
        cwd: the folder to run in; by default this process' own.
        env: the whole environment; by default environment().
    """
    return subprocess.run([sys.executable, *words], capture_output=True,
                          text=True, timeout=600, cwd=cwd,
                          env=environment() if env is None else env)


@functools.cache
def ready() -> subprocess.Popen[str]:
    """Start the interpreter that has imported Keras; end it with pytest."""
    process = subprocess.Popen(
        [sys.executable, '-m', 'checkers.selftest.children.ready'], cwd=ROOT,
        env=environment(), text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    atexit.register(process.kill)
    return process


def run_ready(*words: Word, cwd: pathlib.Path = ROOT) -> Ended:
    """Do what run does, in a fork of an interpreter that has Keras.

    That is four seconds faster. A test of how a program starts, or with an
    environment of its own, takes run.
    """
    process = ready()
    assert process.stdin and process.stdout
    with tempfile.TemporaryDirectory() as folder:
        said = [pathlib.Path(folder, name) for name in ('stdout', 'stderr')]
        print(json.dumps(dict(
            words=list(map(str, words)), cwd=str(cwd), stdout=str(said[0]),
            stderr=str(said[1]))), file=process.stdin, flush=True)
        status = process.stdout.readline()
        assert status, 'the interpreter that has Keras has ended'
        return Ended(list(map(str, words)), int(status),
                     *(path.read_text() for path in said))


def wait_for(words: str, process: subprocess.Popen[str]) -> str:
    """Read what a process prints, to the line with these words; return it.

    Raises:
        AssertionError: the process ended before.
    """
    assert process.stdout and process.stderr
    while words not in (line := process.stdout.readline()):
        assert process.poll() is None, process.stderr.read()
    return line


def complaints(stderr: str) -> list[str]:
    """Return the lines of stderr but the warning of a missing sandbox."""
    return [line for line in stderr.splitlines()
            if 'WITHOUT A SANDBOX' not in line]


def child(name: str, *arguments: Word, **extra: str) -> Ended:
    """Run a program of children/ and return the ended process.

    Args:
        name: the module's name.
        arguments: its command line.
        extra: what is added to environment().
    """
    words = '-m', f'checkers.selftest.children.{name}', *arguments
    if not extra:
        return run_ready(*words)
    return run(*words, cwd=ROOT, env=environment(**extra))


def module(name: str) -> types.ModuleType:
    """Import a module of the course by its name.

    Where it needs TensorFlow, this is for a child.
    """
    spec = importlib.util.spec_from_file_location(name, COURSE / f'{name}.py')
    assert spec and spec.loader
    loaded = importlib.util.module_from_spec(spec)
    if str(COURSE) not in sys.path:     # one module may import another
        sys.path.append(str(COURSE))
    spec.loader.exec_module(loaded)
    return loaded
