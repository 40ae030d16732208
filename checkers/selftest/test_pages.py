"""The probe joins pages of its memory into large ones, where Linux can."""
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

from checkers.runner import sandbox

SWITCH = pathlib.Path('/sys/kernel/mm/transparent_hugepage/enabled')
# Kilobytes in large pages before and after, and whether all is as it was.
CODE = f'''
import ctypes
import json
import mmap
import sys
sys.path.insert(0, {sandbox.PROBE!r})
import pages

NO_LARGE_PAGES = 41


def large():
    with open('/proc/self/smaps_rollup') as file:
        return next(int(line.split()[1]) for line in file
                    if line.startswith('AnonHugePages'))


ctypes.CDLL(None).prctl(NO_LARGE_PAGES, 1, 0, 0, 0)
own = mmap.mmap(-1, 16 << 20, mmap.MAP_PRIVATE)
own[:] = text = bytes(range(256)) * (1 << 16)
ctypes.CDLL(None).prctl(NO_LARGE_PAGES, 0, 0, 0, 0)
before, _ = large(), pages.enlarge()
print(json.dumps([before, large(), own[:] == text]))
'''


def can_join() -> bool:
    """Tell whether this system joins pages where it is asked to."""
    number = re.match(r'(\d+)\.(\d+)', os.uname().release)
    return sys.platform == 'linux' and number is not None and \
        tuple(map(int, number.groups())) >= (6, 1) and \
        SWITCH.exists() and '[never]' not in SWITCH.read_text()


@pytest.mark.skipif(not can_join(), reason='Linux joins pages since 6.1')
def test_pages_are_joined() -> None:
    """16 MB in pages of 4 KB lie in large ones afterwards, unchanged."""
    said = subprocess.run([sys.executable, '-c', CODE], check=True,
                          capture_output=True, text=True).stdout
    before, after, is_the_same = json.loads(said)
    assert after - before >= 12 << 10
    assert is_the_same
