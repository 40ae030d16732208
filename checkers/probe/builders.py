"""How the models of a case are made from what the student defined.

A builder takes what is asked for (child.Asked) and the case's arguments, and
returns the models in the order of the case's inputs.
"""


def returned(asked, *args):
    """Let the first definition return the models."""
    return asked.call(0, *args)
