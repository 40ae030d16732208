"""The error that a command tells its user in one line."""


class Mistake(Exception):
    """The command or the machine is at fault; the message says what to do."""
