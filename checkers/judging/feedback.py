"""From an exception to what the student should know.

Most answers found in public were written for older versions of Keras. For
the idioms that Keras 3 no longer allows, a bare ValueError teaches nothing:
each entry of IDIOMS names the idiom, says why it fails and shows the form
that works today.
"""
import re

from checkers.course.values import Failure

# (when, pattern, why, today's form): an idiom of 'loss' is looked for only
# while the loss is computed. The pattern is looked for in 'Type: message' and
# the student's line, one under the other; the first that fits is told.
SYMBOLIC = r'KerasTensor.*(TensorFlow function|convert)|symbolic Keras'
IDIOMS = (
    ('loss', SYMBOLIC,
     'The loss closes over tensors of the model, such as mean and log_var. '
     'In Keras 3 these are symbolic: they have no value while the loss is '
     'computed, and a loss sees only its two arguments.',
     'Give mean and log_var to a layer of your own, and call self.add_loss '
     'in its call method.'),
    ('build', SYMBOLIC,
     'A function of keras.backend (or of TensorFlow) met a symbolic tensor. '
     'In Keras 3 these functions take real tensors only.',
     'Do the computation with keras.ops, or inside the call method of a '
     'layer of your own.'),
    ('build', r'NotImplementedError.*\n.*add_loss',
     'In Keras 3 add_loss of a whole model takes no symbolic tensor any '
     'more.',
     'Call self.add_loss in the call method of a layer of your own.'),
    ('build', r"Cannot convert '?\d+'? to a shape|"
              r"'int' object is not iterable\n.*Input\(",
     'A shape is a tuple; Input(shape=n) gives a number.',
     'Write the shape of a vector as (n,), with the comma.'),
    ('build', r'expects 1 .*input.*received 3 input|'
              r'takes 1 .*received 3|list.*3 .*decoder\(',
     'The decoder takes one input, but it is called on all three outputs of '
     'the encoder.',
     'Take z out of the list of outputs first.'),
    ('build', r"not recognized: .*'lr'",
     'The argument lr of an optimizer is gone in Keras 3.',
     'It is called learning_rate today.'),
    ('build', r'invalid value for .?units|expected a positive integer',
     'In Keras 3 the width of a layer must be an int of Python; a number of '
     'NumPy is refused.',
     'Convert it with int(), or do without NumPy.'),
    ('build', r"no attribute '(input|output)_shape'",
     'A layer has no input_shape or output_shape in Keras 3.',
     'Ask its tensors: layer.input.shape, layer.output.shape.'),
    ('build', r"has no attribute '(ops|random|saving)'",
     'keras.ops and keras.random came with Keras 3; this interpreter has an '
     'older one.',
     'Use keras.backend in this version, or ask your teacher which version '
     'the course prescribes.'),
)


def explain(error: Failure, when: str = 'build') -> tuple[str, str]:
    """Say what an exception in the student's code means.

    Args:
        error: the exception.
        when: 'loss' where the loss was being computed, else 'build'.

    Returns:
        (message, hint); the hint is empty where nothing is known.
    """
    message = ' '.join(error.message.split())
    short = message if len(message) <= 200 else message[:200] + ' [...]'
    said = error.type + (f': {short}' if short else '')
    if error.line and error.text:
        said = f'Line {error.line}, `{error.text}`: {said}'
    for time, pattern, why, form in IDIOMS:
        if time in ('build', when) and re.search(
                pattern, f'{error.type}: {message}\n{error.text}'):
            return f'{said.rstrip(" .")}. {why}', f'In Keras 3: {form}'
    return said, ''


def syntax(error: SyntaxError) -> str:
    """Return a syntax error as the end of a sentence."""
    return f'line {error.lineno} is not valid Python: {error.msg}'
