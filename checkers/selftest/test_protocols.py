"""The probe looks up once what a protocol asks for."""
import json
import subprocess
import sys

import pytest

from checkers.runner import sandbox

# How often it was looked up for four questions, and the answers.
CODE = f'''
import json
import runpy
import sys
import typing

sys.path.insert(0, {sandbox.PROBE!r})
zygote = runpy.run_path({sandbox.PROBE + "/__main__.py"!r}, run_name="zygote")
look, looked = typing._get_protocol_attrs, []


def count(protocol):
    looked.append(protocol.__name__)
    return look(protocol)


@typing.runtime_checkable
class Opens(typing.Protocol):
    def open(self):
        pass


class Door:
    def open(self):
        pass


typing._get_protocol_attrs = count
zygote["remember_protocols"]()
answers = [isinstance(value, Opens) for value in (Door(), 1, Door(), "x")]
print(json.dumps([looked, answers]))
'''


@pytest.mark.skipif(sys.version_info >= (3, 12),
                    reason='Python 3.12 looks them up once by itself')
def test_a_protocol_is_looked_up_once() -> None:
    """The answers are the same."""
    said = subprocess.run([sys.executable, '-c', CODE], check=True,
                          capture_output=True, text=True).stdout
    assert json.loads(said) == [['Opens'], [True, False, True, False]]
