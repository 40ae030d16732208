"""Harmless looks at the fence: each tries one forbidden thing and tells."""
from .answers import TELL, at_import
from .table import Hostile

# name -> code that sets found to something true where the fence does not
# hold. An error while trying means that it does.
TRIES = {
    'connects to loopback': '''
        import socket
        socket.create_connection(('127.0.0.1', {port}), 2).close()
        found = True
    ''',
    'reads a file outside': '''
        with open('{outside}/secret') as file:
            found = file.read()
    ''',
    'lists the project': '''
        found = os.listdir('{root}/checkers')
    ''',
    'writes a file outside': '''
        with open('{outside}/written', 'w') as file:
            found = file.write('here')
    ''',
    'sees processes that are not its own': '''
        for name in filter(str.isdigit, os.listdir('/proc')):
            with open('/proc/%s/cmdline' % name) as file:
                found = found or 'pytest' in file.read()
    ''',
    'finds the canary in the environment': '''
        found = os.environ.get('CANARY')
    ''',
    'finds a home directory': '''
        home = os.path.expanduser('~')
        found = home != '/' and os.path.isdir(home) and os.listdir(home)
    ''',
    'may signal its parent': '''
        os.kill(os.getppid(), 0)
        found = os.getppid() > 1        # the first of a namespace is safe
    ''',
    'looks into its parent': '''
        found = os.listdir('/proc/%d/fd' % os.getppid())
    ''',
    'has a terminal': '''
        os.close(os.open('/dev/tty', os.O_RDWR))
        found = True
    ''',
}


def probe(name: str, code: str) -> Hostile:
    """Return the entry that tries one thing."""
    tried = ('found = None\ntry:\n' +
             '\n'.join('    ' + line[8:] for line in code.splitlines() if line)
             + '\nexcept Exception:\n    pass\ntell(found)\n')
    return Hostile(name, at_import(TELL + '\n\n' + tried), name, crash=True)


PROBES = [probe(name, code) for name, code in TRIES.items()]
