"""What a machine has and lacks for the course, and how to mend it."""
import dataclasses
import json
import os
import subprocess
import sys

from checkers.runner import sandbox, zygote

INSTALL = '%s -m pip install -r requirements.txt'
# A driver at work, with TensorFlow and MNIST as floats; 1.6 were measured.
MEMORY = 2.             # GB
# Where a machine with plenty may still forbid: the groups of containers.
GROUP = '/sys/fs/cgroup/memory.%s'
FIGURES = ("import json, matplotlib.pyplot as plt\n"
           "from matplotlib import font_manager\n"
           "print(json.dumps([plt.get_backend().lower(), font_manager."
           "findfont('sans', fallback_to_default=True)]))")


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        mark: '+' all well, 'x' it lacks something, '-' good to know.
        text: what was found, and what follows from it.
        remedy: the line that mends it, '' where there is nothing to mend.
    """

    mark: str
    text: str
    remedy: str = ''


def versions(runtime, python):
    """Yield findings on Python, TensorFlow and Keras.

    Args:
        runtime: dictionary, the versions, as zygote.Zygote.runtime.
        python: the interpreter's name, for the remedies.
    """
    install = venv = ('python3.12 -m venv .venv && . .venv/bin/activate && '
                      + INSTALL % 'python3')
    numbers = {name: tuple(int(part) for part in version.split('.')[:2])
               for name, version in runtime.items() if version[:1].isdigit()}
    said = 'Python ' + runtime['python']
    if numbers['python'] < (3, 11):
        yield Finding('x', said + ': Keras 3.14 and newer need 3.11; the '
                      'drivers are written for them', venv)
    elif numbers['python'] > (3, 13):
        yield Finding('x', said + ': TensorFlow 2.21 is made for 3.13 at '
                      'most', venv)
    else:
        yield Finding('+', said)
        install = INSTALL % python
    said = 'TensorFlow ' + runtime['tensorflow']
    if numbers['tensorflow'] < (2, 16):
        yield Finding('x', said + ': it comes with the Keras of its time; '
                      'check grades in it, the drivers need 2.21', install)
    else:
        yield Finding('+', said)
    said = 'Keras ' + runtime['keras']
    if numbers['keras'] < (3, 0):
        yield Finding('x', said + ': it has no keras.ops, which a layer of '
                      'task 3 needs', install)
    elif numbers['keras'] < (3, 14):
        yield Finding('x', said + ': it sums the L1 penalty of task 1 over '
                      'the batch instead of averaging it, so that lambtha '
                      'weighs 256 times more', install)
    else:
        yield Finding('+', said)


def probe(python):
    """Yield findings on the interpreter and on the sandbox."""
    try:
        with zygote.Zygote(python, fence=False) as warm:
            yield from versions(warm.runtime, python)
    except zygote.ProbeError as error:
        yield Finding('x', str(error), INSTALL % python)
        return
    reason = sandbox.why_not(python)
    if not reason:
        yield Finding('+', 'bubblewrap: what is checked is fenced')
    elif sandbox.INSTALL in reason:
        yield Finding('x', 'no bubblewrap: what is checked can do what you '
                      'can; your own files may', sandbox.INSTALL)
    else:
        yield Finding('x', 'bubblewrap cannot fence: ' + reason, 'sysctl '
                      'kernel.apparmor_restrict_unprivileged_userns=0')


def figures(python):
    """Yield findings on what figures are drawn with, and shown on."""
    ended = subprocess.run([python, '-c', FIGURES], capture_output=True,
                           text=True)
    if ended.returncode:
        yield Finding('x', 'Matplotlib cannot draw: ' +
                      ended.stderr.strip().split('\n')[-1], INSTALL % python)
        return
    backend, font = json.loads(ended.stdout.split('\n')[-2])
    yield Finding('+', 'fonts: ' + os.path.basename(font))
    if backend != 'agg':
        yield Finding('+', 'screen: figures are shown (%s)' % backend)
    elif os.environ.get('DISPLAY') or os.environ.get('WAYLAND_DISPLAY'):
        yield Finding('x', 'there is a screen, but nothing to draw windows '
                      'with: figures are only saved',
                      'apt-get install python3-tk')
    else:
        yield Finding('-', 'no screen: figures are saved to 0x04-images, '
                      'not shown')


def memory(meminfo='/proc/meminfo', group=GROUP):
    """Yield a finding on free memory.

    Args:
        meminfo: path of the kernel's account of the machine's memory.
        group: pattern of the paths of the container's limit and use.
    """
    free = []
    try:
        with open(meminfo) as file:
            lines = dict(line.split(':') for line in file)
        free.append(int(lines['MemAvailable'].split()[0]) / 2 ** 20)
        with open(group % 'max') as limit, open(group % 'current') as used:
            free.append((int(limit.read()) - int(used.read())) / 2 ** 30)
    except (OSError, ValueError, KeyError):
        pass                    # no Linux, or a group without a limit
    if not free:
        yield Finding('-', 'free memory: unknown on %s' % sys.platform)
    elif min(free) < MEMORY:
        yield Finding('x', 'free memory: %.1f GB; a driver needs %.1f' % (
            min(free), MEMORY), 'end other programs: ps --sort=-rss aux')
    else:
        yield Finding('+', 'free memory: %.1f GB' % min(free))
