"""What the texts promise, and which check holds an answer to it.

Every promise of a stub's docstring and of a task's section in the course's
README stands here once, with the check that judges it and a mutant that dies
by it. Each task has a module here, called as its file is: vanilla.py is for
0-vanilla.py. It has PROMISES, and ASIDES: what the texts say that asks for
nothing. What several tasks promise in the same words stands in shared.py,
form.py and dense.py.

The course's README shows all of it; selftest/test_promises.py finds words of
the texts that no promise quotes, and promises that nobody judges.
"""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Promise:
    """Something that an answer is held to.

    Attributes:
        asked: it, as a row of the README's table.
        check: the id of the check that judges it.
        mutant: the name of a wrong answer that loses points by it.
        said: the words that say it in a stub or a section, with ' ... ' for
            what is left out between two of them.
    """

    asked: str
    check: str
    mutant: str
    said: tuple[str, ...]


def promise(asked: str, check: str, mutant: str, *said: str) -> Promise:
    """Return a Promise; the arguments are its attributes."""
    return Promise(asked, check, mutant, said)
