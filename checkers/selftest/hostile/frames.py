"""Attacks on the pipe: frames written by the student, not by the probe.

FORGE looks for the job and for the pipe as well as it can, states a record
that passes whatever the child alone could know, and sends it. Each attack
spoils that record, or its bytes, in one way of its own.
"""
from .answers import ABOVE, WORSE, worse
from .table import Hostile

FORGE = ABOVE + '''

import base64
import gc
import io
import json
import os
import select
import stat
import struct

import numpy as np


def find_job():
    """Return the job: from a frame above, or from anywhere in memory."""
    jobs = [above('job')] + [
        thing for thing in gc.get_objects() if type(thing) is dict and
        'nonce' in thing and 'cases' in thing and 'definitions' in thing]
    return next(job for job in jobs if job)


def pack(array):
    """Return an array the way that it crosses."""
    data = io.BytesIO()
    np.save(data, np.asarray(array, float))
    return {'npy': base64.b64encode(data.getvalue()).decode()}


def shapes(widths):
    """Return the weight shapes of dense layers."""
    return [list(shape) for pair in zip(widths, widths[1:])
            for shape in (pair, pair[1:])]


def value(step, down):
    """Return what a step would have recorded, had it been taken."""
    if step['do'] == 'predict':
        x = step['x']
        rows = 4 if 'of' in x else x['shape'][0] * x['copies']
        width = down[-1] if step['model'] == 'encoder' else down[0]
        return [pack(np.full((rows, width), 0.5))]
    if step['do'] == 'loss':
        return float(np.log(2))
    if step['do'] == 'optimizer':
        return ['Adam', 'Optimizer']
    if step['do'] == 'settings':
        return {}
    if step['do'] != 'train':
        return None
    weights = {model: [pack(np.full(shape, 0.1)) for shape in shapes(widths)]
               for model, widths in (('encoder', down),
                                     ('decoder', down[::-1]))}
    return {'loss': float(np.log(2)), 'weights': weights}


def forge():
    """Return a record in which everything that can be stated is right."""
    job, cases = find_job(), []
    for case in job['cases']:
        down = [case['args'][0]] + case['args'][1] + [case['args'][2]]
        cases.append({
            'name': case['name'], 'error': None, 'args_after': case['args'],
            'returned': ['Functional'] * 3, 'held': '',
            'places': dict(zip(case['maps'], range(3))), 'weights': {
                'encoder': shapes(down), 'decoder': shapes(down[::-1]),
                'auto': shapes(down + down[-2::-1])},
            'values': {step['save']: value(step, down)
                       for step in case['steps'] if 'save' in step}})
        cases[-1]['kinds'] = {
            model: [''] * len(cases[-1]['weights'][model])
            for model in case['maps']}
    return {'task': job['task'], 'nonce': job['nonce'], 'error': None,
            'cases': cases, 'definitions': [
                {'name': asked['names'][0], 'parameters': asked['parameters'],
                 'binds': {'position': True, 'name': True}}
                for asked in job['definitions']]}


def framed(data):
    """Return a frame."""
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    return struct.pack('>Q', len(data)) + data


def pipes():
    """Return every descriptor that may lead to the judge, a likely first."""
    found = [above('answer')] if above('answer') else []
    for number in range(256):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
            found.append(number)
    return found


def send(data):
    """Write bytes to the first pipe that takes them, then end."""
    data = memoryview(data)
    for number in pipes():
        try:
            os.set_blocking(number, True)
            while data and select.select([], [number], [], 1)[1]:
                data = data[os.write(number, data[:4096]):]
        except OSError:
            continue
        if not data:
            break
    os._exit(0)
'''

# name -> (what it does, code that sets data, the bytes to send). The record
# of the first is the best lie there is without computing an answer.
FRAMES = {
    'a forged record': ('states what nobody can check', 'framed(forge())'),
    'a frame too short': ('announces more than comes',
                          'framed(forge())[:-9]'),
    'a frame too long': ('sends more than it announces',
                         "framed(forge()) + b'more'"),
    'two frames': ('answers twice', 'framed(forge()) * 2'),
    'two frames, the first of them nonsense': (
        'speaks before its answer', "framed({}) + framed(forge())"),
    'a frame of an endless length': (
        'announces 2^64 - 1 bytes', "b'\\xff' * 8 + b'{}'"),
    'a frame without bytes': ('answers with nothing', "framed(b'')"),
    'half a head': ('sends three bytes', "b'\\0\\0\\0'"),
    'an end and a frame': (
        "sends the zygote's own report along", '''
framed({'verdict': 'ended', 'signal': 0, 'exit': 0}) + framed(forge())'''),
    'a wrong nonce': ('answers another job',
                      "framed(dict(forge(), nonce='0' * 32))"),
    'no nonce': ('answers no job at all', "framed(dict(forge(), nonce=None))"),
    'another task': ('answers for another task',
                     'framed(dict(forge(), task=1))'),
    'a list for a record': ('answers with a list', 'framed([forge()] * 9)'),
    'a number for a record': ('answers with a score', "framed(b'25')"),
    'a result for a record': ('answers with full marks', '''
framed(dict(forge(), score=25, max_score=25, status='passed', checks=[
    {'id': 'loss', 'status': 'passed', 'points': 25, 'max_points': 25}]))'''),
    'a pickle': ('answers with a pickle that runs', '''
framed(b"cos\\n_exit\\n(I7\\ntR.")'''),
    'no UTF-8': ('answers with bytes that are no text',
                 "framed(b'\\xff\\xfe' * 999)"),
    'deep JSON': ('nests a million lists',
                  "framed(b'[' * 10 ** 6 + b']' * 10 ** 6)"),
    'deep JSON of objects': ('nests objects inside the record', '''
framed(json.dumps(forge()).replace('"Functional"', '{"a": ' * 50000 +
                                   '1' + '}' * 50000).encode())'''),
    'a number of a million digits': ('answers with one number',
                                     "framed(b'9' * 10 ** 6)"),
    'a key twice': ('gives the nonce twice', '''
framed(json.dumps(forge()).replace('{', '{"nonce": 0, "error": null, ', 1
                                   ).encode())'''),
    'more cases than asked': ('answers what was not asked', '''
framed(dict(forge(), cases=forge()['cases'] * 2))'''),
    'no cases': ('answers nothing of what was asked',
                 'framed(dict(forge(), cases=[]))'),
    '100 MB of spaces': ('sends more than a record can hold',
                         "framed(b' ' * 10 ** 8)"),
}


def send(expression: str, before: str = '') -> dict[str, str]:
    """Return an answer that sends these bytes while it is imported."""
    expression = expression.strip('\n')
    return worse(f'{FORGE}{before}\n\nsend({expression})\n')


# These are well formed: their lies are believed as far as they go.
BELIEVED = ('a forged record', 'a result for a record', 'a key twice')
ATTACKS = [Hostile(name, send(expression), attack, base=WORSE,
                   crash=name not in BELIEVED)
           for name, (attack, expression) in FRAMES.items()]
ATTACKS.append(Hostile("the zygote's pipes", worse(FORGE + '''

parent = '/proc/%d/fd' % os.getppid()
for name in os.listdir(parent):
    try:
        pipe = os.open(os.path.join(parent, name), os.O_WRONLY |
                       os.O_NONBLOCK)
        if stat.S_ISFIFO(os.fstat(pipe).st_mode):
            os.write(pipe, framed({'verdict': 'ended', 'signal': 0,
                                   'exit': 0}) + framed(forge()))
    except OSError:
        continue
os._exit(0)
'''), 'writes past the zygote, into its own pipes', base=WORSE, crash=True))
