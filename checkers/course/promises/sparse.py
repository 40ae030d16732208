"""What task 1 promises."""
from checkers.course.promises import promise
from checkers.course.promises.dense import (DECODER, ENCODER, RELU,
                                            SIGMOID)

PROMISES = (
    ENCODER, RELU, DECODER, SIGMOID,
    promise('The loss has the binary cross-entropy of the reconstruction, '
            'once.', 'loss', 'mean squared error', 'Task 0 with',
            'The loss is the binary cross-entropy of the reconstruction',
            'loss = BCE + lambtha', 'binary cross-entropy and the penalty.'),
    promise("Besides it has the L1 norm of the code: not of a layer's "
            "weights, not of another layer's outputs.", 'penalty',
            'L1 on the kernel',
            'an L1 penalty', 'on the code.', 'plus the L1 norm of the code',
            'lambtha: float, the weight of the L1 penalty on the code.'),
    promise('It weighs `lambtha`.', 'penalty', 'factor fixed at 10e-6',
            'of weight lambtha', '+ lambtha * sum(|code|)'),
    promise('It is summed over the code, and averaged over the batch where '
            'Keras is 3.14 or newer.', 'penalty',
            'penalty averaged over the code',
            'averaged over the batch (Keras 3.14 and newer):',
            'sum(|code|) / batch'),
)
ASIDES = (
    'Task 1: a sparse autoencoder, whose code is kept near zero by L1. '
    'Source: ... with an L1 penalty.',
    'Build and compile a sparse autoencoder.')
