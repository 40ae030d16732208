"""Where the project lies, and where a user's answers do."""
import os

from checkers.base.errors import Mistake

CHECKERS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(CHECKERS)
COURSE = os.path.join(ROOT, '0x04-autoencoders')


def answers(folder: str) -> str:
    """Return the folder of the numbered files in what a user names.

    That is the folder itself, or the one that start has made in it.

    Raises:
        Mistake: there is no such folder, or it cannot be read.
    """
    inside = os.path.join(folder, os.path.basename(COURSE))
    try:
        os.listdir(folder)
    except OSError as error:
        raise Mistake(f'{folder} is not a folder that can be read '
                      f'({error.strerror}); name the one that holds the '
                      'numbered files')
    return inside if os.path.isdir(inside) else folder
