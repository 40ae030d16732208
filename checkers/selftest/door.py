"""The door that every entry of the selftest goes through: a student's.

An entry is written to a folder as a submission and graded by grading.grade,
like any other.
"""
from checkers.course import curriculum
from checkers.judging import grading

README = '# My answers\n'


def submit(folder, warm, files, modes=None, **options):
    """Grade a submission made of these files.

    Args:
        folder: pathlib.Path, empty; becomes the submission.
        warm: a running zygote.Zygote.
        files: dictionary, file name -> its text or bytes.
        modes: dictionary, file name -> its mode where it is not 0o755.
        options: for grading.grade.

    Returns:
        Dictionary, task number -> the task's part of the result document.
    """
    (folder / 'README.md').write_text(README)
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes)
                         else content.encode())
        path.chmod((modes or {}).get(name, 0o755))
    tasks = [task for task in curriculum.TASKS if task.file in files]
    document = grading.grade(str(folder), warm=warm, tasks=tasks, **options)
    return {task['number']: task for task in document['tasks']}


def lost(task):
    """Return the failed checks of a graded task: id -> message."""
    return {check['id']: check['message'] for check in task['checks']
            if check['status'] == 'failed'}
