"""A model's layers as a table: expected beside found, with their lines.

The lines are read from the student's file where they can be known for sure:
where the asked function makes its layers one after the other, in a loop over
the hidden widths of the encoder and one over those of the decoder.
"""
import ast
import itertools
import re
from collections.abc import Iterable, Sequence

from checkers.course.curriculum import Task
from checkers.judging.evidence import Case
from checkers.judging.source import Source

HEAD = ['layer', 'expected', 'found', 'line']
MAKERS = ('Dense', 'Conv2D', 'Conv2DTranspose')
# A letter for each kind of layer, so that a pattern can say what may follow.
KINDS = {'h': 'hidden', 'c': 'code', 's': 'last hidden', 'o': 'output'}


def rows(case: Case, model: str, names: Iterable[str],
         expected: Iterable[str], found: Iterable[str]) -> list[list[str]]:
    """Return the rows of a table of layers; none where nothing differs.

    Args:
        case: the case, which knows the lines.
        model: 'encoder' or 'decoder'.
        names: the expected layers' names, such as 'hidden 1' or 'output'.
        expected, found: texts, a layer each; there may be more or fewer
            found than expected.
    """
    expected, found = list(expected), list(found)
    if expected == found:
        return []
    # Where layers are missing or too many, whose line is whose is not sure.
    sure = case.lines() if len(expected) == len(found) else {}
    table = [HEAD]
    for name, want, have in itertools.zip_longest(names, expected, found,
                                                  fillvalue='-'):
        line = sure.get((model, re.sub(r' \d+$', '', name)), '')
        table.append([name, want, have, str(line)])
    return table


def names(hidden: int, *others: str) -> list[str]:
    """Return the names of that many hidden layers and of those after."""
    return [f'hidden {k + 1}' for k in range(hidden)] + list(others)


def lines(source: Source, task: Task) -> dict[tuple[str, str], int]:
    """Say on which lines of a file its layers are made.

    Returns:
        (model, one of KINDS' names) -> line; empty where it is not sure.
    """
    if len(task.definitions) > 1 or len(source.asked) != 1 or \
            source.tree is None:
        return {}
    [function], [definition] = source.asked, task.definitions
    if not isinstance(function, ast.FunctionDef):
        return {}
    kinds, made = '', []
    for statement in function.body:
        calls = makers(statement)
        if len(calls) > 1:
            return {}
        for call in calls:
            kinds += 'h' if isinstance(statement, ast.For) else kind(
                call, definition.parameters)
            made.append(call.lineno)
    if len(made) != len(makers(source.tree)) or \
            not re.fullmatch('hc*hs?o?', kinds):
        return {}
    second = kinds.index('h', 1)
    found = {}
    for place, (letter, line) in enumerate(zip(kinds, made)):
        model = 'encoder' if place < second else 'decoder'
        found[model, KINDS[letter]] = line
    # Without a line of its own the loop has made that layer too.
    found.setdefault(('decoder', 'last hidden'), found['decoder', 'hidden'])
    return found


def makers(node: ast.AST) -> list[ast.Call]:
    """Return the calls below a node that make a layer with weights."""
    return [call for call in ast.walk(node) if isinstance(call, ast.Call) and
            getattr(call.func, 'attr', getattr(call.func, 'id', '')) in
            MAKERS]


def kind(call: ast.Call, parameters: Sequence[str]) -> str:
    """Say what a layer outside of loops is, by its width: one of KINDS."""
    named = [word.value for word in call.keywords
             if word.arg in ('units', 'filters')]
    width = next(iter([*call.args, *named]), None)
    # Of latent_dims[-1] the name is that of its value.
    name = getattr(getattr(width, 'value', width), 'id', '')
    if name == parameters[0]:
        return 'o'
    return 'c' if name in parameters[2:3] else 's'
