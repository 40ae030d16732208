"""Follow-through: one mistake costs its check, and what cannot be seen for it.

The rows are mistakes that were seen in real answers, and what each may cost.
"""
import dataclasses
import pathlib
import typing

import pytest

from checkers.course.curriculum import TASKS
from checkers.marks.document import CheckStatus, TaskMark
from checkers.runner.zygote import Zygote
from checkers.selftest import door, speeds
from checkers.selftest.mutants import MUTANTS, Mutant
from checkers.selftest.mutants.common import COMPILE, NOT_TODAY
from checkers.selftest.mutants.edits import before, swap, text, word
from checkers.selftest.mutants.table import mutants

HIDDEN = '''
for width in hidden_layers:
    x = keras.layers.Dense(width, activation='relu')(x)
'''
CODE = "code = keras.layers.Dense(latent_dims, activation='relu')(x)"
LOOP = '''
x = keras.layers.Dense(hidden_layers[0], activation='relu')(x)
for width in hidden_layers[1:]:
    hl = keras.layers.Dense(width, activation='relu')(x)
    x = hl
'''
AUTO = {'auto_shares_weights', 'loss', 'optimizer', 'training'}
# What depends on auto in the variational tasks.
ELBO = {'auto_decodes_z', 'reconstruction_term', 'kl_term', 'loss_balance',
        'optimizer', 'training', 'loads'}
MADE = ELBO | {'metrics'}


class Row(typing.NamedTuple):
    """A mistake.

    Attributes:
        mutant: the answer.
        blocked: the checks that cannot be judged for it.
        told: what its message says.
    """

    mutant: Mutant
    blocked: set[str]
    told: str


def row(number: int, name: str, blocked: set[str] | None = None,
        told: str = '') -> Row:
    """Return the row of a mutant."""
    return Row(next(mutant for mutant in MUTANTS[number]
                    if mutant.name == name), blocked or set(), told)


def own(number: int, name: str, check: str, *edits: typing.Any,
        told: str = '') -> Row:
    """Return a row that is no mutant elsewhere, with nothing blocked."""
    mutant, = mutants(TASKS[number], {name: (check, *edits)})
    return Row(mutant, set(), told)


ROWS = [
    row(0, 'list named otherwise'),
    row(0, 'function named otherwise', told='defines auto_encoder'),
    row(0, 'one parameter too many'),
    own(1, 'everything named otherwise', 'signature',
        text('def sparse(', 'def build('), word('input_dims', 'n'),
        word('hidden_layers', 'layers')),
    row(0, 'auto returned first', told='returned auto, encoder, decoder'),
    row(2, 'models returned in a dictionary', told='a dictionary of encoder'),
    row(0, 'a None returned too', told='encoder, None, decoder, auto'),
    row(4, 'a None returned too'),
    row(3, 'only auto returned'),
    row(0, 'an exception before auto', AUTO, 'not today'),
    row(2, 'an exception before auto', AUTO),
    row(3, 'an exception before auto', ELBO),
    row(0, 'an exception before auto.compile', {'loss', 'optimizer'}),
    row(7, 'the last of strides of 2', told='strides of 2 too'),
    row(7, 'the last of strides of 2, seen where auto is built', MADE,
        'strides of 2 too'),
    row(4, 'encoder from a hidden tensor', {'encoder_shares_weights'}),
    row(4, 'two layers of one name', {'layer_names'}, 'unique'),
    row(6, 'a loss that Keras does not have', {'loss', 'optimizer'},
        'mean_square'),
    row(6, 'auto named otherwise'),
    row(6, 'copy of the decoder joined', told='made of copies'),
    row(6, 'encoder alone joined', {'training', 'options', 'any_kind'},
        'gives encoder(x)'),
    row(6, 'outputs cut off below 0', told='relu(decoder(encoder(x)))'),
    row(6, 'binary cross-entropy'),
    row(6, 'encoder alone saved'),
    row(6, 'compiled in train alone', {'loss'}),
    row(2, 'same padding everywhere'),
    row(2, 'channels fixed at one'),
    row(5, 'encoder without batch normalisation'),
    row(5, 'decoder without strides'),
    row(5, 'normalisation over the rows',
        told='batch normalisations of 8, 4, 2 numbers'),
    row(5, 'output cut off at 1', told='relu cut off at 1'),
    row(5, 'grey by default'),
    own(0, 'a variable that a loop sets', 'models', swap(HIDDEN, LOOP),
        swap(CODE, CODE.replace('(x)', '(hl)')),
        told='With one hidden layer the loop has no turn, so `hl` never'),
    own(0, 'one layer is too few', 'models', before(
        'inputs = keras.Input(shape=(input_dims,))', 'hidden_layers[1]')),
]


@speeds.parametrize('row', (
    (f'{row.mutant.task.number}: {row.mutant.name}', 'a mistake', [row])
    for row in ROWS))
def test_it_costs_no_more(row: Row, warm: Zygote,
                          tmp_path: pathlib.Path) -> None:
    """Its own check fails; what is blocked needs what is missing."""
    graded = grade(row.mutant, warm, tmp_path)
    lost = door.lost(graded)
    assert set(lost) == {row.mutant.check}
    assert row.told in lost[row.mutant.check]
    assert {check.id for check in graded.checks
            if check.status == CheckStatus.BLOCKED} == row.blocked


def grade(mutant: Mutant, warm: Zygote, folder: pathlib.Path) -> TaskMark:
    """Return what a mutant's task got."""
    return door.submit(folder, warm, {mutant.task.file: mutant.source()})[
        mutant.task.number]


# A mistake that is followed, and another one that it may not hide.
HIDING = [
    (0, 'output softmax', 'mean squared error'),
    (0, 'categorical cross-entropy', 'no gradient into the encoder'),
    (1, 'output relu', 'penalty doubled'),
    (1, 'output softmax', 'penalty doubled'),
    (1, 'categorical cross-entropy', 'penalty doubled'),
    (1, 'code layer twice', 'penalty doubled'),
    (1, 'code layer twice', 'L2 in place of L1'),
    (3, 'decoder hidden layers without biases', 'decoder fed with the mean'),
    (3, 'decoder hidden layers without biases',
     'auto with a decoder of its own'),
    (3, 'output softmax', 'decoder fed with log_var'),
    (3, 'output softmax', 'reconstruction averaged'),
    (3, 'output relu', 'decoder fed with log_var'),
    (7, 'the last of strides of 2', 'decoder fed with the mean'),
    (7, 'the last of strides of 2', 'KL missing'),
    (7, 'the last of strides of 2', 'beta missing'),
]


@speeds.parametrize('mistakes', (
    (f'{number}: {one}, {other}', 'two mistakes', [(number, one, other)])
    for number, one, other in HIDING))
def test_it_hides_nothing(mistakes: tuple[int, str, str], warm: Zygote,
                          tmp_path: pathlib.Path) -> None:
    """What is wrong beside a mistake that is followed is not worth more."""
    number, *names = mistakes
    one, other = (next(mutant for mutant in MUTANTS[number]
                       if mutant.name == name) for name in names)
    both = dataclasses.replace(one, edits=one.edits + other.edits)
    graded = grade(both, warm, tmp_path)
    assert {check.id for check in graded.checks if check.status ==
            CheckStatus.PASSED}.isdisjoint({one.check, other.check})


@pytest.mark.slow
def test_what_is_worse_is_not_worth_more(warm: Zygote,
                                         tmp_path: pathlib.Path) -> None:
    """A loss that is not trained is seen where the call that trains fails."""
    mutant, = mutants(TASKS[0], {'shown': ('loss', swap(
        COMPILE, "auto.compile(optimizer='adam', loss='mse')"), before(
            'inputs = keras.Input(shape=(input_dims,))',
            f'if len(hidden_layers) == 1:\n    {NOT_TODAY}'))})
    assert {'models', 'loss'} <= set(door.lost(grade(mutant, warm, tmp_path)))
