"""The calls that a seed draws: no mistake hides in them, and nobody knows."""
import functools
import itertools
import json
import os
import subprocess
import sys
import typing

import numpy as np
import pytest

from checkers.course import cases, planting, plans
from checkers.course.cases import PUBLIC, Case
from checkers.course.curriculum import TASKS, Task
from checkers.course.drawing import (BATCHES, Halved, Kind, Pooled, Square,
                                     alike, explained)
from checkers.course.steps import Drawn, Raises, Step
from checkers.judging import grading, oracle
from checkers.judging.networks import dense
from checkers.runner.job import make_job
from checkers.runner.zygote import Zygote
from checkers.selftest.course import COURSE, ROOT

SEEDS = range(1001)     # the public one and 1,000 more
VARIED = 10             # different calls of one case, at least


@functools.cache
def at(number: int, seed: int) -> tuple[Case, ...]:
    """Return a task's cases at a seed."""
    return TASKS[number].cases(seed)


def widths(case: Case) -> list[int]:
    """Return the list of widths, or filters, among a case's arguments."""
    found = [value for value in case.args if isinstance(value, list)]
    return found[0] if found else []


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_the_rule_holds(task: Task) -> None:
    """What every case must have, it has at 1,000 seeds."""
    for seed in SEEDS:
        drawn = at(task.number, seed)
        assert [case.name for case in drawn] == [
            case.name for case in task.public]
        for case in drawn:
            if case.kind:
                assert not list(case.kind.lacks(case.args)), (seed, case)


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_the_example_comes_first_and_stays(task: Task) -> None:
    """It is what the exercise shows, at every seed."""
    for seed in SEEDS:
        first = at(task.number, seed)[0]
        assert first.kind is None and first.args == task.public[0].args


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_nobody_knows_them(task: Task) -> None:
    """Other seeds draw other calls, and never the public ones."""
    for place, public in enumerate(task.public):
        if not public.kind:
            continue
        seen = {repr(at(task.number, seed)[place].args)
                for seed in SEEDS[1:]}
        assert repr(public.args) not in seen
        assert len(seen) >= VARIED, public.name
    drawn = [at(task.number, seed) for seed in SEEDS[1:]]
    assert len({repr([case.args for case in one]) for one in drawn}) > 900
    seeds = [case.seed for one in drawn for case in one]
    assert len(set(seeds)) > 0.99 * len(seeds)
    assert all(0 < seed <= 2 ** 31 for seed in seeds)


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_known_mistakes_show(task: Task) -> None:
    """No way to get the widths wrong gives the right ones by chance."""
    for seed in SEEDS:
        for case in at(task.number, seed):
            right = widths(case)
            if not case.kind or len(right) < 2:
                continue
            wrong = [right[::-1], right[1:], right[:-1], right[:1],
                     [right[0]] * len(right), [max(right)] * len(right),
                     *([sorted(right), sorted(right, reverse=True)]
                       if len(right) > 2 else ())]
            assert right not in wrong
            # The decoder's, from the last width but one.
            back = right[-2::-1]
            assert len(back) < 2 or back not in (
                right[:-1], sorted(right[:-1])) or len(right) < 4


def drawn_inputs(steps: list[Step]) -> list[Drawn]:
    """Return the inputs of steps that are drawn."""
    inputs = [getattr(step, 'x', None) for step in steps]
    return [x for x in inputs if isinstance(x, Drawn)]


def test_batches_are_those_of_the_plans() -> None:
    """A width that is a batch's size would hide a mistake in the axes."""
    sizes = {x.shape[0] for task in TASKS for asked in make_job(task, 1).cases
             for x in drawn_inputs(asked.steps) if x.copies == 1}
    assert set(BATCHES) <= sizes


@pytest.mark.parametrize('task', TASKS, ids=lambda task: task.file)
def test_what_crosses_does_not_tell_the_seed(task: Task) -> None:
    """A job tells its own numbers, and from those no others follow."""
    seed = 2 ** 61 + 12345
    text = json.dumps(make_job(task, seed).message())
    assert str(seed) not in text and str(2 ** 61) not in text
    jobs = [make_job(task, other) for other in (seed, seed + 1, seed)]
    one, other, again = (job.message() | {'nonce': ''} for job in jobs)
    assert one == again != other
    numbers = {case.seed for case in task.cases(seed)}
    assert not numbers & {case.seed for case in task.cases(seed + 1)}
    assert not any(abs(a - b) < 1000
                   for a, b in itertools.combinations(sorted(numbers), 2))


@pytest.mark.parametrize('seed', [PUBLIC, 1, 2])
def test_the_odd_sides_of_task_5(seed: int) -> None:
    """Each is a multiple of all steps but the last; the other side fits."""
    count = 0
    for asked in make_job(TASKS[5], seed).cases:
        for step in asked.steps:
            if not isinstance(step, Raises):
                continue
            count += 1
            (shape, layers), whole = step.args, 2 ** len(step.args[1])
            *sides, _ = shape['tuple']
            left = sorted(side % whole for side in sides)
            assert left == [0, whole // 2] and layers == asked.case.args[1]
    assert count == 4


@pytest.mark.parametrize('kind, args, said', [
    (cases.RELU, (40, [23, 29, 23], 13), 'differ'),
    (cases.RELU, (40, [29, 23, 19], 13), 'no order'),
    (cases.RELU, (40, [23, 128, 19], 13), 'constant'),
    (cases.RELU, (40, [23, 29, 19], 5), 'right width'),
    (cases.RELU, (40, [12, 29, 19], 13), 'narrower'),
    (cases.RELU, (19, [26, 39, 26], 13), 'different sizes'),
    (cases.RELU, (40, [23, 29, 19], 13, 0.01), 'nothing else'),
    (cases.RELU, (40, [23, 29, 19], 13, 1 / 29), 'nothing else'),
    (Pooled(range(2, 5)), ((12, 24, 3), [9, 11, 7], (2, 3, 7)), 'close'),
    (Pooled(range(2, 5)), ((12, 12, 3), [9, 11, 7], (2, 2, 7)), 'differ'),
    (Pooled(range(2, 5)), ((12, 20, 3), [9, 11, 3], (2, 3, 3)), 'no side'),
    (Pooled(range(2, 5)), ((12, 20, 3), [9, 11, 5], (2, 3, 5)), 'enough'),
    (Halved(), ((12, 24, 3), [6, 5, 7]), 'halved'),
    (Halved(), ((8, 24, 3), [6, 5, 7]), 'valid padding'),
    (Halved(), ((16, 24, 3), [6, 24, 7]), 'no side'),
    (Square(), ((16, 24, 3), [9, 7, 11]), 'square'),
    (Square(), ((24, 24, 3), [9, 7, 11]), 'even code'),
    (cases.BETA[1].kind, ((8, 12, 3), [7, 5], 6, 0.5), 'each mistake'),
    (cases.BETA[1].kind, ((8, 12, 3), [7, 5], 6, 1.), 'each mistake'),
    (cases.BETA[1].kind, ((8, 12, 3), [7, 5], 6, 2 ** -0.5), 'each mistake'),
    (cases.BETA[1].kind, ((8, 12, 3), [7, 5], 6, 5 / 7), 'nothing else'),
    (cases.BETA[1].kind, ((8, 12, 3), [7, 6], 6, 0.7), 'no filters'),
    (cases.BOTTLENECK[3].kind, ((9, 7), (6,)), 'nothing else'),
    (cases.BOTTLENECK[3].kind, ((2, 3), (9,)), 'smaller')])
def test_what_lacks_something_is_told(
        kind: Kind, args: tuple[typing.Any, ...], said: str) -> None:
    """The rule sees what would hide a mistake."""
    assert any(said in lacking for lacking in kind.lacks(args))


def test_factors() -> None:
    """What the judging cannot tell apart is alike."""
    assert alike([1, 0.99]) and not alike([1, 0.98, 1.02])
    assert explained(0.5, []) and explained(3 / 17, [3, 17])
    assert not explained(0.0137, [40, 23])


def test_numbers_are_the_same_in_every_process() -> None:
    """What a seed draws does not hang on how Python hashes texts."""
    code = ('from checkers.course.curriculum import TASKS\n'
            'print([(case.name, case.args, case.seed)\n'
            '       for task in TASKS for case in task.cases(5)])')
    said = [subprocess.run(
        [sys.executable, '-c', code], cwd=ROOT, text=True, check=True,
        stdout=subprocess.PIPE, env=dict(os.environ, PYTHONHASHSEED=seed)
    ).stdout for seed in ('1', '2')]
    assert said[0] == said[1]
    assert said[0].count("('example',") == 7     # task 5 has none


def test_odd_sides_are_odd_one_at_a_time() -> None:
    """One side is no multiple of 8, the other stays; so for each side."""
    rows, columns = plans.odd_sides((16, 24, 3), [6, 5, 7])
    assert rows[1:] == [24, 3] and rows[0] % 8
    assert (columns[0], columns[2]) == (16, 3) and columns[1] % 8


# At the first three of these a right answer once lost points in task 3 or 7.
@pytest.mark.slow
@pytest.mark.parametrize('seed, numbers', [
    (2, {3, 7}), (5, {3, 7}), (6, {3, 7}), (2 ** 61 + 1, set(range(8)))])
def test_the_references_lose_nothing(seed: int, numbers: set[int],
                                     warm: Zygote) -> None:
    """Whatever the seed, a right answer has all its points."""
    graded = grading.grade(str(COURSE), warm, seed, [
        task for task in TASKS if task.number in numbers])
    assert not {check.id: check.message for task in graded.tasks
                for check in task.checks if check.points < check.max_points}


@pytest.mark.parametrize('number', [0, 1])
def test_float32_has_enough_digits_for_the_loss(number: int) -> None:
    """No sigmoid comes so near 0 or 1 that right losses would differ."""
    for seed in SEEDS[1:300]:
        for case in at(number, seed):
            dims, hidden, latents = case.args[:3]
            down = [dims, *hidden, latents]
            x = planting.uniform([4, dims], case.seed)
            first, second = (
                oracle.layers(planting.planted(
                    dense.shapes_of(widths), case.seed + place, gain),
                    range(2 * len(down) - 2))
                for place, (widths, gain) in enumerate((
                    (down, 1.), (down[::-1], plans.CALM))))
            code = oracle.stack(x, first, [oracle.RELU] * len(first))
            z = oracle.stack(code, second, [oracle.RELU] * len(hidden) +
                             [oracle.LINEAR])
            exact = float(np.mean(np.logaddexp(0, z) - x * z))
            rounded = oracle.SIGMOID(z).astype(np.float32)
            found = oracle.bce(x, rounded.astype(np.float64))
            assert abs(found - exact) < 1e-6 * exact, (seed, case.args)
