"""The one table of tasks: what to call, with which arguments, and why.

.github/CONTRIBUTING.md lists what else a new task needs.
"""
import dataclasses
import typing
from collections.abc import Callable

from checkers.course import (cases, plans, plans_bottleneck,
                             plans_variational)
from checkers.course.drawing import Draw
from checkers.course.cases import Case
from checkers.course.steps import Step


@dataclasses.dataclass(frozen=True)
class Definition:
    """A function or class that a file must define.

    Attributes:
        names: accepted names, the asked one first.
        parameters: the names of its parameters, in order.
    """

    names: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def is_class(self) -> bool:
        """Tell whether it is a class: its name has a capital, as PEP 8 says.
        """
        return self.names[0][0].isupper()


@dataclasses.dataclass(frozen=True)
class Task:
    """A task: its number, file, definitions, cases, learning objective.

    Attributes:
        number: the task's.
        file: the student's file.
        definitions: what the file must define.
        objective: one line, what the student learns.
        public: the calls that it is judged by at the public seed.
        plan: function from a case and a random seed to what the probe does
            with its models.
        maps: function from a case's arguments to its models, in the order
            in which they are returned: model name -> the shapes that it
            takes and gives.
    """

    number: int
    file: str
    definitions: tuple[Definition, ...]
    objective: str
    public: tuple[Case, ...]
    plan: Callable[[Case, int], list[Step]]
    maps: Callable[[tuple[typing.Any, ...]], plans.Maps]

    def cases(self, seed: int) -> tuple[Case, ...]:
        """Return the calls that it is judged by at a seed."""
        return cases.drawn(self.public, seed, self.number)

    def seed(self, seed: int) -> int:
        """Return what the student's generators are seeded with at a seed."""
        return Draw(seed, self.number).number(0, 2 ** 31 - 1)

    @property
    def function(self) -> str:
        """Return the name of what is asked for first."""
        return self.definitions[0].names[0]

    @property
    def rubric(self) -> str:
        """Return the rubric file's name, such as test_0_vanilla.py."""
        return f'test_{self.file[:-3].replace("-", "_")}.py'


def define(signature: str, *aliases: str) -> Definition:
    """Return the Definition of a signature: 'name(one, two)'."""
    name, parameters = signature.rstrip(')').split('(')
    return Definition((name,) + aliases, tuple(parameters.split(', ')))


AUTOENCODER = define('autoencoder(input_dims, hidden_layers, latent_dims)')

TASKS = (
    Task(0, '0-vanilla.py', (AUTOENCODER,),
         'A bottleneck: an input squeezed into a code and rebuilt from it.',
         cases.DENSE, plans.vanilla, plans.three_models),
    Task(1, '1-sparse.py', (define(
        'sparse(input_dims, hidden_layers, latent_dims, lambtha)',
        'autoencoder'),),
         'A sparse code: an L1 penalty keeps most units silent.',
         cases.SPARSE, plans.sparse, plans.three_models),
    Task(2, '2-convolutional.py', (define(
        'autoencoder(input_dims, filters, latent_dims)'),),
         'Convolutions: the code of a picture is a smaller picture.',
         cases.CONVOLUTIONAL, plans.vanilla, plans.three_models),
    Task(3, '3-variational.py', (AUTOENCODER,),
         'A generative model: the code is a distribution, kept near N(0, 1).',
         cases.VARIATIONAL, plans_variational.variational, plans.three_models),
    Task(4, '4-deep.py', (define(
        'deep(input_dims, hidden_layers, latent_dims)'),),
         'A deep model, flat and with named layers: its parts are cut out.',
         cases.DEEP, plans.deep, plans.flat_models),
    Task(5, '5-composable.py', (
        define('encoder(inputs, layers)'), define('decoder(x, layers)'),
        define('AutoEncoder(input_shape, layers)')),
         'Parts that fit: an encoder and a decoder, put together and taken '
         'apart again.',
         cases.COMPOSABLE, plans.composable, plans.encoder_and_model),
    Task(6, '6-bottleneck.py', (
        define('mnist_encoder(input_shape, code_shape)'),
        define('mnist_decoder(code_shape, output_shape)'),
        define('Autoencoder(encoder, decoder)')),
         'Any encoder and any decoder, and how narrow the code may be.',
         cases.BOTTLENECK, plans_bottleneck.plan,
         plans_bottleneck.two_models),
    Task(7, '7-beta.py', (define(
        'beta(input_dims, filters, latent_dims, beta)'),),
         'A beta-VAE: the larger beta, the less of a picture the code tells.',
         cases.BETA, plans_variational.beta, plans.three_models),
)
