"""A child that has imported Keras, and forks for every program.

A new interpreter imports it for four seconds. Each line of stdin is a program
as JSON: its words, the folder to run in, and the files that get its stdout
and stderr. For each program a line of stdout says its exit status.
"""
import faulthandler
import json
import os
import runpy
import sys
from collections.abc import Sequence

SECONDS = 240           # of a program: it then tells where it stood, and ends


def become(words: Sequence[str], cwd: str, stdout: str, stderr: str) -> None:
    """Run a program, as `python3 WORDS` would in a new process."""
    for place, path in enumerate((os.devnull, stdout, stderr)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), place)
    os.chdir(cwd)
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    if words[0] == '-m':
        sys.argv = list(words[1:])
        runpy.run_module(words[1], run_name='__main__', alter_sys=True)
    elif words[0] == '-c':
        sys.argv, sys.path[0] = ['-c'], ''
        exec(words[1], {'__name__': '__main__'})
    else:
        sys.argv, sys.path[0] = list(words), os.path.dirname(words[0])
        runpy.run_path(words[0], run_name='__main__')


def main() -> None:
    """Serve until stdin ends; a program ends as its own process would."""
    programs, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), 'w')
    os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
    import tensorflow.keras as keras
    keras.config.backend()              # it loads at first use
    del os.environ['TF_CPP_MIN_LOG_LEVEL']
    for line in programs:
        pid = os.fork()
        if pid == 0:
            become(**json.loads(line))
            return
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), file=answers,
              flush=True)


if __name__ == '__main__':
    main()
