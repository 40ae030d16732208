"""What an entry of the hostile suite is."""
import dataclasses

from checkers.course.cases import PUBLIC

from .answers import WRONG
from .layout import Files

# The time limit for what begins at once and does not end: it would outlast
# any, so that a short one proves the same, on a slow machine too.
ENDLESS = 2


@dataclasses.dataclass(frozen=True)
class Hostile:
    """One hostile submission.

    Attributes:
        name: for the test's id.
        files: file name -> text, bytes or a marker of layout.
        attack: what it tries.
        fenced: whether it could harm the machine where no fence holds.
        noted: whether the teacher should find a note about it.
        crash: whether the models cannot be seen: no check of behaviour may
            earn anything but signature, those of style and documentation
            may.
        seconds: the time limit to grade it with.
        base: the same answer without the attack, as FILE's text.
        before: FILE's text of a student who is graded just before, or ''.
        next: whether another student is graded at once, by the same probe.
        seed: the random seed to grade it at; students know the public one.
        task: the number of the task that it answers.
    """

    name: str
    files: Files
    attack: str
    fenced: bool = False
    noted: bool = True
    crash: bool = False
    seconds: int = 20
    base: str = WRONG
    before: str = ''
    next: bool = False
    seed: int = PUBLIC
    task: int = 0
