"""What a wrong answer is, and how mistakes are written down."""
import dataclasses

from checkers.course.curriculum import Task
from checkers.selftest.course import COURSE

from .edits import Edit

# The check that a mistake costs, and the edits that make the mistake.
Mistake = tuple[str, *tuple[Edit, ...]]
# The names of mistakes, and the mistakes.
Table = dict[str, Mistake]


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One wrong answer: a task's reference with one mistake.

    Attributes:
        task: the task that it answers.
        name: the mistake.
        check: the id of the one check in which it loses points; of an
            answer that is broken as a whole, its status.
        edits: what makes it from the reference, one after the other.
        mode: the file's permission bits.
    """

    task: Task
    name: str
    check: str
    edits: tuple[Edit, ...] = ()
    mode: int = 0o755

    def source(self) -> str:
        """Return the text of the file; write it as it is, with newline=''.

        Raises:
            ValueError: an edit did not find its place in the reference.
        """
        source = (COURSE / self.task.file).read_text()
        for edit in self.edits:
            source = edit(source)
        return source


def mutants(task: Task, table: Table) -> list[Mutant]:
    """Return the wrong answers to a task, one for each mistake."""
    return [Mutant(task, name, check, tuple(edits))
            for name, (check, *edits) in table.items()]
