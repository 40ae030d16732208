"""Stubs: the contract of a reference file, with nothing written yet.

They are made from the references, so that the two cannot drift apart: what a
task asks for keeps its signature and docstring, and everything else, helpers
included, is left out.
"""
import ast

from checkers.course.curriculum import Task


def stub(source: str, task: Task) -> str:
    """Return the stub of a task's file.

    Args:
        source: the text of the reference.
        task: the task.
    """
    names = [definition.names[0] for definition in task.definitions]
    lines = source.splitlines()
    head, *body = ast.parse(source).body        # the module's docstring
    parts = [['#!/usr/bin/env python3',
              *lines[head.lineno - 1:head.end_lineno],
              'import tensorflow.keras as keras']]
    parts += [contract(node, lines) for node in body
              if isinstance(node, ast.FunctionDef | ast.ClassDef) and
              node.name in names]
    return '\n\n\n'.join(map('\n'.join, parts)) + '\n'


def contract(node: ast.FunctionDef | ast.ClassDef,
             lines: list[str]) -> list[str]:
    """Return the lines of a function or class without what it does.

    Of a class these are its head and its public methods. The decorators of a
    method stay, such as @classmethod; those of a class go.

    Args:
        node: the function or class.
        lines: the lines of its file.
    """
    is_class = isinstance(node, ast.ClassDef)
    first = node.lineno
    if node.decorator_list and not is_class:
        first = node.decorator_list[0].lineno
    last: int | None = node.body[0].lineno - 1
    if ast.get_docstring(node):
        last = node.body[0].end_lineno
    kept = lines[first - 1:last]
    methods = [method for method in node.body
               if isinstance(method, ast.FunctionDef) and
               (method.name == '__init__' or method.name[0] != '_')]
    if is_class and methods:
        for method in methods:
            kept += ['', *contract(method, lines)]
        return kept
    return [*kept, ' ' * (node.col_offset + 4) + 'raise NotImplementedError']
