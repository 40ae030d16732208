"""The one table of tasks: what to call, with which arguments, and why.

To add a task: a row in TASKS, a plan of what to feed its models (plans.py),
a rubric file test_N_name.py beside this one, and a reference solution.
"""
import dataclasses

from checkers.course import plans, plans_bottleneck

# Widths that all differ and are in no order, three channels and sides that
# differ show mistakes that the exercise's own example hides; so do one layer
# and three.
DENSE = {'example': (784, [128, 64], 32),
         'three layers': (40, [23, 29, 11], 7),
         'one layer': (30, [17], 5)}
IMAGES = {'example': ((28, 28, 1), [16, 8, 8], (4, 4, 8)),
          'colour': ((12, 20, 3), [5, 7, 4], (2, 3, 4)),
          'four filters': ((28, 44, 2), [6, 5, 7, 4], (2, 3, 4))}
# Task 5's composable form; the seed's procedural one has three channels. The
# sides are long enough for valid padding to come to a code too.
COMPOSABLE = {'defaults': (), 'defaults again': (),
              'colour': ((16, 24, 3), [6, 5, 7]),
              'one layer': ((6, 10, 1), [5]),
              'two channels': ((12, 8, 2), [9, 6]),
              'four channels': ((8, 12, 4), [7, 5])}
PROCEDURAL = {'procedural': ((24, 16, 3), [7, 5, 6]),
              'procedural, one layer': ((6, 4, 3), [8])}


@dataclasses.dataclass(frozen=True)
class Definition:
    """A function or class that a file must define.

    Attributes:
        names: accepted names, the asked one first.
        parameters: the names of its parameters, in order.
    """

    names: tuple
    parameters: tuple


@dataclasses.dataclass(frozen=True)
class Task:
    """A task: its number, file, definitions, cases, learning objective.

    Attributes:
        number: integer.
        file: the student's file.
        definitions: tuple of Definition, what the file must define.
        objective: one line, what the student learns.
        cases: case name -> the arguments that its models are made from.
        plan: function from a case's name and arguments, and a seed, to the
            steps of the probe.
        inputs: function from a case's arguments to its models, in the order
            in which they are returned: model name -> shape of its input.
        builders: case name -> the function of probe/builders.py that makes
            the models; where there is none, the first definition returns
            them.
    """

    number: int
    file: str
    definitions: tuple
    objective: str
    cases: dict
    plan: object
    inputs: object = plans.three_models
    builders: dict = dataclasses.field(default_factory=dict)

    @property
    def function(self):
        """Return the name of what is asked for first."""
        return self.definitions[0].names[0]

    def builder(self, name):
        """Return the name of the probe's builder for a case."""
        return self.builders.get(name, 'returned')

    @property
    def rubric(self):
        """Return the rubric file's name, such as test_0_vanilla.py."""
        return 'test_%s.py' % self.file[:-3].replace('-', '_')


def define(signature, *aliases):
    """Return the Definition of a signature: 'name(one, two)'."""
    name, parameters = signature.rstrip(')').split('(')
    return Definition((name,) + aliases, tuple(parameters.split(', ')))


AUTOENCODER = define('autoencoder(input_dims, hidden_layers, latent_dims)')

TASKS = (
    Task(0, '0-vanilla.py', (AUTOENCODER,),
         'A bottleneck: an input squeezed into a code and rebuilt from it.',
         DENSE, plans.vanilla),
    Task(1, '1-sparse.py', (define(
        'sparse(input_dims, hidden_layers, latent_dims, lambtha)',
        'autoencoder'),),
         'A sparse code: an L1 penalty keeps most units silent.',
         {name: args + (lambtha,) for (name, args), lambtha in zip(
             DENSE.items(), (0.002, 0.01, 0.03))}, plans.sparse),
    Task(2, '2-convolutional.py', (define(
        'autoencoder(input_dims, filters, latent_dims)'),),
         'Convolutions: the code of a picture is a smaller picture.',
         IMAGES, plans.convolutional),
    Task(3, '3-variational.py', (AUTOENCODER,),
         'A generative model: the code is a distribution, kept near N(0, 1).',
         {'example': (784, [512], 2), 'three layers': (36, [15, 24, 9], 3),
          'one layer': (30, [17], 5)}, plans.variational),
    Task(4, '4-deep.py', (define(
        'deep(input_dims, hidden_layers, latent_dims)'),),
         'A deep model, flat and with named layers: its parts are cut out.',
         {**DENSE, 'example': (90, [48, 24, 12, 6], 4)}, plans.deep,
         plans.flat_models),
    Task(5, '5-composable.py', (
        define('encoder(inputs, layers)'), define('decoder(x, layers)'),
        define('AutoEncoder(input_shape, layers)')),
         'Parts that fit: an encoder and a decoder, put together and taken '
         'apart again.',
         {**COMPOSABLE, **PROCEDURAL}, plans.composable,
         plans.encoder_and_model,
         {**dict.fromkeys(COMPOSABLE, 'composable'),
          **dict.fromkeys(PROCEDURAL, 'procedural')}),
    Task(6, '6-bottleneck.py', (
        define('mnist_encoder(input_shape, code_shape)'),
        define('mnist_decoder(code_shape, output_shape)'),
        define('Autoencoder(encoder, decoder)')),
         'Any encoder and any decoder, and how narrow the code may be.',
         {**plans_bottleneck.PARTS, **plans_bottleneck.FOREIGN},
         plans_bottleneck.plan, plans_bottleneck.two_models,
         {**dict.fromkeys(plans_bottleneck.PARTS, 'halves'),
          **dict.fromkeys(plans_bottleneck.FOREIGN, 'foreign')}),
    Task(7, '7-beta.py', (define(
        'beta(input_dims, filters, latent_dims, beta)'),),
         'A beta-VAE: likeness given up for latents that stand for one thing.',
         {'example': ((16, 8, 2), [6, 7, 5], 4, 3),
          'colour': ((8, 12, 3), [5, 4], 6, 0.5),
          'one filter': ((6, 4, 1), [5], 3, 2)}, plans.variational),
)
