"""What a machine has and lacks for the course, and how to mend it."""
import dataclasses
import json
import os
import subprocess
import sys
import typing
from collections.abc import Iterator, Mapping

from checkers.runner import sandbox, seccomp, zygote

# What is lacking from a version on, up to the next one in the row; '' where
# nothing is.
LACKING: dict[str, dict[tuple[int, ...], str]] = {
    'Python': {
        (): 'Keras 3.14 and newer need 3.11; the drivers are written for '
            'them',
        (3, 11): '',
        (3, 14): 'TensorFlow 2.21 is made for 3.13 at most'},
    'TensorFlow': {
        (): 'it comes with the Keras of its time; check grades in it, the '
            'drivers need 2.21',
        (2, 16): ''},
    'Keras': {
        (): 'it has no keras.ops, which a layer of task 3 needs',
        (3,): 'it sums the L1 penalty of task 1 over the batch instead of '
              'averaging it, so that lambtha weighs 256 times more',
        (3, 14): ''}}
# A driver at work, with TensorFlow and MNIST as floats; 1.6 were measured.
MEMORY = 2.             # GB
# A container may allow less than its machine has: the kernel says it here.
GROUP = '/sys/fs/cgroup'
FIGURES = ("import json, matplotlib.pyplot as plt\n"
           "from matplotlib import font_manager\n"
           "print(json.dumps([plt.get_backend().lower(), font_manager."
           "findfont('sans', fallback_to_default=True)]))")


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        mark: '+' all is well, 'x' something is lacking, '-' good to know.
        text: what was found, and what follows from it.
        remedy: the line that mends it; '' where there is nothing to mend.
    """

    mark: typing.Literal['+', 'x', '-']
    text: str
    remedy: str = ''


def install(python: str) -> str:
    """Return the line that installs what the course needs."""
    return f'{python} -m pip install -r requirements.txt'


def versions(runtime: Mapping[str, str], python: str) -> Iterator[Finding]:
    """Yield findings on Python, TensorFlow and Keras.

    Args:
        runtime: their versions, as zygote.Zygote.runtime.
        python: the interpreter's name, for the remedies.
    """
    remedy = install(python)
    for name, lacking in LACKING.items():
        version = runtime[name.lower()]
        number = tuple(int(part) for part in version.split('.')[:2])
        *_, lacks = (text for since, text in lacking.items()
                     if since <= number)
        if not lacks:
            yield Finding('+', f'{name} {version}')
            continue
        if name == 'Python':        # all else is installed in the new one
            remedy = ('python3.12 -m venv .venv && . .venv/bin/activate && ' +
                      install('python3'))
        yield Finding('x', f'{name} {version}: {lacks}', remedy)


def probe(python: str) -> Iterator[Finding]:
    """Yield findings on the interpreter and on the sandbox."""
    if not hasattr(os, 'fork'):
        yield Finding('x', 'Windows lacks fork: check, watch and grade do '
                      'not run here, the drivers do', 'wsl --install')
        return
    try:
        with zygote.Zygote(python, fence=False) as warm:
            yield from versions(warm.runtime, python)
    except zygote.ProbeError as error:
        yield Finding('x', str(error), install(python))
        return
    reason = sandbox.why_not(python)
    if not reason:
        yield Finding('+', 'bubblewrap: what is checked runs in a sandbox')
        if not seccomp.program():
            yield Finding('x', 'no libseccomp: the sandbox refuses no system '
                          'calls', seccomp.INSTALL)
    elif sandbox.INSTALL in reason:
        yield Finding('x', 'no bubblewrap: code that is checked can read and '
                      'change what you can; with your own code that is no '
                      'harm', sandbox.INSTALL)
    else:
        yield Finding('x', f'bubblewrap cannot make a sandbox: {reason}',
                      'sysctl kernel.apparmor_restrict_unprivileged_userns=0')


def figures(python: str) -> Iterator[Finding]:
    """Yield findings on what figures are drawn with, and shown on."""
    ended = subprocess.run([python, '-c', FIGURES], capture_output=True,
                           text=True)
    if ended.returncode:
        said = ended.stderr.strip().split('\n')[-1]
        yield Finding('x', f'Matplotlib cannot draw: {said}', install(python))
        return
    backend, font = json.loads(ended.stdout.split('\n')[-2])
    yield Finding('+', f'fonts: {os.path.basename(font)}')
    if backend != 'agg':
        yield Finding('+', f'screen: figures are shown ({backend})')
    elif os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY'):
        yield Finding('x', 'there is a screen, but nothing to draw windows '
                      'with: figures are only saved',
                      'apt-get install python3-tk')
    else:
        yield Finding('-', 'no screen: figures are saved to 0x04-images, '
                      'not shown')


def memory(meminfo: str = '/proc/meminfo', group: str = GROUP) -> \
        Iterator[Finding]:
    """Yield a finding on free memory.

    Args:
        meminfo: path of the kernel's account of the machine's memory.
        group: path of the folder with the container's limit and use.
    """
    free = []
    try:
        with open(meminfo) as file:
            lines = dict(line.split(':') for line in file)
        free.append(int(lines['MemAvailable'].split()[0]) / 2 ** 20)
        with open(f'{group}/memory.max') as limit, \
                open(f'{group}/memory.current') as used:
            free.append((int(limit.read()) - int(used.read())) / 2 ** 30)
    except (OSError, ValueError, KeyError):
        pass                    # no Linux, or a group without a limit
    if not free:
        yield Finding('-', f'free memory: unknown on {sys.platform}')
    elif min(free) < MEMORY:
        yield Finding('x', f'free memory: {min(free):.1f} GB; a driver needs '
                      f'{MEMORY:.1f}',
                      'end other programs: ps --sort=-rss aux')
    else:
        yield Finding('+', f'free memory: {min(free):.1f} GB')
