"""From an exception to what the student should know.

Most answers found in public were written for older versions of Keras. For
the idioms that Keras 3 no longer allows, a bare ValueError teaches nothing:
each entry of IDIOMS names the idiom, says why it fails and shows the form
that works today.
"""
import re
import textwrap

from checkers.course.values import Failure

# What an exception says of itself and not of the mistake: colours (without the
# escape, which is no character to show), where in TensorFlow it came about,
# and what Keras was given, value by value.
NOISE = re.compile(r' ?\[\d+(;\d+)*m|\{\{\w*node [^{}]*\}\}|'
                   r'\[Op:\w+\]( name:)?|(Arguments received by|Full object '
                   r'config:) .*', re.DOTALL)
LENGTH = 500            # characters of what is told of it
KERAS_3 = 'In Keras 3: '
SYMBOLIC = r'KerasTensor.*(TensorFlow function|convert)|symbolic Keras'
# (when, pattern, why, what works): an idiom of 'loss' is looked for only
# while the loss is computed, one of 'load' where a model is saved or loaded.
# The pattern is looked for in 'Type: message' and the student's line, one
# under the other; the first that fits is told.
IDIOMS = (
    ('loss', SYMBOLIC,
     'The loss closes over tensors of the model, such as mean and log_var. '
     'In Keras 3 these are symbolic: they have no value while the loss is '
     'computed, and a loss sees only its two arguments.',
     KERAS_3 + 'Give mean and log_var to a layer of your own, and call '
     'self.add_loss in its call method.'),
    ('build', SYMBOLIC,
     'A function of keras.backend (or of TensorFlow) met a symbolic tensor. '
     'In Keras 3 these functions take real tensors only.',
     KERAS_3 + 'Do the computation with keras.ops, or inside the call method '
     'of a layer of your own.'),
    ('build', r'NotImplementedError.*\n.*add_loss',
     'In Keras 3 add_loss of a whole model takes no symbolic tensor any '
     'more.',
     KERAS_3 + 'Call self.add_loss in the call method of a layer of your '
     'own.'),
    ('build', r"Cannot convert '?\d+'? to a shape|"
              r"'int' object is not iterable\n.*Input\(",
     'A shape is a tuple; Input(shape=n) gives a number.',
     KERAS_3 + 'Write the shape of a vector as (n,), with the comma.'),
    ('build', r'expects 1 .*input.*received 3 input|'
              r'takes 1 .*received 3|list.*3 .*decoder\(',
     'The decoder takes one input, but it is called on all three outputs of '
     'the encoder.',
     KERAS_3 + 'Take z out of the list of outputs first.'),
    ('build', r"not recognized: .*'lr'",
     'The argument lr of an optimizer is gone in Keras 3.',
     KERAS_3 + 'It is called learning_rate today.'),
    ('build', r'invalid value for .?units|expected a positive integer',
     'In Keras 3 the width of a layer must be an int of Python; a number of '
     'NumPy is refused.',
     KERAS_3 + 'Convert it with int(), or do without NumPy.'),
    ('build', r"no attribute '(input|output)_shape'",
     'A layer has no input_shape or output_shape in Keras 3.',
     KERAS_3 + 'Ask its tensors: layer.input.shape, layer.output.shape.'),
    ('build', r"has no attribute 'saving'",
     'keras.saving is a part of keras, and tensorflow.keras does not have it.',
     'What it holds is in keras.utils, such as register_keras_serializable, '
     'and in keras.models, such as load_model.'),
    ('build', r"has no attribute '(ops|random)'",
     'keras.ops and keras.random came with Keras 3; this interpreter has an '
     'older one.',
     'Use keras.backend in this version, or ask your teacher which version '
     'the course prescribes.'),
    ('load', r'(Could not locate|Unknown) (class|function|layer|object)',
     'In tensorflow.keras that decorator is in keras.utils.',
     'How does Keras, when it loads a model, find what your file defines?'),
    ('load', r'Python lambda',
     'A lambda has no name by which it could be found again.',
     'What in your file could stand in its place, and bear a name?'),
    ('load', r'missing \d+ required|unexpected keyword|override.*get_config',
     'An object is made again from what its get_config gives.',
     'What does __init__ take, and what of it does get_config give?'),
)


def explain(error: Failure, when: str = 'build') -> tuple[str, str]:
    """Say what an exception in the student's code means.

    Args:
        error: the exception.
        when: 'loss' where the loss was being computed, 'load' where a model
            was being saved or loaded, else 'build'.

    Returns:
        (message, hint); the hint is empty where nothing is known.
    """
    whole = ' '.join(error.message.split())
    message = ' '.join(NOISE.sub(' ', error.message).split())
    short = textwrap.shorten(message, LENGTH, placeholder=' [...]')
    said = error.type + (f': {short}' if short else '')
    if error.line and error.text:
        said = f'Line {error.line}, `{error.text}`: {said}'
    said = stopped(said)
    for time, pattern, why, form in IDIOMS:
        if time in ('build', when) and re.search(
                pattern, f'{error.type}: {whole}\n{error.text}'):
            return f'{said} {why}', form
    return said, ''


def stopped(said: str) -> str:
    """Return a sentence that ends with one stop."""
    said = said.rstrip(' .,:;')
    return said if said.endswith(('?', '!', '[...]')) else f'{said}.'


def no_turn(error: Failure) -> str:
    """Say what an exception means that only a list of one raises.

    A variable that a loop should have set is not there after a loop without
    a turn. Returns '' for any other exception.
    """
    found = re.search(r"local variable '(\w+)'", error.message)
    if error.type != 'UnboundLocalError' or not found:
        return ''
    return (' With one hidden layer the loop has no turn, so '
            f'`{found[1]}` never gets a value.')


def syntax(error: SyntaxError) -> str:
    """Return a syntax error as the end of a sentence."""
    where = f'line {error.lineno}' if error.lineno else 'it'
    return f'{where} is not valid Python: {error.msg}'
