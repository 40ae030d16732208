"""How the calls of a task are drawn, so that nobody knows them beforehand.

A case that is drawn has a kind, which says two things: how other arguments
come from those of the table, and what all of them must have so that no
mistake hides (`lacks`). What lacks anything is drawn again.
"""
import abc
import itertools
import math
import random
import typing
from collections.abc import Iterable, Iterator, Sequence

BATCHES = (4, 8)        # rows of the inputs that plans.py draws
# What a width or a factor must not be mistaken for: a constant of the
# exercise, or one that somebody may have written in place of an argument.
SIZES = {*BATCHES, 16, 28, 32, 50, 64, 128, 256, 512, 784}
FACTORS = (1e-5, 1e-4, 1e-3, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5,
           1., 2., 3., 4.)
APART = 0.015           # the judging tells factors apart that differ by 0.01

Arguments = tuple[typing.Any, ...]


class Draw:
    """Numbers that follow from what they are for, on every machine.

    Args:
        of: what they follow from. Where the first is the secret seed, who
            knows some of the numbers knows no others.
    """

    def __init__(self, *of: object) -> None:
        """Start the stream."""
        self.random = random.Random(' '.join(map(str, of))).random

    def number(self, low: int, high: int) -> int:
        """Return a whole number from low to high."""
        return low + int(self.random() * (high - low + 1))

    def near(self, size: int) -> int:
        """Return a size that is a third larger or smaller at most."""
        third = max(1, size // 3)
        return self.number(size - third, size + third)

    def shape(self, sizes: Sequence[int]) -> tuple[int, ...]:
        """Return a shape with other sizes."""
        return tuple(map(self.near, sizes))

    def widths(self, widths: Sequence[int]) -> list[int]:
        """Return as many other widths."""
        return list(map(self.near, widths))

    def factor(self, factor: float) -> float:
        """Return another factor: half of it to twice as much, in 3 digits."""
        return float(f'{factor * 4 ** (self.random() - 0.5):.3g}')


def ordered(widths: Sequence[int]) -> bool:
    """Tell whether sorting gives the same widths, forth or back."""
    return len(widths) > 2 and sorted(widths) in (
        list(widths), list(widths)[::-1])


def repeated(sizes: Sequence[int]) -> bool:
    """Tell whether a size stands there twice."""
    return len(set(sizes)) < len(sizes)


def alike(values: Iterable[float]) -> bool:
    """Tell whether some of these factors could be taken for one another."""
    ascending = sorted(values)
    return any(larger < smaller * (1 + APART) for smaller, larger in
               itertools.pairwise(ascending))


def explained(factor: float, sizes: Iterable[int]) -> bool:
    """Tell whether a factor is near a constant, or a ratio of two sizes."""
    known = {1, *BATCHES, *sizes}
    others = {*FACTORS, *(one / other for one in known for other in known)}
    return any(abs(factor / other - 1) < APART for other in others)


class Kind(abc.ABC):
    """What a case of some tasks must have."""

    @abc.abstractmethod
    def draw(self, args: Arguments, draw: Draw) -> Arguments:
        """Return other arguments, which may lack something.

        Args:
            args: those of the table.
            draw: where the numbers come from.
        """

    @abc.abstractmethod
    def lacks(self, args: Arguments) -> Iterator[str]:
        """Yield what arguments do not have, and so hide a mistake."""


class Dense(Kind):
    """Fully connected: dims, hidden widths, latents, and perhaps a factor.

    Args:
        latents: the widths that a code may have. One with relu must be wide
            enough not to be silent; the statistics of a random one are
            counted.
    """

    def __init__(self, latents: range) -> None:
        """Keep what a code may have."""
        self.latents = latents

    def draw(self, args: Arguments, draw: Draw) -> Arguments:
        """Return other widths, and another factor."""
        dims, hidden, latents, *factor = args
        return (draw.near(dims), draw.widths(hidden), draw.near(latents),
                *map(draw.factor, factor))

    def lacks(self, args: Arguments) -> Iterator[str]:
        """Yield what arguments lack."""
        dims, hidden, latents, *factors = args
        widths = [dims, *hidden, latents]
        if repeated(widths):
            yield 'widths that differ: two layers could be exchanged'
        if repeated([one * other for one, other in
                     itertools.pairwise(widths)]):
            yield 'kernels of different sizes'
        if ordered(hidden):
            yield 'widths in no order: sorting would give the same'
        if SIZES & set(widths):
            yield 'widths that are no constant of the exercise'
        if latents not in self.latents:
            yield 'a code of the right width'
        if min(widths) < latents:
            yield 'a code that is narrower than every layer'
        for factor in factors:
            if explained(factor, widths):
                yield 'a factor that nothing else explains'


class Pooled(Kind):
    """Task 2: sides that poolings and a valid convolution come back to.

    Args:
        sides: what the sides of the code may be.
        channels: what the image's channels may be.
    """

    def __init__(self, sides: range,
                 channels: Sequence[int] = (2, 3, 5)) -> None:
        """Keep what may be drawn."""
        self.sides, self.channels = sides, channels

    def draw(self, args: Arguments, draw: Draw) -> Arguments:
        """Return another image, other filters, and the code that fits."""
        filters = draw.widths(args[1])
        code = [draw.number(self.sides[0], self.sides[-1]) for _ in range(2)]
        channels = self.channels[draw.number(0, len(self.channels) - 1)]
        return ((*(2 ** len(filters) * side - 4 for side in code), channels),
                filters, (*code, filters[-1]))

    def lacks(self, args: Arguments) -> Iterator[str]:
        """Yield what arguments lack."""
        (*sides, channels), filters, (*code, last) = args
        # The valid convolution takes a pixel off each border, and the
        # upsampling after it makes that two.
        if sides != [2 ** len(filters) * side - 4 for side in code] or \
                last != filters[-1]:
            yield 'sides that close'
        if sides[0] == sides[1]:
            yield 'sides that differ'
        if not any(side // 2 ** place % 2 for side in sides
                   for place in range(len(filters))):
            yield 'an odd side on the way, so that padding shows'
        yield from lacking(filters, [*sides, *code, channels])
        # The fewer there are, the likelier is it that all are silent.
        if filters[-1] < 6:
            yield 'enough channels in the code'


def lacking(filters: Sequence[int], others: Iterable[int]) -> Iterator[str]:
    """Yield what filters lack beside these sizes of pictures."""
    if repeated(filters):
        yield 'filters that differ'
    if ordered(filters):
        yield 'filters in no order: sorting would give the same'
    if (SIZES | set(others)) & set(filters):
        yield 'filters that are no side, no channels and no constant'


class Halved(Kind):
    """Tasks 5 and 7: an image whose sides are halved, and what comes after.

    Args:
        channels: what the image's channels may be; by default the table's.
    """

    def __init__(self, channels: Sequence[int] = ()) -> None:
        """Keep what may be drawn."""
        self.channels = channels

    def draw(self, args: Arguments, draw: Draw) -> Arguments:
        """Return another image and other filters."""
        (*sides, channels), filters = args
        choice = self.channels or [channels]
        step = 2 ** len(filters)
        return ((*(step * draw.near(side // step) for side in sides),
                 choice[draw.number(0, len(choice) - 1)]),
                draw.widths(filters))

    def lacks(self, args: Arguments) -> Iterator[str]:
        """Yield what arguments lack."""
        (*sides, channels), filters = args
        step = 2 ** len(filters)
        if any(side % step for side in sides):
            yield 'sides that can be halved so often'
        if min(sides) < 2 * step:
            yield 'sides so long that valid padding comes to a code too'
        if sides[0] == sides[1]:
            yield 'sides that differ'
        small = [side // step for side in sides]
        yield from lacking(filters, [*sides, *small, channels])


class Square(Halved):
    """Task 5: a square image whose code has even sides.

    What refuses all others is judged by it.
    """

    def draw(self, args: Arguments, draw: Draw) -> Arguments:
        """Return the same image and other filters."""
        return args[0], draw.widths(args[1])

    def lacks(self, args: Arguments) -> Iterator[str]:
        """Yield what arguments lack."""
        (height, width, _), filters = args
        if height != width or height // 2 ** len(filters) % 2:
            yield 'a square image with an even code'
        for what in super().lacks(args):
            if what != 'sides that differ':
                yield what


class Weighed(Halved):
    """Task 7: as Halved, with latents and beta.

    Args:
        latents: how many there may be; their statistics are counted.
        channels: as Halved.
    """

    def __init__(self, latents: range, channels: Sequence[int] = ()) -> None:
        """Keep what may be drawn."""
        super().__init__(channels)
        self.latents = latents

    def draw(self, args: Arguments, draw: Draw) -> Arguments:
        """Return another image, other filters, latents and beta."""
        return (*super().draw(args[:2], draw), draw.near(args[2]),
                draw.factor(args[3]))

    def lacks(self, args: Arguments) -> Iterator[str]:
        """Yield what arguments lack."""
        yield from super().lacks(args[:2])
        (*sides, channels), filters, latents, beta = args
        if latents not in self.latents:
            yield 'the right number of latents'
        if latents in (*filters, channels):
            yield 'latents that are no filters and no channels'
        dims = math.prod(sides) * channels
        # How often the reconstruction weighs what it should beside the KL
        # term: 1 is right, the others are a mistake each.
        ratios = [1, beta, beta ** 2, 1 / beta, latents, 1 / dims,
                  latents / dims, 1 / 2, 2, 1 / BATCHES[0]]
        if alike(ratios + ([1 / channels] if channels > 1 else [])):
            yield 'a beta by which each mistake weighs otherwise'
        if explained(beta, [channels, *filters, latents, dims]):
            yield 'a beta that nothing else explains'


class Shapes(Kind):
    """Task 6: the shape of an image and of its code.

    Args:
        taken: widths that the probe's own models have between these.
    """

    def __init__(self, *taken: int) -> None:
        """Keep what is taken."""
        self.taken = taken

    def draw(self, args: Arguments, draw: Draw) -> Arguments:
        """Return other shapes."""
        shape, code, *how = args
        return draw.shape(shape), draw.shape(code), *how

    def lacks(self, args: Arguments) -> Iterator[str]:
        """Yield what arguments lack."""
        shape, code = args[:2]
        sizes = [*shape, *code]
        if repeated(sizes):
            yield 'sides that differ'
        if min(sizes) < 2:
            yield 'sides that are more than one'
        if math.prod(shape) <= math.prod(code):
            yield 'a code that is smaller than the image'
        if {*self.taken, *BATCHES} & {*sizes, math.prod(shape),
                                      math.prod(code)}:
            yield 'sizes that nothing else has'
