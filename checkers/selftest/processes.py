"""What runs on this machine below a process."""
import os
import pathlib


def descendants(pid: int) -> list[int]:
    """Return the processes below one, as process numbers."""
    found = []
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            about = pathlib.Path(f'/proc/{name}/stat').read_text()
        except OSError:         # it has ended meanwhile
            continue
        parent = int(about.rpartition(')')[2].split()[1])
        if parent == pid:
            found += [int(name), *descendants(int(name))]
    return found
