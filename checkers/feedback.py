"""From an exception to what the student should know.

Most answers found in public were written for older versions of Keras. For
the idioms that Keras 3 no longer allows, a bare ValueError teaches nothing:
each entry of IDIOMS names the idiom, says why it fails and shows the form
that works today.
"""
import re

IDIOMS = (
    # what the message or the line looks like, why, the Keras 3 form
    (r'KerasTensor.*(cannot|can\'t) be used as input to a TensorFlow|'
     r'A KerasTensor (is symbolic|cannot)',
     'a function of TensorFlow or of keras.backend met a symbolic tensor, '
     'which in Keras 3 only layers and keras.ops understand',
     'use keras.ops inside the call method of a layer of your own'),
)


def explain(error):
    """Return (message, hint) for an exception in the student's code.

    Args:
        error: dictionary with type, message, line, text, as recorded.

    Returns:
        The hint is empty where nothing is known of the exception.
    """
    message = ' '.join(error['message'].split())
    if len(message) > 300:
        message = message[:300] + ' ...'
    where = 'line %d, `%s`: ' % (error['line'], error['text']) \
        if error['line'] and error['text'] else ''
    for pattern, why, form in IDIOMS:
        if re.search(pattern, error['text'] + '\n' + message):
            return ('%s%s: %s. %s' % (where, error['type'], message,
                                      why[0].upper() + why[1:] + '.'),
                    'In Keras 3: ' + form + '.')
    return '%s%s: %s' % (where, error['type'], message), ''


def syntax(error):
    """Return a syntax error as the end of a sentence."""
    return 'line %s is not valid Python: %s' % (error.lineno, error.msg)
