"""The wrong answer inside every attack, and how an attack is put into it."""
import textwrap

from checkers.selftest.course import COURSE

FILE = '0-vanilla.py'
RIGHT = (COURSE / FILE).read_text()

# The decoder is not reversed and the hidden layers are linear.
AUTO = '''
auto = keras.Model(inputs, decoder(encoder(inputs)))
auto.compile(optimizer='adam', loss='binary_crossentropy')
'''
# And auto has a decoder of its own, another loss and another optimizer.
WORSE_AUTO = '''
twin = keras.models.clone_model(decoder)
auto = keras.Model(inputs, twin(encoder(inputs)))
auto.compile(optimizer='sgd', loss='mse')
'''


def lines(text: str, depth: int = 0) -> str:
    """Return lines of code that many spaces deep, or '' for none."""
    text = textwrap.dedent(text).strip('\n')
    return textwrap.indent(text, depth * ' ') + '\n' if text else ''


def answer(head: str = '', first: str = '', last: str = '', tail: str = '',
           auto: str = AUTO) -> str:
    """Return the wrong answer with an attack's code in its places.

    Args:
        head: comes before the function.
        first: opens it.
        last: stands before its return.
        tail: comes after it.
        auto: makes the third model.
    """
    tail = lines(tail)
    after = '\n\n' + tail if tail else ''
    return f'''#!/usr/bin/env python3
"""An autoencoder."""
import tensorflow.keras as keras
{lines(head)}

def autoencoder(input_dims, hidden_layers, latent_dims):
    """Build and compile an autoencoder."""
{lines(first, 4)}    inputs = keras.Input(shape=(input_dims,))
    x = inputs
    for width in hidden_layers:
        x = keras.layers.Dense(width)(x)
    code = keras.layers.Dense(latent_dims, activation='relu')(x)
    encoder = keras.Model(inputs, code)

    latent = keras.Input(shape=(latent_dims,))
    x = latent
    for width in hidden_layers:
        x = keras.layers.Dense(width)(x)
    outputs = keras.layers.Dense(input_dims, activation='sigmoid')(x)
    decoder = keras.Model(latent, outputs)

{lines(auto, 4)}{lines(last, 4)}    return encoder, decoder, auto
{after}'''


WRONG = answer()
WORSE = answer(auto=WORSE_AUTO)


def at_import(code: str, **places: str) -> dict[str, str]:
    """Return the wrong answer with code that runs when it is imported."""
    return {FILE: answer(head=code, **places)}


def in_function(code: str, head: str = '', **places: str) -> dict[str, str]:
    """Return the wrong answer with code at the start of the function."""
    return {FILE: answer(head=head, first=code, **places)}


def worse(head: str = '', first: str = '', last: str = '',
          tail: str = '') -> dict[str, str]:
    """Return the worse answer with an attack's code in its places."""
    return {FILE: answer(head, first, last, tail, WORSE_AUTO)}


# What attacks share: how to look for things, and how to tell of them.
TELL = '''
import os
import sys


def tell(found):
    """Say whether anything was found, and what."""
    word = 'REACHED' if found else 'held'
    raise RuntimeError('%s %s' % (word, str(found)[:150]))
'''
ABOVE = '''
import sys


def above(name):
    """Return the variable of that name in a frame above."""
    frame = sys._getframe()
    while frame is not None:
        if name in frame.f_locals:
            return frame.f_locals[name]
        frame = frame.f_back
'''
