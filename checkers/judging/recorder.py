"""The pytest plugin that runs the rubric and keeps how its checks ended."""
import functools
import math
import os

import pytest

from checkers.base.text import clean
from checkers.judging.checks import Blocked, Wrong


class Recorder:
    """A pytest plugin that hands evidence to checks and keeps the results.

    Args:
        gather: function without arguments that returns two dictionaries by
            task number: Evidence and Text. It is called once, at the first
            check.
        tasks: the tasks to judge.

    Attributes:
        results: dictionary, task number -> list of check results.
    """

    def __init__(self, gather, tasks):
        """Start without results."""
        self.gather = functools.lru_cache(maxsize=None)(gather)
        self.tasks = tasks
        self.results = {task.number: [] for task in tasks}

    def pytest_generate_tests(self, metafunc):
        """Run a rubric file on its task; style and documentation on each."""
        if {'seen', 'text'} & set(metafunc.fixturenames):
            name = os.path.basename(metafunc.module.__file__)
            own = [task for task in self.tasks if task.rubric == name]
            metafunc.parametrize('task', own or self.tasks,
                                 ids=lambda task: task.file)

    @pytest.fixture
    def seen(self, task):
        """Give what the models of a task did: evidence.Evidence."""
        return self.gather()[0][task.number]

    @pytest.fixture
    def text(self, task):
        """Give a task's file as text: text.Text."""
        return self.gather()[1][task.number]

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        """Run a check and record how it ended."""
        function = pyfuncitem.function
        if not hasattr(function, 'check'):
            return (yield)
        number = pyfuncitem.callspec.params['task'].number
        worth = function.check.points
        result = {'id': function.__name__[len('test_'):],
                  'title': title(function), 'status': 'passed',
                  'points': worth, 'max_points': worth, 'message': '',
                  'hints': [], 'table': [], 'curve': []}
        self.results[number].append(result)
        try:
            if not self.gather()[1][number].is_attempted:
                raise Blocked('not attempted')
            return (yield)
        except Blocked as reason:
            result.update(status='blocked', points=0,
                          message=clean(str(reason)))
            pytest.skip('blocked: %s' % reason)
        except Wrong as wrong:
            result.update(
                status='failed', points=0, message=clean(str(wrong)),
                hints=wrong.rungs(function.check),
                table=[list(map(clean, row)) for row in wrong.table],
                curve=[loss for loss in map(float, wrong.curve)
                       if math.isfinite(loss)])    # JSON knows no others
            raise
        except Exception as error:
            result.update(
                status='failed', points=0, message='The check itself broke '
                '(%s: %s): tell your teacher.' % (
                    type(error).__name__, clean(str(error))))
            raise


def title(function):
    """Return the first line of a check's docstring, without its stop."""
    return function.__doc__.strip().splitlines()[0].rstrip('.')
