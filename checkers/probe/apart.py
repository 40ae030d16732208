"""A process that has imported the student's file, and remembers nothing.

What a program has saved another one is to load. It is forked before the file
is imported, and waits; of the first one it knows what lies in the scratch
folder, and no more.
"""
import json
import os

import wire


class Apart(object):
    """A process that waits for work.

    Attributes:
        number: the process's.
    """

    def __init__(self, work):
        """Fork.

        Args: work is a function from what is asked to the answer, both JSON
        but for arrays, which come back packed.
        """
        heard, self.asking = os.pipe()
        self.answered, told = os.pipe()
        self.number = os.fork()
        if self.number == 0:
            try:
                wire.keep(heard, told)
                with os.fdopen(heard, 'rb') as file:
                    asked = json.loads(file.read().decode())
                answer = json.dumps(wire.pack(work(asked))).encode()
                with os.fdopen(told, 'wb') as file:
                    file.write(answer)
            finally:
                os._exit(0)
        os.close(heard)
        os.close(told)

    def ask(self, what):
        """Return the answer; None where the process ended without one."""
        with os.fdopen(self.asking, 'wb') as file:
            file.write(json.dumps(what).encode())
        with os.fdopen(self.answered, 'rb') as file:
            answer = file.read()
        os.waitpid(self.number, 0)
        return json.loads(answer.decode()) if answer else None
