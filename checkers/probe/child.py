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
        position and by name.
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
        binds['position'] = list(bound.items()) == [
            (name, name) for name in names]
    except TypeError:
        pass
    return list(signature.parameters)[:20], binds


class Missing(Exception):
    """The file does not define what is asked for, or not callable so."""


class Asked(object):
    """What a task asks for, as far as the student's file defines it.

    Attributes:
        record: list, for each definition None, or its name, its parameters
            and the ways in which it can be called.
        by_name: whether the arguments are to be given by name.
        optimizers: Keras' own optimizers, as a set of classes.
    """

    def __init__(self, optimizers, module, definitions):
        """Look for every definition by its names."""
        self.optimizers = optimizers
        self.definitions, self.found, self.record = definitions, [], []
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

        The arguments are given by position, or by name where the case says
        so; where it takes them in one of the two ways only, in that.
        """
        record = self.record[place]
        if not record or not any(record['binds'].values()):
            raise Missing(self.definitions[place]['names'][0])
        way = 'name' if self.by_name else 'position'
        if not record['binds'][way]:
            way = {'name': 'position', 'position': 'name'}[way]
        if way == 'position':
            return self.found[place](*args)
        return self.found[place](**dict(zip(
            self.definitions[place]['parameters'], args)))


def observe(job):
    """Do a job; return the observation."""
    path = os.path.join(os.getcwd(), job['file'])
    record = {'task': job['task'], 'nonce': job['nonce'], 'error': None,
              'definitions': [], 'cases': []}
    try:
        asked = Asked(steps.optimizers(), load(job), job['definitions'])
    except BaseException:
        record['error'] = cases.failure(path)
        return record
    record['definitions'] = asked.record
    for case in job['cases']:
        seed_everything(job['seed'])
        run = cases.Case(asked, case, True, path)
        run.run()
        if run.failed():                # it may work in a graph only
            seed_everything(job['seed'])
            again = cases.Case(asked, case, False, path)
            again.run()
            run = run if again.failed() else again
        record['cases'].append(run.record)
    return record


def seed_everything(seed):
    """Seed every generator that a student's model may draw from."""
    import tensorflow as tf
    random.seed(seed)
    np.random.seed(seed)
    if hasattr(tf.random, 'set_seed'):
        tf.random.set_seed(seed)
    else:
        tf.set_random_seed(seed)
