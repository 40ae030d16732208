"""Import a student's file and record what its models do; judge nothing.

It knows no expected value. A job says what to call, which weights to plant
and what to feed; the answer says what came out.
"""
import importlib.util
import inspect
import os
import random
import sys

import numpy as np

import apart
import case as cases
import steps


def load(job):
    """Import the student's file from the scratch folder, as a module."""
    path = os.path.join(os.getcwd(), job['file'])
    sys.path.append(os.getcwd())
    spec = importlib.util.spec_from_file_location(
        job['file'][:-3].replace('-', '_'), path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def calling(function, names):
    """Say how a function can be called with parameters of these names.

    Returns:
        Its own parameters' names, and whether it takes the arguments by
        position, none in the place of another, and by name.
    """
    binds = {'position': False, 'name': False}
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return [], binds
    try:
        signature.bind(**dict.fromkeys(names))
        binds['name'] = True
    except TypeError:
        pass
    try:
        bound = signature.bind(*names).arguments
        binds['position'] = all(own == name or own not in names
                                for own, name in bound.items())
    except TypeError:
        pass
    return list(signature.parameters)[:20], binds


def places(function):
    """Return how many arguments a function takes by position."""
    return sum(parameter.kind in (parameter.POSITIONAL_ONLY,
                                  parameter.POSITIONAL_OR_KEYWORD)
               for parameter in
               inspect.signature(function).parameters.values())


def run_directly():
    """Let TensorFlow 2 run each operation as it is; the numbers are the same.

    By default it makes a function of each kind of operation, and optimizes
    that, before it runs one: a millisecond for each kind. The file is
    imported by then, for TensorFlow begins here, and devices can no longer
    be chosen.
    """
    try:
        from tensorflow.python import pywrap_tfe
        from tensorflow.python.eager import context
        own = context.context()
        own.ensure_initialized()
        pywrap_tfe.TFE_ContextSetRunEagerOpAsFunction(own._handle, False)
    except Exception:       # a TensorFlow without the switch is only slower
        pass


class Missing(Exception):
    """The file does not define what is asked for."""


class Asked(object):
    """What a task asks for, as far as the student's file defines it.

    Attributes:
        record: list, for each definition None, or its name, its parameters
            and the ways in which it can be called.
        by_name: whether the arguments are given by name where they can be.
        optimizers: Keras' own optimizers, as a set of classes.
        kind: Keras' class of models.
    """

    def __init__(self, optimizers, job):
        """Import the file and look for every definition by its names."""
        from tensorflow.keras import Model
        self.kind = Model       # before the file can put another there
        module, definitions = load(job), job['definitions']
        run_directly()
        self.optimizers, self.definitions = optimizers, definitions
        self.found, self.record = [], []
        self.by_name = False
        for asked in definitions:
            name = next((name for name in asked['names']
                         if callable(getattr(module, name, None))), None)
            self.found.append(name and getattr(module, name))
            parameters, binds = calling(self.found[-1], asked['parameters'])
            self.record.append(name and {
                'name': name, 'parameters': parameters, 'binds': binds})

    def call(self, place, *args):
        """Call a definition; return what it returns.

        The arguments are given by position, as the drivers give them; by
        name where they would come in another order. What takes them in
        neither way gets as many as it takes, and None for what is more.
        """
        record, function = self.record[place], self.found[place]
        if not record:
            raise Missing(self.definitions[place]['names'][0])
        binds = record['binds']
        named = dict(zip(self.definitions[place]['parameters'], args))
        if self.by_name and binds['name'] and binds['position']:
            try:
                return function(**named)
            except Exception:       # is it the names?
                made = function(*args)
                binds['name'] = False
                return made
        if binds['position']:
            return function(*args)
        if binds['name']:
            return function(**named)
        count = places(function)
        return function(*(args + count * (None,))[:count])


def observe(job):
    """Do a job; return the observation."""
    path = os.path.join(os.getcwd(), job['file'])
    record = {'task': job['task'], 'nonce': job['nonce'], 'error': None,
              'definitions': [], 'cases': []}
    left = []
    if any(cases.is_left(case) for case in job['cases']):
        later = apart.Apart(lambda asked: follow(job, path, asked))
    seed_everything(job['seed'])
    try:
        asked = Asked(steps.optimizers(), job)
    except BaseException:
        record['error'] = cases.failure(path)
        return record
    record['definitions'] = asked.record
    for case in job['cases']:
        if case['instead_of'] and not any(
                other and other['name'] == case['instead_of'] and
                other['error'] for other in record['cases']):
            record['cases'].append(None)
            continue
        run = cases.Case(asked, case, True, path)
        run.run()
        if run.failed():                # it may work in a graph only
            again = cases.Case(asked, case, False, path)
            again.run()
            if not again.failed() and not again.record['error']:
                run = again
        record['cases'].append(run.record)
        if run.steps.models and cases.is_left(case):
            left.append(run)
    if left:
        for run, values in zip(left, later.ask(
                [(run.case, run.eager) for run in left]) or ()):
            run.record['values'].update(values)
    return record


def follow(job, path, asked):
    """Do what is left of cases, in a process apart; return their values.

    Args:
        job: the job.
        path: that of the student's file.
        asked: cases, each with whether its models run without a graph.
    """
    seed_everything(job['seed'])
    own = Asked(steps.optimizers(), job)
    return [cases.Case(own, case, eager, path).follow(apart=True)
            for case, eager in asked]


def seed_everything(seed):
    """Seed every generator that a student's model may draw from."""
    import tensorflow as tf
    random.seed(seed)
    np.random.seed(seed)
    if hasattr(tf.random, 'set_seed'):
        tf.random.set_seed(seed)
    else:
        tf.set_random_seed(seed)
