"""What variational models consist of, but for the two heads.

Task 3 has dense layers, task 7 convolutions. The rubric looks at both in the
same way (variational.py); what differs stands here.
"""
import abc
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from checkers.course.planting import Array
from checkers.course.values import Shape
from checkers.judging import oracle
from checkers.judging.evidence import Case
from checkers.judging.networks import dense, strided
from checkers.judging.networks.inference import candidates
from checkers.judging.networks.seen import Network, compared, run


class Body(abc.ABC):
    """The layers that the exercise asks for in one case.

    Attributes:
        asked: what it asks of the encoder's hidden layers.
    """

    asked = 'relu'

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

    def arranged(self, ways: Iterable[Network]) -> Iterator[Network]:
        """Yield what the encoder's layers may do up to one of its heads.

        Args:
            ways: how its layers may follow each other.
        """
        return candidates(ways, oracle.LINEAR)

    def resized(self, encoder: Network) -> str:
        """Say what is wrong with the sides of pictures; '' for nothing."""
        return ''

    @abc.abstractmethod
    def decoder(self) -> Network | None:
        """Return the student's decoder as it was seen; as dense.network."""

    def logits(self, z: Array, decoder: Sequence[Array]) -> Array | None:
        """Return what the decoder's last activation is given.

        No unit is cut off: but for the last, layers count as linear. None
        where it is not known what the decoder consists of.
        """
        own = self.decoder()
        if own is None:
            return None
        return run([replace(layer, activation=oracle.LINEAR)
                    for layer in own], z, decoder).reshape(len(z), -1)

    def forward(self, decoder: Sequence[Array], z: Array,
                is_training: bool = True,
                loss: oracle.Loss | None = None) -> Array:
        """Return the student's decoder's output for other weights.

        Args:
            decoder: the weights.
            z: (batch, latents).
            is_training: whether batches are normalised by what they hold.
            loss: as dense.forward.

        Raises:
            Blocked: the recorded outputs do not say what the layers do.
        """
        own = self.decoder()
        if own is None:
            raise dense.unexplained('decoder')
        return run(compared(own, loss), z, decoder, is_training)


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

    def decoder(self) -> Network | None:
        """Return the student's decoder as it was seen."""
        return dense.network(self.case, 'decoder')


class Convolutional(Body):
    """Convolutions that halve the sides, and transposed ones."""

    asked = 'relu, same padding and strides of 2'

    def hidden_shapes(self) -> list[Shape]:
        """Return the weight shapes of the encoder's convolutions."""
        return strided.encoder_shapes(self.case)

    def width(self) -> int:
        """Return the number of values that each head is given."""
        return math.prod(strided.small(self.case))

    def arranged(self, ways: Iterable[Network]) -> Iterator[Network]:
        """Yield what the encoder's layers may do up to one of its heads."""
        return strided.encoders(ways)

    def resized(self, encoder: Network) -> str:
        """Say how sides are halved that should be by strides."""
        return strided.resized(encoder, strided.HALVING)

    def decoder(self) -> Network | None:
        """Return the student's decoder as it was seen."""
        return strided.explain(self.case)


def body_of(case: Case) -> Body:
    """Return what a case asks for: convolutions where it has pictures."""
    has_pictures = isinstance(case.args[0], tuple)
    return Convolutional(case) if has_pictures else Dense(case)
