"""Where the course lies, and how a test runs a part of it.

Everything that needs TensorFlow runs in a child process: pytest stays light,
and what one child does to its interpreter does not reach the next test.
"""
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
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
    return run('-m', f'checkers.selftest.children.{name}', *arguments,
               cwd=ROOT, env=environment(**extra))


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
