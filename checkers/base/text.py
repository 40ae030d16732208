"""Texts of strangers, made safe to keep, to show and to print."""
import re
import typing

LIMIT = 4000            # characters of one text
LINE = 200              # characters of what an exception says
# Programs that run commands for others take some of the lines that these
# print for commands to themselves: '::error::', '##[error]', '##vso[...]'.
# GitHub's runner looks for the first behind spaces, for the second anywhere.
COMMAND = re.compile(r':(?=:)|##(?=\w*\[)')


def inert(text: str) -> str:
    """Return a text that commands no program which reads it, in any place."""
    if '::' in text or '##' in text:
        return COMMAND.sub(r'\g<0> ', text)
    return text


def harmless(text: str) -> str:
    """Return a text of one line that commands neither terminal nor runner.

    That is without control characters, characters that turn the direction of
    others, and those that nobody sees.
    """
    if not text.isprintable():
        text = ''.join(character if character.isprintable() else ' '
                       for character in text)
    return inert(text)


def clean(text: str) -> str:
    """Return a student's text, short and harmless."""
    return harmless(text[:LIMIT])


def one_line(error: BaseException) -> str:
    """Return what an exception says in one line, or else its type."""
    said = ' '.join(str(error).split()) or type(error).__name__
    return clean(said)[:LINE]


class Output:
    """A stream to print to, on which nothing is a command.

    What strangers wrote is harmless before it comes here. But two harmless
    pieces beside each other may make what neither is, and there are many
    places that print: so all that is printed goes through here once more.

    Args:
        stream: the stream that it is written to.
    """

    def __init__(self, stream: typing.TextIO) -> None:
        """Know the stream."""
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text, so that it is no command."""
        self.stream.write(inert(text))
        return len(text)

    def __getattr__(self, name: str) -> typing.Any:
        """Be the stream in all else."""
        return getattr(self.stream, name)
