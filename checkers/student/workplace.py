"""A student's folder: stubs, drivers, data, and room for the figures.

    DIR/0x04-autoencoders/    what the student writes and runs
    DIR/0x04-images/          the figures that the drivers draw

What is there already is left as it is, and no link in DIR is followed.
"""
import os
from collections.abc import Iterator

from checkers.base import strangers
from checkers.course import curriculum
from checkers.student import stubs

IMAGES = '0x04-images'
README = """# Autoencoders

The questions and the tasks are explained in the course's own README; this
folder is for your answers. Each file below raises `NotImplementedError` until
you write it; what it has to do is in its docstring.

%s
Run a task's driver to see it learn; its figures go to `../0x04-images`. A
quick look draws into `models` instead:

    ./0-main.py --epochs 2

What is still wrong, and why, from the folder of the course:

    python3 -m checkers watch DIR       step by step, whenever you save
    python3 -m checkers check DIR       all at once, with the points

DIR is the folder that holds this one.
"""


def files(course: str) -> Iterator[tuple[str, bytes, int]]:
    """Yield (name, bytes, mode) of the files of a student's folder.

    Args:
        course: path of the folder with the references and the drivers.
    """
    tasks = ''.join(f'- **{task.file}**: {task.objective}\n'
                    for task in curriculum.TASKS)
    yield 'README.md', (README % tasks).encode(), 0o644
    references = {task.file: task for task in curriculum.TASKS}
    for name in sorted(os.listdir(course)):
        path = os.path.join(course, name)
        if name.startswith('.') or name.endswith('.md') or \
                not os.path.isfile(path):
            continue
        with open(path, 'rb') as file:
            data = file.read()
        if name in references:
            data = stubs.stub(data.decode(), references[name]).encode()
        yield name, data, 0o755 if name[0].isdigit() else 0o644


def make(folder: str, course: str) -> tuple[list[str], list[str]]:
    """Make a student's folder, or add what it lacks.

    Args:
        folder: its path; it is made where there is none.
        course: path of the folder with the references and the drivers.

    Returns:
        The names of the answers' files that were added, and of those that
        were there.

    Raises:
        OSError: something cannot be written; what was there is still there.
    """
    answers = os.path.basename(course)
    os.makedirs(folder, exist_ok=True)
    top = os.path.join(folder, '')      # DIR itself may be a link
    for name in (answers, IMAGES):
        strangers.make_folder(top, name)
    added, kept = [], []
    for name, data, mode in files(course):
        path = f'{answers}/{name}'
        if strangers.look(top, path) is not None:
            kept.append(name)
        else:
            strangers.write(top, path, data, mode)
            added.append(name)
    return added, kept
