"""What happens to a session of watch: files are saved, keys are pressed."""
import contextlib
import os
import queue
import threading
from collections.abc import Iterator

import watchfiles

SAVED = 'saved'         # a key is one character
# File systems on other machines: the kernel does not say what changes there.
NETWORKS = ('nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', '9p', 'afs', 'ncpfs',
            'vboxsf', 'virtiofs', 'prl_fs', 'davfs', 'drvfs', 'fuse.sshfs',
            'fuse.vmhgfs-fuse', 'fuse.rclone', 'fuse.davfs2')


def filesystem(folder: str, mounts: str = '/proc/mounts') -> str:
    """Return the type of the file system of a folder; '' where unknown.

    Args:
        folder: its path.
        mounts: path of the kernel's list of what is mounted where.
    """
    inside, best, kind = f'{os.path.realpath(folder)}/', '', ''
    try:
        with open(mounts, encoding='utf-8', errors='replace') as file:
            rows = [line.split() for line in file]
    except OSError:
        return ''
    for _, point, its_kind, *_ in rows:
        point = point.replace('\\040', ' ')
        if inside.startswith(point.rstrip('/') + '/') and \
                len(point) >= len(best):
            best, kind = point, its_kind
    return kind


def polling(folder: str) -> str:
    """Return the note that a folder is looked at again and again.

    That is so on a network drive; elsewhere the kernel says what changes,
    and the note is ''.
    """
    kind = filesystem(folder)
    return '' if kind not in NETWORKS else (
        f'This folder lies on a network drive ({kind}), which does not tell '
        'of changes: it is asked for them a few times a second.')


@contextlib.contextmanager
def single_keys(terminal: int) -> Iterator[None]:
    """Let a terminal give each key at once; restore it afterwards."""
    import termios              # Unix alone has them
    import tty
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


@contextlib.contextmanager
def stream(folder: str, terminal: int | None = None) -> \
        Iterator[Iterator[str]]:
    """Give an endless iterator over what happens.

    Args:
        folder: path of the folder to watch.
        terminal: file descriptor to read keys from; None reads none.

    Yields:
        An iterator: SAVED where something in the folder may have changed,
        or the key that was pressed.
    """
    happened: queue.Queue[str] = queue.Queue()
    stop = threading.Event()

    def saves() -> None:
        # On a network drive every tick counts as a save: watchfiles' own
        # polling compares whole seconds and misses the second save in one.
        # Elsewhere the first tick does, for a save while the watch was set
        # up.
        ask = True
        for changes in watchfiles.watch(
                folder, stop_event=stop, recursive=False, rust_timeout=400,
                yield_on_timeout=True, raise_interrupt=False):
            if changes or ask:
                happened.put(SAVED)
            ask = bool(polling(folder))

    def keys(source: int) -> None:
        while True:
            key = os.read(source, 1)
            happened.put(key.decode('latin-1') or 'q')
            if not key:
                return

    watcher = threading.Thread(target=saves, daemon=True)
    watcher.start()
    with contextlib.ExitStack() as stack:
        stack.callback(watcher.join)
        stack.callback(stop.set)
        if terminal is not None:
            stack.enter_context(single_keys(terminal))
            threading.Thread(target=keys, args=(terminal,),
                             daemon=True).start()
        yield iter(happened.get, None)
