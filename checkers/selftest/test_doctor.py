"""The command `doctor`: what a machine lacks, and the line that mends it."""
import pathlib
import subprocess
import sys

import pytest

from checkers.course import curriculum
from checkers.selftest import course
from checkers.student import files, machine

GOOD = {'python': '3.11.7', 'tensorflow': '2.21.0', 'keras': '3.15.1'}


@pytest.mark.parametrize('changed, said, remedy', [
    ({'python': '3.10.13'}, 'Keras 3.14 and newer need 3.11',
     'python3.12 -m venv .venv'),
    ({'python': '3.14.0'}, 'made for 3.13 at most',
     'python3.12 -m venv .venv'),
    ({'tensorflow': '2.15.0'}, 'the drivers need 2.21', 'EXE -m pip'),
    ({'keras': '3.13.2'}, 'lambtha weighs 256 times more', 'EXE -m pip'),
    ({'keras': '2.1.6-tf'}, 'no keras.ops', 'EXE -m pip'),
])
def test_versions(changed: dict[str, str], said: str, remedy: str) -> None:
    """A version that matters is named, with what follows and the remedy."""
    found = list(machine.versions({**GOOD, **changed}, 'EXE'))
    [lacking] = [finding for finding in found if finding.mark == 'x']
    assert said in lacking.text
    assert remedy in lacking.remedy


def test_good_versions() -> None:
    """The pinned versions lack nothing."""
    assert {finding.mark for finding in machine.versions(
        {**GOOD, 'sandbox': 'none'}, 'EXE')} == {'+'}


@pytest.mark.parametrize('available, limit, used, mark, said', [
    (8 << 20, 'max', 0, '+', '8.0 GB'),
    (1 << 20, 'max', 0, 'x', '1.0 GB'),
    (8 << 20, 4 << 30, 3 << 30, 'x', '1.0 GB'),
    (8 << 20, 4 << 30, 1 << 30, '+', '3.0 GB'),
    (None, 'max', 0, '-', 'unknown'),
])
def test_memory(tmp_path: pathlib.Path, available: int | None,
                limit: str | int, used: int, mark: str, said: str) -> None:
    """The machine's free memory counts, and the container's."""
    if available:
        (tmp_path / 'meminfo').write_text(f'MemAvailable: {available} kB\n')
    (tmp_path / 'memory.max').write_text(f'{limit}\n')
    (tmp_path / 'memory.current').write_text(f'{used}\n')
    [finding] = machine.memory(str(tmp_path / 'meminfo'), str(tmp_path))
    assert (finding.mark, said in finding.text) == (mark, True)


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make answers that lack this and that, and a link."""
    path = tmp_path / 'answers'
    path.mkdir()
    for name, data, mode in (('0-vanilla.py', b'one\r\ntwo\r\n', 0o640),
                             ('1-sparse.py', b'one\ntwo', 0o755),
                             ('0-main.py', b'drive\r\n', 0o600)):
        (path / name).write_bytes(data)
        (path / name).chmod(mode)
    outside = tmp_path / 'outside'
    outside.write_bytes(b'theirs\r\n')
    (path / '2-convolutional.py').symlink_to(outside)
    return path


def test_files_are_looked_at(folder: pathlib.Path) -> None:
    """Each thing that is lacking is named with the line that mends it."""
    found = {finding.text: finding.remedy
             for finding in files.look(str(folder))}
    assert found == {
        '0-vanilla.py cannot be run as ./0-vanilla.py':
            f'chmod u+x {folder}/0-vanilla.py',
        '0-vanilla.py has the line ends of Windows':
            rf"sed -i 's/\r$//' {folder}/0-vanilla.py",
        'the last line of 1-sparse.py has no line end':
            f'echo >> {folder}/1-sparse.py',
        '0-main.py cannot be run as ./0-main.py':
            f'chmod u+x {folder}/0-main.py',
        '0-main.py has the line ends of Windows':
            rf"sed -i 's/\r$//' {folder}/0-main.py"}


def test_the_remedies_mend(folder: pathlib.Path) -> None:
    """The lines that doctor prints do what they promise."""
    for finding in list(files.look(str(folder))):
        subprocess.run(finding.remedy, shell=True, check=True)
    [finding] = files.look(str(folder))
    assert finding.mark == '+'


def test_fix_mends_the_students_own_files(folder: pathlib.Path) -> None:
    """Run bits and line ends; modes are kept, drivers and links are not
    touched.
    """
    assert files.fix(str(folder)) == ['0-vanilla.py', '1-sparse.py']
    assert (folder / '0-vanilla.py').read_bytes() == b'one\ntwo\n'
    assert (folder / '0-vanilla.py').stat().st_mode & 0o777 == 0o740
    assert (folder / '1-sparse.py').read_bytes() == b'one\ntwo\n'
    assert (folder / '0-main.py').read_bytes() == b'drive\r\n'
    assert (folder.parent / 'outside').read_bytes() == b'theirs\r\n'
    assert files.fix(str(folder)) == []


def doctor(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in the repository's root."""
    return subprocess.run(
        [sys.executable, '-m', 'checkers', 'doctor', *map(str, arguments)],
        cwd=course.ROOT, capture_output=True, text=True)


@pytest.mark.slow
def test_the_command(folder: pathlib.Path) -> None:
    """It says what is there, mends with --fix, and its exit code tells."""
    ended = doctor(folder, '--fix')
    assert ended.returncode == 1            # 0-main.py is not ours to mend
    assert 'mended: 0-vanilla.py\n' in ended.stdout
    for word in 'Python 3', 'TensorFlow', 'Keras', 'fonts', 'free memory':
        assert word in ended.stdout
    assert 'x 0-main.py cannot be run as ./0-main.py' in ended.stdout
    assert ended.stderr == ''


def test_an_empty_folder_is_told_of_start(tmp_path: pathlib.Path) -> None:
    """Where there are no files, doctor names the command that makes them."""
    [finding] = files.look(str(tmp_path))
    assert f'checkers start {tmp_path}' in finding.remedy


@pytest.mark.parametrize('arguments, said', [
    (['nowhere'], 'nowhere is not a folder'),
    (['--python', 'no-such-python'], 'no-such-python is no program'),
])
def test_mistakes_of_the_command(arguments: list[str], said: str) -> None:
    """A wrong command gets one line and exit code 2."""
    ended = doctor(*arguments)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_every_task_is_looked_at(tmp_path: pathlib.Path) -> None:
    """Doctor knows the files of all tasks."""
    for task in curriculum.TASKS:
        (tmp_path / task.file).write_text('x')
    found = [finding.text for finding in files.look(str(tmp_path))]
    assert all(any(task.file in text for text in found)
               for task in curriculum.TASKS)
