"""A student's whole way through a task: stub, mistakes, the right answer.

The files are made by start; each wrong version is the reference with one
edit. What the student reads at each step is asserted.
"""
import pathlib

import pytest

from checkers.course import curriculum
from checkers.judging import grading
from checkers.marks.document import CheckStatus, TaskMark, TaskStatus
from checkers.runner.zygote import Zygote
from checkers.selftest import course
from checkers.student import workplace

LOOP = 'for width in reversed(hidden_layers):'
SIGMOID = "activation='sigmoid'"

# Task -> three steps: what stands in the reference, what the student writes
# there, the check that fails, what it says, and its first hint.
WAYS: dict[int, list[tuple[str, str, str, str, str]]] = {
    0: [(LOOP, LOOP[:-1], 'signature',
         "line 40 is not valid Python: expected ':'", 'reversed'),
        (LOOP, 'for width in hidden_layers:', 'decoder_layers',
         "come in the encoder's order: 128, 64; expected 64, 128",
         'unpack what was packed last'),
        (SIGMOID, "activation='relu'", 'decoder_activations',
         'it seems that the last layer is relu', 'Between which values')],
    1: [('(input_dims,)', 'input_dims', 'models',
         'A shape is a tuple', 'with the comma'),
        ('keras.regularizers.L1(lambtha)', 'None', 'penalty',
         'The loss has no penalty', 'Which numbers should become small'),
        ('keras.regularizers.L1(lambtha)', 'keras.regularizers.L2(lambtha)',
         'penalty', 'follows that of the square of the code (L2)',
         'Which layer, and what of it, is given the penalty?')],
    2: [('filters[:0:-1]', 'filters[1:]', 'decoder_filters',
         "expected", 'What does the decoder undo first'),
        ("padding='valid'", "padding='same'", 'decoder_outputs',
         'the last but one should have valid', 'How large is the picture'),
        ("loss='binary_crossentropy'", "loss='mse'", 'loss',
         'it is the mean squared error', 'Which loss fits')],
    3: [('exp(log_var / 2)', 'exp(log_var)', 'sampling',
         'the half is missing', 'How is a standard deviation made'),
        ('encoder(inputs)[0]', 'encoder(inputs)[1]', 'auto_decodes_z',
         'is the mean itself: it has no noise',
         "Which of the encoder's outputs is drawn"),
        ('ops.sum(', 'ops.mean(', 'loss_balance',
         'Is the KL term averaged over the latent dimensions',
         'Over what is each term summed')],
}


@pytest.mark.parametrize('number', WAYS)
@pytest.mark.slow
def test_way(number: int, warm: Zygote, tmp_path: pathlib.Path) -> None:
    """From the stub by way of three mistakes to all points."""
    workplace.make(str(tmp_path), str(course.COURSE))
    folder = tmp_path / course.COURSE.name
    [task] = [task for task in curriculum.TASKS if task.number == number]
    reference = (course.COURSE / task.file).read_text()

    def graded(source: str) -> TaskMark:
        """Grade the folder with this answer in it."""
        (folder / task.file).write_text(source)
        return grading.grade(str(folder), warm, tasks=[task]).tasks[0]

    stub = graded((folder / task.file).read_text())
    assert (stub.status, stub.score) == (TaskStatus.NOT_ATTEMPTED, 0)
    for old, new, name, said, hint in WAYS[number]:
        assert reference.count(old) >= 1
        result = graded(reference.replace(old, new))
        [check] = [check for check in result.checks
                   if check.status == CheckStatus.FAILED]
        assert check.id == name
        assert said in check.message
        if name == 'signature':
            assert check.hints == ()
        else:
            assert hint in check.hints[0]
        assert result.score < result.max_score
    right = graded(reference)
    assert (right.status, right.score) == (TaskStatus.PASSED,
                                           right.max_score)
