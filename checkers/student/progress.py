"""What a student has finished, kept between sessions in their folder.

An entry holds as long as the file, the rubric and the interpreter are the
same: then the work need not be checked again.
"""
import hashlib
import json
import os

from checkers.base.whole import write_whole
from checkers.judging.source import Text

NAME = '.progress.json'


def key(folder, task, context):
    """Return a hash of all that a task's marks depend on.

    Args:
        folder: path of the submission.
        task: curriculum.Task.
        context: text, what else they depend on: rubric and interpreter.
    """
    text = Text(folder, task)
    about = repr((text.data, text.executable, text.has_readme, context))
    return hashlib.sha256(about.encode()).hexdigest()


def load(folder):
    """Return what was finished: file name -> [key, points].

    Where nothing was kept, or it cannot be read, nothing is finished.
    """
    try:
        with open(os.path.join(folder, NAME), encoding='utf-8') as file:
            kept = json.load(file)['finished']
        return {name: [str(entry[0]), int(entry[1])]
                for name, entry in kept.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError,
            IndexError):
        return {}


def save(folder, finished):
    """Keep what is finished, as load gives it, in a file written whole."""
    write_whole(os.path.join(folder, NAME),
                json.dumps({'finished': finished}, indent=1) + '\n')
