"""Small tools that turn short bodies into whole submissions."""
import re
import textwrap

SHEBANG = '#!/usr/bin/env python3\n'

# The end that most bodies share: auto on the models, compiled, returned.
FINISH = '''
    inputs = keras.Input(shape=(input_dims,))
    auto = keras.Model(inputs, decoder(encoder(inputs)))
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
'''


def page(body, imports='import tensorflow.keras as keras'):
    """Return a whole file: shebang, docstring, imports and the body."""
    return (SHEBANG + '"""An autoencoder."""\n' + imports + '\n\n\n'
            + body.strip('\n') + '\n')


def edited(text, *edits):
    """Return the text after each edit (old, new), at every place.

    An old text that is not there is a mistake in the table: ValueError.
    """
    for old, new in edits:
        if old not in text:
            raise ValueError('nothing to edit: %r' % old)
        text = text.replace(old, new)
    return text


def as_k(body):
    """Spell the import `import tensorflow.keras as K`."""
    return page(re.sub(r'\bkeras\.', 'K.', body),
                'import tensorflow.keras as K')


def from_tensorflow(body):
    """Spell the import `from tensorflow import keras`."""
    return page(body, 'from tensorflow import keras')


def from_keras(body):
    """Import each name used from tensorflow.keras: layers, Model ..."""
    names = sorted(set(re.findall(r'\bkeras\.(\w+)', body)))
    return page(re.sub(r'\bkeras\.', '', body),
                'from tensorflow.keras import ' + ', '.join(names))


def from_layers(body):
    """Import each layer used from tensorflow.keras.layers."""
    names = sorted(set(re.findall(r'\bkeras\.layers\.(\w+)', body)))
    return page(re.sub(r'\bkeras\.layers\.', '', body),
                'import tensorflow.keras as keras\n'
                'from tensorflow.keras.layers import (\n    '
                + textwrap.fill(', '.join(names), 70,
                                subsequent_indent='    ') + ')')


IMPORTS = {'imported as K': as_k,
           'keras from tensorflow': from_tensorflow,
           'names from tensorflow.keras': from_keras,
           'layers from tensorflow.keras.layers': from_layers}
