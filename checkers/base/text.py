"""Texts of strangers, made safe to keep and to show."""

LIMIT = 4000            # characters of one text


def clean(text: str) -> str:
    """Return a student's text, short and without control characters."""
    return ''.join(character if character.isprintable() else ' '
                   for character in text[:LIMIT])
