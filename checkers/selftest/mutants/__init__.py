"""Wrong answers: the references, each with one named mistake.

MUTANTS is task number -> list of Mutant; each must lose points in its check,
and nowhere else but in checks that are blocked by it. BROKEN is the same for
answers that have a status as a whole, whose name stands in place of a check.

Left out, because they behave like the reference whatever the arguments:
L1 of the code without its absolute value (the code is relu, never negative),
epsilon subtracted in place of added (its distribution is symmetric), relu
after the pooling in place of before it (both keep order), cross-entropy from
logits after a sigmoid (Keras 3 sees the sigmoid and takes its logits). A
negative factor for L1 is left out because Keras refuses it.
"""
import pathlib

from checkers.course import curriculum

from . import (beta, bottleneck, broken, common, composition, convolutional,
               deep, dense, sparse, variational)

COURSE = pathlib.Path(__file__).parents[3] / '0x04-autoencoders'
FILES = {task.number: task.file for task in curriculum.TASKS}
FUNCTIONS = {task.number: task.function for task in curriculum.TASKS}
NAMES = {task.number: list(task.definitions[0].parameters)
         for task in curriculum.TASKS}


class Mutant:
    """One wrong answer.

    Attributes:
        task: integer, the task that it answers.
        name: string, the mistake.
        check: string, the id of the one check in which it loses points.
        mode: integer, the file's permission bits.
        builds: False where the mistake makes Keras raise in the function.
    """

    def __init__(self, task, name, check, *edits, mode=0o755, builds=True):
        """Keep what the mistake is and how it is made."""
        self.task, self.name, self.check = task, name, check
        self.edits, self.mode, self.builds = edits, mode, builds

    def source(self):
        """Return the text of the file; write it as it is, with newline=''.

        Raises:
            ValueError: an edit did not find its place in the reference.
        """
        source = (COURSE / FILES[self.task]).read_text()
        for edit in self.edits:
            source = edit(source)
        return source


def mutants(task, *tables):
    """Return the mutants of one task from tables name -> (check, edits)."""
    found = []
    for table in tables:
        for name, (check, *edits) in table.items():
            found.append(Mutant(task, name, check, *edits,
                                builds=table is not convolutional.UNBUILT))
    found.append(Mutant(task, 'no run bit', 'run_bit', mode=0o644))
    return found


def shared(task, last):
    """Return the tables that fit every task; last is its last layer."""
    function, names = FUNCTIONS[task], NAMES[task]
    auto = common.VARIATIONAL_AUTO if task == 3 else common.AUTO
    compile, more = ((common.WEIGHTED, 'loss_weights=[input_dims]')
                     if task == 3 else (common.COMPILE, ''))
    sharing = 'auto_decodes_z' if task == 3 else 'auto_shares_weights'
    loss = 'reconstruction_term' if task == 3 else 'loss'
    return [common.signature(function, names), common.MODELS,
            common.calls(function, names, last),
            common.optimizers(compile, more), common.frozen(auto),
            common.style(function)[task], dense.sharing(auto, sharing),
            dense.losses(loss, compile, more)]


MUTANTS = {
    0: mutants(0, *shared(0, dense.LAST), dense.ARGUMENTS, dense.ENCODER,
               dense.DECODER, dense.SCALES, dense.NO_GRADIENT,
               dense.code(*sparse.PLAIN)),
    1: mutants(1, *shared(1, dense.LAST), dense.ARGUMENTS, dense.ENCODER,
               dense.DECODER, dense.SCALES, dense.code(*sparse.PENALISED),
               sparse.PENALTIES),
    2: mutants(2, *shared(2, convolutional.LAST), convolutional.ARGUMENTS,
               convolutional.ENCODER, convolutional.DECODER, dense.SCALES,
               convolutional.UNBUILT, dense.NO_GRADIENT),
    3: mutants(3, *shared(3, dense.LAST), dense.ARGUMENTS, dense.ENCODER,
               dense.DECODER, variational.HEADS_WRONG, variational.SAMPLING,
               variational.DECODED, variational.TERMS, variational.BALANCE,
               variational.DOCSTRINGS),
    4: mutants(4, common.signature(FUNCTIONS[4], NAMES[4]), deep.MODELS,
               deep.ARGUMENTS, deep.CALLS, deep.FIRST_HALF, deep.SECOND_HALF,
               deep.NAMES, deep.SHARING, deep.FROZEN,
               common.optimizers(common.COMPILE),
               common.style(FUNCTIONS[4], deep.RETURN)[0],
               dense.losses('loss', common.COMPILE), dense.SCALES),
    5: mutants(5, *composition.TABLES),
    6: mutants(6, *bottleneck.TABLES),
    # A parameter hides the function's name, so calls keep models elsewhere.
    7: mutants(7, common.signature('beta', NAMES[7]), common.MODELS,
               common.calls('Sampling.call', NAMES[7], beta.LAST),
               common.frozen(beta.AUTO), common.style('beta')[3],
               dense.sharing(beta.AUTO, 'auto_decodes_z'),
               variational.HEADS_WRONG, variational.SAMPLING,
               variational.DECODED, *beta.TABLES),
}

BROKEN = {task: [Mutant(task, name, status, edit(FUNCTIONS[task]))
                 for name, (status, edit) in broken.KINDS.items()]
          for task in FUNCTIONS}
# What their files define has other names than the tables above expect.
for number, module in (5, composition), (6, bottleneck):
    BROKEN[number] = [Mutant(number, name, status, edit) for
                      name, (status, edit) in module.BROKEN.items()]
