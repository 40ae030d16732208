"""Where the project lies, and where a user's answers do."""
import os
import stat

from checkers.base import strangers
from checkers.base.errors import Mistake

CHECKERS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(CHECKERS)
COURSE = os.path.join(ROOT, '0x04-autoencoders')


def answers(folder: str) -> str:
    """Return the folder of the numbered files in what a user names.

    That is the folder itself, or the one that start has made in it. The
    first may be a link, for the user named it; then a slash stands behind
    it, so that base/strangers.py follows it. The second may not.

    Raises:
        Mistake: there is no such folder, or it cannot be read.
    """
    named = os.path.join(folder, '') if os.path.islink(folder) else folder
    name = os.path.basename(COURSE)
    try:
        os.scandir(named).close()
        inside = strangers.look(named, name)
    except OSError as error:
        raise Mistake(f'{folder} is not a folder that can be read '
                      f'({error.strerror}); name the one that holds the '
                      'numbered files')
    if inside is not None and stat.S_ISLNK(inside.st_mode):
        raise Mistake(f'{os.path.join(folder, name)} is a link, which is not '
                      'followed; name the folder that it leads to, if you '
                      'trust it')
    if inside is not None and stat.S_ISDIR(inside.st_mode):
        return os.path.join(named, name)
    return named
