"""Attacks on what lies outside: files, processes, the network."""
import textwrap

from .answers import FILE, TELL, answer, at_import
from .layout import Link
from .table import ENDLESS, Hostile

# name -> code that adds to found what it could read.
READS = {
    'the secret': 'found += read("{outside}/secret")',
    'the references': f'found += read("{{root}}/0x04-autoencoders/{FILE}")',
    'the rubric': 'found += read("{root}/checkers/test_0_vanilla.py")',
    'the oracle': 'found += read("{root}/checkers/oracle.py")',
    'the project through its parents': f'''
for folder, names, files in os.walk('/'):
    if folder.count('/') > 3:
        names.clear()
    names[:] = [name for name in names if name not in ('proc', 'sys')]
    if 'oracle.py' in files or '{FILE}' in files:
        found += folder if folder != os.getcwd() else ''
''',
    'the environment': '''
found += os.environ.get('CANARY', '')
found += ''.join(key for key in os.environ
                 if 'TOKEN' in key or 'CANARY' in key)
''',
    'the environment of others': '''
for name in filter(str.isdigit, os.listdir('/proc')):
    text = read('/proc/%s/environ' % name)
    found += text[text.find('CANARY'):][:99] if 'CANARY' in text else ''
''',
    'the command lines of others': '''
for name in filter(str.isdigit, os.listdir('/proc')):
    text = read('/proc/%s/cmdline' % name)
    found += text if 'pytest' in text else ''
''',
    'the files that others have open': '''
for name in filter(str.isdigit, os.listdir('/proc')):
    folder = '/proc/%s/' % name
    for place in ('cwd', 'root/{outside}', 'root/{root}'):
        try:
            there = os.listdir(folder + place)
        except OSError:
            continue
        found += place * ('secret' in there or 'checkers' in there)
''',
    'the memory of the zygote': '''
try:
    with open('/proc/%d/mem' % os.getppid(), 'rb'):
        found += 'memory'
except OSError:
    pass
''',
    'other submissions': f'''
import glob
for path in glob.glob('/tmp/*/**/{FILE}', recursive=True):
    found += path * (not path.startswith(os.getcwd()))
''',
    'home directories': '''
for name in (os.path.expanduser('~'), '/root', '/home'):
    try:
        # The folders on the interpreter's own path have to be there.
        found += ' '.join(inner for inner in os.listdir(name) if not
                          (sys.prefix + sys.base_prefix).count(inner))
    except OSError:
        pass
''',
    'passwords': '''
found += read('/etc/shadow') + read('/etc/ssh/ssh_host_ed25519_key')
''',
    'a link made on the way': '''
os.symlink('{outside}/secret', 'link')
found += read('link')
''',
    'the loopback': '''
import socket
for address in ('127.0.0.1', '::1', 'localhost'):
    try:
        socket.create_connection((address, {port}), 1).close()
        found += address
    except OSError:
        pass
''',
    'the loopback, by another program': '''
import subprocess
code = 'exec 3<>/dev/tcp/127.0.0.1/{port} && echo there'
try:
    found += subprocess.run(['bash', '-c', code], timeout=5,
                            stdout=subprocess.PIPE).stdout.decode()
except (OSError, subprocess.TimeoutExpired):
    pass
''',
    'the terminal': '''
try:
    os.close(os.open('/dev/tty', os.O_RDWR))
    found += 'terminal'
except OSError:
    pass
''',
    'what an earlier one left': '''
for folder in ('/tmp', '/dev/shm', '/var/tmp', '.'):
    path = os.path.join(folder, 'left-behind')
    found += read(path)
    try:
        with open(path, 'w') as file:
            file.write('left in ' + folder)
    except OSError:
        pass
''',
}
READ = TELL + '''

def read(path):
    """Return a file's text, or none."""
    try:
        with open(path, errors='replace') as file:
            return file.read()
    except OSError:
        return ''


found = ''
'''

# name -> code that tries to leave {outside}/written, or harm, behind.
WRITES = {
    'a file outside': "open('{outside}/written', 'w').write('here')",
    'a file outside, through a link': '''
os.symlink('{outside}', 'way')
open('way/written', 'w').write('here')
''',
    'a file outside, through a process': '''
path = '/proc/%d/root{outside}/written' % os.getppid()
open(path, 'w').write('here')
''',
    'a file outside, by a shell': '''
os.system('echo here > {outside}/written')
''',
    'a file among the packages': '''
import numpy
path = os.path.join(os.path.dirname(numpy.__file__), 'left-behind.py')
open(path, 'w').write('here')
os.remove(path)
open('{outside}/written', 'w').write('here')
''',
    'the folder deleted': '''
import shutil
shutil.rmtree(os.getcwd(), ignore_errors=True)
''',
    'the folder above written to': '''
open(os.path.join(os.getcwd(), '..', 'left-behind'), 'w').write('here')
''',
    'a root of its own': '''
import ctypes
libc = ctypes.CDLL(None)
for flags in (0x10000000, 0x00020000, 0x30020000):
    libc.unshare(flags)
libc.mount(b'none', b'/proc', b'proc', 0, None)
os.chroot('/proc/1/root')
open('{outside}/written', 'w').write('here')
''',
}

# name -> code that tries to reach other processes.
SIGNALS = {
    'os.kill of the parent': 'os.kill(os.getppid(), signal.SIGKILL)',
    'os.kill of the parent, gently': 'os.kill(os.getppid(), signal.SIGTERM)',
    'a parent that stands still': 'os.kill(os.getppid(), signal.SIGSTOP)',
    'os.kill(-1)': 'os.kill(-1, signal.SIGKILL)',
    "os.killpg of the parent's group":
        'os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)',
    'signals to everybody': '''
for name in filter(str.isdigit, os.listdir('/proc')):
    if int(name) != os.getpid():
        try:
            os.kill(int(name), signal.SIGKILL)
        except OSError:
            pass
''',
    'ptrace of the parent': '''
import ctypes
libc = ctypes.CDLL(None)
if libc.ptrace(16, os.getppid(), None, None) == 0:
    os.waitpid(os.getppid(), 0)
    libc.ptrace(8, os.getppid(), None, None)
''',
    'the memory of the parent': '''
import ctypes
with open('/proc/%d/maps' % os.getppid()) as maps:
    part = next(line for line in maps if 'rw-p' in line).split()[0]
with open('/proc/%d/mem' % os.getppid(), 'r+b', 0) as memory:
    memory.seek(int(part.split('-')[0], 16))
    memory.write(b'\\xff' * 4096)
''',
    'the priority of others': '''
os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)
os.sched_setaffinity(os.getppid(), {0})
''',
    'the out-of-memory killer': '''
open('/proc/%d/oom_score_adj' % os.getppid(), 'w').write('1000')
''',
}


def quiet(code: str) -> str:
    """Return code that goes on after an exception."""
    return f'''
import os
import signal
try:
{textwrap.indent(code.strip(), '    ')}
except Exception:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)'''


ATTACKS = [
    Hostile('reads ' + name, at_import(READ + code.strip('\n') +
                                       '\ntell(found)'),
            'tells what it could read in its exception', fenced=True,
            crash=True) for name, code in READS.items()] + [
    Hostile('writes: ' + name, at_import(quiet(code)),
            'leaves something behind', fenced=True)
    for name, code in WRITES.items()] + [
    Hostile(name, at_import(quiet(code)), 'reaches for other processes',
            fenced=True, seconds=ENDLESS if 'SIGSTOP' in code else 20)
    for name, code in SIGNALS.items()] + [
    Hostile('the reference, run from its place', at_import(quiet(f'''
names = {{}}
exec(open('{{root}}/0x04-autoencoders/{FILE}').read(), names)
'''), tail='''
        autoencoder = names.get('autoencoder', autoencoder)
    '''), 'hands in the reference', fenced=True),
    Hostile('a link to the whole disk', {
        FILE: answer(), 'disk': Link('/')},
        'lets the grader copy everything', fenced=True)]
