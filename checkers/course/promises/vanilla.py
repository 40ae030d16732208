"""What task 0 promises."""
from checkers.course.promises.dense import (DECODER, ENCODER, ENTROPY, MEAN,
                                            RELU, SIGMOID)

PROMISES = (
    ENCODER, RELU, DECODER, SIGMOID, ENTROPY, MEAN,
)
ASIDES = (
    'Task 0: a "vanilla" autoencoder, made of fully connected layers. '
    'Source: ... Science 313 (2006).',
    'Build and compile a vanilla autoencoder.')
