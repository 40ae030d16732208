"""Stubs: the contract of a reference file, with nothing written yet.

They are made from the references, so that the two cannot drift: the asked
functions and classes keep their signatures and docstrings, and everything
else, helpers included, is left out.
"""
import ast


def stub(source, task):
    """Return the stub of a task's file.

    Args:
        source: text, the reference's.
        task: curriculum.Task.
    """
    names = [definition.names[0] for definition in task.definitions]
    lines = source.splitlines()
    head, *body = ast.parse(source).body        # the module's docstring
    parts = [['#!/usr/bin/env python3',
              *lines[head.lineno - 1:head.end_lineno],
              'import tensorflow.keras as keras']]
    parts += [contract(node, lines) for node in body
              if getattr(node, 'name', None) in names]
    return '\n\n\n'.join(map('\n'.join, parts)) + '\n'


def contract(node, lines):
    """Return the lines of a function or class without what it does.

    Of a class these are its public methods; a decorator is kept where it
    belongs to the contract, as with a class method.

    Args:
        node: its ast node.
        lines: the lines of its file.
    """
    is_class = isinstance(node, ast.ClassDef)
    first = node.lineno
    if node.decorator_list and not is_class:
        first = node.decorator_list[0].lineno
    last = node.body[0].lineno - 1
    if ast.get_docstring(node):
        last = node.body[0].end_lineno
    kept = lines[first - 1:last]
    methods = [method for method in node.body
               if isinstance(method, ast.FunctionDef) and
               not method.name.startswith('_') or
               getattr(method, 'name', '') == '__init__']
    if is_class and methods:
        for method in methods:
            kept += [''] + contract(method, lines)
        return kept
    return kept + [' ' * (node.col_offset + 4) + 'raise NotImplementedError']
