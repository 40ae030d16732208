"""A step is defined once: what a plan asks for is what the probe does."""
import ast
import dataclasses

import msgspec
import pytest

from checkers.base.paths import CHECKERS
from checkers.course import steps
from checkers.course.curriculum import TASKS
from checkers.course.values import Unreadable
from checkers.runner.zygote import ProbeError, Zygote
from checkers.selftest.course import COURSE

KINDS = tuple(steps.Step.__subclasses__())
EVERY = {'save', 'apart', 'unless_equal'}       # what every step has


class Levitate(steps.Step, tag='levitate', frozen=True, kw_only=True):
    """A step that the probe does not know."""


def asked() -> dict[str, dict[str, bool]]:
    """Return the steps of plans: name -> argument -> is it always given."""
    return {kind.name(): {field.name: field.required
                          for field in msgspec.structs.fields(kind)
                          if field.name not in EVERY} for kind in KINDS}


def done() -> dict[str, dict[str, bool]]:
    """Return the probe's steps: name -> parameter -> must it be given."""
    found = {}
    for name in 'steps', 'joined':
        with open(f'{CHECKERS}/probe/{name}.py', encoding='utf-8') as file:
            tree = ast.parse(file.read())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name[0] != '_' and \
                    node.args.args[:1] and node.args.args[0].arg == 'self':
                names = [arg.arg for arg in node.args.args[1:]]
                least = len(names) - len(node.args.defaults)
                found[node.name] = {name: place < least
                                    for place, name in enumerate(names)}
    return found


def test_every_step_is_done_by_the_probe() -> None:
    """The classes here and the methods there take the same arguments."""
    assert {name: set(arguments) for name, arguments in asked().items()} == {
        name: set(parameters) for name, parameters in done().items()}


def test_what_the_probe_needs_is_always_given() -> None:
    """An argument that a plan may leave out has a default in the probe."""
    given = asked()
    assert [f'{name}({parameter})' for name, parameters in done().items()
            for parameter, needed in parameters.items()
            if needed and not given[name][parameter]] == []


def test_what_no_step_records_is_refused() -> None:
    """Text in place of numbers is never believed."""
    kinds = [kind for kind in KINDS if not any(
        field.required for field in msgspec.structs.fields(kind))]
    assert len(kinds) > 2
    for kind in kinds:
        with pytest.raises(Unreadable):
            kind().read('text')


def test_an_unknown_step_is_the_graders_error(warm: Zygote) -> None:
    """It is said aloud, and never told to the student; the probe lives on."""
    task = dataclasses.replace(TASKS[0], plan=lambda case, seed: [Levitate()])
    with pytest.raises(ProbeError, match='does not know levitate'):
        warm.observe(task, str(COURSE), 0)
    seen = warm.observe(TASKS[0], str(COURSE), 0)
    assert not seen.ended and not seen.error
