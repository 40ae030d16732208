"""Idioms of Keras 2 are named, with the form that Keras 3 wants."""
from pathlib import Path

import pytest

from checkers.course import curriculum
from checkers.runner import zygote
from checkers.selftest import door
from checkers.selftest.twins import KERAS2_IDIOMS

# What the report must say of each: of the idiom, and of today's form.
SAYS = {
    'keras.backend on symbolic tensors': ('symbolic tensor', 'keras.ops'),
    'add_loss of keras.backend': ('symbolic tensor', 'keras.ops'),
    'loss closing over mean and log_var': ('closes over', 'self.add_loss'),
    'loss closing over them, in keras.ops': ('closes over', 'self.add_loss'),
    'symbolic add_loss': ('add_loss of a whole model', 'self.add_loss'),
    'Input(shape=n)': ('A shape is a tuple', '(n,)'),
    'decoder called on three outputs': ('all three outputs', 'Take z out'),
    'Adam(lr=...)': ('lr', 'learning_rate'),
    'np.int64 units': ('NumPy is refused', 'int()'),
    'keras.saving': ('tensorflow.keras does not have it', 'keras.utils'),
    'layer.output_shape': ('output_shape', 'layer.output.shape'),
    'layer.input_shape': ('input_shape', 'layer.input.shape'),
}
AT_IMPORT = {'keras.saving'}


@pytest.mark.parametrize('name', KERAS2_IDIOMS)
@pytest.mark.slow
def test_idiom(name: str, warm: zygote.Zygote, tmp_path: Path) -> None:
    """The failed check names the idiom, why it fails and the new form."""
    number, source, (kind, start) = KERAS2_IDIOMS[name]
    file = curriculum.TASKS[number].file
    graded = door.submit(tmp_path, warm, {file: source})[number]
    idiom, form = SAYS[name]
    told = [check for check in graded.checks if kind in check.message]
    assert told, f'Keras no longer raises {kind}'
    assert any(idiom in check.message and form in check.hints[0]
               for check in told)
    # Where it is met at import, nothing can be judged.
    assert graded.status == ('error' if name in AT_IMPORT else 'failed')
