"""What task 7 promises."""
from checkers.course.promises import promise
from checkers.course.promises.variational import (AFRESH, DECODES,
                                                  DIVERGENCE, DRAWN, HEADS,
                                                  LINEAR, LOADS, ORDER)

PROMISES = (
    promise("The encoder's 3 x 3 convolutions have the filters in order.",
            'encoder_layers', 'convolutions of 5 x 5',
            'A variational autoencoder of pictures, input_dims a tuple '
            '(height, width, channels);', 'Encoder: 3 x 3 convolutions',
            'input_dims: tuple (height, width, channels).',
            "filters: list of integers, for the encoder's convolutions in "
            'order;'),
    promise('Each has strides of 2, `same` padding and relu.',
            'encoder_layers', 'pooling in place of strides',
            'of stride 2, same, relu, in the order of filters.'),
    promise('Sides that cannot be halved once per filter are a '
            'ValueError.', 'sides', 'odd sides accepted',
            'a ValueError where halving its sides once '
            'per filter leaves a remainder.', 'A ValueError where '
            'halving the sides once per filter leaves a remainder.'),
    HEADS, LINEAR, ORDER, DRAWN, AFRESH,
    promise('The decoder is a dense layer as large as the last picture, '
            'then the filters in reverse, then the channels.',
            'decoder_layers', 'decoder filters not reversed',
            'Decoder: a dense layer', 'the filters reversed;',
            'the decoder has them in reverse.', 'decoder, z -> images;',
            'with as many filters as the pictures have channels,'),
    promise('All but the first are 3 x 3 transposed convolutions, the last '
            'one too.', 'decoder_layers', 'the last not transposed',
            'transposed 3 x 3 convolutions of stride 2, same,',
            'a last transposed one, 3 x 3 and same too,'),
    promise("What the dense layer gives, with relu, is reshaped to the "
            "encoder's last picture.", 'decoder_activations',
            'dense linear', "with relu, reshaped to the encoder's last "
            'picture;'),
    promise('Each doubles the sides, with strides of 2, and has relu.',
            'decoder_activations', 'upsampling in place of strides',
            'of stride 2, same, relu,'),
    promise('The last one has strides of 1 and sigmoid.',
            'decoder_activations', 'output linear', 'of stride 1, with '
            'sigmoid.'),
    DECODES,
    promise('The loss has the squared error.', 'reconstruction_term',
            'absolute error', 'The loss is the squared error',
            'sum((x - y)**2)', 'loss = sum((x - y)^2)'),
    promise('It is summed over the whole picture.', 'loss_balance',
            'error averaged over the channels', 'summed over the image,'),
    DIVERGENCE,
    promise('`beta` weighs the KL term, and nothing else.', 'loss_balance',
            'beta weighs both', 'and beta times', 'beta: float, the weight '
            'of the KL term in the loss:', '+ beta * KL'),
    promise('Both terms are averaged over the batch.', 'loss_balance',
            'KL summed over the batch', 'averaged over the batch'),
    promise('Training shows `reconstruction`, `kl` and `beta_kl`.',
            'metrics', 'metrics of other names',
            'Training shows reconstruction, kl and beta_kl,'),
    promise('Each is a sum over a picture or a code, averaged over the '
            'batch; `beta_kl` is weighted, `kl` is not.', 'metrics',
            'kl shown weighted', 'the weighted term, all three averaged '
            'over the batch.'),
    LOADS,
    promise('`get_config` gives what their objects are made from, such as '
            '`beta`.', 'loads', 'get_config without beta',
            'A saved model loads as in task 3,'),
    promise('What is loaded has the same `beta`.', 'loads',
            'beta of 1 after loading', 'and has the same beta.'),
)
ASIDES = (
    "Task 7: a convolutional beta-VAE, whose KL term weighs beta. Source: "
    'the original\'s four models of faces; Higgins et al., ICLR (2017).',
    'Build and compile a convolutional beta-VAE.')
