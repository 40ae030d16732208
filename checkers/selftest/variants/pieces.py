"""Small tools that turn short bodies into whole submissions."""
import re
import textwrap
from collections.abc import Mapping

SHEBANG = '#!/usr/bin/env python3\n'

# What makes Keras know a class or a function when it loads a model.
REGISTERED = '@keras.utils.register_keras_serializable()\n'
# Of an object that keeps the arguments of its __init__ in made_from.
MADE_FROM = '''
    def get_config(self):
        """Return what the model is made from."""
        return {**super().get_config(), **self.made_from}
'''
# Of a model made of an encoder and a decoder: how it is made again.
HALVES = '''
    def get_config(self):
        """Return both halves, as Keras saves them."""
        return {'encoder': keras.utils.serialize_keras_object(self.encoder),
                'decoder': keras.utils.serialize_keras_object(self.decoder)}

    @classmethod
    def from_config(cls, config):
        """Return the model of the halves that were saved."""
        return cls(**{name: keras.utils.deserialize_keras_object(value)
                      for name, value in config.items()})
'''

# The end that most bodies share: auto on the models, compiled, returned.
FINISH = '''
    inputs = keras.Input(shape=(input_dims,))
    auto = keras.Model(inputs, decoder(encoder(inputs)))
    auto.compile(optimizer='adam', loss='binary_crossentropy')
    return encoder, decoder, auto
'''


def page(body: str,
         imports: str = 'import tensorflow.keras as keras') -> str:
    """Return a whole file: shebang, docstring, imports and the body."""
    return (SHEBANG + '"""An autoencoder."""\n' + imports + '\n\n\n'
            + body.strip('\n') + '\n')


def pages(*tables: Mapping[str, str]) -> dict[str, str]:
    """Return name -> source for tables of name -> body."""
    return {name: page(body) for table in tables
            for name, body in table.items()}


def edited(text: str, *edits: tuple[str, str]) -> str:
    """Return the text after each edit (old, new), at every place.

    An old text that is not there is a mistake in the table: ValueError.
    """
    for old, new in edits:
        if old not in text:
            raise ValueError(f'nothing to edit: {old!r}')
        text = text.replace(old, new)
    return text


def as_k(body: str) -> str:
    """Spell the import `import tensorflow.keras as K`."""
    return page(re.sub(r'\bkeras\.', 'K.', body),
                'import tensorflow.keras as K')


def from_tensorflow(body: str) -> str:
    """Spell the import `from tensorflow import keras`."""
    return page(body, 'from tensorflow import keras')


def from_keras(body: str) -> str:
    """Import each name used from tensorflow.keras: layers, Model ..."""
    names = sorted(set(re.findall(r'\bkeras\.(\w+)', body)))
    return page(re.sub(r'\bkeras\.', '', body),
                'from tensorflow.keras import ' + ', '.join(names))


def from_layers(body: str) -> str:
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


def spellings(body: str) -> dict[str, str]:
    """Return name -> source: the body with its imports in other words."""
    return {name: spelled(body) for name, spelled in IMPORTS.items()}
