"""Pictures of networks, drawn from the models themselves: they cannot drift.

    python3 diagrams.py             network_0.png to network_7.png, which the
                                    README shows, of the files in this folder
    python3 diagrams.py 0 3         those of tasks 0 and 3 alone

For any other models, as long as they are made of layers that are called on
one another, or Sequential:

    import diagrams
    diagrams.draw('mine.png', 'My network', encoder=encoder, decoder=decoder)

Of a vector a bar is drawn, of a picture a block, each from what a layer gives
out: higher is longer or taller, thicker is more channels, both by their
logarithm. What keeps the shape as it is, such as batch normalisation, is
named under the layer before it. An arrow from a circle is a draw of random
numbers.
"""
import argparse
import dataclasses
import math

import matplotlib.pyplot as plt

import figures
import training

VECTOR, PICTURE, EDGE = '#9ab7d3', '#e8c48f', '#3b3f44'
HIGH = 1.5              # inches, the tallest shape
LINE = 0.15             # inches, from a line of text to the next
APART = 1.35            # inches, from a layer to the one beside it
PAGE = 10.5             # inches, the widest picture

# What is drawn of each task: the models that its driver trains.
NETWORKS = {
    '0-vanilla.py': lambda its: its.autoencoder(784, [128, 64], 32)[:2],
    '1-sparse.py': lambda its: its.sparse(784, [128, 64], 32, 10e-6)[:2],
    '2-convolutional.py': lambda its: its.autoencoder(
        (28, 28, 1), [16, 8, 8], (4, 4, 8))[:2],
    '3-variational.py': lambda its: its.autoencoder(784, [512], 2)[:2],
    '4-deep.py': lambda its: its.deep(
        784, [256, 128, 64, 32, 16, 8], 4)[-1:],
    '5-composable.py': lambda its: [its.AutoEncoder().model],
    '6-bottleneck.py': lambda its: [its.mnist_encoder((28, 28), (50,)),
                                    its.mnist_decoder((50,), (28, 28))],
    '7-beta.py': lambda its: its.beta((32, 32, 3), [32], 32,
                                      1)[:2]}


@dataclasses.dataclass
class Stage:
    """What stands at one place of a picture.

    Attributes:
        name: text, the layer's; it is written where layers stand beside one
            another.
        words: texts, what is done to come there, a line each.
        shape: tuple of integers, what comes out, without the batch.
        column: integer, how far from the input.
        parents: list of Stages that it is made from.
        random: whether random numbers are drawn there.
        row: float, how far below the middle.
    """

    name: str
    words: list
    shape: tuple
    column: int = 0
    parents: list = dataclasses.field(default_factory=list)
    random: bool = False
    row: float = 0

    def __str__(self):
        """Return what is written under it."""
        return '\n'.join([self.name] * bool(self.row) + [
            ' × '.join(map(str, self.shape)), *self.words])


def describe(layer):
    """Return what is written of a layer: its kind, and what it is set to."""
    words = [type(layer).__name__]
    if hasattr(layer, 'kernel_size'):
        words.append(' × '.join(map(str, layer.kernel_size))
                     + ', valid' * (layer.padding == 'valid'))
        if max(layer.strides) > 1:
            words.append('stride %d' % max(layer.strides))
    activation = getattr(getattr(layer, 'activation', None), '__name__',
                         'linear')
    return words + [activation] * (activation != 'linear')


def stages(model):
    """Return the Stages of a model, from the input on.

    ValueError where the model does not say how its layers are joined, as a
    subclass of keras.Model with a call of its own does not.
    """
    import tensorflow.keras as keras
    if not getattr(model, 'inputs', None):
        raise ValueError('%s %r does not say how its layers are joined' % (
            type(model).__name__, model.name))
    found = [Stage('input', ['input'], tensor.shape[1:])
             for tensor in model.inputs]
    made = {id(tensor): stage for tensor, stage in zip(model.inputs, found)}
    for layer in model.layers:
        inputs, outputs = (keras.tree.flatten(ends) for ends in
                           (layer.input, layer.output))
        if id(outputs[0]) in made:
            continue                        # the input
        parents = [made[id(tensor)] for tensor in inputs]
        shape = outputs[0].shape[1:]
        random = any(isinstance(value, keras.random.SeedGenerator)
                     for value in vars(layer).values())
        if [parent.shape for parent in parents] == [shape] and \
                not random and not hasattr(layer, 'kernel'):
            stage, = parents                # the shape is as it was
            stage.words += describe(layer)
        else:
            stage = Stage(layer.name, describe(layer), shape, 1 + max(
                parent.column for parent in parents), parents, random)
            found.append(stage)
        made.update((id(tensor), stage) for tensor in outputs)
    for column in range(1 + max(stage.column for stage in found)):
        beside = [stage for stage in found if stage.column == column]
        for place, stage in enumerate(beside):
            stage.row = place - (len(beside) - 1) / 2
    return found


def draw(name, title, **models):
    """Draw models, side by side where the page is wide enough.

    Args:
        name: the file's name, such as 'network_0.png'.
        title: what the figure shows.
        models: label=model, as stages takes them.
    """
    rows = {}
    for label, model in models.items():
        row = stages(model)
        rows['%s: %s parameters' % (
            label, format(model.count_params(), ','))] = row
    found = [stage for row in rows.values() for stage in row]
    step = max(0.62, 0.12 + 0.072 * max(
        len(line) for stage in found for line in str(stage).split('\n')))
    size = scale(found)
    widths, tops, bottoms = zip(*[extent(row, size, step)
                                  for row in rows.values()])
    if sum(widths) < PAGE:          # where each begins, and its middle
        tops = [max(tops)] * len(rows)
        corners = [(sum(widths[:place]), max(bottoms))
                   for place in range(len(rows))]
        wide, high = sum(widths), max(bottoms) + max(tops)
    else:
        heights = [top + bottom for top, bottom in zip(tops, bottoms)]
        corners = [(0, sum(heights[place + 1:]) + bottom)
                   for place, bottom in enumerate(bottoms)]
        wide, high = max(widths), sum(heights)
    figure = plt.figure(figsize=(wide, high + 0.4))
    axis = figure.add_axes((0, 0, 1, 1))
    axis.set(xlim=(0, wide), ylim=(0, high + 0.4))
    axis.axis('off')
    axis.text(wide / 2, high + 0.2, title, ha='center', va='center',
              fontsize='large')
    for (label, row), (x, y), top in zip(rows.items(), corners, tops):
        axis.text(x + 0.12, y + top - 0.2, label, weight='bold', va='center')
        for stage in row:
            place(axis, stage, size, lambda stage: (
                x + (stage.column + 0.5) * step, y - stage.row * APART))
    figures.finish(figure, name, Description=text(rows))


def extent(row, size, step):
    """Return inches: how wide Stages are, how high and deep about a middle."""
    wide = max(2.5, step * (1 + max(stage.column for stage in row))) + 0.2
    tops = [size(stage)[0] * (0.5 + 0.16 * (len(stage.shape) == 3))
            + 0.7 * stage.random - stage.row * APART for stage in row]
    bottoms = [size(stage)[0] / 2 + LINE * (str(stage).count('\n') + 2)
               + stage.row * APART for stage in row]
    return wide, max(tops) + 0.5, max(bottoms)


def text(rows):
    """Return what a picture says: label -> Stages, as lines of text."""
    return '\n'.join([label + ''.join(
        '\n  ' + str(stage).replace('\n', ', ') for stage in row)
        for label, row in rows.items()])


def scale(found):
    """Return a function: a Stage -> the height and thickness to draw."""
    def largest(values):
        return math.log2(1 + max(values, default=1))

    vector = largest([math.prod(stage.shape) for stage in found
                      if len(stage.shape) != 3])
    side = largest([max(stage.shape[:2]) for stage in found
                    if len(stage.shape) == 3])
    channels = largest([stage.shape[2] for stage in found
                        if len(stage.shape) == 3])

    def size(stage):
        if len(stage.shape) != 3:
            return HIGH * math.log2(1 + math.prod(stage.shape)) / vector, 0.16
        return (HIGH * math.log2(1 + stage.shape[0]) / side,
                0.06 + 0.24 * math.log2(1 + stage.shape[2]) / channels)

    return size


def place(axis, stage, size, centre):
    """Draw a Stage, its text, and the lines that lead to it.

    Args:
        axis: what to draw on, in inches.
        stage: the Stage.
        size: function from a Stage to its height and thickness.
        centre: function from a Stage to its place.
    """
    x, y = centre(stage)
    high, thick = size(stage)
    skew = 0.16 * high if len(stage.shape) == 3 else 0
    for parent in stage.parents:
        from_x, from_y = centre(parent)
        axis.annotate('', (x - thick / 2 - 0.03, y),
                      (from_x + size(parent)[1] / 2 + 0.05, from_y),
                      arrowprops={'arrowstyle': '-|>', 'color': '0.55'},
                      zorder=1)
    left, right = x - thick / 2, x + thick / 2
    low, top = y - high / 2, y + high / 2
    faces = [[(left, low), (right, low), (right, top), (left, top)]]
    if skew:
        faces += [[(left, top), (right, top), (right + skew, top + skew),
                   (left + skew, top + skew)],
                  [(right, low), (right, top), (right + skew, top + skew),
                   (right + skew, low + skew)]]
    for face in faces:
        axis.fill(*zip(*face), facecolor=PICTURE if skew else VECTOR,
                  edgecolor=EDGE, linewidth=0.8, zorder=2)
    axis.text(x, low - 0.06, stage, ha='center', va='top', fontsize=8,
              linespacing=1.25, zorder=3)
    if stage.random:
        axis.annotate('ε', (x, top + 0.04), (x, top + 0.5), ha='center',
                      va='center', zorder=3,
                      bbox={'boxstyle': 'circle', 'facecolor': 'white',
                            'edgecolor': EDGE},
                      arrowprops={'arrowstyle': '-|>', 'color': EDGE})


def file_of(number):
    """Return the name of a task's file."""
    for file in NETWORKS:
        if file.startswith(number + '-'):
            return file
    raise argparse.ArgumentTypeError('there is no task %r' % number)


def network(file):
    """Draw the network of a task's file in this folder."""
    models = NETWORKS[file](training.load(file))
    labels = ['auto'] if len(models) == 1 else ['encoder', 'decoder']
    draw('network_%s.png' % file.split('-')[0], file,
         **dict(zip(labels, models)))


if __name__ == '__main__':
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('files', metavar='N', nargs='*', type=file_of,
                        default=list(NETWORKS), help='the number of a task')
    for file in parser.parse_args().files:
        network(file)
