"""What an entry of the hostile suite is."""
import dataclasses

from .answers import FILE, WRONG


@dataclasses.dataclass(frozen=True)
class Hostile:
    """One hostile submission.

    Attributes:
        name: string, for the test's id.
        files: dictionary, file name -> text, bytes or a marker of layout.
        attack: string, what it tries.
        fenced: whether it could harm the machine where no fence holds.
        noted: whether the teacher should find a note about it.
        crash: whether the models cannot be seen: no check of behaviour may
            earn anything but signature, those of style and documentation
            may.
        seconds: integer, the time limit to grade it with.
        base: string, the same answer without the attack, as FILE's text.
    """

    name: str
    files: dict
    attack: str
    fenced: bool = False
    noted: bool = True
    crash: bool = False
    seconds: int = 20
    base: str = WRONG

    @property
    def honest(self):
        """Return the files of the same submission without the attack."""
        return {FILE: self.base}
