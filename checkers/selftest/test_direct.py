"""The probe runs operations as they are, and not as functions of their own."""
import json
import subprocess
import sys

import pytest

from checkers.runner import sandbox

# What TensorFlow has made functions of, before the switch and after it.
CODE = f'''
import json
import sys
sys.path.insert(0, {sandbox.PROBE!r})
import child
import tensorflow as tf
from tensorflow.python.eager import context
kinds = []
for operation in tf.nn.relu, tf.nn.tanh:
    operation(tf.constant([1., 2.]))
    kinds.append(context.context().list_function_names())
    child.run_directly()
print(json.dumps([sorted(str(name) for name in names) for names in kinds]))
'''


@pytest.mark.slow
def test_no_function_is_made_of_an_operation() -> None:
    """The switch is private; a TensorFlow without it is slow in silence."""
    said = subprocess.run([sys.executable, '-c', CODE], check=True,
                          capture_output=True, text=True).stdout
    before, after = json.loads(said)
    assert any('Relu' in name for name in before)
    assert not any('Tanh' in name for name in after)
