"""What every file promises in its form: the README's table of requirements.

Each rule stands there as it does here; of a README.md there is no mutant,
for it is no part of an answer's file.
"""
from checkers.course.promises import promise

PROMISES = (
    promise('The first line is exactly `#!/usr/bin/env python3`.',
            'shebang', 'no shebang'),
    promise('The file is executable: `chmod u+x FILE`.',
            'run_bit', 'no run bit'),
    promise('Lines end in LF, as on Linux, and the last line has its end '
            'too.', 'line_ends', 'CRLF line ends'),
    promise('`pycodestyle` with its own settings finds nothing.',
            'pycodestyle', 'line too long'),
    promise('Nothing is imported but `tensorflow.keras`.',
            'imports', 'numpy imported',
            'imports nothing but tensorflow.keras'),
    promise('The module, every class and every function has a docstring, '
            'methods too; functions inside a function need none.',
            'docstrings', 'no docstring in the module'),
    promise('A `README.md` lies beside the files; what it holds is yours.',
            'readme', ''),
)
