"""The fence itself: what it shows, what replaces a dead probe, no fence."""
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checkers.runner import sandbox, zygote
from checkers.selftest import door
from checkers.selftest.course import COURSE, ROOT

RIGHT = (COURSE / '0-vanilla.py').read_text()


@pytest.mark.slow
def test_a_dead_probe_is_replaced(tmp_path: Path) -> None:
    """A probe that was killed between two jobs costs nobody anything."""
    with zygote.Zygote() as warm:
        before = warm.process.pid
        os.kill(before, signal.SIGKILL)
        graded = door.submit(tmp_path, warm, {'0-vanilla.py': RIGHT})[0]
        assert warm.process.pid != before
    assert graded.score == 25


@pytest.mark.slow
def test_who_kills_the_probe_is_marked_with_the_reason(tmp_path: Path) -> None:
    """Without a fence a child can end the probe: it costs itself."""
    attack, after = tmp_path / 'attack', tmp_path / 'after'
    attack.mkdir()
    after.mkdir()
    with zygote.Zygote(fence=False) as warm:
        graded = door.submit(attack, warm, {
            '0-vanilla.py': RIGHT + '\n\nimport os\nimport signal\n'
            'os.kill(os.getppid(), signal.SIGKILL)\n'})[0]
        assert 'stopped the probe, twice' in door.lost(graded)['signature']
        graded = door.submit(after, warm, {'0-vanilla.py': RIGHT})[0]
    assert graded.score == 25


def without_bubblewrap(
        *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `check` on task 0 where the PATH holds no bwrap."""
    return subprocess.run(
        [sys.executable, '-m', 'checkers', 'check', '--task', '0',
         *arguments], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, 'PATH': '/nowhere'})


@pytest.mark.slow
def test_without_bubblewrap_it_says_so_loudly() -> None:
    """Grading works, warns, names the line to install, and says none."""
    ended = without_bubblewrap()
    assert ended.returncode == 0
    assert 'WITHOUT A SANDBOX' in ended.stderr
    assert sandbox.INSTALL in ended.stderr
    assert 'sandbox: none' in ended.stdout
    assert 'Score: 25 of 25 points' in ended.stdout


def test_require_sandbox_refuses() -> None:
    """--require-sandbox does not grade without one: exit code 2."""
    ended = without_bubblewrap('--require-sandbox')
    assert ended.returncode == 2
    assert 'no sandbox' in ended.stderr and sandbox.INSTALL in ended.stderr
    assert ended.stdout == ''


@pytest.mark.slow
def test_both_ways_give_the_same_marks(warm: zygote.Zygote,
                                       tmp_path: Path) -> None:
    """The fence changes nothing that a submission can be judged by."""
    if warm.unfenced:
        pytest.skip(f'no sandbox: {warm.unfenced}')
    wrong = RIGHT.replace('reversed(hidden_layers)', 'hidden_layers')
    with zygote.Zygote(fence=False) as plain:
        results = []
        for running in (warm, plain):
            folder = tmp_path / running.runtime['sandbox']
            folder.mkdir()
            results.append(door.submit(folder, running,
                                       {'0-vanilla.py': wrong}))
    assert results[0] == results[1]
    assert set(door.lost(results[0][0])) == {'decoder_layers'}


def test_the_fence_shows_the_interpreter_alone() -> None:
    """The command binds read-only, and nothing of the project but probe."""
    command = sandbox.fenced(sys.executable)
    assert '--bind' not in command and '--dev-bind' not in command
    bound = [command[place + 1] for place, word in enumerate(command)
             if word == '--ro-bind']
    project = [path for path in bound if path.startswith(str(ROOT) + '/')
               and not path.startswith(sys.prefix + '/')]
    assert project == [sandbox.PROBE]
    assert str(ROOT) not in bound and '/' not in bound
    assert '--unshare-all' in command and '--clearenv' in command
