"""What the tasks of dense layers promise alike."""
from checkers.course.promises import promise

WIDTH = 'input_dims: integer, the width of the input.'
LIST = ("hidden_layers: list of integers, the widths of the encoder's hidden "
        'layers in order;')
CODE = 'latent_dims: integer, the width of the latent code.'
REVERSED = 'the decoder has them in reverse.'
MODEL = 'model, (batch, input_dims) -> (batch, latent_dims)'
LOSS = 'loss = -mean(x * log(y) + (1 - x) * log(1 - y))'

ENCODER = promise(
    "The encoder has the hidden layers in order, then the code's.",
    'encoder_layers', 'encoder in reverse order',
    'Dense layers', WIDTH, LIST, CODE, f'encoder: {MODEL}')
RELU = promise(
    'Every layer of the encoder has relu, the code too.',
    'encoder_activations', 'code linear', 'with relu,', 'Task 0 with',
    'Relu everywhere, in the code too,')
DECODER = promise(
    'The decoder has the hidden layers in reverse, then the output.',
    'decoder_layers', 'decoder not reversed',
    'the hidden ones reversed in the decoder,',
    'the hidden layers after the code are those before it, reversed;',
    REVERSED,
    'decoder: model, (batch, latent_dims) -> (batch, input_dims)')
SIGMOID = promise(
    'Every layer of the decoder has relu, but the last has sigmoid.',
    'decoder_activations', 'output linear', 'sigmoid at the end;',
    'in (0, 1)')
ENTROPY = promise(
    "`auto`'s loss is the binary cross-entropy.", 'loss',
    'mean squared error', 'binary cross-entropy.',
    'The loss is the binary cross-entropy', LOSS,
    'and binary cross-entropy.')
MEAN = promise(
    'It is a mean over the values and the batch.', 'loss',
    'loss summed over the batch',
    'between the input x and its reconstruction y, averaged over the '
    'input_dims values and the batch')
