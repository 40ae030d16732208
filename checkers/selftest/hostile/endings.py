"""Attacks by how a submission ends, does not end, or goes on afterwards."""
from .answers import FILE, answer, at_import, in_function
from .frames import FORGE
from .table import ENDLESS, Hostile

LOOP = '''
end = time.time() + 120
while time.time() < end:
    pass
'''
# name -> code that ends the process; each is tried in two places.
ENDS = {
    'sys.exit(0)': 'import sys\nsys.exit(0)',
    'os._exit(0)': 'import os\nos._exit(0)',
    'os.abort()': 'import os\nos.abort()',
    'a segmentation fault': 'import ctypes\nctypes.string_at(8)',
    'KeyboardInterrupt': 'raise KeyboardInterrupt',
    'a kill of itself': 'import os\nos.kill(os.getpid(), 9)',
    'another program': "import os\nos.execv('/bin/true', ['true'])",
    'a stack without end': '''
import sys
sys.setrecursionlimit(10 ** 6)


def fall():
    """Fall."""
    return fall() + 1


fall()
''',
}
ENDINGS = [Hostile(f'{name} {place}', put(code), 'ends so ' + place,
                   noted='import' in code,
                   # Behind the fence it is process 1, which lives on.
                   crash=name != 'a kill of itself',
                   seconds=ENDLESS if 'without end' in name else 20)
           for name, code in ENDS.items()
           for place, put in (('at import', at_import),
                              ('in the function', in_function))]

STOP = '''
import os
os.kill(os.getpid(), 19)
'''
DEAF = '''
import signal
import time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))
''' + LOOP
LOOPS = [
    Hostile('a loop at import', at_import('import time\n' + LOOP),
            'does not end', seconds=ENDLESS, crash=True),
    Hostile('a loop in the function', in_function('import time\n' + LOOP),
            'does not end', seconds=ENDLESS, crash=True),
    Hostile('a loop in __del__', {FILE: answer(head='''
        import time


        class Sticky(object):
            """It does not go away for two minutes."""

            def __del__(self):
                end = time.time() + 120
                while time.time() < end:
                    pass
    ''', last='sticky = Sticky()\ndel sticky')},
            'does not end while it is deleted', seconds=4, crash=True),
    Hostile('a loop in a model', {FILE: answer(head='import time', last='''
        class Slow(object):
            """A model that takes two minutes."""

            def get_weights(self):
                time.sleep(120)

            predict_on_batch = set_weights = get_weights

        return Slow(), Slow(), Slow()
    ''')}, 'does not end while it is watched', seconds=4, crash=True),
    Hostile('a signal handler that ignores termination', at_import(DEAF),
            'ignores every signal that can be ignored', seconds=ENDLESS,
            crash=True),
    Hostile('a process that stops itself', at_import(STOP),
            'stands still without using time', seconds=4),
    Hostile('a timer', at_import('''
        import signal
        import sys
        signal.signal(signal.SIGALRM, lambda *args: sys.exit(0))
        signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
    '''), 'interrupts the probe ten times a second'),
]

FORGING = FORGE + '''

import atexit
import threading
import time


def later():
    """Send a forged frame when the answer is given."""
    time.sleep(0.5)
    send(framed(forge()))

'''
# name -> (what it tries, code after FORGING)
LATE = {
    'atexit': ('answers when Python ends', 'atexit.register(later)\n'),
    'a thread that goes on': (
        'answers from a thread',
        'threading.Thread(target=later, daemon=True).start()\n'),
    'a thread that does not end': ('keeps the process alive', '''
threading.Thread(target=time.sleep, args=(20,)).start()
'''),
    'a forked child that goes on': ('answers from a child', '''
job = find_job()
if os.fork() == 0:
    later()
'''),
    'a forked child that answers in its place': ('ends, and lets it', '''
if os.fork() == 0:
    later()
os._exit(0)
'''),
    'a forked child that keeps the pipe': ('never lets the pipe end', '''
if os.fork() == 0:
    time.sleep(20)
    os._exit(0)
'''),
    'the pipe closed': ('closes every descriptor', '''
os.closerange(0, 256)
'''),
    'the pipe turned away': ('answers into nothing', '''
nowhere = os.open(os.devnull, os.O_WRONLY)
for number in pipes():
    os.dup2(nowhere, number)
'''),
    'limits of its own': ('forbids itself files and time', '''
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
'''),
    'the folder left': ('goes elsewhere before it is looked at', '''
os.chdir('/')
os.umask(0o777)
'''),
}
# The pipe belongs to a child that still runs when these are judged.
CRASHING = ('a forked child that answers in its place', 'the pipe closed',
            'the pipe turned away')

NOISE = {
    'a billion lines of output': '''
import os
line = b'PASSED 25/25\\n' * 10000
for time in range(2000):
    for file in (1, 2):
        os.write(file, line[:75000])
''',
    'output of a binary': '''
import os
import sys
for file in (0, 1, 2):
    try:
        os.write(file, bytes(range(256)) * 999 + b'\\0' * 9999)
    except OSError:
        pass
sys.stdout.write('\\x00\\x1b[2J\\x1b]0;PASSED\\x07' * 999)
sys.stderr.write('\\x1b[31mFAILED\\x1b[0m' * 999)
''',
    'prints in the function': '''
for time in range(9):
    print('\\x1b[2J' + '25 points ' * 10 ** 6)
''',
    'a prompt': 'input("points? ")',
}

ATTACKS = ENDINGS + LOOPS
ATTACKS += [
    Hostile(name, at_import(FORGING + code), attack,
            crash=name in CRASHING, seconds=30, fenced='child' in name)
    for name, (attack, code) in LATE.items()]
ATTACKS += [
    Hostile(name, at_import(code), 'prints', noted='import' in code,
            crash='input' in code) for name, code in NOISE.items()]
ATTACKS += [
    Hostile('a daemon', at_import('''
        import os
        import time
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            time.sleep(20)
            os._exit(0)
    '''), 'leaves a process behind, in a session of its own', fenced=True)]
