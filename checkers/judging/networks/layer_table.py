"""A model's layers as a table: expected beside found, with their lines.

The lines are read from the student's file where they can be known for sure:
where the asked function makes its layers one after the other, in a loop over
the hidden widths of the encoder and one over those of the decoder.
"""
import ast
import itertools
import re

HEAD = ['layer', 'expected', 'found', 'line']
MAKERS = ('Dense', 'Conv2D', 'Conv2DTranspose')


def rows(case, model, names, expected, found):
    """Return the rows of a table of layers; none where nothing differs.

    Args:
        case: evidence.Case.
        model: 'encoder' or 'decoder'.
        names: the expected layers' names, such as 'hidden 1' or 'output'.
        expected, found: texts, a layer each; there may be more or fewer
            found than expected.
    """
    expected, found = list(expected), list(found)
    if expected == found:
        return []
    # Where layers are missing or too many, whose line is whose is not sure.
    sure = case.lines if len(expected) == len(found) else {}
    return [HEAD] + [
        [name, want, have, str(sure.get((model, re.sub(
            r' \d+$', '', name)), ''))]
        for name, want, have in itertools.zip_longest(
            names, expected, found, fillvalue='-')]


def names(hidden, *others):
    """Return the names of that many hidden layers and of those after."""
    return ['hidden %d' % (k + 1) for k in range(hidden)] + list(others)


def lines(text, task):
    """Say on which lines of a file its layers are made.

    Args:
        text: text.Text.
        task: curriculum.Task.

    Returns:
        Dictionary, (model, 'hidden'|'code'|'last hidden'|'output') -> line;
        empty where it is not sure.
    """
    if len(task.definitions) > 1 or len(text.asked) != 1 or \
            not isinstance(text.asked[0], ast.FunctionDef):
        return {}
    [function], [definition] = text.asked, task.definitions
    groups = [(isinstance(node, ast.For), makers(node))
              for node in function.body if makers(node)]
    if sum(len(calls) for _, calls in groups) != len(makers(text.tree)) or \
            any(len(calls) > 1 for _, calls in groups):
        return {}
    kinds = ''.join('h' if loop else kind(calls[0], definition.parameters)
                    for loop, calls in groups)
    if not re.fullmatch('hc*hs?o?', kinds):
        return {}
    second = kinds.index('h', 1)
    found = {}
    for place, (letter, (_, calls)) in enumerate(zip(kinds, groups)):
        model = 'encoder' if place < second else 'decoder'
        name = {'h': 'hidden', 's': 'last hidden', 'o': 'output',
                'c': 'code'}[letter]
        found[model, name] = calls[0].lineno
    # Without a line of its own the loop has made that layer too.
    found.setdefault(('decoder', 'last hidden'), found['decoder', 'hidden'])
    return found


def makers(node):
    """Return the calls below a node that make a layer with weights."""
    return [call for call in ast.walk(node) if isinstance(call, ast.Call) and
            getattr(call.func, 'attr', getattr(call.func, 'id', '')) in
            MAKERS]


def kind(call, parameters):
    """Say what a layer outside of loops is, by its width.

    Returns:
        'o' for the output, 'c' for the code, 's' for another one.
    """
    width = (call.args or [word.value for word in call.keywords
                           if word.arg in ('units', 'filters')] or [None])[0]
    name = getattr(getattr(width, 'value', width), 'id', '')
    if name == parameters[0]:
        return 'o'
    return 'c' if name in parameters[2:3] else 's'
