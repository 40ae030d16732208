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

ROOT = pathlib.Path(__file__).resolve().parents[2]
COURSE = ROOT / '0x04-autoencoders'


def copy(folder):
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


def environment(**extra):
    """Return this process' environment without a screen, plus extra.

    Without a screen Matplotlib must find out by itself that it cannot show.
    """
    names = ('DISPLAY', 'WAYLAND_DISPLAY', 'MPLBACKEND', 'KERAS_BACKEND')
    kept = {name: value for name, value in os.environ.items()
            if name not in names}
    return {**kept, 'PYTHONDONTWRITEBYTECODE': '1', **extra}


def run(script, *arguments, **options):
    """Run a script with this interpreter and return the ended process.

    Args:
        script: path of the script.
        arguments: its command line.
        options: for subprocess.run; by default with environment().
    """
    options.setdefault('env', environment())
    return subprocess.run([sys.executable, script, *arguments],
                          capture_output=True, text=True, timeout=600,
                          **options)


def module(name):
    """Import a module of the course that needs no TensorFlow, by its name."""
    path = COURSE / (name + '.py')
    spec = importlib.util.spec_from_file_location(name, path)
    loaded = importlib.util.module_from_spec(spec)
    if str(COURSE) not in sys.path:     # one module may import another
        sys.path.append(str(COURSE))
    spec.loader.exec_module(loaded)
    return loaded
