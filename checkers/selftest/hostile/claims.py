"""Records that are well formed, but claim what no model can have.

The judge must neither believe them nor work itself to death over them.
"""
from .answers import WORSE
from .frames import send
from .table import Hostile

SPOIL = '''

def spoiled(**places):
    """Return the forged record with other fields, or results of steps."""
    record = forge()
    for case, asked in zip(record['cases'], find_job()['cases']):
        case.update((key, thing) for key, thing in places.items()
                    if key in case)
        case['values'].update(
            (step['save'], places[step['do']]) for step in asked['steps']
            if 'save' in step and step['do'] in places)
    return framed(record)


def header(text, data=b''):
    """Return an array with that header, and perhaps too few numbers."""
    text = (text + '\\n').encode()
    data = (b'\\x93NUMPY\\x01\\x00' + struct.pack('<H', len(text)) + text +
            data)
    return [{'npy': base64.b64encode(data).decode()}]
'''

# name -> (what it claims, the bytes to send)
CLAIMS = {
    'NaN for every loss': ('a loss that compares as it likes',
                           "spoiled(loss=float('nan'))"),
    'infinity for every loss': ('losses beyond measure',
                                "spoiled(loss=float('inf'))"),
    'training from infinity': (
        'a loss that falls from infinity', '''
spoiled(train={'loss': float('inf'),
               'weights': {'auto': [float('nan')]}})'''),
    'a list for a loss': ('a loss of several numbers',
                          'spoiled(loss=[], optimizer=0.5)'),
    'training in no shape': ('training without a loss',
                             'spoiled(train={})'),
    'no arrays': ('outputs of no model', 'spoiled(predict=[])'),
    'nothing recorded': (
        'that every step gave None',
        'spoiled(predict=None, loss=None, train=None, optimizer=None)'),
    'empty arrays': ('outputs without rows',
                     'spoiled(predict=[pack(np.zeros(0))])'),
    'an array without dimensions': ('outputs that are one number',
                                    'spoiled(predict=[pack(0.5)])'),
    'arrays of NaN': ('outputs that are no numbers',
                      "spoiled(predict=[pack([[float('nan')]])])"),
    'an array of objects': ('a pickle where numbers belong', '''
spoiled(predict=header("{'descr': '|O', 'fortran_order': False, 'shape': "
                     "(1,)}", b'cos\\n_exit\\n(I7\\ntR.'))'''),
    'an array that only claims to be large': ('8 TB of numbers', '''
spoiled(predict=header("{'descr': '<f8', 'fortran_order': False, 'shape': "
                     "(1000000000000,)}"))'''),
    'an array of a negative size': ('less than no numbers', '''
spoiled(predict=header("{'descr': '<f8', 'fortran_order': False, 'shape': "
                     "(-4, -784)}", b'0' * 25088))'''),
    'a header that is code': ('a header to be evaluated', '''
spoiled(predict=header("{'descr': __import__('os')._exit(7), "
                     "'fortran_order': False, 'shape': ()}"))'''),
    'an archive for an array': ('a zip file of arrays', '''
spoiled(predict=[{'npy': base64.b64encode(
    b'PK\\x03\\x04' + b'0' * 999).decode()}])'''),
    'text for an array': ('an array that is no base64',
                          "spoiled(predict=[{'npy': '*' * 99}])"),
    'names for arrays': ('outputs that are words',
                         "spoiled(predict=['right'] * 3)"),
    'errors that are none': ('exceptions of odd kinds', '''
spoiled(predict={'error': {'type': 'E' * 10 ** 6, 'message': '\\x1b[2J' * 999,
                         'text': '\\0' * 999, 'line': 10 ** 99}})'''),
    'weights that only claim to be large': (
        '25 million parameters for the judge to plant',
        'spoiled(weights=dict.fromkeys(("encoder", "decoder", "auto"), '
        '[[5000, 5000]]))'),
    'weights beyond all measure': (
        '10^24 parameters for the judge to plant',
        'spoiled(weights=dict.fromkeys(("encoder", "decoder", "auto"), '
        '[[10 ** 12, 10 ** 12]]))'),
    'weights in endless number': (
        '20,000 layers for the judge to follow',
        'spoiled(weights=dict.fromkeys(("encoder", "decoder", "auto"), '
        '[[30, 30]] * 20000))'),
    'weights of odd shapes': (
        'weights of no and of many dimensions',
        'spoiled(weights=dict.fromkeys(("encoder", "decoder", "auto"), '
        '[[], [0], [1] * 999, [0, 0]]))'),
    'weights of no model': ('that no model has weights',
                            'spoiled(weights={})'),
    'weights of the encoder alone': ('that the others have none',
                                     "spoiled(weights={'encoder': []})"),
    'arguments that are deep': ('that the list of layers is a nest', '''
spoiled(args_after=[[[[[[[[]]]]]]]] * 3)'''),
    'arguments that are missing': ('that there were no arguments',
                                   'spoiled(args_after=[])'),
    'arguments without end': (
        'that the arguments are 10^6 numbers',
        'spoiled(args_after=[1, [0] * 10 ** 6, 2])'),
    'types of a megabyte': (
        'models with names that fill the report',
        "spoiled(returned=['\\x1b[2J<script>' * 10 ** 5], weights={})"),
}
ATTACKS = [Hostile(name, send(code, SPOIL), 'claims ' + attack, base=WORSE)
           for name, (attack, code) in CLAIMS.items()]
