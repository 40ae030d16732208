"""What variational models consist of, but for the two heads.

Task 3 has dense layers, task 7 convolutions. The rubric looks at both in the
same way (variational.py); what differs stands here.
"""
import abc
import math
from collections.abc import Sequence

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.evidence import Case
from checkers.judging.networks import dense, strided
from checkers.judging.oracle import Activation, Layer


class Body(abc.ABC):
    """The layers that the exercise asks for in one case."""

    def __init__(self, case: Case) -> None:
        """Keep the case."""
        self.case = case
        self.latents: int = case.args[2]

    def encoder_shapes(self) -> list[Shape]:
        """Return the encoder's weight shapes: hidden layers, two heads."""
        heads: list[Shape] = [(self.width(), self.latents), (self.latents,)]
        return self.hidden_shapes() + 2 * heads

    @abc.abstractmethod
    def hidden_shapes(self) -> list[Shape]:
        """Return the weight shapes of the encoder's hidden layers."""

    @abc.abstractmethod
    def width(self) -> int:
        """Return the number of values that each head is given."""

    @abc.abstractmethod
    def encode(self, x: Array, layers: Sequence[Layer],
               activations: Sequence[Activation]) -> Array:
        """Return what the heads are given, (batch, values)."""

    @abc.abstractmethod
    def decoder_shapes(self) -> list[Shape]:
        """Return the weight shapes of the decoder."""

    @abc.abstractmethod
    def decode(self, z: Array, layers: Sequence[Layer],
               activations: Sequence[Activation]) -> Array:
        """Return a decoder's output, (batch, values)."""

    @abc.abstractmethod
    def forward(self, decoder: Sequence[Array], z: Array) -> Array:
        """Return the student's decoder's output for other weights.

        Raises:
            Blocked: the recorded outputs do not say what the layers do.
        """


class Dense(Body):
    """Dense hidden layers."""

    def hidden_shapes(self) -> list[Shape]:
        """Return the weight shapes of the encoder's hidden layers."""
        dims, hidden = self.case.args[:2]
        return dense.shapes_of([dims, *hidden])

    def width(self) -> int:
        """Return the number of values that each head is given."""
        width: int = self.case.args[1][-1]
        return width

    def encode(self, x: Array, layers: Sequence[Layer],
               activations: Sequence[Activation]) -> Array:
        """Return what the heads are given, (batch, values)."""
        return oracle.stack(x, layers, activations)

    def decoder_shapes(self) -> list[Shape]:
        """Return the weight shapes of the decoder."""
        return dense.shapes_of(dense.widths(self.case, 'decoder'))

    def decode(self, z: Array, layers: Sequence[Layer],
               activations: Sequence[Activation]) -> Array:
        """Return a decoder's output, (batch, values)."""
        return oracle.stack(z, layers, activations)

    def forward(self, decoder: Sequence[Array], z: Array) -> Array:
        """Return the student's decoder's output for other weights."""
        return dense.forward(self.case, 'decoder', decoder, z)


class Convolutional(Body):
    """Convolutions that halve the sides, and transposed ones."""

    def hidden_shapes(self) -> list[Shape]:
        """Return the weight shapes of the encoder's convolutions."""
        return strided.encoder_shapes(self.case)

    def width(self) -> int:
        """Return the number of values that each head is given."""
        return math.prod(strided.small(self.case))

    def encode(self, x: Array, layers: Sequence[Layer],
               activations: Sequence[Activation]) -> Array:
        """Return what the heads are given, (batch, values)."""
        return strided.encode(x, layers, activations)

    def decoder_shapes(self) -> list[Shape]:
        """Return the weight shapes of the decoder."""
        return strided.decoder_shapes(self.case)

    def decode(self, z: Array, layers: Sequence[Layer],
               activations: Sequence[Activation]) -> Array:
        """Return a decoder's output, (batch, values)."""
        pictures = strided.decode(self.case, z, layers, activations)
        return pictures.reshape(len(z), -1)

    def forward(self, decoder: Sequence[Array], z: Array) -> Array:
        """Return the student's decoder's pictures for other weights."""
        return strided.forward(self.case, decoder, z)


def body_of(case: Case) -> Body:
    """Return what a case asks for: convolutions where it has pictures."""
    has_pictures = isinstance(case.args[0], tuple)
    return Convolutional(case) if has_pictures else Dense(case)
