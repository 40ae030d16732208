"""Texts of strangers, made safe to keep and to show."""

LIMIT = 4000            # characters of one text
LINE = 200              # characters of what an exception says


def clean(text: str) -> str:
    """Return a student's text, short and without control characters."""
    return ''.join(character if character.isprintable() else ' '
                   for character in text[:LIMIT])


def one_line(error: BaseException) -> str:
    """Return what an exception says in one line, or else its type."""
    said = ' '.join(str(error).split()) or type(error).__name__
    return clean(said)[:LINE]
