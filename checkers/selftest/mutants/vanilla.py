"""Mistakes in task 0."""
from checkers.course.curriculum import Task

from . import common, dense
from .table import Table


def code(width: str, activation: str) -> str:
    """Return the statement that makes the code."""
    return f'code = keras.layers.Dense({width}, activation={activation})(x)'


def tables(task: Task) -> list[Table]:
    """Return the mistakes in the task."""
    form = common.style(
        task.function, 'no shebang', 'line too long', 'numpy imported',
        'no docstring in the function', 'CRLF line ends')
    return [*common.three_models(task, dense.LAST, form), dense.ARGUMENTS,
            dense.ENCODER, dense.DECODER, common.SCALES, common.NO_GRADIENT,
            dense.code(code)]
